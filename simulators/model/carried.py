"""The law of any function F of something whose law is known, increasing or not, one for each state.

F is evaluated at places of z that lie close where it is steep, and taken as linear between two of them, the mass of z
between them as spread evenly over what lies between its two values. So the law is a mixture of uniform laws, one for
each piece. Where F turns back, pieces overlap. A probability of an interval is wrong only in the pieces at its ends, by
about the square of their length. (`pushed.Pushed` has all digits, and needs a function that increases.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tightrope.simulators.model.laws import Mixture, chosen

Forward = Callable[[np.ndarray], np.ndarray]  # places of shape (S, Z) to values of the same shape
ROUNDS = (128, 128, 384)  # pieces: first evenly, then by what was seen
EVENLY = 0.1  # of the pieces are spread evenly over z
DEVIATIONS = 6  # of the outermost component of z, on each side: 10^-9 lies beyond


@dataclass(frozen=True)
class Pieces:
    """`ends` of shape (S, P + 1), in any order; `masses` of shape (S, P), that between each end and the next.

    Raises ValueError unless the ends are finite.
    """

    ends: np.ndarray
    masses: np.ndarray

    def __post_init__(self) -> None:
        _finite(self.ends)

    @cached_property
    def left(self) -> np.ndarray:
        return np.minimum(self.ends[:, :-1], self.ends[:, 1:])

    @cached_property
    def right(self) -> np.ndarray:
        return np.maximum(self.ends[:, :-1], self.ends[:, 1:])

    @cached_property
    def height(self) -> np.ndarray:
        """The density of each piece where it lies: 0 here where F is constant, a single action."""
        wide = self.right - self.left
        return np.divide(self.masses, wide, out=np.zeros(wide.shape), where=wide > 0)

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        below, above = (np.reshape(end, (-1, 1)) for end in (low, high))
        covered = np.maximum(np.minimum(above, self.right) - np.maximum(below, self.left), 0)
        found = (self.height * covered).sum(axis=1)
        if not self.height.all():
            single = (self.height == 0) & (below < self.left) & (self.left <= above)
            found = found + (self.masses * single).sum(axis=1)
        return found

    def density(self, a: np.ndarray) -> np.ndarray:
        """At actions of shape (N,), the same in each state, or (S, N), but for single actions, which have none."""
        left, right = self.left[:, None], self.right[:, None]
        at = np.broadcast_to(np.atleast_2d(a), (len(self.ends), np.shape(a)[-1]))[..., None]
        return np.where((left <= at) & (at <= right), self.height[:, None], 0).sum(axis=2)

    def sample(self, random: np.random.Generator) -> np.ndarray:
        piece = chosen(self.masses, random)
        left, right = self.left[piece], self.right[piece]
        return left + (right - left) * random.random(len(left))


def carried(start: Mixture, forward: Forward, rounds: tuple[int, ...] = ROUNDS) -> Pieces:
    """The law of F(z) for z from `start`. Raises ValueError where F is not finite."""
    low = (start.means - DEVIATIONS * start.deviations).min(axis=1)[:, None]
    high = (start.means + DEVIATIONS * start.deviations).max(axis=1)[:, None]
    at = low + (high - low) * np.linspace(0, 1, rounds[0] + 1)
    values = _finite(forward(at))
    for pieces in rounds[1:]:
        at = _closer(start, at, values, pieces)
        values = _finite(forward(at))
    masses = np.maximum(np.diff(_before(start, at), axis=1), 0)
    return Pieces(values, masses / masses.sum(axis=1, keepdims=True))


def _before(start: Mixture, at: np.ndarray) -> np.ndarray:
    """P(z <= at) at places of shape (S, Z), the same shape."""
    from scipy.special import ndtr

    away = ((place[:, None] - start.means) / start.deviations for place in at.T)
    return np.stack([(start.weights * ndtr(one)).sum(axis=1) for one in away], axis=1)


def _finite(values: np.ndarray) -> np.ndarray:
    if not np.isfinite(values).all():
        raise ValueError("the actions must be finite; some are not: what makes them overflows, or is no number")
    return values


def _closer(start: Mixture, at: np.ndarray, values: np.ndarray, pieces: int) -> np.ndarray:
    """So many pieces, most where the mass of z and the way that F goes are; shape (S, pieces + 1).

    So they lie close where F is steep, unless there is hardly any mass.
    """
    wide, density = np.diff(at, axis=1), start.density(at)
    mass = (density[:, :-1] + density[:, 1:]) / 2 * wide
    sought = np.cbrt(mass * np.diff(values, axis=1) ** 2)
    share = sought / np.maximum(sought.sum(axis=1, keepdims=True), 1e-300)
    share = (1 - EVENLY) * share + EVENLY * wide / wide.sum(axis=1, keepdims=True)
    passed = np.concatenate((np.zeros((len(at), 1)), np.cumsum(share, axis=1)), axis=1)
    evenly = np.linspace(0, 1, pieces + 1)
    return np.stack([np.interp(evenly * p[-1], p, x) for p, x in zip(passed, at, strict=True)])
