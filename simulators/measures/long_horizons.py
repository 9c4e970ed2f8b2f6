"""What a learner costs at every decision up to a very long horizon, by long strides where these are sooner done.

Of a stationary problem and learner, with M(s, s') = sum_a pi(a|s) P(s'|s, a) and e(s) paid in state s:

    curve   c_t = p_0 M^(t-1) e for t = 1..T:  row j, column i of a table hold c_(j m + i + 1) = (p_0 M^(j m)) (M^i e)
    steps   p_t = p_(t-1) M, one by one, where the matrix is too large or the horizon too short for that

Cost     strides: products of dense matrices, S^3 log T and S sqrt(T); steps: T S branching.
Error    absolute. Strides: of c_t at most 2 (S + A + 4) t 2^-52 times the largest cost of an action, from
         |fl(AB) - AB| <= (S + 1) 2^-53 |A||B| and rows that sum to 1, brought back to that after each product; what is
         seen is far smaller. Steps: `occupancy.relative_error` of one decision, times t, times it.
Source   Higham 2002, section 3.5 (recalled), for the error of a product.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import relative_error
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import SHORTER, Cost

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_STATES = 4_000  # a dense matrix of this size takes 128 MB
DENSE, SPARSE, STEP = 5e-11, 2e-9, 2e-5  # seconds: of a product in a dense matrix, in a sparse one, of a step beside it


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """c_1, ..., c_T, shape (T,); c_t is right to within t times `error`, absolutely."""

    costs: np.ndarray
    error: float

    def total(self, horizon: int) -> float:
        """c_1 + ... + c_t, right to within `total_error(t)`."""
        return float(self.costs[:horizon].sum())

    def total_error(self, horizon: int) -> float:
        """That of its terms, and of NumPy's pairwise sum."""
        return (
            horizon * (horizon + 1) / 2 * self.error
            + float(abs(self.costs[:horizon]).sum()) * (horizon.bit_length() + 32) * 2.0**-52
        )


def disagreement_curve(problem: Problem, horizon: int) -> Curve:
    """The probability of a disagreement at each decision. Raises ValueError unless nothing depends on the decision."""
    _check(problem, horizon)
    rates = error_rates(problem, problem.learner_table, 1, FLOAT)
    return _curve(problem, problem.learner_table, rates, 1.0, horizon)


def task_cost_curve(problem: Problem, policy: Table, horizon: int) -> Curve:
    """The expected task cost of each decision under a policy, which is the problem's expert or learner, or another.

    Raises ValueError unless nothing depends on the decision.
    """
    _check(problem, horizon)
    cost = problem.mdp.cost(FLOAT)
    paid = (policy.at(1, FLOAT) * cost).sum(axis=1)
    return _curve(problem, policy, paid, float(abs(cost).max()), horizon)


def changes(problem: Problem) -> list[str]:
    """What of the problem depends on the decision, in words; nothing if costs are the same at every decision."""
    layers = {"dynamics": problem.mdp.layers, "expert": problem.known_expert.shape[0]}
    if problem.learner is not None:
        layers["learner"] = problem.learner.shape[0]
    return [f"the {whose} has {count} layers" for whose, count in layers.items() if count > 1]


def _check(problem: Problem, horizon: int) -> None:
    problem.check_horizon(horizon)
    if changing := changes(problem):
        raise ValueError(f"the same must hold at every decision; {', '.join(changing)}: step instead")


def _curve(problem: Problem, policy: Table, paid: np.ndarray, largest: float, horizon: int) -> Curve:
    """`largest` is the largest cost of an action: those of a state may be of both signs and cancel.

    Raises ValueError if it takes too much time or memory.
    """
    mdp = problem.mdp
    size, entries = mdp.shape[0], len(mdp.successor)
    strides = DENSE * (2 * size**3 * horizon.bit_length() + size**2 * horizon**0.5 + size * horizon)
    steps = horizon * (STEP + SPARSE * entries)
    strides_pay = size <= MOST_STATES and strides < steps
    cost = Cost(seconds=strides if strides_pay else steps, bytes=24 * horizon + (24 * size**2 if strides_pay else 0))
    cost.check(f"a curve over {horizon} decisions", SHORTER)
    moves, start = _moves(problem, policy), mdp.start_law(FLOAT)
    if strides_pay:
        costs = _by_strides(moves.toarray(), start, paid, horizon)
        return Curve(costs=costs, error=2 * (sum(mdp.shape) + 4) * 2.0**-52 * largest)
    return Curve(costs=_by_steps(moves, start, paid, horizon), error=relative_error(mdp, 1) * largest)


def _moves(problem: Problem, policy: Table) -> "csr_array":
    """M, shape (S, S)."""
    from scipy.sparse import csr_array

    size, choices = problem.mdp.shape
    rows = np.arange(0, size * choices + 1, choices)
    acting = csr_array((policy.at(1, FLOAT).ravel(), np.arange(size * choices), rows), shape=(size, size * choices))
    return csr_array(acting @ problem.mdp.matrix(1))


def _by_steps(moves: "csr_array", law: np.ndarray, paid: np.ndarray, horizon: int) -> np.ndarray:
    into, costs = moves.T.tocsr(), np.empty(horizon)
    for t in range(horizon):
        costs[t] = (law * paid).sum()
        law = into @ law
    return costs


def _by_strides(moves: np.ndarray, law: np.ndarray, paid: np.ndarray, horizon: int) -> np.ndarray:
    step, width, height = _stochastic(moves), 1, 1
    small = paid[:, None]  # M^i e for i < width
    while width**2 < horizon:
        small = np.concatenate([small, step @ small], axis=1)
        step, width = _stochastic(step @ step), 2 * width
    great = law[None]  # p_0 M^(j width) for j < height
    while height * width < horizon:
        great = np.concatenate([great, great @ step])
        height *= 2
        if height * width < horizon:
            step = _stochastic(step @ step)
    return (great @ small).reshape(-1)[:horizon]


def _stochastic(matrix: np.ndarray) -> np.ndarray:
    """Rows brought back to the sum 1."""
    return matrix / matrix.sum(axis=1, keepdims=True)
