"""Two number systems for one set of algorithms: exact rationals, and floats whose error is known.

An array of rationals is a NumPy array of python-flint's `fmpq`; every operation used here (sums, products, `add.at`,
`add.reduceat`, comparisons) works on both kinds, so each algorithm is written once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq


@dataclass(frozen=True)
class Arithmetic:
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

    def number(self, value: Fraction) -> fmpq | float:
        return fmpq(value.numerator, value.denominator) if self.name == "exact" else float(value)


EXACT, FLOAT = Arithmetic("exact"), Arithmetic("float")


NUMBER = re.compile(r"[+-]?\d+(/\d+|(\.\d*)?([eE][+-]?\d{1,3})?)|[+-]?\.\d+([eE][+-]?\d{1,3})?")


def exact_number(text: str, name: str) -> Fraction:
    """The rational that a text means: p/q, or a decimal, exactly. Raises ValueError naming the number if it is none.

    Exponents have at most three digits: a longer one would be a number that fills the memory.
    """
    try:
        if NUMBER.fullmatch(text.strip()):
            return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        pass
    raise ValueError(f"{name} must be a number such as 1/100 or 0.01; got {text[:60]!r}")


def object_array(values: Iterable, shape: tuple[int, ...]) -> np.ndarray:
    """An object array of that shape, filled in order; `np.array` would look inside the numbers."""
    array = np.empty(int(np.prod(shape)), dtype=object)
    for i, value in enumerate(values):
        array[i] = value
    return array.reshape(shape)


def fraction(value: fmpq) -> Fraction:
    """The same rational as a standard-library Fraction."""
    return Fraction(int(value.p), int(value.q))


def rational(value: Fraction | int) -> fmpq:
    """The same number as a python-flint rational."""
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)
