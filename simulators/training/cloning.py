"""Clones of drawn demonstrations, and what each of them costs; evaluated in floats, without sampling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.learners.cloning import Clone, pooled
from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import state_laws, total_variation
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem

Fold = Callable[[np.ndarray], np.ndarray]  # counts (T, S, A) -> the weights that a clone is fitted to


@dataclass(frozen=True, kw_only=True, eq=False)
class Trained:
    """One clone: its expected errors on the expert's states and on its own, its task cost, and the total variation.

    All are of an episode of T decisions but for tv (T + 1), which is at most 1; up to rounding in [0, T].
    """

    on_expert: float
    on_own: float
    task_cost: float
    tv: np.ndarray


def trained(made: Problem, clone: Table, expert_laws: np.ndarray) -> Trained:
    """What a clone does on a problem; expert_laws (T + 1, S) are the expert's."""
    horizon, cost = len(expert_laws) - 1, made.mdp.cost(FLOAT)
    laws = state_laws(made.mdp, clone, horizon, FLOAT)
    rates = np.array([error_rates(made, clone, t, FLOAT) for t in range(1, horizon + 1)])
    return Trained(
        on_expert=(expert_laws[:-1] * rates).sum(),
        on_own=(laws[:-1] * rates).sum(),
        task_cost=sum((law * (clone.at(t, FLOAT) * cost).sum(axis=1)).sum() for t, law in enumerate(laws[:-1], 1)),
        tv=total_variation(laws, expert_laws),
    )


def clones(
    made: Problem, fold: Fold, sizes: Sequence[int], horizon: int, data_sets: int, seed: int
) -> dict[int, list[Trained]]:
    """For each number of demonstrations the clones of that many data sets; a larger set extends the smaller one."""
    expert = made.expert_table
    laws = state_laws(made.mdp, expert, horizon, FLOAT)
    result = {size: [] for size in sizes}
    for child in np.random.SeedSequence(seed).spawn(data_sets):
        shown = demonstrate(made, expert, horizon, max(sizes), int(child.generate_state(1, np.uint64)[0]))
        for size in sizes:
            result[size].append(trained(made, Clone().fit(fold(shown.first(size).counts())), laws))
    return result


def each_decision(counts: np.ndarray) -> np.ndarray:
    """A table for each decision: for a clone that looks at the time. `pooled` is for one that does not."""
    return counts


def without_clock(name: str, horizon: int) -> Problem:
    """A deterministic task cloned from one demonstration, which shows all that there is, by a clone without a clock."""
    made = problem(name, horizon)
    shown = demonstrate(made, made.expert_table, horizon, 1, seed=0)
    return made.with_learner(Clone().fit(pooled(shown.counts())))
