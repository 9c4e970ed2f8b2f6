"""Networks that choose bins (L23), one part of the action after the other.

    log q(b | s) = sum_d log q_d(b_d | s, parts before d)        trained by -E log q(b | s)

Part d has a network of its own, which sees the state and the last `seen` parts, each as a row of B numbers with a 1 at
its bin; it puts out B scores, whose shares are the probabilities. With `seen` = 0 the parts are independent heads, with
`seen` = d - 1 they are a whole chain. For one part both are a table of bins.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.log_sum_exp import log_shares
from tightrope.simulators.networks.perceptron import Perceptron


@dataclass(frozen=True, kw_only=True)
class BinsChain:
    """Sizes: bins of each part, parts, and how many of those before a part it sees."""

    bins: int
    parts: int
    seen: int
    hidden: tuple[int, ...] = (32,)

    def __post_init__(self) -> None:
        if min(self.bins, self.parts) < 1 or not 0 <= self.seen < self.parts:
            raise ValueError(
                f"a chain needs a bin and a part at least, and sees fewer parts than there are; got {self.bins} bins, "
                f"{self.parts} parts, {self.seen} seen"
            )

    def network(self, part: int) -> Perceptron:
        return Perceptron(inputs=1 + self.bins * min(part, self.seen), hidden=self.hidden, outputs=self.bins)

    def initial(self, random: np.random.Generator) -> Parameters:
        """part0.weight0, part0.bias0, ..., part1.weight0, ..."""
        return {
            f"part{d}.{name}": value
            for d in range(self.parts)
            for name, value in self.network(d).initial(random).items()
        }

    def log_masses(self, xp: Module, parameters: Parameters, s: np.ndarray, before: np.ndarray) -> Array:
        """log q_d(. | s, before), shape (N, B), for states (N,) and bins (N, d) of the d parts before."""
        part = before.shape[1]
        seen = before[:, part - min(part, self.seen) :]
        shown = [s[:, None], *(np.eye(self.bins)[bin_of] for bin_of in seen.T)]
        own = {name.split(".")[1]: value for name, value in parameters.items() if name.startswith(f"part{part}.")}
        return log_shares(xp, self.network(part).values(xp, own, np.concatenate(shown, axis=1)))

    def loss(self, xp: Module, parameters: Parameters, batch: tuple[np.ndarray, np.ndarray]) -> Array:
        """-log q(b | s), the mean over a batch of states (N,) and bins (N, parts), whole numbers; in nats."""
        s, bins = batch
        if bins.ndim != 2 or bins.shape[1] != self.parts or bins.min() < 0 or bins.max() >= self.bins:
            raise ValueError(
                f"a batch must have {self.parts} bins from 0 to {self.bins - 1} in each row; got the shape {bins.shape}"
            )
        logs = [self.log_masses(xp, parameters, s, bins[:, :d]) for d in range(self.parts)]
        told = [xp.sum(one * np.eye(self.bins)[bins[:, d]]) for d, one in enumerate(logs)]
        return -sum(told) / len(s)

    def table(self, parameters: Parameters, s: np.ndarray) -> np.ndarray:
        """The masses of all actions in each state, shape (S, B, ..., B)."""
        found, before = np.ones((len(s), 1)), np.zeros((1, 0), dtype=int)
        for _part in range(self.parts):
            rows = np.repeat(np.asarray(s, dtype=float), len(before))
            masses = np.exp(self.log_masses(np, parameters, rows, np.tile(before, (len(s), 1))))
            found = (found[:, :, None] * masses.reshape(len(s), len(before), self.bins)).reshape(len(s), -1)
            last = np.tile(np.arange(self.bins), len(before))[:, None]
            before = np.concatenate([np.repeat(before, self.bins, axis=0), last], axis=1)
        return found.reshape(len(s), *[self.bins] * self.parts)


def bins_of(edges: np.ndarray, a: np.ndarray) -> np.ndarray:
    """In which bin each action lies, whole numbers of the actions' shape; what lies outside counts to the outermost."""
    return np.clip(np.searchsorted(edges, a, side="right") - 1, 0, len(edges) - 2)
