"""Rows of probabilities as others write them, and rewards, as whole numbers: checked once, with the wrong place.

Floats mean what `model.floats` says, one rule for all doors; whole numbers and fractions are taken as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm

import numpy as np

from tightrope.simulators.model.arithmetic import exact_law, exact_number, exact_string, object_array
from tightrope.simulators.model.floats import (
    DIVIDED,
    FRACTIONS,
    ROUNDING,
    WEIGHT_BITS,
    float_weights,
    meant_number,
    over_one_denominator,
)
from tightrope.simulators.model.mdp import LONGEST, SMALL

PARTS = ("numerator", "denominator")

Place = Callable[[int], str]  # the name of a row, or of an entry
SHORT_TEXT = 20  # characters of a number in a note
SHORT = 62  # bits of a common denominator of amounts, up to which fractions are what floats mean


def whole_weights(starts: np.ndarray, values: np.ndarray, place: Place, spare: int = 0) -> tuple[np.ndarray, list[str]]:
    """Weights of the rows' entries, shape (entries,), and what there is to say of them.

    Row i has the entries from starts[i] to starts[i + 1], at least one. Raises ValueError that names the row which is
    no law, with its sum. `spare` bits are left free in a row's total, if no digits are lost.
    """
    if values.dtype == object:
        return _exact_weights(starts, values, place), []
    values = values.astype(float)
    wrong = ~(np.isfinite(values) & (values >= 0))
    if wrong.any():
        entry = int(wrong.argmax())
        row = int(np.searchsorted(starts, entry, side="right")) - 1
        raise ValueError(f"{place(row)} holds {values[entry]}, which is no probability")
    sums = np.add.reduceat(values, starts[:-1])
    off = np.abs(sums - 1)
    if off.max() > ROUNDING:
        many = f" ({(off > ROUNDING).sum()} rows do not sum to 1)" if (off > ROUNDING).sum() > 1 else ""
        row = int((off > ROUNDING).argmax())
        raise ValueError(f"{place(row)} sums to {_sum(sums[row])}, not 1{many}; probabilities of a law sum to 1")
    there = values > 0
    if not there.all():
        lengths = np.add.reduceat(there.astype(np.int64), starts[:-1])
        weight = np.zeros(len(values), dtype=np.int64)
        weight[there], notes = whole_weights(np.concatenate([[0], np.cumsum(lengths)]), values[there], place, spare)
        return weight, notes
    weight, which = float_weights(starts, values, spare)
    return weight, _said(starts, values, weight, which)


def _sum(value: float) -> str:
    return f"{value:.12g}" if abs(value - 1) > 1e-6 else repr(float(value))


def _said(starts: np.ndarray, values: np.ndarray, weight: np.ndarray, which: np.ndarray) -> list[str]:
    notes = []
    if (which == FRACTIONS).any():
        row = int((which == FRACTIONS).argmax())
        part = slice(starts[row], starts[row + 1])
        chance = Fraction(int(weight[part][0]), int(weight[part].sum()))
        notes.append(
            f"{(which == FRACTIONS).sum()} of {len(which)} laws in floats were taken as the fractions that they round, "
            f"such as {float(values[part][0])} for {chance}"
        )
    if (which == DIVIDED).any():
        notes.append(
            f"{(which == DIVIDED).sum()} of {len(which)} laws in floats are neither short decimals nor fractions with "
            "denominators up to 10^6: their digits were taken, 14 of them at least, and divided by their sum"
        )
    return notes


def _exact_weights(starts: np.ndarray, values: np.ndarray, place: Place) -> np.ndarray:
    quick = _short_weights(starts, values)
    if quick is not None:
        return quick
    weights = []
    for row in range(len(starts) - 1):
        law = exact_law(values[starts[row] : starts[row + 1]], place(row))
        below = lcm(*(x.denominator for x in law))
        if below.bit_length() > LONGEST:
            raise ValueError(f"{place(row)} needs weights of more than {LONGEST} bits: choose simpler fractions")
        weights += [x.numerator * (below // x.denominator) for x in law]
    return object_array(weights, (len(weights),))


def _short_weights(starts: np.ndarray, values: np.ndarray) -> np.ndarray | None:
    """The same for fractions that fit into 64 bits, all rows at once; None if one does not, or a row is no law."""
    if not all(isinstance(x, Fraction) for x in values):
        return None
    different = {x: i for i, x in enumerate(dict.fromkeys(values))}
    if any(not 0 <= x.numerator <= x.denominator < SMALL for x in different):
        return None
    place = np.array([different[x] for x in values])
    p, q = (np.array([getattr(x, part) for x in different], dtype=np.int64)[place] for part in PARTS)
    weight, fits = over_one_denominator(starts, p, q, np.ones(len(p), dtype=bool), 2**WEIGHT_BITS)
    return weight if fits.all() else None


@dataclass(frozen=True, kw_only=True, eq=False)
class Amounts:
    """What is paid: numerator / denominator, whole numbers, shape of whatever they are paid for."""

    numerator: np.ndarray
    denominator: int

    @property
    def least(self) -> Fraction:
        return Fraction(int(self.numerator.min()), self.denominator)

    @property
    def most(self) -> Fraction:
        return Fraction(int(self.numerator.max()), self.denominator)


def amounts(values: np.ndarray, what: str) -> Amounts:
    """Numbers of any kind as whole numbers over one denominator. Raises ValueError for what is no finite number."""
    if values.dtype == object:
        exact = [exact_number(x, what) for x in values.flat]
        return _over_one(exact, np.arange(values.size).reshape(values.shape), what)
    if values.dtype.kind in "iub":
        return Amounts(numerator=values.astype(np.int64), denominator=1)
    if values.dtype.kind != "f" or not np.isfinite(values).all():
        raise ValueError(f"{what} must be finite numbers; they have the type {values.dtype}, or one is not finite")
    different, place = np.unique(values.astype(float), return_inverse=True)
    meant = [meant_number(x) for x in different]
    if lcm(*{x.denominator for x in meant}).bit_length() > SHORT:  # of many random floats some are near a fraction
        meant = [Fraction(repr(float(x))) for x in different]
    return _over_one(meant, place.reshape(values.shape), what)


def _over_one(exact: list[Fraction], place: np.ndarray, what: str) -> Amounts:
    below = lcm(*{x.denominator for x in exact})
    if below.bit_length() > LONGEST:
        raise ValueError(f"{what} need a common denominator of more than {LONGEST} bits: choose simpler fractions")
    whole = [x.numerator * (below // x.denominator) for x in exact]
    return Amounts(numerator=fitting(whole)[place], denominator=below)


def fitting(whole: list[int]) -> np.ndarray:
    """Whole numbers as 64-bit ones if all are, else Python's."""
    if all(abs(x) < SMALL for x in whole):
        return np.array(whole, dtype=np.int64)
    return object_array(whole, (len(whole),))


