"""A learner on the recovery chain that divides a given average error between the track and what lies beside it (L13).

A share alpha of the data is of states off the track. With error rates e on the track and f off it, the average error over the
data is (1 - alpha) e + alpha f = epsilon. Off the track an error keeps the learner there. In floats, as `chain_cost`.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.worlds.recovery_contexts import chain_cost

Number = Fraction | float
SPLITS = 201  # ways to divide the error that are tried, the two ends among them
SHARES = 400  # of the data, up to 2 epsilon


@dataclass(frozen=True, kw_only=True)
class Split:
    """The error rates on the track and off it, and the expected cost of an episode."""

    on: float
    off: float
    cost: float


def worst_split(share: Number, error: Number, back: Number, horizon: int, loss: float = 1.0) -> Split:
    """The costliest of SPLITS divisions of the error, where the right action returns with probability `back`.

    `loss` is the part of the way back that a wrong action loses; it is 0 where every action leads back.
    """
    share, error = float(share), float(error)
    part = np.linspace(0, min(1.0, share / error), SPLITS)
    on = np.minimum(1.0, (1 - part) * error / (1 - share))
    off = np.minimum(1.0, part * error / share)
    costs = chain_cost(on, float(back) * (1 - loss * off), horizon)
    i = int(costs.argmax())
    return Split(on=float(on[i]), off=float(off[i]), cost=float(costs[i]))


def best_share(error: Number, back: Number, horizon: int) -> float:
    """The share off the track whose worst split costs least, of SHARES steps up to 2 epsilon."""
    grid = 2 * float(error) * np.arange(1, SHARES + 1) / SHARES
    return float(grid[int(np.argmin([worst_split(share, error, back, horizon).cost for share in grid]))])


def kept_limit(error: Number, untaught: Number, taught: Number, horizon: int) -> float:
    """How often the demonstrator may err with its wrong labels kept, before recoveries in the data are not worth it.

    On the track the clone errs with that probability and with `error`; it returns with probability `taught` if the data
    show how, else with probability `untaught`.
    """
    from scipy.optimize import brentq

    error, untaught, taught = float(error), float(untaught), float(taught)
    without = chain_cost(error, untaught, horizon)
    return float(brentq(lambda eta: chain_cost(1 - (1 - error) * (1 - eta), taught, horizon) - without, 0, 1))
