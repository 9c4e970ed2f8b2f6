"""Formulas with roots, exp and log in ball arithmetic: a ball contains the value, all rounding included."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, ctx, fmpq

from tightrope.bounds.language.bound import check_values
from tightrope.bounds.language.evaluation import BALLS, EXACT, Arithmetic, bits_of_power, value
from tightrope.bounds.language.meaning import LARGEST_EXACT, Between, end_of_ball
from tightrope.bounds.language.summation import Real, Summation

BITS, PRECISIONS = 128, (128, 512, 2048)  # the first one tells, unless terms cancel


def ball(expression: sympy.Expr, values: Mapping[Any, arb]) -> arb:
    """A ball that contains the expression for all values in the balls of its letters; not finite where undefined.

    Raises ValueError for a function that is not translated, or a sum whose limits are not whole numbers.
    """
    return value(expression, values, BALLS)


def number_ball(number: Fraction | int) -> arb:
    """The smallest ball around a rational."""
    return BALLS.number(Fraction(number))


def is_rational(expression: sympy.Expr) -> bool:
    """Whether the formula is rational at rational letters: no root, exp or log is in it."""
    roots = any(power.exp.is_integer is not True for power in expression.atoms(sympy.Pow))
    return not roots and not expression.has(sympy.log, sympy.exp)


def enclosed(expression: sympy.Expr, values: Mapping[Any, Fraction | int]) -> Between:
    """The expression's value: exact if no root, exp or log is in it and it is not too long, else between two rationals.

    Raises ValueError as `exact_value` does, and where the expression is not defined.
    """
    check_values(expression, values)
    arithmetic = ENCLOSURES if is_rational(expression) else BALLS
    for bits in PRECISIONS:
        with ctx.workprec(bits):
            found = value(
                expression, {x: arithmetic.number(Fraction(given)) for x, given in values.items()}, arithmetic
            )
            if isinstance(found, fmpq):
                exact = Fraction(int(found.p), int(found.q))
                return Between(lower=exact, upper=exact)
            if not found.is_finite():
                continue
            lower, upper = end_of_ball(found.lower(), -1), end_of_ball(found.upper(), 1)
            tells = arithmetic is BALLS or bits == PRECISIONS[-1] or found.rel_accuracy_bits() >= BITS // 2
            if lower is not None and upper is not None and tells:
                return Between(lower=lower, upper=upper)
    raise ValueError(f"{expression} is not defined at {dict(values)}")


def upper_value(expression: sympy.Expr, values: Mapping[Any, Fraction | int]) -> Fraction:
    """The expression's value, or a rational just above it: see `enclosed`."""
    return enclosed(expression, values).upper


def _smaller(a: Real, b: Real) -> Real:
    """The smaller one, a rational where it is certain which."""
    return a if a <= b else b if b <= a else arb(a).min(arb(b))


def _power(base: Real, exponent: int) -> Real:
    if isinstance(base, fmpq) and bits_of_power(base, exponent) <= LARGEST_EXACT:
        return EXACT.power(base, exponent)
    return arb(base) ** exponent


def _added_up(term: sympy.Expr, index: sympy.Symbol, first: int, last: int, values: Mapping) -> Real | None:
    quick = Summation(index=index, constant=lambda part: value(part, values, ENCLOSURES), power=_power)
    return quick.added_up(term, first, last)


ENCLOSURES = Arithmetic(  # of rational formulas: rationals as long as they are short, then balls
    number=EXACT.number,
    whole=lambda x: EXACT.whole(x) if isinstance(x, fmpq) else BALLS.whole(x),
    minimum=_smaller,
    maximum=lambda a, b: -_smaller(-a, -b),
    power=_power,
    root=EXACT.root,
    floor=lambda x: EXACT.floor(x) if isinstance(x, fmpq) else BALLS.floor(x),
    sign=lambda x: EXACT.sign(x) if isinstance(x, fmpq) else BALLS.sign(x),
    exp=EXACT.exp,
    log=EXACT.log,
    pi=EXACT.pi,
    added_up=_added_up,
)
