"""Goal-conditioned cloning with hindsight: a state that a run came to later is taken for the goal it was after.

Label     state s, goal g, the action taken, and h, the steps that were still to go when it was taken.
Data      weight[h - 1][g][s][a], shape (T, S, S, A): counts of runs, or exact masses of a behaviour.
Clone     takes action a in cell (h, g, s) as often as the data do, a uniform one in a cell without data; this is the
          maximum of the likelihood sum log pi(a | s, g, h). `pooled` data forget h: then the clone is not told it.

A rule of hindsight names the pairs (actions taken before, actions taken when the goal is reached) that become labels.
Source    Ghosh et al. 2021 [ghosh2021learning].
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

import numpy as np
from flint import fmpq

from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.learners.table import as_rationals
from tightrope.simulators.measures.occupancy import pull, state_laws, total_variation
from tightrope.simulators.model.arithmetic import EXACT, ZERO, plain
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.terminal import line

Hindsight = Callable[[int], list[tuple[int, int]]]


def last_state(horizon: int) -> list[tuple[int, int]]:
    """The notes' rule: a run is an example of how to reach its last state."""
    return [(t, horizon) for t in range(horizon)]


def any_later_state(horizon: int) -> list[tuple[int, int]]:
    """Every part of a run is an example of how to reach the state where the part ends."""
    return [(t, end) for t in range(horizon) for end in range(t + 1, horizon + 1)]


def counted(mdp: TabularMDP, runs: Iterable[tuple[np.ndarray, np.ndarray]], hindsight: Hindsight) -> np.ndarray:
    """The data of runs, each a pair of states (T + 1,) and actions (T,); runs may differ in length.

    Raises ValueError if there are no runs, a run has no action or does not fit, or names what the problem lacks.
    """
    runs = [(np.asarray(states), np.asarray(actions)) for states, actions in runs]
    if not runs:
        raise ValueError("the data set is empty: hindsight needs at least one run")
    size, choices = mdp.shape
    for i, (states, actions) in enumerate(runs):
        if not len(actions) or len(states) != len(actions) + 1:
            raise ValueError(f"run {i} must have one more state than actions; it has {len(states)} and {len(actions)}")
        if not (states.min() >= 0 and states.max() < size and actions.min() >= 0 and actions.max() < choices):
            raise ValueError(f"run {i} must use states 0 to {size - 1} and actions 0 to {choices - 1}")
    weight = np.zeros((max(len(actions) for _, actions in runs), size, size, choices), dtype=np.int64)
    for states, actions in runs:
        for t, end in hindsight(len(actions)):
            weight[end - t - 1, states[end], states[t], actions[t]] += 1
    return weight


def expected(mdp: TabularMDP, behaviour: Table, horizon: int, hindsight: Hindsight) -> np.ndarray:
    """The data of infinitely many runs of a behaviour, as exact masses. Raises ValueError if something depends on t."""
    mdp.check_horizon(horizon)
    if mdp.layers > 1 or len(behaviour.probability) > 1:
        raise ValueError("the exact data are for dynamics and a behaviour that do not depend on time")
    laws, table = state_laws(mdp, behaviour, horizon), behaviour.at(1, EXACT)
    weight = EXACT.zeros(horizon, mdp.shape[0], *mdp.shape)
    for goal in range(mdp.shape[0]):
        chance = EXACT.zeros(mdp.shape[0])  # to be in the goal h decisions later, the behaviour acting
        chance[goal] = fmpq(1)
        for steps in range(1, horizon + 1):
            after = table * pull(mdp, chance, 1, EXACT)
            starts = [t for t, end in hindsight(horizon) if end - t == steps]
            weight[steps - 1, goal] = sum((laws[t] for t in starts), EXACT.zeros(mdp.shape[0]))[:, None] * after
            chance = after.sum(axis=1)
    return weight


def pooled(weight: np.ndarray) -> np.ndarray:
    """The same data without the steps to go, shape (1, S, S, A)."""
    return weight.sum(axis=0, keepdims=True)


def clone(weight: np.ndarray, goal: int) -> Table:
    """The clone on its way to a goal. From data of T steps to go it acts for T decisions, pooled ones for any number.

    Raises ValueError for a goal that is no state.
    """
    if not 0 <= goal < weight.shape[1]:
        raise ValueError(f"the goal must be a state, 0 to {weight.shape[1] - 1}; got {goal}")
    towards = weight[::-1, goal]
    if not towards.any():
        return Table(np.full(towards.shape, fmpq(1, towards.shape[-1]), dtype=object))
    return Clone().fit(towards)


def knows(weight: np.ndarray, goal: int) -> np.ndarray:
    """In which cells there is a label, shape (T, S) by steps to go, or (1, S)."""
    return weight[:, goal].sum(axis=-1).astype(bool)


def reaches(mdp: TabularMDP, policy: Table, goal: int, horizon: int) -> Fraction:
    """The probability that the policy is in the goal after the last decision."""
    return plain(state_laws(mdp, policy, horizon)[-1][goal])


def best_chances(mdp: TabularMDP, goal: int, horizon: int) -> np.ndarray:
    """chance[h - 1][s][a] of being in the goal with h steps to go,
    if action a is taken first and the best ones after.
    """
    value, chances = EXACT.zeros(mdp.shape[0]), []
    value[goal] = fmpq(1)
    for _ in range(horizon):
        chances.append(pull(mdp, value, 1, EXACT))
        value = chances[-1].max(axis=1)
    return np.array(chances)


def input_shift(mdp: TabularMDP, weight: np.ndarray, policy: Table, goal: int) -> np.ndarray:
    """The first shift: TV between the data's states on the way to the goal and the clone's, for t = 0..T-1.

    For data of the last state. Raises ValueError if no run ends in the goal.
    """
    seen = as_rationals(weight[::-1, goal].sum(axis=-1))
    if not seen[0].sum():
        raise ValueError(f"no run ends in {line(mdp.states[goal])}: there are no data on the way to it")
    seen = seen / seen.sum(axis=1, keepdims=True)
    return total_variation(seen, state_laws(mdp, policy, len(weight))[:-1])


def target_shift(mdp: TabularMDP, weight: np.ndarray, policy: Table, goal: int) -> Fraction:
    """The second shift: how often the clone, in the data's states on the way to the goal, takes no best action.

    It is the mean total variation between the clone and the nearest of the policies that are best for the goal.
    """
    chances = best_chances(mdp, goal, len(weight))
    worse = chances < chances.max(axis=2, keepdims=True)
    seen = as_rationals(weight[:, goal].sum(axis=-1))
    total = fmpq(0)
    for steps in range(1, len(weight) + 1):
        table = policy.at(len(weight) - steps + 1, EXACT)
        total += (seen[steps - 1] * np.where(worse[steps - 1], table, ZERO).sum(axis=1)).sum()
    return plain(total / seen.sum())


def goal_shift(weight: np.ndarray, goal: int) -> Fraction:
    """How far the goals of the data are from a test that always asks for this one: TV of the two laws of the goal."""
    runs = as_rationals(weight[-1])
    return plain(1 - runs[goal].sum() / runs.sum())
