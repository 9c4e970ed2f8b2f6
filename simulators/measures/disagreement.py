"""How often the learner does not do what the expert would do: per decision, per episode, and per reading of epsilon.

e_t(s) is the learner's probability of not taking the expert's action in s at decision t, 0 where nothing is decided.

    on the learner's states     c_t = sum_s p_{t-1}(s) e_t(s);  C = c_1 + ... + c_T
    on the expert's states      epsilon_t = sum_s p*_{t-1}(s) e_t(s)
    without any so far          g_t(s') = sum_s g_{t-1}(s) (1 - e_t(s)) P_t(s'|s, expert);  S_t = sum_s g_t(s)

Exact in rationals; in floats with the relative error that `occupancy.relative_error` states.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.measures.occupancy import push, state_laws, total_variation
from tightrope.simulators.model.arithmetic import EXACT, Arithmetic
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem


def error_rates(problem: Problem, learner: Table, decision: int, arithmetic: Arithmetic = EXACT) -> np.ndarray:
    """e_t(s) for each state, shape (S,): the sum over the other actions, which in floats does not cancel as 1 - x does."""
    others = learner.at(decision, arithmetic).copy()
    others[np.arange(problem.mdp.shape[0]), problem.expert_at(decision)] = arithmetic.zeros(1)[0]
    return np.where(problem.mdp.decides, others.sum(axis=1), arithmetic.zeros(1)[0])


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation:
    """Everything that is measured of one problem, its learner and a horizon, in one pass.

    Shapes   laws, expert_laws (T + 1, S); costs, expert_errors (T,), of decisions 1..T; survival (T + 1,).
    """

    horizon: int
    laws: np.ndarray
    expert_laws: np.ndarray
    costs: np.ndarray
    expert_errors: np.ndarray
    survival: np.ndarray
    learner_task: object
    expert_task: object
    epsilon: dict[str, object]
    missing: object

    @property
    def disagreement(self):
        """C, the expected number of disagreements."""
        return self.costs.sum()

    @property
    def gap(self):
        """J(learner) - J(expert)."""
        return self.learner_task - self.expert_task

    @property
    def tv(self) -> np.ndarray:
        """TV(p_t, p*_t) for t = 0..T."""
        return total_variation(self.laws, self.expert_laws)


def evaluate(problem: Problem, horizon: int, arithmetic: Arithmetic = EXACT) -> Evaluation:
    """Laws, costs and every reading of epsilon. Raises ValueError if the problem has no learner or is too short."""
    if problem.learner is None:
        raise ValueError(f"{problem.name} has no learner; give it one, for instance by error_learners.epsilon_learner")
    problem.check_horizon(horizon)
    mdp, learner = problem.mdp, problem.learner
    expert = problem.expert_table
    laws = state_laws(mdp, learner, horizon, arithmetic)
    expert_laws = state_laws(mdp, expert, horizon, arithmetic)
    rates = np.array([error_rates(problem, learner, t, arithmetic) for t in range(1, horizon + 1)])
    costs, expert_errors = (laws[:-1] * rates).sum(axis=1), (expert_laws[:-1] * rates).sum(axis=1)
    agreed = [mdp.start_law(arithmetic)]
    for t in range(1, horizon + 1):
        kept = expert.at(t, arithmetic) * (1 - rates[t - 1])[:, None]
        agreed.append(push(mdp, agreed[-1], kept, t, arithmetic))
    visited = expert_laws[:-1].astype(bool)
    known = visited if problem.data is None else visited & problem.data
    return Evaluation(
        horizon=horizon,
        laws=laws,
        expert_laws=expert_laws,
        costs=costs,
        expert_errors=expert_errors,
        survival=np.array(agreed).sum(axis=1),
        learner_task=_paid(laws, learner, problem, arithmetic),
        expert_task=_paid(expert_laws, expert, problem, arithmetic),
        epsilon={
            "pointwise": _largest(rates[visited], arithmetic),
            "per_step": _largest(expert_errors, arithmetic),
            "time_averaged": expert_errors.sum() / horizon,
            "on_policy": costs.sum() / horizon,
            "finite_data": _largest(rates[known], arithmetic),
        },
        missing=1 - _stays(problem, expert, horizon, arithmetic),
    )


def _paid(laws, policy, problem, arithmetic):
    cost = problem.mdp.cost(arithmetic)
    paid = [(laws[t] * (policy.at(t + 1, arithmetic) * cost).sum(axis=1)).sum() for t in range(len(laws) - 1)]
    return np.array(paid).sum()


def _largest(values: np.ndarray, arithmetic: Arithmetic):
    return max(values.flat, default=arithmetic.zeros(1)[0])


def _stays(problem: Problem, expert: Table, horizon: int, arithmetic: Arithmetic):
    """Probability that the states of all T decisions lie in the data set, the expert acting."""
    if problem.data is None:
        return arithmetic.number(Fraction(1))
    inside = np.array([arithmetic.ratios(np.array([int(known)]), np.array([1]))[0] for known in problem.data])
    mass = problem.mdp.start_law(arithmetic) * inside
    for t in range(1, horizon):
        mass = push(problem.mdp, mass, expert.at(t, arithmetic), t, arithmetic) * inside
    return mass.sum()
