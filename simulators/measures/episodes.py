"""Episodes by Monte Carlo, for showing and for what is too large to evaluate exactly.

Every decision of every episode has two 64-bit random words of its own: words 2 (t - 1) and 2 (t - 1) + 1 of the
episode's own stretch of one Philox stream. So the episodes do not depend on how they are cut into blocks, and episode i
is the same whether ten or a million are run. A word picks the first cell whose upper threshold lies above it;
thresholds are the exact cumulative probabilities times 2^64, rounded,
so that each probability is off by less than 2^-63.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import BLOCK, MOST_WORDS, check_simulation

TOP, LARGEST_SEED = 2**64 - 1, 1 << 128
WORDS_PER_COUNT = 4  # a Philox counter yields four 64-bit words


@dataclass(frozen=True, kw_only=True, eq=False)
class Episodes:
    """A block of episodes. Shapes: states (n, T + 1), actions (n, T), disagreed (n, T)."""

    states: np.ndarray
    actions: np.ndarray
    disagreed: np.ndarray


def rollouts(problem: Problem, horizon: int, episodes: int, seed: int, threads: int = 1) -> Iterator[Episodes]:
    """Episodes of the problem's learner, block by block. The same seed gives the same episodes on any number of
    threads.

    Raises ValueError if the problem has no learner, or unless episodes >= 1, threads >= 1 and 0 <= seed < 2^128.
    """
    learner = problem.learner_table
    if episodes < 1:
        raise ValueError(f"the number of episodes must be at least 1; got {episodes}")
    if threads < 1:
        raise ValueError(f"the number of threads must be at least 1; got {threads}")
    if not 0 <= seed < LARGEST_SEED:
        raise ValueError(f"the seed must be a whole number from 0 to 2^128 - 1; got {shown(seed)}")
    problem.check_horizon(horizon)
    check_simulation(problem.mdp, horizon, episodes, threads)
    start = _thresholds([_cumulative(problem.mdp.start)])
    layers = range(1, horizon + 1)
    choice = _shared(learner.probability, layers, lambda t: _policy_thresholds(learner, t))
    moves = _shared(range(problem.mdp.layers), layers, lambda t: _move_thresholds(problem.mdp, t))
    counts = -(-(2 * horizon + 1) // WORDS_PER_COUNT)
    together = max(1, min(BLOCK, MOST_WORDS // (counts * WORDS_PER_COUNT)))

    def block(first: int) -> Episodes:
        size = min(together, episodes - first)
        stream = np.random.Philox(key=seed).advance(first * counts)
        words = stream.random_raw(size * counts * WORDS_PER_COUNT).reshape(size, -1)
        states = np.empty((size, horizon + 1), dtype=np.int64)
        actions = np.empty((size, horizon), dtype=np.int64)
        disagreed = np.empty((size, horizon), dtype=bool)
        states[:, 0] = _pick(start, np.zeros(size, dtype=np.int64), words[:, 2 * horizon])
        for t in range(1, horizon + 1):
            now = states[:, t - 1]
            action = _pick(choice[t], now, words[:, 2 * t - 2])
            thresholds, successors = moves[t]
            row = now * problem.mdp.shape[1] + action
            states[:, t] = successors[row, _pick(thresholds, row, words[:, 2 * t - 1])]
            actions[:, t - 1] = action
            disagreed[:, t - 1] = (action != problem.expert_at(t)[now]) & problem.mdp.decides[now]
        return Episodes(states=states, actions=actions, disagreed=disagreed)

    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Episodes]] = deque()  # one for each thread: no block waits long, and Ctrl-C is heard
        for first in range(0, episodes, together):
            waiting.append(pool.submit(block, first))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def disagreements(problem: Problem, horizon: int, episodes: int, seed: int, threads: int = 1) -> np.ndarray:
    """The number of disagreements of each episode, shape (episodes,)."""
    blocks = rollouts(problem, horizon, episodes, seed, threads)
    return np.concatenate([block.disagreed.sum(axis=1) for block in blocks])


def visits(problem: Problem, horizon: int, episodes: int, seed: int) -> np.ndarray:
    """How many episodes were in each state at each decision, shape (T, S)."""
    count = np.zeros((horizon, problem.mdp.shape[0]), dtype=np.int64)
    for block in rollouts(problem, horizon, episodes, seed):
        for t in range(horizon):
            count[t] += np.bincount(block.states[:, t], minlength=problem.mdp.shape[0])
    return count


def _pick(thresholds: np.ndarray, row: np.ndarray, word: np.ndarray) -> np.ndarray:
    return (word[:, None] >= thresholds[row]).sum(axis=1)


def _shared(layers, decisions, build) -> dict:
    """build(t) for every decision; computed once if there is one layer only."""
    if len(layers) == 1:
        once = build(1)
        return dict.fromkeys(decisions, once)
    return {t: build(t) for t in decisions}


def _cumulative(weights) -> list[int]:
    """2^64 times the cumulative distribution, without the last cell: what is not below it falls there."""
    total, running, result = sum(int(w) for w in weights), 0, []
    for weight in weights[:-1]:
        running += int(weight)
        result.append(min(TOP, (running << 64) // total))
    return result


def _thresholds(rows: list[list[int]]) -> np.ndarray:
    """Rows of thresholds, padded: no word lies above TOP, except TOP itself, with probability 2^-64."""
    width = max(len(row) for row in rows)
    return np.array([row + [TOP] * (width - len(row)) for row in rows], dtype=np.uint64).reshape(len(rows), width)


def _policy_thresholds(policy: Table, decision: int) -> np.ndarray:
    table = policy.probability[0 if len(policy.probability) == 1 else decision - 1]
    rows = []
    for law in table:
        running, row = fmpq(0), []
        for probability in law[:-1]:
            running += probability
            row.append(min(TOP, int((running * 2**64).floor())))
        rows.append(row)
    return _thresholds(rows)


def _move_thresholds(mdp: TabularMDP, decision: int) -> tuple[np.ndarray, np.ndarray]:
    """Thresholds and successors by row (s, a); a row is padded with its last successor."""
    part, starts = mdp.entries(decision), mdp.row_starts(decision)
    weight, successor = mdp.weight[part], mdp.successor[part]
    ends = np.append(starts[1:], len(weight))
    rows = [_cumulative(weight[a:b]) for a, b in zip(starts, ends, strict=True)]
    width = mdp.branching
    padded = [list(successor[a:b]) + [successor[b - 1]] * (width - (b - a)) for a, b in zip(starts, ends, strict=True)]
    return _thresholds(rows), np.array(padded, dtype=np.int64)
