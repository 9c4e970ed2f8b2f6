"""What one error can cost if the expert takes over after it, and the performance difference it adds up to.

Q*_t(s, a) = cost(s, a) + E[V*_{t+1}(s')] and V*_t(s) = Q*_t(s, expert_t(s)) are the *expert's* values.

    recoverability           u = max over decisions t, states the learner visits then, and actions of Q* - V*
    performance difference   J(learner) - J(expert) = sum_t E_{p_{t-1}, pi_t}[Q*_t(s, a) - V*_t(s)]

Source: Kakade and Langford 2002 [kakade2002approximately]; Ross, Gordon and Bagnell 2011, Theorem 2.2.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tightrope.simulators.measures.occupancy import pull, supports
from tightrope.simulators.model.arithmetic import EXACT, Arithmetic, largest, plain
from tightrope.simulators.model.problem import Problem


def advantages(problem: Problem, horizon: int, arithmetic: Arithmetic = EXACT) -> np.ndarray:
    """Q*_t(s, a) - V*_t(s) for decisions 1..T, shape (T, S, A)."""
    result = arithmetic.zeros(horizon, *problem.mdp.shape)
    for decision, advantage in _backward(problem, horizon, arithmetic):
        result[decision - 1] = advantage
    return result


def _backward(problem: Problem, horizon: int, arithmetic: Arithmetic) -> Iterator[tuple[int, np.ndarray]]:
    """Each decision from the last to the first, and its advantages, shape (S, A)."""
    mdp, everyone = problem.mdp, np.arange(problem.mdp.shape[0])
    value, cost = arithmetic.zeros(mdp.shape[0]), mdp.cost(arithmetic)
    for decision in range(horizon, 0, -1):
        total = cost + pull(mdp, value, decision, arithmetic)
        value = total[everyone, problem.expert_at(decision)]
        yield decision, total - value[:, None]


def recoverability_of(problem: Problem, horizon: int, arithmetic: Arithmetic = EXACT) -> Any:
    """u of the problem's learner, one decision at a time, in the arithmetic that is asked for."""
    visited = supports(problem.mdp, problem.learner_table, horizon)
    return plain(largest(largest(each[visited[t - 1]].ravel()) for t, each in _backward(problem, horizon, arithmetic)))


def recoverability(advantage: np.ndarray, laws: np.ndarray) -> Any:
    """u, from `advantages` and the learner's state laws (T + 1, S): a Fraction, or a float if they are in floats."""
    return plain(advantage[laws[:-1].astype(bool)].max())


def performance_difference(
    problem: Problem, advantage: np.ndarray, laws: np.ndarray, arithmetic: Arithmetic = EXACT
) -> Any:
    """The right-hand side of the performance difference lemma."""
    parts = [
        (laws[t] * (problem.learner_table.at(t + 1, arithmetic) * advantage[t]).sum(axis=1)).sum()
        for t in range(len(advantage))
    ]
    return plain(np.array(parts).sum())
