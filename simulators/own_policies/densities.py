"""The log_density of somebody's policy as a law, once it is seen to be one and to be that of its samples.

    mass      integrates to 1 over the actions, by the trapezoidal rule between any two samples, on parts that are
              halved until nothing changes. The actions that are looked at reach as far again on either side as the
              samples do: beyond n samples lies at most log(2/d)/n of their law on either side, but for a
              probability d
    samples   sup |F_n - F| <= sqrt(log(2/d)/(2 n)) with probability 1 - d, of n samples of a law F (Massart 1990)

Both d are ALARM divided by twice the number of states: that a right policy is refused has at most this probability.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope.simulators.own_policies.asked import as_array

ALARM = 1e-6  # the probability that a policy whose samples and density agree is refused
OFF = 1e-3  # how far from 1 a density's integral may be, by rounding and quadrature
FIRST, MOST = 4, 2**9  # parts between two samples
HALVINGS = 24  # of the distance from the outermost sample
STILL = 1e-4  # of an integral between a grid and the finer one
INSIDE = 2**11  # parts of the grid on which the mass of an interval is found


@dataclass(frozen=True)
class Asked:
    """The laws of a policy's action in states s, shape (S,); see `model.laws` for what a density offers."""

    ask: Callable[..., Any]
    s: np.ndarray

    def density(self, a: np.ndarray) -> np.ndarray:
        """At actions of shape (N,), the same in each state, or (S, N). Raises ValueError for what is no density."""
        places = np.broadcast_to(np.atleast_2d(a), (len(self.s), np.shape(a)[-1]))
        return np.array([density_at(self.ask, s, row) for s, row in zip(self.s, places, strict=True)])

    def mass(self, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
        ends = [np.broadcast_to(end, len(self.s)) for end in (low, high)]
        found = [
            np.trapezoid(density_at(self.ask, s, at := np.linspace(*pair, INSIDE + 1)), at)
            for s, *pair in zip(self.s, *ends, strict=True)
        ]
        return np.array(found)

    def sample(self, random: np.random.Generator) -> np.ndarray:
        raise TypeError("a density that is asked draws nothing: the policy's own samples do")


def density_at(ask: Callable[..., Any], s: float, a: np.ndarray) -> np.ndarray:
    """exp(log_density(s, a)), shape (N,). Raises ValueError unless these are N numbers, none of them NaN or +inf."""
    found = as_array(ask(s, a), "log_density(observation, actions)")
    if found.shape != a.shape or found.dtype.kind not in "iuf":
        raise ValueError(
            f"log_density(observation, actions) must give one number for each of the {len(a)} actions, shape "
            f"{a.shape}; got {found.dtype} values of shape {found.shape}"
        )
    wrong = np.isnan(found) | (found == np.inf)
    if wrong.any():
        raise ValueError(
            f"log_density must be a number below infinity, or -inf; got {found[wrong][0]} at the action "
            f"{a[wrong][0]:.6g}, in the state {s:.6g}"
        )
    return np.exp(found.astype(float))


def check(ask: Callable[..., Any], states: np.ndarray, samples: np.ndarray) -> None:
    """Samples of shape (states, n), one row a state. Raises ValueError where density and samples do not agree."""
    count, alarm = samples.shape[1], ALARM / (2 * len(states))
    allowed = np.sqrt(np.log(2 / alarm) / (2 * count))
    for s, row in zip(states, np.sort(samples, axis=1), strict=True):
        at, density = _fine_enough(ask, s, row)
        steps = np.diff(at) * (density[1:] + density[:-1]) / 2
        below = np.concatenate(([0.0], steps.cumsum()))
        if not 1 - OFF - 2 * np.log(2 / alarm) / count <= below[-1] <= 1 + OFF:
            raise ValueError(
                f"the density must integrate to 1; from {at[0]:.4g} to {at[-1]:.4g}, where its samples lie, "
                f"exp(log_density) integrates to {below[-1]:.6g} in the state {s:.4g}: is the log of its normalising "
                "constant taken off?"
            )
        reached = np.interp(row, at, below)
        off = max((np.arange(1, count + 1) / count - reached).max(), (reached - np.arange(count) / count).max())
        if off > allowed + OFF:
            raise ValueError(
                f"samples must come from the law whose log_density is given; in the state {s:.4g} the distribution "
                f"functions of {count} samples and of the density are {off:.3g} apart, which by chance happens with "
                f"probability below {alarm:.1g} (allowed: {allowed:.3g})"
            )


def _fine_enough(ask: Callable[..., Any], s: float, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A grid and the density on it, from samples in order. Raises ValueError if no grid is fine enough."""
    reach = row[-1] - row[0]
    if reach == 0:
        raise ValueError(
            f"a law with a density has no action twice; in the state {s:.4g} all {len(row)} samples are {row[0]:.6g}"
        )
    away = reach * 2.0 ** -np.arange(HALVINGS)  # a density may end right beside the outermost sample
    ends = np.unique(np.concatenate((row[0] - away, row, row[-1] + away)))
    parts, before = FIRST, np.inf
    while parts <= MOST:
        at = np.append((ends[:-1, None] + np.diff(ends)[:, None] * np.arange(parts) / parts).ravel(), ends[-1])
        density = density_at(ask, s, at)
        total = np.trapezoid(density, at)
        if abs(total - before) <= STILL:
            return at, density
        parts, before = 2 * parts, total
    raise ValueError(
        f"the density must be one that can be integrated with {MOST} parts between two samples; in the state {s:.4g} "
        "it cannot: leave log_density out, and its samples are measured"
    )
