"""A decision process from arrays of integer weights: a million states are made in seconds.

    P(s' | s, a) = weight[i] / (sum of its row),  row s * A + a, its entries i from indptr[row] to indptr[row + 1]

The arrays may come in any order, with zeros, and with a successor named twice in a row: they are brought to the one
form that a process has, so that its content hash does not depend on how it was written.
"""

from collections.abc import Iterator, Sequence
from math import gcd

import numpy as np

from tightrope.simulators.model.arithmetic import object_array
from tightrope.simulators.model.mdp import LONGEST, SMALL, TabularMDP, check_undecided, choices_of


class Numbered(Sequence[str]):
    """The names s0, s1, ... of so many states, none of which is stored."""

    def __init__(self, prefix: str, size: int):
        self.prefix, self.size = prefix, size

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place):
        if isinstance(place, slice):
            return tuple(f"{self.prefix}{i}" for i in range(self.size)[place])
        return f"{self.prefix}{range(self.size)[place]}"

    def __iter__(self) -> Iterator[str]:
        return (f"{self.prefix}{i}" for i in range(self.size))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._number(name) is not None

    def index(self, name: str, *_) -> int:
        number = self._number(name)
        if number is None:
            raise ValueError(f"names are {self.prefix}0 to {self.prefix}{self.size - 1}; got {name!r}")
        return number

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Numbered):
            return (self.prefix, self.size) == (other.prefix, other.size)
        return (
            isinstance(other, Sequence)
            and len(other) == self.size
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    def _number(self, name: str) -> int | None:
        digits = name.removeprefix(self.prefix)
        if not (name.startswith(self.prefix) and digits.isascii() and digits.isdigit() and len(digits) < 20):
            return None
        return int(digits) if str(int(digits)) == digits and int(digits) < self.size else None


def mdp_from_weights(
    *,
    states: Sequence[str],
    actions: Sequence[str],
    start: np.ndarray,
    indptr: np.ndarray,
    successor: np.ndarray,
    weight: np.ndarray,
    cost_numerator: np.ndarray,
    cost_denominator: int,
    decides: np.ndarray | None = None,
    available: np.ndarray | None = None,
) -> TabularMDP:
    """A stationary process, or one with a layer of rows for each decision, from integers.

    Shapes   start (S,), weights of the first state; indptr (L * S * A + 1,); successor, weight (entries,);
             cost_numerator (S, A), over cost_denominator; decides (S,); available (S, A), of a stationary process:
             rows of other actions are not looked at.
    Arrays of Python's integers, of the type object, may hold longer ones.
    Raises ValueError that names the row if a weight is negative, a row is empty, leads nowhere, or needs 62 bits.
    """
    size, choices = len(states), len(actions)
    start, indptr, successor, weight, costs = (
        _integers(values, name)
        for values, name in (
            (start, "start"),
            (indptr, "indptr"),
            (successor, "successor"),
            (weight, "weight"),
            (cost_numerator, "costs"),
        )
    )
    for names, kind in ((states, "states"), (actions, "actions")):
        if not isinstance(names, Numbered) and len(set(names)) != len(names):
            raise ValueError(f"the names of {kind} must differ")
    _check_ends(indptr, successor, weight, size, choices)
    decided = np.ones(size, dtype=bool) if decides is None else decides.astype(bool)
    if start.shape != (size,) or costs.shape != (size, choices) or decided.shape != (size,):
        raise ValueError(
            f"start, costs and decides must have the shapes ({size},), ({size}, {choices}) and ({size},); "
            f"they have {start.shape}, {costs.shape} and {decided.shape}"
        )
    if start.min() < 0 or not start.any() or (start.dtype != object and start.astype(float).sum() >= SMALL):
        raise ValueError(
            f"start must have weights of at least 0, a positive one, and a sum below 2^62; the least is {start.min()}"
        )
    most = SMALL if costs.dtype != object else 1 << LONGEST
    if not isinstance(cost_denominator, int | np.integer) or not 0 < cost_denominator < most:
        raise ValueError(f"the costs' denominator must be a whole number from 1 to 2^62; got {cost_denominator}")
    has, stands_for = choices_of(decided, available, size, choices)
    if available is not None:
        indptr, successor, weight = _rows(stands_for, indptr, successor, weight)
        costs = np.take_along_axis(costs, stands_for, axis=1)
    _check_rows(indptr, weight)
    indptr, successor, weight = _canonical(indptr, successor, weight, size)
    divisor = gcd(int(np.gcd.reduce(costs, axis=None)), int(cost_denominator))
    made = TabularMDP(
        states=states,
        actions=actions,
        layers=(len(indptr) - 1) // (size * choices),
        start=_short(_lowest(np.array([0, size]), start)),
        indptr=indptr,
        successor=successor,
        weight=_short(weight),
        cost_numerator=_short(costs // divisor),
        cost_denominator=int(cost_denominator) // divisor,
        decides=decided,
        available=has,
    )
    check_undecided(made)
    return made


def _integers(values: np.ndarray, name: str) -> np.ndarray:
    """The same as 64-bit integers, or longer ones. Raises ValueError unless they are whole numbers of less than 62
    bits, or Python's of less than `LONGEST`.
    """
    if values.dtype == object and all(isinstance(x, int | np.integer) for x in values.flat):
        values = object_array(map(int, values.flat), values.shape)
        if max((abs(x).bit_length() for x in values.flat), default=0) > LONGEST:
            raise ValueError(f"{name} need numbers of more than {LONGEST} bits: choose simpler fractions")
        return values if sum(map(abs, values.flat)) >= SMALL else values.astype(np.int64)
    if not np.issubdtype(values.dtype, np.integer):
        raise ValueError(f"{name} must be an array of whole numbers; it has the type {values.dtype}")
    if values.size and (int(values.max()) >= SMALL or int(values.min()) <= -SMALL):
        raise ValueError(f"{name} must be numbers of less than 62 bits; got {values.min()} to {values.max()}")
    return values.astype(np.int64, copy=False)


def _rows(stands_for: np.ndarray, indptr: np.ndarray, successor: np.ndarray, weight: np.ndarray):
    """Each row (s, a) replaced by the row (s, stands_for[s, a])."""
    size, choices = stands_for.shape
    source = (np.arange(size)[:, None] * choices + stands_for).ravel()
    lengths = np.diff(indptr)[source]
    ends = np.cumsum(lengths)
    entry = np.arange(ends[-1]) + np.repeat(indptr[source] - ends + lengths, lengths)
    return np.concatenate([[0], ends]), successor[entry], weight[entry]


def _check_ends(indptr: np.ndarray, successor: np.ndarray, weight: np.ndarray, size: int, choices: int) -> None:
    """Raises ValueError unless there are rows over the states, for each state and action of some layers."""
    rows = len(indptr) - 1
    if not size or not choices or rows < 1 or rows % (size * choices):
        raise ValueError(f"{size} states and {choices} actions need {size * choices} rows a layer; there are {rows}")
    if indptr[0] != 0 or (np.diff(indptr) < 0).any() or not indptr[-1] == len(successor) == len(weight):
        raise ValueError(
            f"indptr must rise from 0 to the number of entries; it goes from {indptr[0]} to {indptr[-1]}, with "
            f"{len(successor)} successors and {len(weight)} weights"
        )
    if len(successor) and (successor.min() < 0 or successor.max() >= size):
        raise ValueError(f"successors must lie in 0 to {size - 1}; got {successor.min()} to {successor.max()}")


def _check_rows(indptr: np.ndarray, weight: np.ndarray) -> None:
    """Raises ValueError unless each row is a law."""
    rows = len(indptr) - 1
    row = np.repeat(np.arange(rows), np.diff(indptr))
    if len(weight) and weight.min() < 0:
        raise ValueError(f"weights must be at least 0; row {row[weight.argmin()]} has {weight.min()}")
    if weight.dtype == object:
        totals = np.zeros(rows, dtype=object)
        np.add.at(totals, row, weight)
    else:
        totals = np.bincount(row, weights=weight, minlength=rows)
    if weight.dtype != object and totals.max() >= SMALL:
        raise ValueError(f"row {totals.argmax()} needs weights beyond 62 bits: they sum to {totals.max():.3g}")
    if not totals.all():
        raise ValueError(f"row {totals.argmin()} is not a probability distribution: it has no positive weight")


def _canonical(indptr: np.ndarray, successor: np.ndarray, weight: np.ndarray, size: int):
    """Without zeros, successors in order and once each, weights without a common divisor in a row."""
    rows = len(indptr) - 1
    row = np.repeat(np.arange(rows), np.diff(indptr))
    place = row * size + successor  # < 2^63: rows are an array in memory
    if not weight.all() or (np.diff(place) <= 0).any():
        order = np.argsort(place, kind="stable")
        order = order[weight[order] > 0]
        row, successor, weight, place = row[order], successor[order], weight[order], place[order]
        first = np.flatnonzero(np.diff(place, prepend=-1))
        row, successor = row[first], successor[first]
        weight = np.add.reduceat(weight, first)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))])
    return indptr, successor.astype(np.int32 if size < 2**31 else np.int64), _lowest(indptr, weight)


def _short(values: np.ndarray) -> np.ndarray:
    """Python's integers as 64-bit ones if they and their sum are."""
    return values.astype(np.int64) if values.dtype == object and sum(map(abs, values.flat)) < SMALL else values


def _lowest(indptr: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights of each row over their greatest common divisor."""
    divisor = np.gcd.reduceat(weight, indptr[:-1])
    return weight // np.repeat(divisor, np.diff(indptr))
