"""Trains the networks of least squared error past the trees (L19).

They are judged by how far they are from the expected action, which is what they would be at best, and by how often they
hit a tree: hardly less often than that.
"""

from functools import partial

import numpy as np

from tightrope.simulators.learned.demonstrations import demonstrations
from tightrope.simulators.learned.recipe import AtLeast, AtMost, Recipe
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.squared_error import NETWORK, actions, law, loss
from tightrope.simulators.worlds.tree import TreeWorld, four_trees, one_tree, states

SEEDS, STEPS, RATE = (1, 2, 3, 4, 5), 1500, 0.003


def train(world: TreeWorld, seed: int) -> Parameters:
    random = np.random.default_rng(seed)
    return trained(loss, NETWORK.initial(random), demonstrations(world, random), STEPS, RATE)


def judged(world: TreeWorld, parameters: Parameters) -> dict[str, float]:
    s = states()
    return {
        "hits a tree": float(world.collisions(law(parameters, s), s).mean()),
        "furthest from the expected action": float(np.abs(actions(parameters, s) - world.mean(s)).max()),
    }


def recipe(world: TreeWorld, least: float) -> Recipe:
    return Recipe(
        name=f"squared_error_{world.key.replace('-', '_')}",
        words=f"squared error, {world.key.replace('-', ' ')}",
        seeds=SEEDS,
        steps=STEPS,
        train=partial(train, world),
        judged=partial(judged, world),
        bands={"hits a tree": AtLeast(least), "furthest from the expected action": AtMost(0.1)},
    )


RECIPES = (recipe(one_tree(), 0.19), recipe(four_trees(), 0.28))
