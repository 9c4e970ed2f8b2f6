"""What a learner costs at every decision up to a very long horizon, without taking the steps one by one.

Of a stationary problem and learner, with M(s, s') = sum_a pi(a|s) P(s'|s, a) and e(s) paid in state s:

    curve   c_t = p_0 M^(t-1) e for t = 1..T:  row j, column i of a table hold c_(j m + i + 1) = (p_0 M^(j m)) (M^i e)
    total   c_1 + ... + c_T = p_0 v_T,  v_(2n) = v_n + M^n v_n,  M^(2n) = (M^n)^2

Cost     products of dense matrices: S^3 log m and S sqrt(T); stepping costs T S branching.
Error    absolute, of each c_t at most `error_bound` = 2 (S + A + 4) T 2^-52 times the largest cost of an action; of
         the total T times it. It comes from |fl(AB) - AB| <= (S + 1) 2^-53 |A||B| and rows that sum to 1, brought
         back to that after each product; what is seen is far smaller.
Source   Higham 2002, section 3.5 (recalled), for the error of a product.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem

MOST_STATES = 4_000  # a dense matrix of this size takes 128 MB


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """c_1, ..., c_T, shape (T,); each is right to within `error`, absolutely."""

    costs: np.ndarray
    error: float

    @property
    def total(self) -> float:
        return float(self.costs.sum())


def error_bound(problem: Problem, horizon: int, largest: float) -> float:
    """The absolute error of each c_t if an action costs at most `largest`."""
    return 2 * (sum(problem.mdp.shape) + 4) * horizon * 2.0**-52 * largest


def disagreement_curve(problem: Problem, horizon: int) -> Curve:
    """The probability of a disagreement at each decision. Raises ValueError unless nothing depends on the decision."""
    return _curve(problem, error_rates(problem, problem.learner_table, 1, FLOAT), 1.0, horizon)


def task_cost_curve(problem: Problem, horizon: int) -> Curve:
    """The expected task cost of each decision. Raises ValueError unless nothing depends on the decision."""
    cost = problem.mdp.cost(FLOAT)
    paid = (problem.learner_table.at(1, FLOAT) * cost).sum(axis=1)
    return _curve(problem, paid, float(abs(cost).max()), horizon)


def _curve(problem: Problem, paid: np.ndarray, largest: float, horizon: int) -> Curve:
    """`largest` is the largest cost of an action: those of a state may be of both signs and cancel."""
    step, width, height = _moves(problem, horizon), 1, 1
    small = np.asarray(paid)[:, None]  # M^i e for i < width
    while width**2 < horizon:
        small = np.concatenate([small, step @ small], axis=1)
        step, width = _stochastic(step @ step), 2 * width
    great = problem.mdp.start_law(FLOAT)[None]  # p_0 M^(j width) for j < height
    while height * width < horizon:
        great = np.concatenate([great, great @ step])
        height *= 2
        if height * width < horizon:
            step = _stochastic(step @ step)
    costs = (great @ small).reshape(-1)[:horizon]
    return Curve(costs=costs, error=error_bound(problem, horizon, largest))


def _moves(problem: Problem, horizon: int) -> np.ndarray:
    """M, shape (S, S)."""
    mdp, learner = problem.mdp, problem.learner_table
    problem.check_horizon(horizon)
    layers = {"dynamics": mdp.layers, "expert": len(problem.expert_actions), "learner": learner.shape[0]}
    for whose, count in layers.items():
        if count > 1:
            raise ValueError(f"the same must hold at every decision; the {whose} has {count} layers: step instead")
    if mdp.shape[0] > MOST_STATES:
        raise ValueError(f"a dense matrix of {mdp.shape[0]} states is too large, at most {MOST_STATES}: step instead")
    rows = mdp.matrix(1).toarray().reshape(*mdp.shape, mdp.shape[0])
    return _stochastic(np.einsum("sa,sat->st", learner.at(1, FLOAT), rows))


def _stochastic(matrix: np.ndarray) -> np.ndarray:
    """Rows brought back to the sum 1."""
    return matrix / matrix.sum(axis=1, keepdims=True)
