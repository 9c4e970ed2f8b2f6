"""The value of a formula in three arithmetics: exact rationals, balls that contain it, and floats.

    EXACT   python-flint's rationals; a root, exp or log has no exact value
    BALLS   python-flint's `arb`: the ball contains the value, all rounding included; not finite where undefined
    FLOATS  NumPy's, also of whole arrays: for looking around, never for a verdict

Balls are added up term by term, so nothing cancels and nothing divides by 0; in rationals and in floats `added_up` is
faster where it can. A sum whose last index lies below its first is 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import comb
from typing import Any

import numpy as np
import sympy
from flint import arb, fmpq

from tightrope.bounds.language.summation import Summation

FEW_TERMS, MOST_TERMS = 16, 100_000  # up to the first they are simply added; beyond the second nobody waits for the end
MOST_BITS = 1 << 20  # of a number that is computed exactly; reducing it to lowest terms takes seconds
MOST_FLOATS = 10_000_000  # terms of floats that are held at once


class DivisionByZero(ValueError, ZeroDivisionError):
    """A formula that has no value at a point because it divides by 0 there."""


Values = Mapping[Any, Any]  # numbers of one kind, by letters or by measured quantities


@dataclass(frozen=True, kw_only=True)
class Arithmetic:
    """Numbers of one kind. `whole` gives the integer that a number is, or None; `power` takes integer exponents."""

    number: Callable[[Fraction], Any]
    whole: Callable[[Any], int | None]
    minimum: Callable
    maximum: Callable
    power: Callable[[Any, int], Any]
    root: Callable[[Any, int], Any]
    floor: Callable
    sign: Callable
    exp: Callable
    log: Callable
    pi: Callable[[], Any]
    added_up: Callable = lambda *_: None  # a sum in fewer steps, None if it knows none: see `_sum`


def value(expression: sympy.Basic, values: Values, arithmetic: Arithmetic) -> Any:
    """The formula's value. Raises ValueError for a letter without a value, a function that is not translated, an index
    or an exponent that is no whole number, or (EXACT) what is not rational or divides by 0."""
    if expression in values:
        return values[expression]
    if isinstance(expression, sympy.Rational):
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
        case sympy.Pow():  # of E; sympy calls it an exp as well
            return arithmetic.exp(parts[1])
        case sympy.exp():
            return arithmetic.exp(parts[0])
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


def truth(statement: sympy.Basic, values: Values, arithmetic: Arithmetic) -> bool | None:
    """Whether the statement is true; None if balls overlap so that it can't be told.

    A condition of `Implies` that is false, or one true part of `Or`, decides it whatever the rest is. Raises ValueError
    as `value` does, for a part that is needed and has no value.
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


def _sum(expression: sympy.Sum, values: Values, arithmetic: Arithmetic) -> Any:
    *inner, (index, first, last) = expression.limits  # sympy writes a sum of sums as one sum, the outer index last
    begin, end = (arithmetic.whole(value(one, values, arithmetic)) for one in (first, last))
    if begin is None or end is None:
        raise ValueError(f"the limits of {expression} must be whole numbers")
    term = sympy.Sum(expression.function, *inner) if inner else expression.function
    if begin <= end and (found := arithmetic.added_up(term, index, begin, end, values)) is not None:
        return found
    if end - begin >= MOST_TERMS:
        raise ValueError(
            f"{expression} has {end - begin + 1} terms to be added one by one, more than {MOST_TERMS}: "
            "choose a shorter horizon"
        )
    total = arithmetic.number(Fraction(0))
    for i in range(begin, end + 1):
        total = total + value(term, {**values, index: arithmetic.number(Fraction(i))}, arithmetic)
    return total


def _binomial(parts: list, arithmetic: Arithmetic):
    of, chosen = map(arithmetic.whole, parts)
    if of is None or chosen is None or min(of, chosen) < 0:
        raise ValueError(f"a binomial needs whole numbers that are not negative; got {parts[0]} and {parts[1]}")
    return arithmetic.number(Fraction(comb(of, chosen)))


def _power(expression: sympy.Pow, values: Values, arithmetic: Arithmetic) -> Any:
    base = value(expression.base, values, arithmetic)
    exponent = expression.exp
    if isinstance(exponent, sympy.Rational):
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
    if bits_of_power(base, exponent) > MOST_BITS:
        raise ValueError(
            f"the exact value has about {bits_of_power(base, exponent) * 3 // 10} digits, more than the "
            f"{MOST_BITS * 3 // 10} that are written out: choose a shorter horizon, or an epsilon in fewer digits"
        )
    return base**exponent


def bits_of_power(base: fmpq, exponent: int) -> int:
    """About how long base^exponent is, its numerator or its denominator."""
    bits = 0 if base in (0, 1, -1) else max(base.p.bit_length(), base.q.bit_length())
    return bits * abs(exponent)


def _exact_added_up(term: sympy.Expr, index: sympy.Symbol, first: int, last: int, values: Values) -> Any:
    if last - first < FEW_TERMS:
        return None
    quick = Summation(index=index, constant=lambda part: value(part, values, EXACT), power=_exact_power)
    return quick.added_up(term, first, last)


def _irrational(*_):
    raise ValueError("a root, an exponential or a logarithm has no exact value")


def _whole_ball(number: arb) -> int | None:
    found = number.unique_fmpz() if number.is_exact() and number.is_integer() else None  # not what a ball is around
    return None if found is None else int(found)


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
    added_up=_exact_added_up,
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


def _floats_added_up(term: sympy.Expr, index: sympy.Symbol, first: int, last: int, values: Values) -> Any | None:
    """The index along an axis of its own."""
    if term.has(sympy.Sum, sympy.binomial):
        return None
    shapes = [np.shape(x) for x in values.values()]
    if (last - first + 1) * np.prod(np.broadcast_shapes(*shapes)) > MOST_FLOATS:
        raise ValueError(f"a sum of {last - first + 1} terms is too long: choose a shorter horizon")
    indices = np.arange(first, last + 1, dtype=float).reshape(-1, *(1,) * max(map(len, shapes), default=0))
    terms = value(term, {**values, index: indices}, FLOATS)
    return np.broadcast_to(terms, np.broadcast_shapes(np.shape(terms), indices.shape)).sum(axis=0)


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
