"""Formulas with roots, exp and log in ball arithmetic: a ball contains the value, all rounding included."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, ctx, fmpq

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.evaluation import BALLS, value

BITS = 128


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


def upper_value(expression: sympy.Expr, values: Mapping[Any, Fraction | int]) -> Fraction:
    """The expression's value, exactly if no root, exp or log is in it, else a rational just above it."""
    if is_rational(expression):
        return exact_value(expression, values)
    with ctx.workprec(BITS):
        found = ball(expression, {letter: number_ball(x) for letter, x in values.items()})
        if not found.is_finite():
            at = ", ".join(f"{letter} = {values[letter]}" for letter in sorted(expression.free_symbols, key=str))
            raise ValueError(f"{expression} is not defined at {at}")
        top: fmpq = found.upper().fmpq()
    return Fraction(int(top.p), int(top.q))
