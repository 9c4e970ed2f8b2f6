"""Two number systems for one set of algorithms: exact rationals, and floats whose error is known.

An array of rationals is a NumPy array of python-flint's `fmpq`; every operation used here (sums, products, `add.at`,
`add.reduceat`, comparisons) works on both kinds, so each algorithm is written once. Arrays that one measure hands to
another (laws, advantages, tables) stay in that form; what is reported leaves as `Fraction` or `float`, by `plain`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from numbers import Rational
from typing import Any, Generic, TypeVar, overload

import numpy as np
from flint import fmpq, fmpz

N = TypeVar("N", Fraction, float)  # what a number of an arithmetic is when it leaves


@dataclass(frozen=True)
class Arithmetic(Generic[N]):
    """`exact` rationals or `float` numbers of 53 bits."""

    name: str

    def zeros(self, *shape: int) -> np.ndarray:
        return np.full(shape, fmpq(0), dtype=object) if self.name == "exact" else np.zeros(shape)

    def ratios(self, numerators: np.ndarray, denominators: np.ndarray) -> np.ndarray:
        """numerators / denominators, elementwise, for arrays of integers of the same shape."""
        if self.name == "float":
            return numerators / denominators
        return object_array(
            (fmpq(int(a), int(b)) for a, b in zip(numerators.flat, denominators.flat, strict=True)), numerators.shape
        )

    def convert(self, exact: np.ndarray) -> np.ndarray:
        """An array of rationals in this arithmetic."""
        if self.name == "exact":
            return exact
        return np.array([int(x.p) / int(x.q) for x in exact.flat]).reshape(exact.shape)

    def number(self, value: Fraction) -> Any:
        return fmpq(value.numerator, value.denominator) if self.name == "exact" else float(value)


ZERO: Any = fmpq(0)  # NumPy's types know no rational, so these go where it wants an array
ONE: Any = fmpq(1)

EXACT: Arithmetic[Fraction] = Arithmetic("exact")
FLOAT: Arithmetic[float] = Arithmetic("float")

Number = int | float | Fraction | str  # whatever means a number

NUMBER = re.compile(r"[+-]?\d+(/\d+|(\.\d*)?([eE][+-]?\d{1,3})?)|[+-]?\.\d+([eE][+-]?\d{1,3})?")


def exact_number(given: Number, name: str) -> Fraction:
    """The rational that is meant, exactly: a whole number, a Fraction, a text p/q or a decimal, or a float.

    A float means the decimal that it is written as: 0.1 is 1/10, as it is on the command line. Exponents have at most
    three digits: a longer one would be a number that fills the memory. Raises ValueError naming what is no number.
    """
    if isinstance(given, Rational):
        return Fraction(int(given.numerator), int(given.denominator))
    text = float.__repr__(given) if isinstance(given, float) else str(given)
    try:
        if NUMBER.fullmatch(text.strip()):
            return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        pass
    raise ValueError(f"{name} must be a number such as 1/100 or 0.01; got {text[:60]!r}")


def whole_number(given: Number, name: str) -> int:
    """The same for what is counted. Raises ValueError for a broken number."""
    value = exact_number(given, name)
    if value.denominator != 1:
        raise ValueError(f"{name} must be a whole number; got {str(given)!r}")
    return int(value)


def probability(given: Number, name: str) -> Fraction:
    """The same for a probability. Raises ValueError outside [0, 1]."""
    value = exact_number(given, name)
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is a probability and must lie in [0, 1]; got {value}")
    return value


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
def plain(value: fmpq | Fraction | float) -> Fraction | float: ...
def plain(value: fmpq | Fraction | float) -> Fraction | float:
    """A number as it leaves this folder: exact ones as Fraction, others as float."""
    return float(value) if isinstance(value, float) else fraction(value)


def exact_string(value: Fraction) -> str:
    """p/q in digits, of any length: python-flint writes them all."""
    return str(rational(value))


def short(value: Fraction | float) -> str:
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
    return values if values.dtype == float else object_array(map(fraction, values.flat), values.shape)


def rational(value: Fraction | int) -> fmpq:
    """The same number as a python-flint rational."""
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)
