"""Three number systems for one set of algorithms: exact rationals, rigorous balls, and floats whose error is known.

An array of rationals is a NumPy array of python-flint's `fmpq`, one of balls of its `arb`; every operation used here
(sums, products, `add.at`, `add.reduceat`) works on all kinds, so each algorithm is written once. A ball contains the
number, all rounding included; of two that overlap none is the larger, so a largest one is taken by `largest`. Arrays
that one measure hands to another (laws, advantages, tables) stay in that form; what is reported leaves as `Fraction`,
`float` or ball, by `plain`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from numbers import Rational
from typing import Any, Generic, TypeVar, overload

import numpy as np
from flint import arb, fmpq, fmpz

from tightrope.simulators.model.floats import ROUNDING, meant
from tightrope.simulators.model.terminal import line

N = TypeVar("N", Fraction, float, arb)  # what a number of an arithmetic is when it leaves


@dataclass(frozen=True)
class Arithmetic(Generic[N]):
    """`exact` rationals, `float` numbers of 53 bits, or a `ball` around each number, of python-flint's precision."""

    name: str

    def zeros(self, *shape: int) -> np.ndarray:
        if self.name == "float":
            return np.zeros(shape)
        return np.full(shape, fmpq(0) if self.name == "exact" else arb(0), dtype=object)

    def ratios(self, numerators: np.ndarray, denominators: np.ndarray) -> np.ndarray:
        """numerators / denominators, elementwise, for arrays of integers of the same shape."""
        if self.name == "float":
            return (numerators / denominators).astype(float)  # of Python's integers, too, each correctly rounded
        ratios = (fmpq(int(a), int(b)) for a, b in zip(numerators.flat, denominators.flat, strict=True))
        return object_array(ratios if self.name == "exact" else map(arb, ratios), numerators.shape)

    def convert(self, exact: np.ndarray) -> np.ndarray:
        """An array of rationals in this arithmetic."""
        if self.name == "exact":
            return exact
        if self.name == "ball":
            return object_array(map(arb, exact.flat), exact.shape)
        try:
            return np.array([int(x.p) / int(x.q) for x in exact.flat]).reshape(exact.shape)
        except OverflowError as error:
            raise ValueError("a number is beyond the largest float: reckon in rationals") from error

    def number(self, value: Fraction) -> Any:
        if self.name == "float":
            return float(value)
        exact = fmpq(value.numerator, value.denominator)
        return exact if self.name == "exact" else arb(exact)


ZERO: Any = fmpq(0)  # NumPy's types know no rational, so these go where it wants an array
ONE: Any = fmpq(1)

EXACT: Arithmetic[Fraction] = Arithmetic("exact")
FLOAT: Arithmetic[float] = Arithmetic("float")
BALL: Arithmetic[arb] = Arithmetic("ball")

Number = int | float | Fraction | Decimal | str | np.number  # whatever means a number

NUMBER = re.compile(r"[+-]?\d+(/\d+|(\.\d*)?([eE][+-]?\d{1,3})?)|[+-]?\.\d+([eE][+-]?\d{1,3})?")
LONGEST = 60  # characters of what was given that an error repeats
MOST_SHOWN = 12  # entries of a law that an error repeats


def exact_number(given: Number, name: str) -> Fraction:
    """The rational that is meant, exactly: a whole number, a Fraction, a Decimal, a text p/q or a decimal, or a float.

    A float, Python's or NumPy's, means the decimal that it is printed as: 0.1 is 1/10, as it is on the command line.
    Exponents have at most three digits: a longer one would be a number that fills the memory. Raises ValueError naming
    what is no number.
    """
    if isinstance(given, np.ndarray) and given.ndim == 0:
        given = given[()]  # ty: ignore[invalid-assignment]  NumPy says an array; it is the scalar inside
    if isinstance(given, fmpq):
        return fraction(given)
    if isinstance(given, Rational) and not isinstance(given, bool):
        return Fraction(int(given.numerator), int(given.denominator))
    try:
        if isinstance(given, str | float | Decimal | np.floating) and NUMBER.fullmatch(text := _written(given)):
            return Fraction(text)
    except (ValueError, ZeroDivisionError):
        pass
    raise ValueError(f"{name} must be a number such as 1/100 or 0.01; got {shown(given)}")


def _written(given: str | float | Decimal | np.floating) -> str:
    return float.__repr__(given) if isinstance(given, float) else str(given).strip()


def shown(given: object) -> str:
    """What was given, as an error repeats it: short, and without asking strange objects anything."""
    if isinstance(given, str):
        return repr(given[:LONGEST])
    if given is None or isinstance(given, int | float | Fraction):
        return exact_string(Fraction(given))[:LONGEST] if isinstance(given, Rational) else str(given)
    return f"a value of type {type(given).__name__}"


def whole_number(given: Number, name: str) -> int:
    """The same for what is counted. Raises ValueError for a broken number."""
    try:
        value = exact_number(given, name)
    except ValueError:
        raise ValueError(f"{name} must be a whole number; got {shown(given)}") from None
    if value.denominator != 1:
        raise ValueError(f"{name} must be a whole number; got {shown(given)}")
    return int(value)


def probability(given: Number, name: str) -> Fraction:
    """The same for a probability. Raises ValueError outside [0, 1]."""
    value = exact_number(given, name)
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is a probability and must lie in [0, 1]; got {shown(value)}")
    return value


def exact_law(values: Iterable[Number], name: str) -> list[Fraction]:
    """Probabilities, exactly: rationals must sum to 1.

    Floats mean the decimals or fractions that `floats.meant` finds: 0.1 and 0.9, or 28/43 and 15/43. Others that sum to
    1 but for rounding, to nine digits, are divided by their sum. Raises ValueError that names the law if a value is
    negative or the sum is not 1.
    """
    given = list(values)
    exact = [x if type(x) is Fraction else exact_number(x, name) for x in given]
    total = sum(exact, Fraction(0))
    rounded = [isinstance(x, float | np.floating) for x in given]
    for entry in exact:
        if entry < 0:
            raise ValueError(f"{line(name)} is not a probability distribution: its entry {shown(entry)} is negative")
    near = any(rounded) and abs(total - 1) <= ROUNDING
    if near and (total != 1 or all(rounded)) and (found := meant([float(x) for x in exact])):
        return found
    if total != 1 and not near:
        few = ", ".join(map(shown, exact[:MOST_SHOWN])) + ", ..." * (len(exact) > MOST_SHOWN)
        raise ValueError(
            f"{line(name)} is not a probability distribution: its entries ({few}) sum to {shown(total)}, not 1"
        )
    return exact if total == 1 else [x / total for x in exact]


def object_array(values: Iterable, shape: tuple[int, ...]) -> np.ndarray:
    """An object array of that shape, filled in order; `np.array` would look inside the numbers."""
    array = np.empty(int(np.prod(shape)), dtype=object)
    for i, value in enumerate(values):
        array[i] = value
    return array.reshape(shape)


def fraction(value: fmpq | Fraction | int) -> Fraction:
    """The same rational as a standard-library Fraction."""
    return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else Fraction(value)


@overload
def plain(value: fmpq | Fraction | int) -> Fraction: ...
@overload
def plain(value: float) -> float: ...
@overload
def plain(value: arb) -> arb: ...
@overload
def plain(value: fmpq | Fraction | float | arb) -> Fraction | float | arb: ...
def plain(value: fmpq | Fraction | float | arb) -> Fraction | float | arb:
    """A number as it leaves this folder: exact ones as Fraction, others as float or ball."""
    if isinstance(value, arb):
        return value
    return float(value) if isinstance(value, float) else fraction(value)


def largest(values: Iterable[Any]) -> Any:
    """The largest number; of balls one that contains it, for two that overlap have no larger one."""
    if isinstance(values, np.ndarray) and values.dtype != object:
        return values.max()
    some = list(values)
    return reduce(arb.max, map(arb, some)) if any(isinstance(x, arb) for x in some) else max(some)


def exact_string(value: Fraction) -> str:
    """p/q in digits, of any length: python-flint writes them all."""
    return str(rational(value))


def short(value: Fraction | float | arb) -> str:
    """A number for a reader: the rational if it is short, and six digits."""
    if not isinstance(value, Fraction) or value.denominator >= 10**6:
        return f"{float(value):.6g}"
    return str(value) if value.denominator == 1 else f"{value} = {float(value):.6g}"


def over_one_denominator(values: np.ndarray) -> tuple[np.ndarray, fmpz]:
    """Whole numbers n and one d with values = n / d: sums of products of them need no common divisor in between."""
    below = reduce(fmpz.lcm, (x.q for x in values.flat), fmpz(1))
    return object_array((x.p * (below // x.q) for x in values.flat), values.shape), below


def plain_array(values: np.ndarray) -> np.ndarray:
    """An array as it leaves this folder."""
    return values if values.dtype == float else object_array(map(plain, values.flat), values.shape)


def rational(value: Fraction | int) -> fmpq:
    """The same number as a python-flint rational."""
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)
