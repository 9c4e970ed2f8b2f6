"""What a law in floats means: 0.3333333333333333 three times is 1/3, 1/3, 1/3. One rule for every door.

A float alone may be meant as
    its decimal    if it is printed with at most 12 places: 0.05 is 1/20
    its fraction   p/q with 0 < p and q <= 10^6, if one is nearer than 2^-48; two of these are 10^-12 apart, so there is
                   at most one: 0.6511627906976745 is 28/43
A law is meant as the first of these that sums to 1 exactly: the decimals (fractions where an entry has none), the
fractions (decimals where an entry has none). Floats that are neither, such as random ones, but sum to 1 within 10^-9
are divided by their sum. Anything else is no law.

`meant` is the rule for one law, `float_weights` the same for millions of rows at once: there, floats that are divided
by their sum are taken in multiples of 2^-53, while a single law keeps all digits.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

PLACES, LARGEST_DENOMINATOR, NEAR = 12, 10**6, 2.0**-48
ROUNDING = 1e-9  # how far from 1 floats may add up that mean a law
GRID_BITS, WEIGHT_BITS = 53, 61  # of the weights of a row that is neither; of a row's total at most
MOST_SPARED = 12  # bits: then weights are still multiples of 2^-48, as near as a float is to what it means
DECIMALS, FRACTIONS, DIVIDED = range(3)  # which of the three a row was


def meant(law: Sequence[float]) -> list[Fraction] | None:
    """The decimals or fractions that a law of floats means, if these sum to 1 exactly; else None."""
    decimals, fractions = [_decimal(x) for x in law], [_fraction(x) for x in law]
    for first, second in ((decimals, fractions), (fractions, decimals)):
        chosen = [second[i] if one is None else one for i, one in enumerate(first)]
        known = [one for one in chosen if one is not None]
        if len(known) == len(chosen) and sum(known) == 1:
            return known
    return None


def _decimal(value: float) -> Fraction | None:
    found = Fraction(repr(float(value)))
    return found if 10**PLACES % found.denominator == 0 else None


def _fraction(value: float) -> Fraction | None:
    found = Fraction(float(value)).limit_denominator(LARGEST_DENOMINATOR)
    return found if abs(found - Fraction(float(value))) <= NEAR and (found > 0 or value == 0) else None


def float_weights(starts: np.ndarray, probability: np.ndarray, spare: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Whole weights of each entry and, of each row, which of the three its law was; shapes (entries,), (rows,).

    Row i has the entries from starts[i] to starts[i + 1], at least one, positive, with a sum within 10^-9 of 1; weight
    over the row's total is the probability. A total has at most 61 - `spare` bits. A row that is neither decimals nor
    fractions is taken in multiples of 2^-53 (2^-48 if bits are spared), each entry at least one of them. More than 12
    bits are not spared, for a law would lose its digits: then whoever needs them reckons in longer numbers.
    """
    spare = spare if spare <= MOST_SPARED else 0
    values, place = np.unique(probability, return_inverse=True)
    numerator, denominator = np.rint(values * 10**PLACES).astype(np.int64), np.full(len(values), 10**PLACES)
    decimal = numerator / 10**PLACES == values
    divisor = np.gcd(numerator, denominator)
    decimals = numerator // divisor, denominator // divisor
    fractions, fraction = _fractions(values)
    grid = min(GRID_BITS, WEIGHT_BITS - 1 - spare)
    weight = np.maximum(np.rint(probability * 2.0**grid).astype(np.int64), 1)
    which = np.full(len(starts) - 1, DIVIDED)
    known = decimal | fraction
    for kind, first, second, has in (
        (FRACTIONS, fractions, decimals, fraction),
        (DECIMALS, decimals, fractions, decimal),
    ):
        p, q = (np.where(has, *both)[place] for both in zip(first, second, strict=True))
        meant_weight, fits = over_one_denominator(starts, p, q, known[place], 2 ** (WEIGHT_BITS - spare))
        which[fits] = kind
        entries = np.repeat(fits, np.diff(starts))
        weight[entries] = meant_weight[entries]
    which[(which == DECIMALS) & ~np.logical_and.reduceat(decimal[place], starts[:-1])] = FRACTIONS
    return weight, which


def _fractions(values: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """p, q and where there is such a fraction: a convergent of the continued fraction, being so near."""
    before, p, q_before, q = (np.full(len(values), float(x)) for x in (0, 1, 1, 0))
    rest, found = values.copy(), np.zeros(len(values), dtype=bool)
    kept = np.ones((2, len(values)))
    while True:
        whole = np.floor(rest)
        with np.errstate(invalid="ignore", over="ignore"):
            before, p, q_before, q = p, whole * p + before, q, whole * q + q_before
            goes_on = ~found & (q <= LARGEST_DENOMINATOR)
            new = goes_on & (p > 0) & (np.abs(p / q - values) <= NEAR)
        kept[:, new] = p[new], q[new]
        found |= new
        if not (goes_on & ~new).any():
            return (kept[0].astype(np.int64), kept[1].astype(np.int64)), found
        with np.errstate(divide="ignore", invalid="ignore"):
            rest = np.where(goes_on, 1 / (rest - whole), np.inf)


def over_one_denominator(
    starts: np.ndarray, p: np.ndarray, q: np.ndarray, known: np.ndarray, limit: int
) -> tuple[np.ndarray, np.ndarray]:
    """p/q of each entry over one denominator of its row, and which rows are known, sum to 1, and stay below the limit.

    A denominator that overflowed is no common multiple, or is one that will do.
    """
    lengths = np.diff(starts)
    common = np.lcm.reduceat(q, starts[:-1])
    common[(common <= 0) | (common >= limit)] = 1
    each = np.repeat(common, lengths)
    weight = p * (each // q)
    fits = np.logical_and.reduceat(known & (each % q == 0), starts[:-1])
    return weight, fits & (np.add.reduceat(weight, starts[:-1]) == common)


def meant_number(value: float) -> Fraction:
    """What a float means that is no probability: its decimal of 12 places, a near fraction, or else all its digits."""
    decimal = Fraction(repr(float(value)))
    if 10**PLACES % decimal.denominator == 0:
        return decimal
    near = Fraction(float(value)).limit_denominator(LARGEST_DENOMINATOR)
    return near if near and abs(near - decimal) <= NEAR * max(1, abs(near)) else decimal
