"""What a mistake's probability does, for many probabilities at once.

A learner takes a given wrong action with probability epsilon at every decision, independently. Which decisions go
wrong then does not depend on where it is, so the law of the state given how many of them did is the same for every
epsilon:

    q_k,t(s)   the law after t decisions of which k went wrong
    q_k,t+1  = (t + 1 - k)/(t + 1) q_k,t P_expert + k/(t + 1) q_k-1,t P_wrong
    p_t      = sum_k Bin(k; t, epsilon) q_k,t

One pass over k < K gives every cost as a function of epsilon. What is left out is paid with probability
P(Bin(T, epsilon) >= K), and is reported. A mistake where nothing is decided is no disagreement.

Error    floats, all terms non-negative: relative `occupancy.relative_error`, and the part that is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.measures.occupancy import relative_error
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem


@dataclass(frozen=True, kw_only=True, eq=False)
class Costs:
    """For each epsilon, shape (n,): the disagreements but for `left_out` at most, and the task cost but for that times
    its largest cost of a decision; both to a relative `error`, costs being non-negative.
    """

    epsilons: np.ndarray
    disagreement: np.ndarray
    task_cost: np.ndarray
    left_out: np.ndarray
    error: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Paid:
    """What is paid at each decision, given the mistakes before it; shapes (T, K).

    decided    the probability that something is decided       expert, wrong   the task cost of either action
    """

    decided: np.ndarray
    expert: np.ndarray
    wrong: np.ndarray
    error: float

    def costs(self, epsilons: Sequence[float]) -> Costs:
        """The costs of learners that err with these probabilities."""
        from scipy.stats import binom

        horizon, mistakes = self.decided.shape
        rates = np.asarray(epsilons, dtype=float)
        disagreement, task_cost = np.zeros(len(rates)), np.zeros(len(rates))
        likely = np.zeros((len(rates), mistakes))  # Bin(k; t, epsilon): its recursion has a small relative error
        likely[:, 0] = 1
        for decided, expert, wrong in zip(self.decided, self.expert, self.wrong, strict=True):
            disagreement += rates * (likely @ decided)
            task_cost += (1 - rates) * (likely @ expert) + rates * (likely @ wrong)
            more = rates[:, None] * likely[:, :-1]
            likely *= (1 - rates)[:, None]
            likely[:, 1:] += more
        left_out = binom.sf(mistakes - 1, horizon, rates) * horizon
        return Costs(
            epsilons=rates, disagreement=disagreement, task_cost=task_cost, left_out=left_out, error=self.error
        )


def paid(problem: Problem, wrong: np.ndarray, horizon: int, mistakes: int = 8) -> Paid:
    """One pass for a learner that takes wrong[t][s], shape (L, S), when it errs, up to so many mistakes but one.

    Raises ValueError unless 1 <= mistakes and the wrong actions are actions other than the expert's.
    """
    problem.check_horizon(horizon)
    mdp, everyone = problem.mdp, np.arange(problem.mdp.shape[0])
    if mistakes < 1:
        raise ValueError(f"at least the law without a mistake must be kept, mistakes >= 1; got {mistakes}")
    if wrong.min() < 0 or wrong.max() >= mdp.shape[1]:
        raise ValueError(f"wrong actions must lie in 0 to {mdp.shape[1] - 1}; got {wrong.min()} to {wrong.max()}")
    cost, decides = mdp.cost(FLOAT), mdp.decides.astype(float)
    laws = np.zeros((mdp.shape[0], mistakes))
    laws[:, 0] = mdp.start_law(FLOAT)
    rows = []
    for decision in range(1, horizon + 1):
        expert, other = problem.expert_at(decision), wrong[0 if len(wrong) == 1 else decision - 1]
        if (other == expert)[mdp.decides].any():
            raise ValueError(f"at decision {decision} a wrong action is the expert's")
        rows.append([values @ laws for values in (decides, cost[everyone, expert], cost[everyone, other])])
        move, stray = (mdp.matrix(decision)[everyone * mdp.shape[1] + action].T @ laws for action in (expert, other))
        share = np.minimum(np.arange(mistakes) / decision, 1)
        laws = (1 - share) * move
        laws[:, 1:] += share[1:] * stray[:, :-1]
    decided, right, erring = np.moveaxis(np.array(rows), 1, 0)
    return Paid(decided=decided, expert=right, wrong=erring, error=2 * relative_error(mdp, horizon))
