"""A latent variable policy (CVAE) in the state s = 0 of a road with trees (L21): the bound it is trained on, its law.

    z ~ N(0, 1)      a given z ~ N(f(z), d^2)      encoder q(z given a) = N(m(a), e(a)^2)
    ELBO = E_a [ E_q log N(a; f(z), d^2) - KL(q, N(0, 1)) ]

The decoder f is free: it has one value in each of 2 CELLS cells of z, which are 1/20 wide, the outermost endless. The
encoder is free too: it has a mean and a deviation at each action of a grid. Then every expectation over z is a sum over
cells with masses of normal laws, without error, and the ELBO is that of this decoder and this encoder; the average over
the expert's actions is the midpoint rule. For a given encoder the best decoder is the expected action in each cell.
State 0 is its own mirror image: f(-z) = -f(z), m(-a) = -m(a), e(-a) = e(a), and one half is kept.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from tightrope.simulators.measures.law_distances import integral, nodes
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.worlds.tree import TreeWorld

CELLS, WIDTH = 80, Fraction(1, 20)  # of z on either side
INNER = np.arange(1, CELLS) / 20
EDGES = np.concatenate(([-np.inf], -INNER[::-1], [0.0], INNER, [np.inf]))
PER_DEVIATION, REACH, LEAST = 6, 5, 1e-7  # actions of the grid in a deviation; how far, and how unlikely they may be


@dataclass(frozen=True, kw_only=True)
class Latent:
    """`deviation` is d; `mean` and `log_deviation` of the encoder at the positive actions, `decoder` at positive z.

    Raises ValueError unless d > 0, there is one finite value for each cell, and one mean and deviation for each action.
    """

    deviation: Fraction
    mean: np.ndarray
    log_deviation: np.ndarray
    decoder: np.ndarray

    def __post_init__(self) -> None:
        if self.deviation <= 0:
            raise ValueError(f"the decoder's standard deviation must be positive; got {self.deviation}")
        if self.decoder.shape != (CELLS,):
            raise ValueError(f"the decoder needs a value for each of {CELLS} cells; got the shape {self.decoder.shape}")
        if self.mean.ndim != 1 or self.mean.shape != self.log_deviation.shape:
            raise ValueError(
                "the encoder needs a mean and a deviation for each action; got the shapes "
                f"{self.mean.shape} and {self.log_deviation.shape}"
            )
        if not all(np.isfinite(part).all() for part in (self.mean, self.log_deviation, self.decoder)):
            raise ValueError("encoder and decoder must be finite everywhere")

    @property
    def values(self) -> np.ndarray:
        """f in all cells from the left, shape (2 CELLS,)."""
        return np.concatenate((-self.decoder[::-1], self.decoder))

    def law(self) -> Mixture:
        """The law of the action, of one state."""
        values = self.values[None]
        return Mixture(prior()[None] / prior().sum(), values, np.full(values.shape, float(self.deviation)))

    def given(self, low: float, high: float) -> Mixture:
        """The law of the action if z is drawn between two edges of cells. Raises ValueError if no cell lies there."""
        kept = (EDGES[:-1] >= low - 1e-9) & (EDGES[1:] <= high + 1e-9)
        if not kept.any():
            raise ValueError(f"z must be drawn from at least one cell, {float(WIDTH)} wide; got {low} to {high}")
        weights, values = prior()[kept][None], self.values[kept][None]
        return Mixture(weights / weights.sum(), values, np.full(values.shape, float(self.deviation)))


def actions(world: TreeWorld) -> tuple[np.ndarray, np.ndarray]:
    """The positive half of a grid of actions, and the expert's weights there in the state 0; they add up to 1."""
    step = float(world.sigma) / PER_DEVIATION
    count = round((float(max(world.modes)) + REACH * float(world.sigma)) / step)
    a = (np.arange(count) + 0.5) * step
    density = world.expert(np.zeros(1)).density(a)[0]
    kept = density > LEAST * density.max()
    return a[kept], density[kept] / density[kept].sum()


def prior() -> np.ndarray:
    """The mass of N(0, 1) in each cell, shape (2 CELLS,)."""
    return masses(np.zeros(1), np.zeros(1))[0]


def masses(mean: np.ndarray, log_deviation: np.ndarray) -> np.ndarray:
    """The encoder's mass in each cell, shape (A, 2 CELLS)."""
    from scipy.special import ndtr

    return np.diff(ndtr((EDGES - mean[:, None]) / np.exp(log_deviation)[:, None]), axis=1)


def best_decoder(a: np.ndarray, weights: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The expected action in each cell, shape (2 CELLS,), with the mirror images of these actions counted in."""
    joint = weights[:, None] * q
    total, mass = (joint * a[:, None]).sum(axis=0), joint.sum(axis=0)
    return (total - total[::-1]) / np.maximum(mass + mass[::-1], 1e-300)


def divergence_from_prior(mean: np.ndarray, log_deviation: np.ndarray) -> np.ndarray:
    """KL(q, N(0, 1)) at each action, shape (A,), in nats."""
    return (mean**2 + np.exp(2 * log_deviation) - 1) / 2 - log_deviation


def elbo(world: TreeWorld, latent: Latent) -> float:
    """The evidence lower bound in nats."""
    a, weights = actions(world)
    q = masses(latent.mean, latent.log_deviation)
    variance = float(latent.deviation) ** 2
    squares = (q * (a[:, None] - latent.values) ** 2).sum(axis=1)
    told = -squares / (2 * variance) - divergence_from_prior(latent.mean, latent.log_deviation)
    return float((weights * told).sum() - np.log(2 * np.pi * variance) / 2)


def log_likelihood_of_expert(world: TreeWorld) -> float:
    """E log p(a) of the expert itself in the state 0: no ELBO is higher."""
    from scipy.special import entr

    expert = world.expert(np.zeros(1))
    at = nodes(expert)
    return -float(integral(entr(expert.density(at)), at)[0])


def variance(world: TreeWorld) -> Fraction:
    """Var(a | s = 0), where the modes are equally likely and their mean is 0."""
    return world.sigma**2 + sum((mode**2 for mode in world.modes), Fraction(0)) / len(world.modes)


def linear(world: TreeWorld, deviation: Fraction) -> float:
    """The ELBO of the best linear decoder f(z) = w z with its best encoder: w^2 = max(0, Var(a | s) - d^2)."""
    spread = float(max(variance(world), deviation**2))
    return float(-np.log(2 * np.pi * spread) / 2 - float(variance(world)) / (2 * spread))


def collision(world: TreeWorld, latent: Latent) -> arb:
    """The probability that the policy hits a tree in the state 0; the parameters are taken as they are: a ball."""
    root, total = arb(2).sqrt(), arb(0)
    edges = [Fraction(cell) * WIDTH for cell in range(CELLS)]
    for i, value in enumerate(latent.decoder):
        low, place = edges[i], Fraction(float(value))
        upper = arb(0) if i == CELLS - 1 else (_ball(edges[i + 1]) / root).erfc()
        prior = (_ball(low) / root).erfc() - upper  # of both mirror images
        for tree in world.trees:
            ends = [_ball((tree + side * world.radius - place) / latent.deviation) / root for side in (-1, 1)]
            total += prior * (ends[0].erfc() - ends[1].erfc()) / 2
    return total


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator
