"""Trains networks that choose bins (L23): past the trees, and in the plane as a chain and as independent heads.

Past the trees they are judged by how much more they lose than the expert's own masses of the bins, in the plane by the
loss beside the total correlation of the expert's table: independent heads lose no less, whatever they are, and trained
ones hardly more; the chain loses next to nothing.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np

from tightrope.simulators.learned.demonstrations import BATCH, demonstrations
from tightrope.simulators.learned.recipe import AtMost, Recipe
from tightrope.simulators.learners.discretised import divergence, product_of_marginals
from tightrope.simulators.measures.law_distances import divergence_of_bins
from tightrope.simulators.model.laws import Bins, divided
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.bins_chain import BinsChain, bins_of
from tightrope.simulators.worlds import clearings
from tightrope.simulators.worlds.tree import TreeWorld, four_trees, one_tree, states

SEEDS, STEPS, RATE, GRID = (1, 2, 3, 4, 5), 1000, 0.01, 50
SIDE = np.linspace(-1.6, 1.6, 33)  # bins of each coordinate in the plane


def edges_of(bins: int) -> np.ndarray:
    """Past the trees bins divide (-3, 3)."""
    return np.linspace(-3, 3, bins + 1)


def past_trees(bins: int) -> BinsChain:
    return BinsChain(bins=bins, parts=1, seen=0)


def in_plane(seen: int) -> BinsChain:
    """Independent heads see no part before, the chain the first one."""
    return BinsChain(bins=len(SIDE) - 1, parts=2, seen=seen)


def demonstrated(world: TreeWorld, bins: int, random: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for s, a in demonstrations(world, random):
        yield s, bins_of(edges_of(bins), a)[:, None]


def demonstrated_in_plane(random: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    while True:
        s = 2 * random.random(BATCH) - 1
        yield s, bins_of(SIDE, clearings.expert(s).sample(random))


def train(world: TreeWorld, bins: int, seed: int) -> Parameters:
    random, network = np.random.default_rng(seed), past_trees(bins)
    return trained(network.loss, network.initial(random), demonstrated(world, bins, random), STEPS, RATE)


def train_in_plane(seen: int, seed: int) -> Parameters:
    random, network = np.random.default_rng(seed), in_plane(seen)
    return trained(network.loss, network.initial(random), demonstrated_in_plane(random), STEPS, RATE)


def judged(world: TreeWorld, bins: int, parameters: Parameters) -> dict[str, float]:
    """Averages over the states."""
    s = states(GRID)
    law, best = (
        Bins(edges_of(bins), past_trees(bins).table(parameters, s)),
        divided(world.expert(s), edges_of(bins)),
    )
    lost, least = (divergence_of_bins(world.expert(s), one).mean() for one in (law, best))
    return {"KL divergence above the best": float(lost - least), "hits a tree": float(world.collisions(law, s).mean())}


def table_in_plane(s: np.ndarray) -> np.ndarray:
    """The expert's masses of the bins, shape (S, B, B)."""
    found = clearings.expert(s).table(SIDE)
    return found / found.sum(axis=(1, 2), keepdims=True)


def judged_in_plane(seen: int, parameters: Parameters) -> dict[str, float]:
    """Averages over the states."""
    s = states(GRID)
    expert = table_in_plane(s)
    lost = divergence(expert, in_plane(seen).table(parameters, s)).mean()
    correlation = divergence(expert, product_of_marginals(expert)).mean()
    return {"KL divergence": float(lost), "KL divergence over the total correlation": float(lost / correlation)}


def recipe(world: TreeWorld, bins: int, hits: float) -> Recipe:
    return Recipe(
        name=f"bins_{world.key.replace('-', '_')}_{bins}",
        words=f"{bins} bins, {world.key.replace('-', ' ')}",
        seeds=SEEDS,
        steps=STEPS,
        train=partial(train, world, bins),
        judged=partial(judged, world, bins),
        bands={"KL divergence above the best": AtMost(0.01), "hits a tree": AtMost(hits)},
    )


def recipe_in_plane(name: str, words: str, seen: int, band: AtMost) -> Recipe:
    return Recipe(
        name=name,
        words=words,
        seeds=SEEDS,
        steps=STEPS,
        train=partial(train_in_plane, seen),
        judged=partial(judged_in_plane, seen),
        bands={"KL divergence over the total correlation": band},
    )


RECIPES = (
    recipe(one_tree(), 32, hits=0.02),
    recipe(one_tree(), 64, hits=0.02),
    recipe(four_trees(), 32, hits=0.02),
    recipe(four_trees(), 64, hits=0.02),
    recipe_in_plane("bins_plane_heads", "independent heads, clearings", 0, AtMost(1.02)),
    recipe_in_plane("bins_plane_chain", "chain, clearings", 1, AtMost(0.02)),
)
