"""Trains mixture density networks past the trees (L20), with a component for each way and with twice as many.

The means start at actions of the expert. With a component for each way it depends on this start whether all ways are
found: all five networks are kept, and their bands only say that no network is worse than one Gaussian, whose loss is
above 1 nat.
"""

from functools import partial

import numpy as np

from tightrope.simulators.learned.demonstrations import demonstrations
from tightrope.simulators.learned.recipe import AtMost, Recipe
from tightrope.simulators.measures.law_distances import divergence
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.mixture_density import MixtureDensity
from tightrope.simulators.worlds.tree import TreeWorld, four_trees, one_tree, states

SEEDS, STEPS, RATE = (1, 2, 3, 4, 5), 1500, 0.005
GRID = 100  # states over which the loss is averaged


def train(world: TreeWorld, network: MixtureDensity, seed: int) -> Parameters:
    random = np.random.default_rng(seed)
    seen = world.expert(2 * random.random(network.components) - 1).sample(random)
    return trained(network.loss, network.initial(random, seen), demonstrations(world, random), STEPS, RATE)


def judged(world: TreeWorld, network: MixtureDensity, parameters: Parameters) -> dict[str, float]:
    """Both averaged over the states, by the midpoint rule."""
    s = states(GRID)
    law = network.law(parameters, s)
    return {
        "KL divergence": float(divergence(world.expert(s), law).mean()),
        "hits a tree": float(world.collisions(law, s).mean()),
    }


def recipe(world: TreeWorld, components: int, kept: int, loss: float, hits: float) -> Recipe:
    network = MixtureDensity(components=components)
    return Recipe(
        name=f"mixture_density_{world.key.replace('-', '_')}_{components}",
        words=f"mixture density, {world.key.replace('-', ' ')}, K = {components}",
        seeds=SEEDS,
        kept=kept,
        steps=STEPS,
        train=partial(train, world, network),
        judged=partial(judged, world, network),
        bands={"KL divergence": AtMost(loss), "hits a tree": AtMost(hits)},
    )


RECIPES = (
    recipe(one_tree(), 2, 1, loss=0.01, hits=0.02),
    recipe(one_tree(), 4, 1, loss=0.01, hits=0.02),
    recipe(four_trees(), 5, 5, loss=1, hits=0.3),
    recipe(four_trees(), 10, 5, loss=0.01, hits=0.02),
)
