"""The law of any function F of something whose law is known, increasing or not, one for each state.

F is evaluated at places of z that lie close where it is steep, and taken as linear between two of them, the mass of z
between them as spread evenly over what lies between its two values. So the law is a mixture of uniform laws, one for
each piece. Where F turns back, pieces overlap. A probability of an interval is wrong only in the pieces at its ends, by
about the square of their length. (`pushed.Pushed` has all digits, and needs a function that increases.)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.laws import Mixture, binned, chosen

Forward = Callable[[np.ndarray], np.ndarray]  # places of shape (S, Z) to values of the same shape
ROUNDS = (128, 256, 512)  # pieces: first evenly, then by what was seen
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

    @property
    def left(self) -> np.ndarray:
        return np.minimum(self.ends[:, :-1], self.ends[:, 1:])

    @property
    def right(self) -> np.ndarray:
        return np.maximum(self.ends[:, :-1], self.ends[:, 1:])

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        left, right = self.left, self.right
        below, above = (np.reshape(end, (-1, 1)) for end in (low, high))
        covered = np.clip(above, left, right) - np.clip(below, left, right)
        single = (below < left) & (left <= above)  # where F is constant
        share = np.divide(covered, right - left, out=single.astype(float), where=right > left)
        return (self.masses * share).sum(axis=1)

    def density(self, a: np.ndarray) -> np.ndarray:
        """At actions of shape (N,), the same in each state, or (S, N); infinite where F is constant."""
        left, right = self.left[:, None], self.right[:, None]
        at = np.broadcast_to(np.atleast_2d(a), (len(self.ends), np.shape(a)[-1]))[..., None]
        with np.errstate(divide="ignore"):
            height = self.masses[:, None] / (right - left)
        return np.where((left <= at) & (at <= right), height, 0).sum(axis=2)

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
        at = _closer(at, values, pieces)
        values = _finite(forward(at))
    masses = binned(start, at)
    return Pieces(values, masses / masses.sum(axis=1, keepdims=True))


def _finite(values: np.ndarray) -> np.ndarray:
    if not np.isfinite(values).all():
        raise ValueError("the actions must be finite; some are not: what makes them overflows, or is no number")
    return values


def _closer(at: np.ndarray, values: np.ndarray, pieces: int) -> np.ndarray:
    """So many pieces, half of them spread evenly over z, and half over the way that F goes; shape (S, pieces + 1)."""
    ways = (np.abs(np.diff(part, axis=1)) for part in (at, values))
    share = sum(way / np.maximum(way.sum(axis=1, keepdims=True), 1e-300) for way in ways)
    passed = np.concatenate((np.zeros((len(at), 1)), np.cumsum(share, axis=1)), axis=1)
    evenly = np.linspace(0, 1, pieces + 1)
    return np.stack([np.interp(evenly * p[-1], p, x) for p, x in zip(passed, at, strict=True)])
