"""The mixture density networks that are kept: their laws and numbers, and in one state balls of them."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from flint import arb

from tightrope.simulators.learned.parameters import kept
from tightrope.simulators.learned.train_mixture_density import judged
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.networks import Parameters, mixture_density_balls
from tightrope.simulators.networks.mixture_density import MixtureDensity
from tightrope.simulators.worlds.tree import WORLDS, TreeWorld


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A network by its world, its components and the seed that it was trained with."""

    name: str
    components: int
    seed: int

    @property
    def file(self) -> str:
        return f"mixture_density_{self.name.replace('-', '_')}_{self.components}"

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.name]()

    @property
    def network(self) -> MixtureDensity:
        return MixtureDensity(components=self.components)

    @cached_property
    def parameters(self) -> Parameters:
        found = kept(self.file)
        require(Parameter("seed", Whole(1, len(found))), seed=self.seed)
        return found[self.seed - 1]

    def law(self, s: np.ndarray) -> Mixture:
        return self.network.law(self.parameters, s)

    def numbers(self) -> dict[str, float]:
        """KL divergence and collisions, averaged over the states."""
        return judged(self.world, self.network, self.parameters)

    def collision(self, s: Fraction) -> arb:
        """How often it hits a tree in one state, a ball."""
        return mixture_density_balls.collision(self.network, self.parameters, self.world, s)

    def divergence(self, s: Fraction) -> arb:
        """KL divergence from the expert in one state, a ball, in nats."""
        return mixture_density_balls.divergence(self.network, self.parameters, self.world, s)
