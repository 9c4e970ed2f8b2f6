"""A policy of somebody's own on a road with trees: what its actions say of it, and its density where it has one.

The state s is uniform on (-1, 1), and is what the policy sees; so many are drawn, with one action in each.

    hits       the probability that an action hits a tree: Clopper-Pearson
    distance   E_s TV(expert, policy), from below: an event of cells of states and actions is chosen on one half of the
               draws, those that are likelier there than under the expert; the other half says how likely the policy
               makes it, by Clopper-Pearson, the expert's own law how likely the expert does. No event's difference is
               larger than the total variation. From above samples say nothing
    density    with log_density, once `densities.check` finds that it is a law and that of the samples: TV, KL(expert,
               policy) and hits by quadrature, averaged over the midpoints of 64 parts of the states; floats
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope.simulators.measures.confidence import Interval, clopper_pearson
from tightrope.simulators.measures.law_distances import divergence, total_variation
from tightrope.simulators.model.laws import binned
from tightrope.simulators.own_policies import densities
from tightrope.simulators.own_policies.asked import Player, as_places, method
from tightrope.simulators.worlds.tree import TreeWorld, states

CELLS, BIN = 10, 0.1  # of states; the width of one of actions
BEYOND = 2.0  # cells reach so far beyond the outermost ways; what lies further is one cell on either side
PER_CELL = 20  # states in which the expert's law of a cell is averaged
MIDPOINTS = 64  # states in which a density is integrated
CHECKED, IN_EACH = np.array([-0.8, -0.3, 0.0, 0.4, 0.9]), 2000  # states in which density and samples are compared
DRAWS, STATES, COMPARED, SHOWN = 0, 1, 100, 200  # places of the streams of random numbers


@dataclass(frozen=True, kw_only=True)
class OfDensity:
    """Averages over the states, by quadrature; `log_loss` is KL(expert, policy) in nats."""

    distance: float
    log_loss: float
    hits: float


@dataclass(frozen=True, kw_only=True)
class Past:
    """`distance` is a lower limit, at the confidence of `hits`."""

    hits: Interval
    distance: float
    density: OfDensity | None


def drawn(
    policy: Any, s: np.ndarray, seed: int, box: tuple[float, float] | None = None, place: int = DRAWS
) -> np.ndarray:
    """An action in each state, shape (S,).

    Raises ValueError for an action of another shape, one that is no finite number, or one outside the box.
    """

    def where(i: int) -> str:
        return f"in the state {s[i]:.6g}"

    everyone = np.arange(len(s))
    found = as_places(Player(policy, len(s), seed, place).answers(1, everyone, s), where)
    if box is not None:
        low, high = box
        outside = np.flatnonzero((found < low) | (found > high))
        if len(outside):
            first = int(outside[0])
            raise ValueError(
                f"an action must lie in the box from {low} to {high}; got {found[first]} {where(first)}: clip it as "
                "the world would"
            )
    return found


def drawn_states(count: int, seed: int) -> np.ndarray:
    """Independent, uniform on (-1, 1)."""
    return 2 * np.random.default_rng((seed, STATES)).random(count) - 1


def measured(
    policy: Any, world: TreeWorld, samples: int, seed: int, confidence: float, box: tuple[float, float] | None
) -> Past:
    """What so many actions say. Raises ValueError as `drawn` and `densities.check` do."""
    s = drawn_states(samples, seed)
    a = drawn(policy, s, seed, box)
    return Past(
        hits=clopper_pearson(int(world.collide(s, a).sum()), samples, confidence),
        distance=distance_from_below(world, s, a, confidence),
        density=of_density(policy, world, seed),
    )


def of_density(policy: Any, world: TreeWorld, seed: int) -> OfDensity | None:
    """None without log_density."""
    ask = method(policy, "log_density")
    if ask is None:
        return None
    each = [drawn(policy, np.full(IN_EACH, s), seed, place=COMPARED + i) for i, s in enumerate(CHECKED)]
    densities.check(ask, CHECKED, np.array(each))
    s = states(MIDPOINTS)
    law, expert = densities.Asked(ask, s), world.expert(s)
    return OfDensity(
        distance=float(total_variation(expert, law).mean()),
        log_loss=float(divergence(expert, law).mean()),
        hits=float(world.collisions(law, s).mean()),
    )


def distance_from_below(world: TreeWorld, s: np.ndarray, a: np.ndarray, confidence: float) -> float:
    """The lower limit of E_s TV."""
    likely = _expert_cells(world)
    cell, bin_of = (np.minimum((s + 1) / 2 * CELLS, CELLS - 1).astype(int), np.searchsorted(_edges(world), a))
    half = len(s) // 2
    if half == 0:
        return 0.0
    seen = np.zeros(likely.shape)
    np.add.at(seen, (cell[:half], bin_of[:half]), 1 / half)
    event = seen > likely
    inside = event[cell[half:], bin_of[half:]]
    limit = clopper_pearson(int(inside.sum()), len(inside), 2 * confidence - 1 if confidence > 0.5 else confidence)
    return max(0.0, limit.lower - float(likely[event].sum()))


def _edges(world: TreeWorld) -> np.ndarray:
    reach = float(max(world.modes)) + BEYOND
    return np.linspace(-reach, reach, round(2 * reach / BIN) + 1)


def _expert_cells(world: TreeWorld) -> np.ndarray:
    """The expert's mass of each cell, shape (CELLS, bins + 2); the first and last of actions have no end."""
    s = states(CELLS * PER_CELL)
    ends = np.concatenate(([-np.inf], _edges(world), [np.inf]))
    return binned(world.expert(s), ends).reshape(CELLS, PER_CELL, -1).mean(axis=1) / CELLS
