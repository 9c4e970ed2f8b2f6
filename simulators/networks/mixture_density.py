"""A mixture density network (L20): weights, means and standard deviations of K Gaussians, as functions of the state.

    log q(a | s) = log sum_k exp(log w_k(s) + log N(a; m_k(s), d_k(s)^2))        trained by -E log q(a | s)

The network puts out K scores, whose shares are the weights, K means, and K logarithms of deviations.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.networks import Array, Module, Parameters, check_batch
from tightrope.simulators.networks.log_sum_exp import log_shares, log_sum_exp
from tightrope.simulators.networks.perceptron import Perceptron


@dataclass(frozen=True, kw_only=True)
class MixtureDensity:
    """Sizes. Raises ValueError unless K >= 1."""

    components: int
    hidden: tuple[int, ...] = (16, 16)

    def __post_init__(self) -> None:
        if self.components < 1:
            raise ValueError(f"a mixture needs at least one component; got K = {self.components}")

    @property
    def network(self) -> Perceptron:
        return Perceptron(inputs=1, hidden=self.hidden, outputs=3 * self.components)

    def initial(self, random: np.random.Generator, actions: np.ndarray) -> Parameters:
        """Equal weights, means at these K actions of the expert, and deviations of half the spread of them."""
        found = self.network.initial(random)
        last = f"{len(self.hidden)}"
        found[f"weight{last}"] = found[f"weight{last}"] / 10
        wide = np.full(self.components, np.log(0.5))
        found[f"bias{last}"] = np.concatenate([np.zeros(self.components), actions, wide])
        return found

    def parts(self, xp: Module, parameters: Parameters, s: np.ndarray) -> tuple[Array, Array, Array]:
        """log w, m and log d, each of shape (S, K)."""
        out, k = self.network.values(xp, parameters, s[:, None]), self.components
        return log_shares(xp, out[:, :k]), out[:, k : 2 * k], out[:, 2 * k :]

    def loss(self, xp: Module, parameters: Parameters, batch: tuple[np.ndarray, np.ndarray]) -> Array:
        """-log q(a | s), the mean over a batch of states and actions, shapes (N,); in nats."""
        s, a = batch
        check_batch(s, a)
        weight, mean, deviation = self.parts(xp, parameters, s)
        apart = (a[:, None] - mean) * xp.exp(-deviation)
        return -xp.mean(log_sum_exp(xp, weight - deviation - apart**2 / 2)) + np.log(2 * np.pi) / 2

    def law(self, parameters: Parameters, s: np.ndarray) -> Mixture:
        """The policy in each state."""
        weight, mean, deviation = self.parts(np, parameters, s)
        return Mixture(np.exp(weight), mean, np.exp(deviation))
