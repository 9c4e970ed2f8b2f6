"""How episodes go, beside their cost: how long they last, and what else a problem counts, such as return and success.

A state ends the episode if nothing is decided there, nothing paid, and it is never left. Where such a state is reached
before decision T, the cost of an episode also says how long it was: who fails early pays less.

    decisions taken       sum over t < T of the probability that the episode has not ended after t actions
    a total of an amount  sum over t of E[amount(s, a)]
"""

from dataclasses import dataclass
from typing import Any, Generic

import numpy as np

from tightrope.simulators.measures.disagreement import Evaluation
from tightrope.simulators.model.arithmetic import Arithmetic, N, plain
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Outcome(Generic[N]):
    """An expected total of an episode."""

    learner: N
    expert: N


def ends(mdp: TabularMDP) -> np.ndarray:
    """Which states end the episode, shape (S,)."""
    found = ~mdp.decides & ~mdp.cost_numerator.any(axis=1)
    if not found.any():
        return found
    row_state = np.tile(np.repeat(np.arange(mdp.shape[0]), mdp.shape[1]), mdp.layers)[mdp.entry_row]
    while (leaks := found[row_state] & ~found[mdp.successor] & (mdp.weight > 0)).any():
        found[row_state[leaks]] = False
    return found


def decisions(problem: Problem, evaluation: Evaluation[N]) -> Outcome[N] | None:
    """How many of the T decisions are taken before the episode ends.

    None if no episode ends early, or if the others cost nothing either: then the cost says nothing of their length.
    """
    ended = ends(problem.mdp)
    if not ended.any():
        return None
    laws = (evaluation.laws[:-1], evaluation.expert_laws[:-1])
    if not any((one[:, ended] != 0).any() for one in laws) or not problem.mdp.cost_numerator[~ended].any():
        return None
    learner, expert = (plain(one[:, ~ended].sum()) for one in laws)
    return Outcome(learner=learner, expert=expert)


def totals(problem: Problem, evaluation: Evaluation[N], arithmetic: Arithmetic[N]) -> dict[str, Outcome[N]]:
    """The expected totals of what the problem counts, by its name. Raises ValueError if the problem has no learner."""
    found = {}
    for name, amount in problem.totals.items():
        each = arithmetic.convert(amount)
        found[name] = Outcome(
            learner=_total(evaluation.laws, problem.learner_table, each, arithmetic),
            expert=_total(evaluation.expert_laws, problem.expert_table, each, arithmetic),
        )
    return found


def _total(laws: np.ndarray, policy: Table, amount: np.ndarray, arithmetic: Arithmetic[N]) -> Any:
    each = [(laws[t] * (policy.at(t + 1, arithmetic) * amount).sum(axis=1)).sum() for t in range(len(laws) - 1)]
    return plain(np.array(each).sum())
