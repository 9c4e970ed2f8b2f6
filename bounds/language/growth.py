"""An order hides its constants; what is left of it is how it grows."""

from collections.abc import Mapping
from math import log2

from sympy import Expr, Symbol

from tightrope.bounds.language.evaluation import FLOATS, value


def growth(expression: Expr, before: Mapping[Symbol, float], after: Mapping[Symbol, float]) -> float:
    """log2 f(after)/f(before): the exponent of a letter if that letter alone is doubled between the two points.

    Taken from the formula itself, so a minimum has the exponent of its smaller term there and a logarithm adds its own
    slow growth. In floats. Raises ValueError if a letter of the formula has no value.
    """
    return log2(value(expression, after, FLOATS) / value(expression, before, FLOATS))
