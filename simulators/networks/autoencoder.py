"""A trained latent variable policy, a conditional variational autoencoder (CVAE): two perceptrons (L21).

    z ~ N(0, 1)      a given z ~ N(f(s, z), d^2)      encoder q(z given s, a) = N(m(s, a), e(s, a)^2)
    loss = -ELBO = E [ (a - f(s, m + e n))^2/(2 d^2) + KL(q, N(0, 1)) ] + log(2 pi d^2)/2        n ~ N(0, 1)

d is given. Source: Kingma and Welling 2014; Sohn and others 2015 with a condition. What is best for free functions in
place of networks: simulators/learners/latent_variable.py. Expectations over z are sums over a uniform grid; for
networks, which are smooth, they have ten digits as long as the grid is finer than the encoder's guesses and the ramps
of the decoder (balls beside it: autoencoder_balls.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.learners import latent_variable as latent
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.noised import demonstrated
from tightrope.simulators.networks.perceptron import Perceptron
from tightrope.simulators.worlds.tree import TreeWorld

Batch = tuple[np.ndarray, ...]  # (s, a, n), each of shape (N,)
PLACES = np.arange(-800, 801) / 100  # of z: beyond them lies 10^-15
HALF = 400  # nodes of Gauss and Legendre for z on one side of 0
ROUNDING = 1e-9  # how far from 1 the masses of a guess on them may add up


@dataclass(frozen=True, kw_only=True)
class Autoencoder:
    """Hidden layers of both networks, and d. Raises ValueError unless d is positive and finite."""

    hidden: tuple[int, ...]
    deviation: float

    def __post_init__(self) -> None:
        if not 0 < self.deviation < np.inf:
            raise ValueError(f"the decoder's standard deviation must be positive and finite; got {self.deviation}")

    @property
    def encoder(self) -> Perceptron:
        return Perceptron(inputs=2, hidden=self.hidden, outputs=2)

    @property
    def decoder(self) -> Perceptron:
        return Perceptron(inputs=2, hidden=self.hidden, outputs=1)

    def initial(self, random: np.random.Generator) -> Parameters:
        """Those of both perceptrons, named encoder.weight0, decoder.weight0, ..."""
        parts = {"encoder": self.encoder.initial(random), "decoder": self.decoder.initial(random)}
        return {f"{part}.{name}": value for part, found in parts.items() for name, value in found.items()}

    def guess(self, xp: Module, parameters: Parameters, s: Array, a: Array) -> tuple[Array, Array]:
        """m and log e for states and actions of shape (N,)."""
        found = self.encoder.values(xp, _part(parameters, "encoder."), xp.stack([s, a], axis=1))
        return found[:, 0], found[:, 1]

    def decoded(self, xp: Module, parameters: Parameters, s: Array, z: Array) -> Array:
        """f(s, z), all of shape (N,)."""
        return self.decoder.values(xp, _part(parameters, "decoder."), xp.stack([s, z], axis=1))[:, 0]

    def loss(self, xp: Module, parameters: Parameters, batch: Batch) -> Array:
        """-ELBO in nats, with one z from each guess."""
        s, a, n = batch
        mean, log_deviation = self.guess(xp, parameters, s, a)
        off = a - self.decoded(xp, parameters, s, mean + xp.exp(log_deviation) * n)
        divergence = (mean**2 + xp.exp(2 * log_deviation) - 1) / 2 - log_deviation
        return xp.mean(off**2) / (2 * self.deviation**2) + xp.mean(divergence) + self._constant

    def law(self, parameters: Parameters, s: np.ndarray) -> Mixture:
        """The law of the action in states of shape (S,). Raises ValueError unless these are finite."""
        if not np.isfinite(s).all():
            raise ValueError("the states must be finite numbers")
        weights, shape = np.exp(-(PLACES**2) / 2), (len(s), len(PLACES))
        means = self.decoded(np, parameters, np.repeat(s, len(PLACES)), np.tile(PLACES, len(s))).reshape(shape)
        return Mixture(np.broadcast_to(weights / weights.sum(), shape), means, np.full(shape, self.deviation))

    def told(self, parameters: Parameters, s: float) -> float:
        """How often the sign of z is the side of the action, told from 0, whichever sign stands for it: half of
        P(a > 0 given z > 0) + P(a < 0 given z < 0), or what is left of 1. By the rule of Gauss and Legendre on either
        side of z = 0, where a sum over a grid has an error of the order of its step.
        """
        from scipy.special import ndtr

        at, weights = np.polynomial.legendre.leggauss(HALF)
        z = (at + 1) * PLACES[-1] / 2
        weights = weights * np.exp(-(z**2) / 2)
        right, left = (self.decoded(np, parameters, np.full(HALF, s), side * z) / self.deviation for side in (1, -1))
        agree = float(weights @ (ndtr(right) + ndtr(-left)) / (2 * weights.sum()))
        return max(agree, 1 - agree)

    def elbo(self, parameters: Parameters, world: TreeWorld) -> float:
        """The bound itself in the state 0 in nats, over the actions that the population's is taken over.

        Raises ValueError if a guess is too narrow for the grid, or lies beyond it.
        """
        a, weights = latent.actions(world)
        a, weights = np.concatenate((-a, a)), np.concatenate((weights, weights)) / 2
        mean, log_deviation = self.guess(np, parameters, np.zeros(len(a)), a)
        decoded = self.decoded(np, parameters, np.zeros(len(PLACES)), PLACES)
        squares = (_on_places(mean, np.exp(log_deviation)) * (a[:, None] - decoded) ** 2).sum(axis=1)
        told = squares / (2 * self.deviation**2) + latent.divergence_from_prior(mean, log_deviation)
        return float(-(weights * told).sum() - self._constant)

    @property
    def _constant(self) -> float:
        return float(np.log(2 * np.pi * self.deviation**2)) / 2


def batches(demonstrations: tuple[np.ndarray, np.ndarray], size: int, random: np.random.Generator) -> Iterator[Batch]:
    """Demonstrations drawn with replacement, each with fresh noise for its z. Raises ValueError as `demonstrated`."""
    states, actions = demonstrated(demonstrations)
    while True:
        drawn = random.integers(len(states), size=size)
        yield states[drawn], actions[drawn], random.standard_normal(size)


def _on_places(mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """The masses of guesses, shape (A, places)."""
    away = (PLACES - mean[:, None]) / deviation[:, None]
    masses = np.exp(-(away**2) / 2) * (PLACES[1] - PLACES[0]) / (np.sqrt(2 * np.pi) * deviation[:, None])
    if not (off := np.abs(masses.sum(axis=1) - 1).max()) <= ROUNDING:
        raise ValueError(f"the encoder's guesses must have the mass 1 on the grid of z; one is off by {off:.3g}")
    return masses


def _part(parameters: Parameters, prefix: str) -> Parameters:
    return {name.removeprefix(prefix): value for name, value in parameters.items() if name.startswith(prefix)}
