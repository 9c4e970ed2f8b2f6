"""Laws of a continuous action, one for each state: masses of intervals, densities, samples.

    mass(low, high)   the probability of low < a <= high in each state; low and high of shape (S,), or numbers
    density(a)        at actions of shape (N,), the same in each state, or (S, N); shape (S, N)
    sample(random)    an action for each state, shape (S,), from a NumPy Generator

Mixture   Gaussians: weights, means and standard deviations of shape (S, K)
Bins      a density that is constant on bins: edges (S, B + 1) or (B + 1,), masses (S, B). A monotone map of a known
          law has such a law too: its quantiles as edges, equal masses
Atoms     single actions: places and masses of shape (S, N). It has no density

All are floats. The masses of Gaussians come from SciPy's normal distribution function, about 15 digits of each tail.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

ROUNDING = 1e-9  # how far from 1 the masses of a law may add up


class Law(Protocol):
    """The laws of an action, one for each state."""

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray: ...

    def sample(self, random: np.random.Generator) -> np.ndarray: ...


class Density(Law, Protocol):
    """Laws that have a density."""

    def density(self, a: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class Mixture:
    """sum_k w_k N(m_k, d_k^2) in each state.

    Raises ValueError unless the shapes are one (S, K) with K >= 1, the weights laws, and d positive and finite.
    """

    weights: np.ndarray
    means: np.ndarray
    deviations: np.ndarray

    def __post_init__(self) -> None:
        _check_laws("weights of a mixture", self.weights)
        for what, given in (("means", self.means), ("standard deviations", self.deviations)):
            if np.shape(given) != self.weights.shape:
                raise ValueError(f"the {what} must have the weights' shape {self.weights.shape}; got {np.shape(given)}")
        if not (np.isfinite(self.means).all() and np.isfinite(self.deviations).all() and (self.deviations > 0).all()):
            raise ValueError("the components of a mixture need finite means and positive, finite standard deviations")

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        ends = intervals(low, high, len(self.weights))
        below, above = ((end - self.means) / self.deviations for end in ends)
        return (self.weights * _between(below, above)).sum(axis=1)

    def density(self, a: np.ndarray) -> np.ndarray:
        found, rows = 0, places(a, len(self.weights))
        for w, m, d in zip(self.weights.T, self.means.T, self.deviations.T, strict=True):
            x = (rows - m[:, None]) / d[:, None]
            found = found + (w / d)[:, None] * np.exp(-(x**2) / 2)
        return found / np.sqrt(2 * np.pi)

    def sample(self, random: np.random.Generator) -> np.ndarray:
        rows, which = chosen(self.weights, random)
        return self.means[rows, which] + self.deviations[rows, which] * random.standard_normal(len(rows))


@dataclass(frozen=True)
class Bins:
    """A law with a constant density on each bin.

    Raises ValueError unless the edges increase strictly and the masses are laws, one number for each bin.
    """

    edges: np.ndarray
    masses: np.ndarray

    def __post_init__(self) -> None:
        _check_laws("masses of bins", self.masses)
        states, bins = self.masses.shape
        if self.edges.shape not in {(bins + 1,), (states, bins + 1)}:
            raise ValueError(f"{bins} bins must have {bins + 1} edges; got an array of shape {self.edges.shape}")
        if not (np.isfinite(self.edges).all() and (np.diff(self.edges) > 0).all()):
            raise ValueError("the edges of bins must be finite and increase")

    @property
    def left(self) -> np.ndarray:
        return np.atleast_2d(self.edges)[:, :-1]

    @property
    def right(self) -> np.ndarray:
        return np.atleast_2d(self.edges)[:, 1:]

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        left, right = intervals(low, high, len(self.masses))
        covered = np.minimum(right, self.right) - np.maximum(left, self.left)
        return (self.masses * np.maximum(covered, 0) / (self.right - self.left)).sum(axis=1)

    def density(self, a: np.ndarray) -> np.ndarray:
        states, bins = self.masses.shape
        edges = np.broadcast_to(self.edges, (states, bins + 1))
        at = places(a, states)
        at = np.broadcast_to(at, (states, at.shape[1]))
        found = np.zeros(at.shape)
        for row, (e, x) in enumerate(zip(edges, at, strict=True)):
            bin_of = np.searchsorted(e, x, side="right") - 1
            inside = (bin_of >= 0) & (bin_of < bins)
            found[row, inside] = (self.masses[row] / np.diff(e))[bin_of[inside]]
        return found

    def sample(self, random: np.random.Generator) -> np.ndarray:
        rows, which = chosen(self.masses, random)
        left, right = (np.broadcast_to(ends, self.masses.shape)[rows, which] for ends in (self.left, self.right))
        return left + (right - left) * random.random(len(rows))


@dataclass(frozen=True)
class Atoms:
    """A law on single actions. Raises ValueError unless the places are finite and the masses laws of their shape."""

    places: np.ndarray
    masses: np.ndarray

    def __post_init__(self) -> None:
        _check_laws("masses of atoms", self.masses)
        if self.places.shape != self.masses.shape or not np.isfinite(self.places).all():
            raise ValueError(f"atoms need a finite place for each mass, shape {self.masses.shape}")

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        left, right = intervals(low, high, len(self.masses))
        inside = (self.places > left) & (self.places <= right)
        return (self.masses * inside).sum(axis=1)

    def sample(self, random: np.random.Generator) -> np.ndarray:
        return self.places[chosen(self.masses, random)]


def atom(places: np.ndarray) -> Atoms:
    """One action in each state; shape (S,)."""
    return Atoms(places=places[:, None], masses=np.ones((len(places), 1)))


def binned(law: Law, edges: np.ndarray) -> np.ndarray:
    """The law's mass on each bin, edges (B + 1,) or (S, B + 1); shape (S, B)."""
    ends = np.atleast_2d(edges)
    return np.stack([law.mass(ends[:, b], ends[:, b + 1]) for b in range(ends.shape[1] - 1)], axis=1)


