"""A uniform square grid of the plane: laws as weights on it, and how much of one a smooth function makes positive.

points    (P P, 2), the second coordinate runs first; weights (P, P), rows are places of the first coordinate
positive  the mass where g > 0: of the cell around a point the share on that side of g's tangent counts,
          clip(1/2 + g/(h (|g_x| + |g_y|)), 0, 1), with slopes by central differences; the error is of order h^2
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.plane_laws import RoundMixture


@dataclass(frozen=True)
class PlaneGrid:
    """P places from -reach to reach on each axis. Raises ValueError unless the reach is positive and P >= 3."""

    reach: float
    places: int

    def __post_init__(self) -> None:
        if not (0 < self.reach < np.inf) or self.places < 3:
            raise ValueError(f"a grid needs a reach and at least three places; got {self.reach} and {self.places}")

    @property
    def axis(self) -> np.ndarray:
        """Shape (P,)."""
        return np.linspace(-self.reach, self.reach, self.places)

    @property
    def step(self) -> float:
        return 2 * self.reach / (self.places - 1)

    @property
    def points(self) -> np.ndarray:
        x, y = np.meshgrid(self.axis, self.axis, indexing="ij")
        return np.stack([x.ravel(), y.ravel()], axis=1)

    def weights(self, law: RoundMixture) -> np.ndarray:
        """A law of one state, in proportion to its density, shape (P, P)."""
        density = law.density(self.points)[0].reshape(self.places, self.places)
        return density / density.sum()

    def positive(self, weights: np.ndarray, g: np.ndarray) -> float:
        """The mass of weights, (P, P), where g > 0, given at the points, shape (P P,)."""
        value = g.reshape(self.places, self.places)
        slopes = np.abs(np.gradient(value, self.step)).sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(slopes > 0, 0.5 + value / (self.step * slopes), value > 0)
        return float((weights * np.clip(share, 0, 1)).sum())
