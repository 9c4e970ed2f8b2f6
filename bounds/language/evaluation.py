"""The value of a formula in three arithmetics: exact rationals, balls that contain it, and floats.

    EXACT   python-flint's rationals; a root, exp or log has no exact value
    BALLS   python-flint's `arb`: the ball contains the value, all rounding included; not finite where undefined
    FLOATS  NumPy's, also of whole arrays: for looking around, never for a verdict

Sums are added term by term, so nothing cancels and nothing divides by 0; a sum whose last index lies below its first is 0.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import comb

import numpy as np
import sympy
from flint import arb, fmpq


class DivisionByZero(ValueError, ZeroDivisionError):
    """A formula that has no value at a point because it divides by 0 there."""


@dataclass(frozen=True, kw_only=True)
class Arithmetic:
    """Numbers of one kind. `whole` gives the integer that a number is, or None; `power` takes integer exponents."""

    number: Callable[[Fraction], object]
    whole: Callable[[object], int | None]
    minimum: Callable
    maximum: Callable
    power: Callable[[object, int], object]
    root: Callable[[object, int], object]
    floor: Callable
    sign: Callable
    exp: Callable
    log: Callable
    pi: Callable[[], object]
    added_up: Callable | None = None  # all terms of a sum at once, if the arithmetic knows whole arrays


def value(expression: sympy.Basic, values: Mapping[sympy.Symbol, object], arithmetic: Arithmetic):
    """The formula's value. Raises ValueError for a letter without a value, a function that is not translated, an index or
    an exponent that is no whole number, or (EXACT) what is not rational or divides by 0."""
    if expression in values:
        return values[expression]
    if expression.is_Rational:
        return arithmetic.number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        raise ValueError(f"a value is needed for {expression}")
    if isinstance(expression, sympy.Sum):
        return _sum(expression, values, arithmetic)
    if isinstance(expression, sympy.Pow) and expression.base is not sympy.E:
        return _power(expression, values, arithmetic)
    if expression is sympy.E:
        return arithmetic.exp(arithmetic.number(Fraction(1)))
    if expression is sympy.pi:
        return arithmetic.pi()
    parts = [value(part, values, arithmetic) for part in expression.args]
    match expression:
        case sympy.Add():
            return sum(parts[1:], parts[0])
        case sympy.Mul():
            return reduce(lambda a, b: a * b, parts)
        case sympy.Min():
            return reduce(arithmetic.minimum, parts)
        case sympy.Max():
            return reduce(arithmetic.maximum, parts)
        case sympy.exp():
            return arithmetic.exp(parts[0])
        case sympy.Pow():
            return arithmetic.exp(parts[1])
        case sympy.log() if len(parts) == 1:
            return arithmetic.log(parts[0])
        case sympy.Abs():
            return arithmetic.maximum(parts[0], -parts[0])
        case sympy.sign():
            return arithmetic.sign(parts[0])
        case sympy.floor():
            return arithmetic.floor(parts[0])
        case sympy.binomial():
            return _binomial(parts, arithmetic)
    raise ValueError(
        f"only sums, products, powers, min, max, floor, sign, binomials, exp and log can be evaluated; got {expression}"
    )


def truth(statement: sympy.Basic, values: Mapping[sympy.Symbol, object], arithmetic: Arithmetic) -> bool | None:
    """Whether the statement is true; None if balls overlap so that it can't be told.

    A condition of `Implies` that is false, or one true part of `Or`, decides it whatever the rest is. Raises ValueError as
    `value` does, for a part that is needed and has no value.
    """
    if statement in (sympy.true, sympy.false):
        return statement == sympy.true
    match statement:
        case sympy.And():
            return _all(truth(part, values, arithmetic) for part in statement.args)
        case sympy.Or():
            return _not(_all(_not(truth(part, values, arithmetic)) for part in statement.args))
        case sympy.Not():
            return _not(truth(statement.args[0], values, arithmetic))
        case sympy.Implies():
            condition, conclusion = statement.args
            return _not(_all(_not(truth(part, values, arithmetic)) for part in (sympy.Not(condition), conclusion)))
        case sympy.Rel():
            left, right = (value(side, values, arithmetic) for side in (statement.lhs, statement.rhs))
            return _compared(statement, left, right)
    raise ValueError(f"a statement compares values, with and, or, not and implies; got {statement}")


def _compared(relation: sympy.Rel, left, right) -> bool | None:
    """Balls are in a relation if all their points are; it is denied if the opposite relation holds of all of them."""
    less, more = (left < right, left <= right), (left > right, left >= right)
    holds, fails = {
        sympy.Lt: (less[0], more[1]),
        sympy.Le: (less[1], more[0]),
        sympy.Gt: (more[0], less[1]),
        sympy.Ge: (more[1], less[0]),
        sympy.Eq: (left == right, left != right),
        sympy.Ne: (left != right, left == right),
    }[relation.func]
    return True if holds else False if fails else None


def _all(parts) -> bool | None:
    unknown = False
    for part in parts:
        if part is False:
            return False
        unknown |= part is None
    return None if unknown else True


def _not(one: bool | None) -> bool | None:
    return None if one is None else not one


def _sum(expression: sympy.Sum, values: Mapping, arithmetic: Arithmetic):
    *inner, (index, first, last) = expression.limits  # sympy writes a sum of sums as one sum, the outer index last
    ends = [arithmetic.whole(value(end, values, arithmetic)) for end in (first, last)]
    if None in ends:
        raise ValueError(f"the limits of {expression} must be whole numbers")
    term = sympy.Sum(expression.function, *inner) if inner else expression.function
    if arithmetic.added_up and ends[0] <= ends[1] and not term.has(sympy.Sum, sympy.binomial):
        return arithmetic.added_up(lambda i: value(term, {**values, index: i}, arithmetic), *ends, values.values())
    total = arithmetic.number(Fraction(0))
    for i in range(ends[0], ends[1] + 1):
        total = total + value(term, {**values, index: arithmetic.number(Fraction(i))}, arithmetic)
    return total


def _binomial(parts: list, arithmetic: Arithmetic):
    of, chosen = map(arithmetic.whole, parts)
    if of is None or chosen is None or min(of, chosen) < 0:
        raise ValueError(f"a binomial needs whole numbers that are not negative; got {parts[0]} and {parts[1]}")
    return arithmetic.number(Fraction(comb(of, chosen)))


def _power(expression: sympy.Pow, values: Mapping, arithmetic: Arithmetic):
    base = value(expression.base, values, arithmetic)
    exponent = expression.exp
    if exponent.is_Rational:
        root = base if exponent.q == 1 else arithmetic.root(base, int(exponent.q))  # of a negative base: none
        return arithmetic.power(root, int(exponent.p))
    power = value(exponent, values, arithmetic)
    if (whole := arithmetic.whole(power)) is not None:
        return arithmetic.power(base, whole)
    if (twice := arithmetic.whole(2 * power)) is not None:  # half of a whole number, such as T/2
        return arithmetic.power(arithmetic.root(base, 2), twice)
    raise ValueError(f"an exponent must be a number or whole, or half of what is whole; got {exponent}")


def _exact(numerator: Fraction) -> fmpq:
    return fmpq(numerator.numerator, numerator.denominator)


def _exact_power(base: fmpq, exponent: int) -> fmpq:
    if exponent < 0 and base == 0:
        raise DivisionByZero("a division by 0 has no value")
    return base**exponent


def _irrational(*_):
    raise ValueError("a root, an exponential or a logarithm has no exact value")


def _whole_ball(number: arb) -> int | None:
    return int(number.unique_fmpz()) if number.is_exact() and number.is_integer() else None  # not what a ball is around


EXACT = Arithmetic(
    number=_exact,
    whole=lambda x: int(x.p) if x.q == 1 else None,
    minimum=min,
    maximum=max,
    power=_exact_power,
    root=_irrational,
    floor=lambda x: fmpq(x.floor()),
    sign=lambda x: fmpq((x > 0) - (x < 0)),
    exp=_irrational,
    log=_irrational,
    pi=_irrational,
)
BALLS = Arithmetic(
    number=lambda x: arb(_exact(x)),
    whole=_whole_ball,
    minimum=arb.min,
    maximum=arb.max,
    power=lambda base, exponent: base**exponent,
    root=arb.root,
    floor=arb.floor,
    sign=arb.sgn,
    exp=arb.exp,
    log=arb.log,
    pi=arb.pi,
)


def _whole_floats(x):
    if np.ndim(x):
        return x if (x == np.round(x)).all() else None
    return int(x) if x == int(x) else None


def _floats_added_up(term: Callable, first: int, last: int, values: Iterable) -> np.ndarray:
    """The sum of term(first), ..., term(last), the index along an axis of its own."""
    index = np.arange(first, last + 1, dtype=float).reshape(-1, *(1,) * max(map(np.ndim, values), default=0))
    terms = term(index)
    return np.broadcast_to(terms, np.broadcast_shapes(np.shape(terms), index.shape)).sum(axis=0)


FLOATS = Arithmetic(
    number=float,
    whole=_whole_floats,
    added_up=_floats_added_up,
    minimum=np.minimum,
    maximum=np.maximum,
    power=lambda base, exponent: np.power(base, np.asarray(exponent, dtype=float)),
    root=lambda base, degree: np.power(base, 1.0 / degree),
    floor=np.floor,
    sign=np.sign,
    exp=np.exp,
    log=np.log,
    pi=lambda: np.pi,
)
