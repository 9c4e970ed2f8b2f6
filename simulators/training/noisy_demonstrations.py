"""Clones of a demonstrator who adds noise to what he does, by what becomes of the labels of his mistakes (DART).

Source    Laskey et al. 2017 [laskey2017dart].
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.formats.demonstrations import demonstrate, noisy_expert, relabelled
from tightrope.simulators.learners.cloning import Clone, pooled
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem

LABELS = {"kept": lambda _world, shown: shown, "relabelled": relabelled}  # what was done, or what the expert intends


def clone_costs(
    world: Problem, noise: Fraction, labels: str, horizon: int, demonstrations: int, data_sets: int, seed: int
) -> list[float]:
    """The task cost of the clone of each of so many data sets, not sampled further; labels are those of LABELS."""
    demonstrator, costs = noisy_expert(world, noise), []
    for child in np.random.SeedSequence(seed).spawn(data_sets):
        stream = int(child.generate_state(1, np.uint64)[0])
        shown = LABELS[labels](world, demonstrate(world, demonstrator, horizon, demonstrations, stream))
        costs.append(task_cost(world.mdp, Clone().fit(pooled(shown.counts())), horizon, FLOAT))
    return costs


def limit_cost(world: Problem, noise: Fraction, horizon: int) -> float:
    """The demonstrator's own cost: what cloning him without end comes to, if his labels are kept."""
    return task_cost(world.mdp, noisy_expert(world, noise), horizon, FLOAT)
