"""How each reading of epsilon is measured of a learner, and how errors are cut down to meet it.

A reading is met by its key; what it says is in words and as a formula in `bounds.language.readings`, which nothing here
imports. e_t(s) is the learner's probability of erring in state s at decision t.

A log loss is the logarithm of a geometric mean G of 1 - e_t(s), and its epsilon is 1 - G. That is rational where all
the 1 - e_t(s) are the same, and then exact; elsewhere it is a rational number just above. It is 1 where the learner is
certainly wrong in a state of the expert's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from flint import arb, fmpq

from tightrope.simulators.measures.geometric_mean import evenly_weighted, geometric_mean, loss, loss_from_above
from tightrope.simulators.model.arithmetic import largest

SHARES = 64


@dataclass(frozen=True, kw_only=True, eq=False)
class Decision:
    """What the readings need to know of one decision: means and maxima of e_t(s) over the states where it is taken.

    average    over the expert's states            own        over the learner's
    largest    where the expert can be, at most 1  known      the same, of states in the data set
    agreement  G, the geometric mean of 1 - e_t(s) over the expert's states: exact, or a ball, or a float
    """

    average: Any
    own: Any
    largest: Any
    known: Any
    agreement: Any


def of_decision(
    rates: np.ndarray, law: np.ndarray, expert_law: np.ndarray, data: np.ndarray | None, visited: np.ndarray
) -> Decision:
    """Errors e_t(s), and the laws of the state in which the learner and the expert decide; shapes (S,).

    `visited` marks the expert's states: a float of a probability may be 0 where it is not.
    """
    known = visited if data is None else visited & data
    return Decision(
        average=(expert_law * rates).sum(),
        own=(law * rates).sum(),
        largest=largest(rates[visited]),
        known=largest(rates[known]) if known.any() else 0,
        agreement=geometric_mean(1 - rates[visited], expert_law[visited]),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Errors:
    """Errors of all decisions, to be cut down. Shapes: rates, expert_laws (T, S), of decisions 1..T; data (S,) or None.

    `expert_laws` are of the states in which the decisions are taken; `data` marks the states of a data set.
    """

    rates: np.ndarray
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
    def decisions(self) -> list[Decision]:
        """What the readings need of them but for the learner's own states, which change with the errors."""
        return [
            of_decision(rates, law, law, self.data, law.astype(bool))
            for rates, law in zip(self.rates, self.expert_laws, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A reading, measured: `smallest` is the least epsilon with which decisions meet it, in their own arithmetic.

    `cut` makes of any errors some that meet the reading with a given epsilon, none larger than it was, in rationals.
    """

    key: str
    smallest: Callable[[list[Decision]], Any]
    cut: Callable[[Errors, object], np.ndarray]


def measure(key: str) -> Measure:
    """The measure of a reading. Raises ValueError for an unknown one."""
    for one in MEASURES:
        if one.key == key:
            return one
    raise ValueError(f"reading must be one of {', '.join(KEYS)}; got {key!r}")


def _pointwise(decisions: list[Decision]):
    return largest(each.largest for each in decisions)


def _times_where(places: np.ndarray, rates: np.ndarray, epsilon) -> np.ndarray:
    return np.where(places, rates * epsilon, rates)


def _scaled(spent, allowed):
    """The factor, at most 1, that brings what is spent down to what is allowed."""
    return allowed / spent if spent > allowed else 1


def _each_decision(errors: Errors, epsilon) -> np.ndarray:
    factors = [_scaled(each.average, epsilon) for each in errors.decisions]
    return errors.rates * np.array(factors, dtype=object)[:, None]


def _altogether(errors: Errors, epsilon) -> np.ndarray:
    return errors.rates * _scaled(sum(each.average for each in errors.decisions), epsilon * len(errors.rates))


def _under_every_law(errors: Errors, epsilon) -> np.ndarray:
    """Whatever the learner's states are: a decision's average is at most the largest error at it."""
    return errors.rates * _scaled(errors.rates.max(axis=1).sum(), epsilon * len(errors.rates))


def _each_log_loss(decisions: list[Decision]):
    """Rounded up, but not above the largest error: a pointwise epsilon is one of the log loss."""
    return _smaller(largest(_loss(each.agreement, decisions) for each in decisions), _pointwise(decisions))


def _whole_log_loss(decisions: list[Decision]):
    mean = evenly_weighted([each.agreement for each in decisions])
    return _smaller(_loss(mean, decisions), _each_log_loss(decisions))


def _loss(agreement, decisions: list[Decision]):
    """1 - G: a ball if the decisions are in balls."""
    return loss(agreement) if isinstance(decisions[0].average, arb) else loss_from_above(agreement)


def _smaller(first, second):
    """The smaller one; of balls one that contains it."""
    return arb.min(first, second) if isinstance(first, arb) else min(first, second)


def _shrunk(smallest: Callable[[list[Decision]], Any]) -> Callable[[Errors, object], np.ndarray]:
    """Errors times the largest of 0, 1/64, ..., 1 that meets the reading:
    no rational factor is exact for a log loss.
    """

    def cut(errors: Errors, epsilon) -> np.ndarray:
        for share in range(SHARES, -1, -1):
            smaller = replace(errors, rates=errors.rates * fmpq(share, SHARES))
            if smallest(smaller.decisions) <= epsilon:
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
        smallest=lambda decisions: largest(each.average for each in decisions),
        cut=_each_decision,
    ),
    Measure(key="log_loss_averaged", smallest=_whole_log_loss, cut=_shrunk(_whole_log_loss)),
    Measure(
        key="time_averaged",
        smallest=lambda decisions: sum(each.average for each in decisions) / len(decisions),
        cut=_altogether,
    ),
    Measure(
        key="on_policy",  # the learner's laws change with its errors
        smallest=lambda decisions: sum(each.own for each in decisions) / len(decisions),
        cut=_under_every_law,
    ),
    Measure(
        key="finite_data",
        smallest=lambda decisions: largest(each.known for each in decisions),
        cut=lambda errors, epsilon: _times_where(errors.known, errors.rates, epsilon),
    ),
)
KEYS = tuple(one.key for one in MEASURES)
