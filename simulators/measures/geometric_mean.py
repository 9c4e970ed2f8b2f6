"""Geometric means of probabilities, in rationals where they are rational, in balls or floats elsewhere.

G = prod_s x(s)^w(s),   ln G = sum_s w(s) ln x(s),   the weights w a law;  0 where some x(s) = 0 has weight
"""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from flint import arb, ctx, fmpq, fmpz

LARGEST_DEGREE = 64  # of a root that is looked at for being rational
BITS, SHORT = 256, 53  # of a ball, so that 1 - G is known where G is nearly 1; of a number that is given for one


def geometric_mean(values: np.ndarray, weights: np.ndarray) -> fmpq | arb | float:
    """G of probabilities, shape (S,), under a law of the same shape; of floats a float.

    Of rationals exact where all values that have weight are the same, or the weights are of a denominator up to 64 and
    G is rational; else a ball. Of balls a ball.
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
    with ctx.workprec(BITS):
        return _of_balls([(arb(w), arb(x)) for w, x in weighty])


def _of_balls(weighty: list[tuple[arb, arb]]) -> arb:
    if any(x.contains(0) for _, x in weighty):
        return arb(0).union(_of_balls([(w, x.upper()) for w, x in weighty]))
    return sum((w * x.log() for w, x in weighty), start=arb(0)).exp()


def _of_floats(values: np.ndarray, weights: np.ndarray) -> float:
    return 0.0 if (values <= 0).any() else float(np.exp((weights * np.log(values)).sum()))


def evenly_weighted(values: Sequence[fmpq | arb | float]) -> fmpq | arb | float:
    """G of numbers that all weigh the same."""
    if isinstance(values[0], float):  # a product of so many floats would stop at the least one there is
        return geometric_mean(np.array(values), np.full(len(values), 1 / len(values)))
    with ctx.workprec(BITS):
        return root(math.prod(values), len(values))


def root(value: fmpq | arb | float, degree: int) -> fmpq | arb | float:
    """value^(1/degree), value >= 0: exact for a rational whose root is rational, else a ball, or a float of a float."""
    if isinstance(value, float):
        return value ** (1 / degree)
    if value == 0:
        return value
    if isinstance(value, fmpq):
        top, bottom = (_whole_root(part, degree) for part in (value.p, value.q))
        if top is not None and bottom is not None:
            return fmpq(top, bottom)
    with ctx.workprec(BITS):
        return arb(value).root(degree)


def loss(agreement: fmpq | arb | float) -> fmpq | arb | float:
    """1 - G."""
    with ctx.workprec(BITS):
        return 1 - agreement


def loss_from_above(agreement: fmpq | arb | float) -> fmpq | float:
    """1 - G, or of a ball a rational number just above it, at most 1: a loss that is no smaller than it is.

    It is above by 2^-52 of itself, and 2^-240 of 1, at most.
    """
    lost = loss(agreement)
    if not isinstance(lost, arb):
        return lost
    with ctx.workprec(SHORT):
        mantissa, exponent = lost.upper().man_exp()
    number = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return min(fmpq(number.numerator, number.denominator), fmpq(1))


def _whole_root(number: fmpz, degree: int) -> fmpz | None:
    found = fmpz(number).root(degree)
    return found if found**degree == number else None
