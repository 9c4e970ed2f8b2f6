"""The law of an increasing function of something whose law is known, one for each state.

    P(low < F(z) <= high) = P(z_low < z <= z_high),    z_a = the largest z with F(z) <= a

found by dividing an interval again and again, which needs nothing of F but that it does not fall. Where F has a slope
F' > 0 the density in F(z) is that of z over F'(z). The values are floats; z_a is right to about 10^-14.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.laws import Mixture, intervals, places

REACH = 10.0  # beyond it is no mass that matters: 10^-23 of the noise
PARTS, ROUNDS = 32, 12  # 2 REACH/32^12 is below a float's last digit


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """`forward` takes places z of shape (S, Z) to F(z) and F'(z), the same shape twice; `start` is the law of z."""

    start: Mixture
    forward: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        states = len(self.start.weights)
        ends = np.concatenate([np.broadcast_to(end, (states, 1)) for end in intervals(low, high, states)], axis=1)
        before = self.before(ends)
        return self.start.mass(before[:, 0], before[:, 1])

    def before(self, a: np.ndarray) -> np.ndarray:
        """The largest z in (-REACH, REACH) with F(z) <= a, shape (S, E) as a. Raises ValueError where F is NaN."""
        low, high = np.full(a.shape, -REACH), np.full(a.shape, REACH)
        for _ in range(ROUNDS):
            z = low[..., None] + (high - low)[..., None] * np.linspace(0, 1, PARTS + 1)
            reached = self.forward(z.reshape(len(a), -1))[0].reshape(z.shape)
            if np.isnan(reached).any():
                raise ValueError(f"the noise must become an action; at {z[np.isnan(reached)][0]:.6g} it becomes nan")
            count = (reached <= a[..., None]).sum(axis=2)[..., None]
            low = np.take_along_axis(z, np.maximum(count - 1, 0), axis=2)[..., 0]
            high = np.take_along_axis(z, np.minimum(count, PARTS), axis=2)[..., 0]
        return (low + high) / 2

    def density(self, a: np.ndarray) -> np.ndarray:
        """At actions of shape (N,), the same in each state, or (S, N); F must increase."""
        rows = places(a, states := len(self.start.weights))
        before = self.before(np.broadcast_to(rows, (states, rows.shape[1])))
        return self.start.density(before) / self.forward(before)[1]

    def sample(self, random: np.random.Generator) -> np.ndarray:
        return self.forward(self.start.sample(random)[:, None])[0][:, 0]


def standard(states: int) -> Mixture:
    """N(0, 1) in each state."""
    return Mixture(np.ones((states, 1)), np.zeros((states, 1)), np.ones((states, 1)))