def divided(law: Law, edges: np.ndarray) -> Bins:
    """The law with its mass spread evenly over each bin, edges (B + 1,) or (S, B + 1); what lies outside is left out.

    Raises ValueError unless the bins hold all but 10^-9 of it.
    """
    masses = binned(law, edges)
    outside = 1 - masses.sum(axis=1).min()
    if outside > ROUNDING:
        raise ValueError(f"the bins must hold all of the law but {ROUNDING:g}; {outside:.3g} lies outside them")
    return Bins(edges=edges, masses=masses / masses.sum(axis=1, keepdims=True))


def _between(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Phi(above) - Phi(below), from the tail in which both are small."""
    from scipy.special import ndtr

    mirrored = below > 0
    low, high = np.where(mirrored, -above, below), np.where(mirrored, -below, above)
    return ndtr(high) - ndtr(low)


def intervals(low: np.ndarray | float, high: np.ndarray | float, states: int) -> tuple[np.ndarray, np.ndarray]:
    """The ends as columns, shape (S, 1) or (1, 1). Raises ValueError unless low <= high, one of each or one a state."""
    left, right = (np.reshape(np.asarray(end, dtype=float), (-1, 1)) for end in (low, high))
    if not {len(left), len(right)} <= {1, states}:
        raise ValueError(f"an interval has one end, or one for each of {states} states; got {len(left)}, {len(right)}")
    if not (wrong := left <= right).all():
        first = int(np.argmin(wrong))
        got = [end[min(first, len(end) - 1), 0] for end in (left, right)]
        raise ValueError(f"an interval must have low <= high, neither of them NaN; got {got[0]} and {got[1]}")
    return left, right


def places(a: np.ndarray, states: int) -> np.ndarray:
    """Actions as rows, shape (S, N) or (1, N). Raises ValueError for a batch of another shape, and for NaN."""
    rows = np.atleast_2d(np.asarray(a, dtype=float))
    if rows.ndim > 2 or len(rows) not in {1, states}:
        raise ValueError(f"actions must have the shape (N,), or (S, N) with S = {states} states; got {np.shape(a)}")
    if np.isnan(rows).any():
        raise ValueError(f"an action must be a number; got nan in the row {int(np.isnan(rows).any(axis=1).argmax())}")
    return rows


def chosen(masses: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """For each row a column, drawn with these masses."""
    steps = np.cumsum(masses, axis=1)
    drawn = random.random(len(masses))[:, None] * steps[:, -1:]
    return np.arange(len(masses)), np.minimum((steps <= drawn).sum(axis=1), masses.shape[1] - 1)


def _check_laws(what: str, rows: np.ndarray) -> None:
    if np.ndim(rows) != 2 or not np.size(rows):
        raise ValueError(f"the {what} must be an array (states, at least one); got the shape {np.shape(rows)}")
    if not (np.isfinite(rows).all() and (rows >= 0).all()):
        raise ValueError(f"the {what} must be finite and not negative")
    if (off := np.abs(rows.sum(axis=1) - 1).max()) > ROUNDING:
        raise ValueError(f"the {what} must add up to 1 in each state; one sum is off by {off:.3g}")
