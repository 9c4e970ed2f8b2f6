"""Trains latent variable policies past trees (L21): `make retrain`. Every one has seen 8192 demonstrations."""

from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from flint import arb

from tightrope.simulators.learned.parameters import network
from tightrope.simulators.learned.recipe import AtLeast, AtMost, Recipe
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.autoencoder import Autoencoder, batches
from tightrope.simulators.networks.autoencoder_balls import collision
from tightrope.simulators.worlds import tree
from tightrope.simulators.worlds.tree import TreeWorld

WORLDS = {key: build() for key, build in tree.WORLDS.items()}
DEMONSTRATIONS, BATCH, RATE = 8192, 256, 0.01
SEEDS = (1, 2, 3)
S = np.zeros(1)  # the state in which it is judged
FREE = "free functions"  # what stands beside these networks: encoder and decoder that no network limits


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A world, the decoder's standard deviation d, and how long is trained."""

    world: str
    deviation: Fraction
    hidden: tuple[int, ...] = (32, 32)
    steps: int = 8000

    @property
    def name(self) -> str:
        """Of its file, without the ending."""
        d = f"{self.deviation.numerator}_{self.deviation.denominator}"
        return f"autoencoder_{self.world.replace('-', '_')}_{d}"

    @property
    def network(self) -> Autoencoder:
        return Autoencoder(hidden=self.hidden, deviation=float(self.deviation))


@dataclass(frozen=True, kw_only=True)
class Trained:
    """One that is kept, and what is said of it in the state 0."""

    kind: Kind
    parameters: Parameters

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.kind.world]

    def law(self) -> Mixture:
        """The law of the action."""
        return self.kind.network.law(self.parameters, S)

    def bound(self) -> float:
        """The evidence lower bound in nats."""
        return self.kind.network.elbo(self.parameters, self.world)

    def hits(self) -> float:
        return float(self.world.collisions(self.law(), S)[0])

    def ball(self) -> arb:
        """The same with its error."""
        return collision(self.kind.network, self.parameters, self.world)

    def spread(self) -> float:
        """The variance of the decoder's action, which z decides."""
        law = self.law()
        weights, means = law.weights[0], law.means[0]
        return float(weights @ (means - weights @ means) ** 2)

    def told(self) -> float:
        """How often the sign of z is the side of the action, whichever sign stands for it."""
        return self.kind.network.told(self.parameters, 0.0)


KINDS = (
    Kind(world="one-tree", deviation=Fraction(3, 20)),
    Kind(world="one-tree", deviation=Fraction(51, 50), hidden=(16, 16), steps=1000),
    Kind(world="four-trees", deviation=Fraction(1, 10)),
)
HITS, SPREAD = "hits a tree, s = 0", "variance that z decides"
BANDS = {
    KINDS[0]: {HITS: AtMost(0.1), SPREAD: AtLeast(0.6)},
    KINDS[1]: {HITS: AtLeast(0.2), SPREAD: AtMost(0.05)},
    KINDS[2]: {HITS: AtLeast(0.04), SPREAD: AtLeast(1)},
}


def shipped(kind: Kind) -> Trained:
    return Trained(kind=kind, parameters=network(kind.name))


def train(kind: Kind, seed: int) -> Parameters:
    random = np.random.default_rng(seed)
    shown = WORLDS[kind.world].demonstrations(DEMONSTRATIONS, seed)
    return trained(kind.network.loss, kind.network.initial(random), batches(shown, BATCH, random), kind.steps, RATE)


def judged(kind: Kind, parameters: Parameters) -> dict[str, float]:
    found = Trained(kind=kind, parameters=parameters)
    return {HITS: found.hits(), SPREAD: found.spread()}


RECIPES = tuple(
    Recipe(
        name=kind.name,
        words=f"latent variable, {kind.world.replace('-', ' ')}, d = {kind.deviation}",
        seeds=SEEDS,
        steps=kind.steps,
        train=partial(train, kind),
        judged=partial(judged, kind),
        bands=BANDS[kind],
    )
    for kind in KINDS
)
