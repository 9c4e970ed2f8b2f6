"""Laws of an action in the plane, one for each state: round Gaussians, their masses of discs and of boxes."""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.laws import Mixture, binned, chosen


@dataclass(frozen=True)
class RoundMixture:
    """sum_k w_k N(m_k, d_k^2 I): weights and deviations of shape (S, K), means (S, K, 2).

    Raises ValueError unless the weights are laws, the deviations positive, and there is a mean for each.
    """

    weights: np.ndarray
    means: np.ndarray
    deviations: np.ndarray

    def __post_init__(self) -> None:
        if self.means.shape != (*self.weights.shape, 2):
            raise ValueError(f"the means must have the shape {(*self.weights.shape, 2)}; got {self.means.shape}")
        for axis in (0, 1):
            self.along(axis)

    def along(self, axis: int) -> Mixture:
        """The law of one coordinate."""
        return Mixture(self.weights, self.means[..., axis], self.deviations)

    def near(self, centre: np.ndarray, radius: float) -> np.ndarray:
        """The mass within that distance of a point of shape (S, 2) or (2,); shape (S,).

        |a - centre|^2/d^2 has a noncentral chi-square law with two degrees of freedom.
        """
        from scipy.special import chndtr

        if not radius >= 0:
            raise ValueError(f"a disc must have a radius >= 0; got {radius}")
        apart = self.means - np.reshape(centre, (-1, 1, 2))
        far = (apart**2).sum(axis=2) / self.deviations**2
        return (self.weights * chndtr((radius / self.deviations) ** 2, 2, far)).sum(axis=1)

    def density(self, a: np.ndarray) -> np.ndarray:
        """At actions of shape (N, 2), the same in each state; shape (S, N).

        Raises ValueError for another shape, and for NaN.
        """
        if np.ndim(a) != 2 or np.shape(a)[1] != 2 or np.isnan(a).any():
            raise ValueError(
                f"actions of the plane must be numbers of shape (N, 2); got the shape {np.shape(a)}, or nan"
            )
        found = np.zeros((len(self.weights), len(a)))
        for k in range(self.weights.shape[1]):
            w, m, d = self.weights[:, k, None], self.means[:, k, None], self.deviations[:, k, None]
            found = found + w / d**2 * np.exp(-((a[None] - m) ** 2).sum(axis=2) / (2 * d**2))
        return found / (2 * np.pi)

    def table(self, edges: np.ndarray) -> np.ndarray:
        """The masses of the squares that edges (B + 1,) cut out, shape (S, B, B): rows are bins of the first one."""
        found = np.zeros((len(self.weights), np.shape(edges)[-1] - 1, np.shape(edges)[-1] - 1))
        for k in range(self.weights.shape[1]):
            one = np.ones((len(self.weights), 1))
            x, y = (
                binned(Mixture(one, self.means[:, k, axis, None], self.deviations[:, k, None]), edges)
                for axis in (0, 1)
            )
            found = found + self.weights[:, k, None, None] * x[:, :, None] * y[:, None, :]
        return found

    def sample(self, random: np.random.Generator) -> np.ndarray:
        """An action for each state, shape (S, 2)."""
        place = chosen(self.weights, random)
        return self.means[place] + self.deviations[place][:, None] * random.standard_normal((len(self.weights), 2))
