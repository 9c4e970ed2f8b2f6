"""Where the errors of an episode come from: which states they are made in, and what one of them costs.

    errors       sum_t p_{t-1}(s) e_t(s): how often the learner errs in s; over the states they add up to C
    first        sum_t g_{t-1}(s) e_t(s): the probability that the first error of an episode is made in s, where g is
                 the part of the learner's law that has not erred yet
    caused       sum_t g_{t-1}(s) sum_{a != expert} pi_t(a|s) (1 + E W_t(s')): the disagreements of the episodes whose
                 first error is made in s, that one and all after it; W_t are those after t actions. Adds up to C
    extra        sum_t p_{t-1}(s) sum_a pi_t(a|s) (Q*_t(s, a) - V*_t(s)): the task cost that actions in s add if the
                 expert acts after them; adds up to J(learner) - J(expert), by the performance difference lemma

`caused` tells where a cost begins. Exact in rationals; in floats errors, first and caused have the relative error of
`occupancy.relative_error`, extra the absolute error of its terms.
Source: Kakade and Langford 2002 for extra [kakade2002approximately]; the other sums are their definitions.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope.simulators.measures.disagreement import Evaluation, erring_and_agreeing
from tightrope.simulators.measures.occupancy import pull, push


@dataclass(frozen=True, kw_only=True, eq=False)
class Origins:
    """Sums over the decisions for each state, shape (S,), in the arithmetic of the evaluation.

    `most` is the largest Q* - V* of any state and action at any decision: u, whatever the learner visits.
    """

    errors: np.ndarray
    first: np.ndarray
    caused: np.ndarray
    extra: np.ndarray
    most: Any


def origins(evaluation: Evaluation) -> Origins:
    """Where the errors of an evaluated problem come from: one pass forward, one backward."""
    problem, horizon, arithmetic = evaluation.problem, evaluation.horizon, evaluation.arithmetic
    mdp, learner = problem.mdp, problem.learner_table
    everyone, unerring = np.arange(mdp.shape[0]), _unerring(evaluation)
    cost, value, to_come = mdp.cost(arithmetic), arithmetic.zeros(mdp.shape[0]), arithmetic.zeros(mdp.shape[0])
    errors, first, caused, extra = (arithmetic.zeros(mdp.shape[0]) for _ in range(4))
    most = arithmetic.zeros(1)[0]
    for t in range(horizon, 0, -1):
        acting, expert = learner.at(t, arithmetic), problem.expert_at(t)
        rates, _ = erring_and_agreeing(problem, acting, t, arithmetic)
        wrong = np.where(mdp.decides[:, None], acting, 0 * acting)
        wrong[everyone, expert] = arithmetic.zeros(1)[0]
        law, kept = evaluation.laws[t - 1], unerring[t - 1]
        after = pull(mdp, to_come, t, arithmetic)
        errors += law * rates
        first += kept * rates
        caused += kept * (wrong * (after + 1)).sum(axis=1)
        to_come = rates + (acting * after).sum(axis=1)
        total = cost + pull(mdp, value, t, arithmetic)
        value = total[everyone, expert]
        advantage = total - value[:, None]
        extra += law * (acting * advantage).sum(axis=1)
        most = max(most, advantage.max())
    return Origins(errors=errors, first=first, caused=caused, extra=extra, most=most)


def _unerring(evaluation: Evaluation) -> np.ndarray:
    """The learner's law of the state after 0, 1, ..., T - 1 actions without an error so far, shape (T, S)."""
    problem, horizon, arithmetic = evaluation.problem, evaluation.horizon, evaluation.arithmetic
    kept = arithmetic.zeros(horizon, problem.mdp.shape[0])
    kept[0] = problem.mdp.start_law(arithmetic)
    for t in range(1, horizon):
        _, agreeing = erring_and_agreeing(problem, problem.learner_table.at(t, arithmetic), t, arithmetic)
        alone = problem.expert_table.at(t, arithmetic) * agreeing[:, None]
        kept[t] = push(problem.mdp, kept[t - 1], alone, t, arithmetic)
    return kept
