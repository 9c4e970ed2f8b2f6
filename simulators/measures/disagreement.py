"""How often the learner does not do what the expert would do: per decision, per episode, and per reading of epsilon.

e_t(s) is the learner's probability of not taking the expert's action in s at decision t, 0 where nothing is decided.

    on the learner's states     c_t = sum_s p_{t-1}(s) e_t(s);  C = c_1 + ... + c_T
    on the expert's states      epsilon_t = sum_s p*_{t-1}(s) e_t(s)
    without any so far          g_t(s') = sum_s g_{t-1}(s) (1 - e_t(s)) P_t(s'|s, expert);  S_t = sum_s g_t(s)

Exact in rationals; in floats with the relative error that `occupancy.relative_error` states.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import Any, Generic, overload

import numpy as np

from tightrope.simulators.measures.occupancy import push, state_laws, total_variation
from tightrope.simulators.measures.readings import MEASURES, Errors
from tightrope.simulators.model.arithmetic import EXACT, Arithmetic, N, plain, plain_array, short
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import check_evaluation


def error_rates(problem: Problem, learner: Table, decision: int, arithmetic: Arithmetic = EXACT) -> np.ndarray:
    """e_t(s) for each state, shape (S,): the sum over the other actions,
    which in floats does not cancel as 1 - x does.
    """
    others = learner.at(decision, arithmetic).copy()
    others[np.arange(problem.mdp.shape[0]), problem.expert_at(decision)] = arithmetic.zeros(1)[0]
    return np.where(problem.mdp.decides, others.sum(axis=1), arithmetic.zeros(1)[0])


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation(Generic[N]):
    """Everything that is measured of one problem, its learner and a horizon, in one pass.

    `disagreement` is C, the expected number of disagreements; `epsilon` the least one under each reading, by its key.

    Numbers are `Fraction` if the evaluation was exact, else `float`. `laws` and `expert_laws` are what other measures
    take, in the arithmetic of the evaluation: `law` and `expert_law` give them as numbers.

    Shapes   laws, expert_laws (T + 1, S); costs, expert_errors (T,), of decisions 1..T; survival, tv (T + 1,).
    """

    name: str
    horizon: int
    laws: np.ndarray
    expert_laws: np.ndarray
    costs: np.ndarray
    expert_errors: np.ndarray
    survival: np.ndarray
    disagreement: N
    learner_task: N
    expert_task: N
    epsilon: dict[str, N]
    missing: N

    @property
    def gap(self) -> N:
        """J(learner) - J(expert)."""
        return self.learner_task - self.expert_task

    @cached_property
    def tv(self) -> np.ndarray:
        """TV(p_t, p*_t) for t = 0..T."""
        return plain_array(total_variation(self.laws, self.expert_laws))

    def law(self, t: int) -> list[N]:
        """p_t, the learner's law of the state after t actions."""
        return list(plain_array(self.laws[t]))

    def expert_law(self, t: int) -> list[N]:
        """p*_t, the expert's law of the state after t actions."""
        return list(plain_array(self.expert_laws[t]))

    def __repr__(self) -> str:
        shown = ", ".join(f"{key} {short(value)}" for key, value in self.epsilon.items())
        return (
            f"<{self.name}, T = {self.horizon}: {short(self.disagreement)} disagreements, gap {short(self.gap)}; "
            f"epsilon: {shown}>"
        )

    def _repr_html_(self) -> str:
        rows = [("expected disagreements", self.disagreement), ("task cost beyond the expert's", self.gap)]
        rows += [("largest TV(p_t, p*_t)", max(self.tv))]
        rows += [(f"epsilon measured, {key}", value) for key, value in self.epsilon.items()]
        cells = "".join(f"<tr><td>{words}</td><td>{short(value)}</td></tr>" for words, value in rows)
        return f"<table><caption>{escape(self.name)}, T = {self.horizon}</caption>{cells}</table>"


@overload
def evaluate(problem: Problem, horizon: int) -> Evaluation[Fraction]: ...
@overload
def evaluate(problem: Problem, horizon: int, arithmetic: Arithmetic[N]) -> Evaluation[N]: ...
def evaluate(problem: Problem, horizon: int, arithmetic: Arithmetic = EXACT) -> Evaluation:
    """Laws, costs and every reading of epsilon.

    Raises ValueError if the problem has no learner, is too short, or takes too much time or memory.
    """
    mdp, learner = problem.mdp, problem.learner_table
    problem.check_horizon(horizon)
    check_evaluation(problem, horizon, arithmetic)
    expert = problem.expert_table
    laws = state_laws(mdp, learner, horizon, arithmetic)
    expert_laws = state_laws(mdp, expert, horizon, arithmetic)
    rates = np.array([error_rates(problem, learner, t, arithmetic) for t in range(1, horizon + 1)])
    agreed = [mdp.start_law(arithmetic)]
    for t in range(1, horizon + 1):
        kept = expert.at(t, arithmetic) * (1 - rates[t - 1])[:, None]
        agreed.append(push(mdp, agreed[-1], kept, t, arithmetic))
    costs = (laws[:-1] * rates).sum(axis=1)
    errors = Errors(rates=rates, laws=laws[:-1], expert_laws=expert_laws[:-1], data=problem.data)
    return Evaluation(
        name=problem.name,
        horizon=horizon,
        laws=laws,
        expert_laws=expert_laws,
        costs=plain_array(costs),
        disagreement=plain(costs.sum()),
        expert_errors=plain_array(errors.averages),
        survival=plain_array(np.array(agreed).sum(axis=1)),
        learner_task=plain(_paid(laws, learner, problem, arithmetic)),
        expert_task=plain(_paid(expert_laws, expert, problem, arithmetic)),
        epsilon={one.key: plain(one.smallest(errors)) for one in MEASURES},
        missing=plain(1 - _stays(problem, expert, horizon, arithmetic)),
    )


def _paid(laws: np.ndarray, policy: Table, problem: Problem, arithmetic: Arithmetic) -> Any:
    cost = problem.mdp.cost(arithmetic)
    paid = [(laws[t] * (policy.at(t + 1, arithmetic) * cost).sum(axis=1)).sum() for t in range(len(laws) - 1)]
    return np.array(paid).sum()


def _stays(problem: Problem, expert: Table, horizon: int, arithmetic: Arithmetic) -> Any:
    """Probability that the states of all T decisions lie in the data set, the expert acting."""
    if problem.data is None:
        return arithmetic.number(Fraction(1))
    inside = np.array([arithmetic.ratios(np.array([int(known)]), np.array([1]))[0] for known in problem.data])
    mass = problem.mdp.start_law(arithmetic) * inside
    for t in range(1, horizon):
        mass = push(problem.mdp, mass, expert.at(t, arithmetic), t, arithmetic) * inside
    return mass.sum()
