"""Demonstrations that training sees once: each batch is new, so that what is lost is lost by training, not by data."""

from collections.abc import Iterator

import numpy as np

from tightrope.simulators.worlds.tree import TreeWorld

BATCH = 256


def demonstrations(world: TreeWorld, random: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches of states and of the expert's actions, shapes (BATCH,), without end."""
    while True:
        s = 2 * random.random(BATCH) - 1
        yield s, world.expert(s).sample(random)