def expected(paid: Amounts, starts: np.ndarray, weight: np.ndarray) -> Amounts:
    """Of an amount for each entry the expected one of each row, exactly."""
    largest = int(abs(paid.numerator).max()), int(weight.max()), int(np.diff(starts).max())
    exact = paid.numerator.astype(object) if np.prod([float(x) for x in largest]) >= SMALL else paid.numerator
    sums = np.add.reduceat(exact * weight, starts[:-1])
    totals = np.add.reduceat(weight, starts[:-1])
    different, place = np.unique(totals, return_inverse=True)
    below = lcm(*map(int, different))
    if (below * paid.denominator).bit_length() > LONGEST:
        raise ValueError(
            f"the expected rewards need a common denominator of more than {LONGEST} bits: give expected rewards of "
            "states and actions"
        )
    factor = fitting([below // int(x) for x in different])[place]
    if float(max(abs(sums), default=0)) * float(max(factor, default=1)) >= SMALL if below < 2**900 else True:
        factor = factor.astype(object)
    return Amounts(numerator=sums * factor, denominator=below * paid.denominator)


def written(value: Fraction) -> str:
    """A number in a note: as it is if that is short, else six digits."""
    text = exact_string(value)
    if value.denominator < 10**6 and len(text) <= SHORT_TEXT:
        return text
    return f"{Context(prec=6).divide(Decimal(value.numerator), Decimal(value.denominator)).normalize()}".lower()
