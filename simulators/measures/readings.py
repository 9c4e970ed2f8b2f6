"""How each reading of epsilon is measured of a learner, and how errors are cut down to meet it.

A reading is met by its key; what it says is in words and as a formula in `bounds.language.readings`, which nothing here
imports. e_t(s) is the learner's probability of erring in state s at decision t.

A log loss is the logarithm of a geometric mean G of 1 - e_t(s), and its epsilon is 1 - G. That is rational where all
the 1 - e_t(s) are the same, and then exact; elsewhere it is a rational number just above. It is 1 where the learner is
certainly wrong in a state of the expert's.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from flint import fmpq

from tightrope.simulators.measures.geometric_mean import above, geometric_mean, root

SHARES = 64


@dataclass(frozen=True, kw_only=True, eq=False)
class Errors:
    """What every reading is a function of. Shapes: rates, laws, expert_laws (T, S), of decisions 1..T;
    data (S,) or None.

    `laws` and `expert_laws` are of the states in which the decisions are taken; `data` marks the states of a data set.
    """

    rates: np.ndarray
    laws: np.ndarray | None
    expert_laws: np.ndarray
    data: np.ndarray | None

    @property
    def visited(self) -> np.ndarray:
        """Where the expert can be."""
        return self.expert_laws.astype(bool)

    @property
    def known(self) -> np.ndarray:
        """Where the expert can be and the data set shows it, if there is one."""
        return self.visited if self.data is None else self.visited & self.data

    @property
    def averages(self) -> np.ndarray:
        """The error at each decision, averaged over the expert's states, shape (T,)."""
        return (self.expert_laws * self.rates).sum(axis=1)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A reading, measured: `smallest` is the least epsilon with which the errors meet it, in their own arithmetic.

    `cut` makes of any errors some that meet the reading with a given epsilon, none larger than it was, in rationals.
    """

    key: str
    smallest: Callable[[Errors], Any]
    cut: Callable[[Errors, object], np.ndarray]


def measure(key: str) -> Measure:
    """The measure of a reading. Raises ValueError for an unknown one."""
    for one in MEASURES:
        if one.key == key:
            return one
    raise ValueError(f"reading must be one of {', '.join(KEYS)}; got {key!r}")


def _largest(values: np.ndarray):
    return max(values.flat, default=0)


def _pointwise(errors: Errors):
    return _largest(errors.rates[errors.visited])


def _times_where(places: np.ndarray, rates: np.ndarray, epsilon) -> np.ndarray:
    return np.where(places, rates * epsilon, rates)


def _scaled(spent, allowed):
    """The factor, at most 1, that brings what is spent down to what is allowed."""
    return allowed / spent if spent > allowed else 1


def _each_decision(errors: Errors, epsilon) -> np.ndarray:
    factors = [_scaled(average, epsilon) for average in errors.averages]
    return errors.rates * np.array(factors, dtype=object)[:, None]


def _altogether(errors: Errors, epsilon) -> np.ndarray:
    return errors.rates * _scaled(errors.averages.sum(), epsilon * len(errors.rates))


def _under_every_law(errors: Errors, epsilon) -> np.ndarray:
    """Whatever the learner's states are: a decision's average is at most the largest error at it."""
    return errors.rates * _scaled(errors.rates.max(axis=1).sum(), epsilon * len(errors.rates))


def _agreement(errors: Errors) -> list:
    """For each decision the geometric mean G of the probability of agreeing over the expert's states, not rounded up.

    Exact, or a ball, or a float, as the errors are; between the least and the largest probability.
    """
    return [geometric_mean(1 - rates, law) for rates, law in zip(errors.rates, errors.expert_laws, strict=True)]


def _each_log_loss(errors: Errors):
    """Rounded up, but not above the largest error: a pointwise epsilon is one of the log loss."""
    return min(_largest(np.array([above(1 - mean) for mean in _agreement(errors)])), _pointwise(errors))


def _whole_log_loss(errors: Errors):
    return min(above(1 - root(math.prod(_agreement(errors)), len(errors.rates))), _each_log_loss(errors))


def _shrunk(smallest: Callable[[Errors], Any]) -> Callable[[Errors, object], np.ndarray]:
    """Errors times the largest of 0, 1/64, ..., 1 that meets the reading:
    no rational factor is exact for a log loss.
    """

    def cut(errors: Errors, epsilon) -> np.ndarray:
        for share in range(SHARES, -1, -1):
            smaller = replace(errors, rates=errors.rates * fmpq(share, SHARES))
            if smallest(smaller) <= epsilon:
                return smaller.rates
        raise ValueError(f"epsilon is a probability and must lie in [0, 1]; got {epsilon}")

    return cut


MEASURES = (
    Measure(
        key="pointwise",
        smallest=_pointwise,
        cut=lambda errors, epsilon: _times_where(errors.visited, errors.rates, epsilon),
    ),
    Measure(key="log_loss", smallest=_each_log_loss, cut=_shrunk(_each_log_loss)),
    Measure(
        key="per_step",
        smallest=lambda errors: _largest(errors.averages),
        cut=_each_decision,
    ),
    Measure(key="log_loss_averaged", smallest=_whole_log_loss, cut=_shrunk(_whole_log_loss)),
    Measure(
        key="time_averaged",
        smallest=lambda errors: errors.averages.sum() / len(errors.rates),
        cut=_altogether,
    ),
    Measure(
        key="on_policy",  # the learner's laws change with its errors
        smallest=lambda errors: (errors.laws * errors.rates).sum() / len(errors.rates),
        cut=_under_every_law,
    ),
    Measure(
        key="finite_data",
        smallest=lambda errors: _largest(errors.rates[errors.known]),
        cut=lambda errors, epsilon: _times_where(errors.known, errors.rates, epsilon),
    ),
)
KEYS = tuple(one.key for one in MEASURES)
