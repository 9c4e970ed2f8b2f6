"""How often the learner does not do what the expert would do: per decision, per episode, and per reading of epsilon.

e_t(s) is the learner's probability of not taking the expert's action in s at decision t, 0 where nothing is decided.

    on the learner's states     c_t = sum_s p_{t-1}(s) e_t(s);  C = c_1 + ... + c_T
    on the expert's states      epsilon_t = sum_s p*_{t-1}(s) e_t(s)
    without any so far          g_t(s') = sum_s g_{t-1}(s) (1 - e_t(s)) P_t(s'|s, expert);  S_t = sum_s g_t(s)

Exact in rationals, enclosed in balls. In floats disagreements, survival and non-negative task costs have the relative
error that `occupancy.relative_error` states; differences of such sums (the gap, distances, log losses) have their
absolute error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Generic, overload

import numpy as np

from tightrope.simulators.measures.occupancy import push, state_laws, supports, total_variation
from tightrope.simulators.measures.readings import MEASURES, of_decision
from tightrope.simulators.model.arithmetic import EXACT, Arithmetic, N, largest, plain, plain_array, short
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import check_evaluation
from tightrope.simulators.model.terminal import line


def error_rates(problem: Problem, learner: Table, decision: int, arithmetic: Arithmetic = EXACT) -> np.ndarray:
    """e_t(s) for each state, shape (S,)."""
    return erring_and_agreeing(problem, learner.at(decision, arithmetic), decision, arithmetic)[0]


def erring_and_agreeing(
    problem: Problem, acting: np.ndarray, decision: int, arithmetic: Arithmetic
) -> tuple[np.ndarray, np.ndarray]:
    """e_t(s) and 1 - e_t(s) of a table (S, A), shapes (S,): sums over actions, which in floats do not cancel."""
    everyone, expert, nothing = np.arange(problem.mdp.shape[0]), problem.expert_at(decision), arithmetic.zeros(1)[0]
    others = acting.copy()
    others[everyone, expert] = nothing
    decides = problem.mdp.decides
    return (
        np.where(decides, others.sum(axis=1), nothing),
        np.where(decides, acting[everyone, expert], nothing + 1),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation(Generic[N]):
    """Everything that is measured of one problem, its learner and a horizon, in one pass that keeps no laws.

    `disagreement` is C, the expected number of disagreements; `epsilon` the least one under each reading, by its key.

    Numbers are `Fraction` if the evaluation was exact, balls (python-flint's `arb`) or `float`. `laws` and
    `expert_laws` are what other measures take, in the arithmetic of the evaluation, made when asked for: `law` and
    `expert_law` give them as numbers.

    Shapes   costs, expert_errors (T,), of decisions 1..T; survival, tv (T + 1,); laws, expert_laws (T + 1, S).
    """

    problem: Problem
    horizon: int
    arithmetic: Arithmetic
    costs: np.ndarray
    expert_errors: np.ndarray
    survival: np.ndarray
    tv: np.ndarray
    disagreement: N
    learner_task: N
    expert_task: N
    epsilon: dict[str, N]
    missing: N

    @property
    def name(self) -> str:
        return self.problem.name

    @cached_property
    def laws(self) -> np.ndarray:
        return state_laws(self.problem.mdp, self.problem.learner_table, self.horizon, self.arithmetic)

    @cached_property
    def expert_laws(self) -> np.ndarray:
        return state_laws(self.problem.mdp, self.problem.expert_table, self.horizon, self.arithmetic)

    @property
    def gap(self) -> N:
        """J(learner) - J(expert)."""
        return self.learner_task - self.expert_task

    def law(self, t: int) -> list[N]:
        """p_t, the learner's law of the state after t actions."""
        return list(plain_array(self.laws[t]))

    def expert_law(self, t: int) -> list[N]:
        """p*_t, the expert's law of the state after t actions."""
        return list(plain_array(self.expert_laws[t]))

    def __repr__(self) -> str:
        shown = ", ".join(f"{key} {short(value)}" for key, value in self.epsilon.items())
        return (
            f"<{line(self.name)}, T = {self.horizon}: {short(self.disagreement)} disagreements, gap {short(self.gap)}; "
            f"epsilon: {shown}>"
        )

    def _repr_html_(self) -> str:
        rows = [("expected disagreements", self.disagreement), ("task cost beyond the expert's", self.gap)]
        rows += [("largest TV(p_t, p*_t)", largest(self.tv))]
        rows += [(f"epsilon measured, {key}", value) for key, value in self.epsilon.items()]
        return html_table(f"{line(self.name)}, T = {self.horizon}", [(words, short(value)) for words, value in rows])


@overload
def evaluate(problem: Problem, horizon: int) -> Evaluation[Fraction]: ...
@overload
def evaluate(problem: Problem, horizon: int, arithmetic: Arithmetic[N]) -> Evaluation[N]: ...
def evaluate(problem: Problem, horizon: int, arithmetic: Arithmetic = EXACT) -> Evaluation:
    """Laws, costs and every reading of epsilon.

    Raises ValueError if the problem has no learner, is too short, or takes too much time or memory.
    """
    return evaluate_each(problem, [horizon], arithmetic)[0]


def evaluate_each(problem: Problem, horizons: Sequence[int], arithmetic: Arithmetic = EXACT) -> list[Evaluation]:
    """The same at several horizons by one pass over the longest: the numbers of single evaluations, bit for bit.

    Raises ValueError as `evaluate` does, for any of the horizons.
    """
    mdp, learner, expert = problem.mdp, problem.learner_table, problem.expert_table
    for horizon in horizons:
        problem.check_horizon(horizon)
        check_evaluation(problem, horizon, arithmetic)
    longest = max(horizons)
    cost = mdp.cost(arithmetic)
    reached = np.zeros(0) if arithmetic is EXACT else supports(mdp, expert, longest)
    law = expert_law = agreed = mdp.start_law(arithmetic)  # of the learner, the expert, the learner without an error
    decisions, survival, apart, paid, expert_paid = [], [agreed.sum()], [total_variation(law, law)], [], []
    for t in range(1, longest + 1):
        acting, right = learner.at(t, arithmetic), expert.at(t, arithmetic)
        rates, agreeing = erring_and_agreeing(problem, acting, t, arithmetic)
        visited = expert_law.astype(bool) if arithmetic is EXACT else reached[t - 1]
        decisions.append(of_decision(rates, law, expert_law, problem.data, visited))
        paid.append((law * (acting * cost).sum(axis=1)).sum())
        expert_paid.append((expert_law * (right * cost).sum(axis=1)).sum())
        law = push(mdp, law, acting, t, arithmetic)
        agreed = push(mdp, agreed, right * agreeing[:, None], t, arithmetic)
        expert_law = push(mdp, expert_law, right, t, arithmetic)
        survival.append(agreed.sum())
        apart.append(total_variation(law, expert_law))

    def up_to(horizon: int) -> Evaluation:
        first = decisions[:horizon]
        costs = np.array([each.own for each in first])
        return Evaluation(
            problem=problem,
            horizon=horizon,
            arithmetic=arithmetic,
            costs=plain_array(costs),
            disagreement=plain(costs.sum()),
            expert_errors=plain_array(np.array([each.average for each in first])),
            survival=plain_array(np.array(survival[: horizon + 1])),
            tv=plain_array(np.array(apart[: horizon + 1])),
            learner_task=plain(np.array(paid[:horizon]).sum()),
            expert_task=plain(np.array(expert_paid[:horizon]).sum()),
            epsilon={one.key: plain(one.smallest(first)) for one in MEASURES},
            missing=plain(1 - _stays(problem, expert, horizon, arithmetic)),
        )

    return [up_to(horizon) for horizon in horizons]


def _stays(problem: Problem, expert: Table, horizon: int, arithmetic: Arithmetic) -> Any:
    """Probability that the states of all T decisions lie in the data set, the expert acting."""
    if problem.data is None:
        return arithmetic.number(Fraction(1))
    inside = arithmetic.ratios(problem.data.astype(int), np.ones(len(problem.data), dtype=int))
    mass = problem.mdp.start_law(arithmetic) * inside
    for t in range(1, horizon):
        mass = push(problem.mdp, mass, expert.at(t, arithmetic), t, arithmetic) * inside
    return mass.sum()
