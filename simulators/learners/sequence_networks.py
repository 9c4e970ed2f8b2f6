"""Networks that act on the observations up to now, and what they were trained on; their parameters are in `learned`.

Network   values at each decision t, from o_1, ..., o_t; its action is the one of the highest value. A convolution sees
          the last `field` observations, attention and a recurrent network all of them.
Loss      the log loss of the expert's actions, averaged over decisions and episodes.

Two experts, `lag_from_start` and `hidden_mode.shown_at_first`. What the networks see does not depend on what they do:
they err on their own states as often as on the expert's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.word_errors import MOST_WORDS, word_error
from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.attention import Attention
from tightrope.simulators.networks.convolution import Convolution
from tightrope.simulators.networks.log_sum_exp import log_shares
from tightrope.simulators.networks.recurrent import Recurrent
from tightrope.simulators.networks.sequence import one_hot
from tightrope.simulators.worlds.lag_from_start import LagFromStart

HORIZON = 16
AT_ONCE = 2_000  # sequences that are evaluated together
Architecture = Convolution | Attention | Recurrent
Episodes = tuple[np.ndarray, np.ndarray]  # observations and the expert's actions, whole numbers (N, T)


@dataclass(frozen=True, kw_only=True)
class Lag:
    """Repeats what was shown some decisions ago. `symbols` and `actions` are how many there are."""

    world: LagFromStart

    @property
    def symbols(self) -> int:
        return self.world.symbols

    @property
    def actions(self) -> int:
        return self.world.symbols

    def episodes(self, many: int, seed: int) -> Episodes:
        """Drawn ones; the same seed gives the same."""
        shown = self.world.shown(many, HORIZON, seed)
        return shown, self.world.actions(shown)

    def can_be_exact(self, network: Architecture) -> bool:
        """Whether all that the network can see may be looked at."""
        return isinstance(network, Convolution) and self.symbols**network.field <= MOST_WORDS

    def exact_error(self, network: Architecture, parameters: Parameters) -> tuple[Fraction, float]:
        """The network's error per decision, and the least lead of an action, as of `decided`.

        Raises ValueError if too much can be seen.
        """
        leads = []

        def acts(words: np.ndarray) -> np.ndarray:
            actions, lead = decided(network, parameters, words)
            leads.append(lead)
            return actions[:, -1]

        field = network.field if isinstance(network, Convolution) else HORIZON
        return word_error(self.world, HORIZON, field, acts), min(leads)


@dataclass(frozen=True, kw_only=True)
class ShownAtFirst:
    """Takes the side that is shown at decision 1 only: there are two sequences."""

    symbols: int = 3
    actions: int = 2

    def episodes(self, many: int, seed: int) -> Episodes:
        """Both, equally often."""
        side = np.arange(many)[:, None] % 2
        nothing = np.zeros((many, HORIZON - 1), dtype=np.int64)
        return np.concatenate([1 + side, nothing], axis=1), side.repeat(HORIZON, axis=1)

    def can_be_exact(self, network: Architecture) -> bool:
        return True

    def exact_error(self, network: Architecture, parameters: Parameters) -> tuple[Fraction, float]:
        shown, right = self.episodes(2, 0)
        actions, lead = decided(network, parameters, shown)
        return Fraction(int((actions != right).sum()), right.size), lead


Task = Lag | ShownAtFirst


def decided(network: Architecture, parameters: Parameters, shown: np.ndarray) -> tuple[np.ndarray, float]:
    """The actions (N, T) at observations of that shape, and the least lead of an action over the next best.

    Raises ValueError if a value is not finite: then none is the highest.
    """
    actions, lead = [], np.inf
    for start in range(0, len(shown), AT_ONCE):
        values = network.values(np, parameters, one_hot(shown[start : start + AT_ONCE], network.inputs))
        if not np.isfinite(values).all():
            raise ValueError("the values of a network must be finite; some are not")
        actions.append(values.argmax(axis=-1))
        highest = np.partition(values, -2, axis=-1)[..., -2:]
        lead = min(lead, float((highest[..., 1] - highest[..., 0]).min()))
    return np.concatenate(actions), lead


def log_loss(network: Architecture, xp: Module, parameters: Parameters, batch: Episodes) -> Array:
    """Of a batch in ones and zeros: inputs (N, T, symbols) and the expert's actions (N, T, actions)."""
    inputs, right = batch
    return -xp.mean(xp.sum(right * log_shares(xp, network.values(xp, parameters, inputs)), axis=-1))


def batches(task: Task, steps: int, size: int, seed: int) -> Iterator[Episodes]:
    """For `log_loss`: new episodes at each step."""
    shown, right = task.episodes(steps * size, seed)
    for start in range(0, steps * size, size):
        part = slice(start, start + size)
        yield one_hot(shown[part], task.symbols), one_hot(right[part], task.actions)


STAY = Fraction(5, 8)
TASKS: dict[str, Task] = {
    "lag3": Lag(world=LagFromStart(symbols=4, delay=3, stay=STAY)),
    "lag7": Lag(world=LagFromStart(symbols=4, delay=7, stay=STAY)),
    "first": ShownAtFirst(),
}
DILATIONS = {1: (), 2: (1,), 4: (1, 2), 8: (1, 2, 4), 16: (1, 2, 4, 8)}  # by the field


def convolution(task: str, field: int) -> Convolution:
    return Convolution(width=16, dilations=DILATIONS[field], **_ends(task))


def attention(task: str) -> Attention:
    width = 8 if task == "first" else 16
    return Attention(width=width, heads=2, layers=2, longest=HORIZON, **_ends(task))


def recurrent(task: str) -> Recurrent:
    return Recurrent(hidden=8 if task == "first" else 24, **_ends(task))


def _ends(task: str) -> dict[str, int]:
    return {"inputs": TASKS[task].symbols, "outputs": TASKS[task].actions}


NETWORKS: dict[str, tuple[str, Architecture]] = {  # by the name of the parameters: task and sizes
    **{f"lag3_convolution{field}": ("lag3", convolution("lag3", field)) for field in (1, 2, 4, 16)},
    **{f"lag7_convolution{field}": ("lag7", convolution("lag7", field)) for field in (4, 8, 16)},
    **{f"first_convolution{field}": ("first", convolution("first", field)) for field in (1, 4, 16)},
    **{f"{task}_attention": (task, attention(task)) for task in TASKS},
    **{f"{task}_recurrent": (task, recurrent(task)) for task in TASKS},
    "lag7_recurrent_longer": ("lag7", recurrent("lag7")),
}
