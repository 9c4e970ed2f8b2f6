"""Geometric means of probabilities, in rationals where they are rational, in balls or floats elsewhere.

G = prod_s x(s)^w(s),   ln G = sum_s w(s) ln x(s),   the weights w a law;  0 where some x(s) = 0 has weight
"""

import math
from fractions import Fraction

import numpy as np
from flint import arb, fmpq, fmpz

LARGEST_DEGREE = 64  # of a root that is looked at for being rational


def geometric_mean(values: np.ndarray, weights: np.ndarray) -> fmpq | arb | float:
    """G of probabilities, shape (S,), under a law of the same shape; of floats a float.

    Of rationals exact where all values that have weight are the same, or the weights are of a denominator up to 64 and
    G is rational; else a ball.
    """
    if values.dtype == float:
        return _of_floats(values[weights > 0], weights[weights > 0])
    weighty = [(w, x) for w, x in zip(weights, values, strict=True) if w > 0]
    if any(x <= 0 for _, x in weighty):
        return weighty[0][1] * 0
    if all(x == weighty[0][1] for _, x in weighty):
        return weighty[0][1]
    if isinstance(weighty[0][1], fmpq):
        whole = math.lcm(*(int(w.q) for w, _ in weighty))
        if whole <= LARGEST_DEGREE:
            return root(math.prod((x ** int(w * whole) for w, x in weighty), start=fmpq(1)), whole)
    return sum((arb(w) * arb(x).log() for w, x in weighty), start=arb(0)).exp()


def _of_floats(values: np.ndarray, weights: np.ndarray) -> float:
    return 0.0 if (values <= 0).any() else float(np.exp((weights * np.log(values)).sum()))


def root(value: fmpq | arb | float, degree: int) -> fmpq | arb | float:
    """value^(1/degree), value >= 0: exact for a rational whose root is rational, else a ball, or a float of a float."""
    if value == 0:
        return value
    if isinstance(value, fmpq):
        top, bottom = (_whole_root(part, degree) for part in (value.p, value.q))
        if top is not None and bottom is not None:
            return fmpq(top, bottom)
        return arb(value).root(degree)
    return value.root(degree) if isinstance(value, arb) else float(value) ** (1 / degree)


def above(value: fmpq | arb | float) -> fmpq | float:
    """The value, or a rational number just above a ball, at most 1: what is measured by it is no smaller than it is."""
    if not isinstance(value, arb):
        return value
    mantissa, exponent = value.upper().man_exp()
    number = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return min(fmpq(number.numerator, number.denominator), fmpq(1))


def _whole_root(number: fmpz, degree: int) -> fmpz | None:
    found = fmpz(number).root(degree)
    return found if found**degree == number else None
