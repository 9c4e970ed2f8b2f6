"""Trains the velocities of flow matching and diffusion past trees (L22): `make retrain`.

Between four trees the same small network is trained without and with waves of the noised action, and a deeper one
longer, without waves. Every network has seen 8192 demonstrations.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from tightrope.simulators.learned.parameters import network
from tightrope.simulators.learned.recipe import AtLeast, AtMost, Recipe
from tightrope.simulators.model.carried import ROUNDS, Pieces
from tightrope.simulators.networks import Parameters, diffusion, flow
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.noised import Noised, batches
from tightrope.simulators.worlds import tree
from tightrope.simulators.worlds.tree import TreeWorld

WORLDS = {key: build() for key, build in tree.WORLDS.items()}
SAMPLERS = {"flow": flow, "diffusion": diffusion}
DEMONSTRATIONS, BATCH, RATE = 8192, 512, 0.01
SEEDS = (1, 2, 3)
EXACT = "exact"  # what stands beside these networks: the population's optimum
MANY = 50  # steps from noise to an action
STATES = 32  # for averages over s by the midpoint rule: some states hit trees much more often than others
NODES = 8  # of Gauss and Legendre: what diffusion does, whose steps have noise, is smooth in s
FINE, FEW_PIECES = 400, (64, 192)  # states for what is one action in each of them, or nearly


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A network in a world, for both samplers."""

    world: str
    key: str
    network: Noised
    steps: int

    @property
    def words(self) -> str:
        return f"{self.world}, {self.key}"


@dataclass(frozen=True, kw_only=True)
class Denoiser:
    """A network that is kept, and how it is evaluated."""

    kind: Kind
    sampler: str
    parameters: Parameters

    def law(self, s: np.ndarray, steps: int, rounds: tuple[int, ...] = ROUNDS) -> Pieces:
        """The law of the action in these states after N steps."""
        return SAMPLERS[self.sampler].law(self.kind.network, self.parameters, s, steps, rounds)

    def averaged_over(self, steps: int) -> tuple[np.ndarray, np.ndarray, Pieces]:
        """States, weights that add up to 1, and the laws there. After one step the law is nearly a single action, and
        whether it hits a tree is a jump in s: there the states are many and the pieces few."""
        if steps > 1 and self.sampler == "diffusion":
            s, weights = np.polynomial.legendre.leggauss(NODES)
            return s, weights / 2, self.law(s, steps)
        s = tree.states(FINE if steps == 1 else STATES)
        return s, np.full(len(s), 1 / len(s)), self.law(s, steps, FEW_PIECES if steps == 1 else ROUNDS)

    def hits(self, steps: int) -> float:
        """The probability that it hits a tree, over all states."""
        s, weights, law = self.averaged_over(steps)
        return float(weights @ self.world.collisions(law, s))

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.kind.world]


SMALL, DEEP = (32, 32), (32, 32, 32)
KINDS = (
    Kind(world="one-tree", key="small network", network=Noised(hidden=SMALL), steps=4000),
    Kind(world="four-trees", key="small network", network=Noised(hidden=SMALL), steps=4000),
    Kind(world="four-trees", key="small network, waves", network=Noised(hidden=SMALL, octaves=4), steps=4000),
    Kind(world="four-trees", key="deeper network", network=Noised(hidden=DEEP), steps=8000),
)
BANDS = {
    ("one-tree", "small network"): AtMost(0.03),
    ("four-trees", "small network"): AtLeast(0.03),
    ("four-trees", "small network, waves"): AtMost(0.12),
    ("four-trees", "deeper network"): AtMost(0.06),
}
MANY_STEPS, ONE_STEP = f"hits a tree, {MANY} steps", "hits a tree, one step"


def name_of(kind: Kind, sampler: str) -> str:
    """Of its file, without the ending."""
    return f"{sampler}, {kind.words}".replace(", ", "_").replace(" ", "_").replace("-", "_")


def shipped(kind: Kind, sampler: str) -> Denoiser:
    return Denoiser(kind=kind, sampler=sampler, parameters=network(name_of(kind, sampler)))


def train(kind: Kind, sampler: str, seed: int) -> Parameters:
    random = np.random.default_rng(seed)
    shown = WORLDS[kind.world].demonstrations(DEMONSTRATIONS, seed)
    drawn = batches(SAMPLERS[sampler].way, shown, BATCH, random)
    return trained(kind.network.loss, kind.network.initial(random), drawn, kind.steps, RATE)


def judged(kind: Kind, sampler: str, parameters: Parameters) -> dict[str, float]:
    found = Denoiser(kind=kind, sampler=sampler, parameters=parameters)
    return {ONE_STEP: found.hits(1), MANY_STEPS: found.hits(MANY)}


RECIPES = tuple(
    Recipe(
        name=name_of(kind, sampler),
        words=f"{sampler}, {kind.words}".replace("-", " "),
        seeds=SEEDS,
        steps=kind.steps,
        train=partial(train, kind, sampler),
        judged=partial(judged, kind, sampler),
        bands={ONE_STEP: AtLeast(0.1), MANY_STEPS: BANDS[kind.world, kind.key]},
    )
    for kind in KINDS
    for sampler in SAMPLERS
)
