"""What a formula means: the value of its tree at a point, exactly or in a rigorous ball, or that it has none.

    EXACT WHERE RATIONAL   rationals while the parts are rational, roots of perfect powers, exp(0) and log(1) among them
    A BALL ELSEWHERE       python-flint's `arb`: it contains the value, all rounding included
    UNDEFINED              1/0, 0 to a negative power, log of what is not above 0, a root of what is below 0
    UNCLEAR                balls do not tell at this precision, as for 1/(sqrt(2)**2 - 2)

A part that is undefined makes the whole undefined, whatever it is multiplied with or compared to. Nothing is
simplified: x - x is undefined where x is. Sums are added term by term; an empty sum is 0, whatever its term. 0**0 is 1,
the empty product, so 0**(c - T) is 0, then 1 at T = c, then undefined. This is the oracle:
whoever says something else is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import reduce

import numpy as np
from flint import arb, ctx, fmpq, fmpz

from tightrope.bounds.language.syntax import (
    Call,
    Letter,
    Minus,
    Node,
    Number,
    Over,
    Plus,
    Power,
    Times,
    Total,
    children,
    letters,
    walk,
)

BITS = 128
LARGEST_EXACT = 100_000  # bits of a numerator or a denominator: larger ones are continued as balls


class Nothing(Enum):
    """No value: certainly none, or none that the precision shows."""

    UNDEFINED = "undefined"
    UNCLEAR = "unclear"


UNDEFINED, UNCLEAR = Nothing.UNDEFINED, Nothing.UNCLEAR


@dataclass(frozen=True, kw_only=True)
class Between:
    """A value: lower <= value <= upper, and exact if they are the same."""

    lower: Fraction
    upper: Fraction

    @property
    def exact(self) -> Fraction | None:
        return self.lower if self.lower == self.upper else None


def meaning(tree: Node, values: Mapping[str, Fraction | int], bits: int = BITS) -> Between | Nothing:
    """The value of the tree, or why there is none. Raises ValueError for a letter without a value."""
    if missing := sorted(letters(tree) - set(values)):
        raise ValueError(f"a value is needed for {', '.join(missing)}")
    with ctx.workprec(bits):
        found = _value(tree, {name: _exact(Fraction(x)) for name, x in values.items()})
        if isinstance(found, Nothing):
            return found
        if isinstance(found, fmpq):
            return Between(lower=_fraction(found), upper=_fraction(found))
        lower, upper = end_of_ball(found.lower(), -1), end_of_ball(found.upper(), 1)
        return UNCLEAR if lower is None or upper is None else Between(lower=lower, upper=upper)


def _exact(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def _fraction(number: fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def end_of_ball(number: arb, away: int) -> Fraction | None:
    """The end of a ball as a rational; none if it is too large for one.

    What is too small is rounded, downwards if `away` < 0.
    """
    mantissa, exponent = map(int, number.man_exp())
    if mantissa and exponent + mantissa.bit_length() > LARGEST_EXACT:
        return None  # FLINT itself would end the process
    if mantissa and exponent < -LARGEST_EXACT:
        mantissa, exponent = (mantissa >> -(exponent + LARGEST_EXACT)) + (away > 0), -LARGEST_EXACT
    return Fraction(mantissa) * Fraction(2) ** exponent


def _checked(found):
    """The same if it is a value; a rational that is too long continues as a ball, a ball without an end is unclear."""
    if isinstance(found, fmpq) and max(found.p.bit_length(), found.q.bit_length()) > LARGEST_EXACT:
        found = arb(found)
    return UNCLEAR if isinstance(found, arb) and not found.is_finite() else found


def _value(node: Node, values: Mapping[str, fmpq]):
    """A rational, a finite ball, or Nothing."""
    match node:
        case Number(value):
            return _exact(value)
        case Letter(name):
            return values[name]
        case Total():
            return _total(node, values)
    parts = [_value(part, values) for part in children(node)]
    for nothing in (UNDEFINED, UNCLEAR):
        if any(part is nothing for part in parts):
            return nothing
    match node:
        case Plus():
            return _checked(reduce(lambda a, b: a + b, parts))
        case Times():
            return _checked(reduce(lambda a, b: a * b, parts))
        case Minus():
            return -parts[0]
        case Over():
            return _power(parts[0], -1)
        case Power():
            return _root(parts[0], int(parts[1].p), int(parts[1].q))
        case Call(function="min"):
            return reduce(_smaller, parts)
        case Call(function="max"):
            return -reduce(_smaller, [-part for part in parts])
        case Call(function="exp"):
            return fmpq(1) if _is(parts[0], 0) else _checked(arb(parts[0]).exp())
        case Call(function="log"):
            return _log(parts[0])
        case Call(function="floor"):
            return _floor(parts[0])
    raise ValueError(f"no formula has {node}")


def _is(value, number: int) -> bool:
    return isinstance(value, fmpq) and value == number


def _smaller(a, b):
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return min(a, b)
    x, y = arb(a), arb(b)  # a comparison of balls is true only if it is certain
    return a if x <= y else b if y <= x else x.min(y)


def _log(value):
    if _is(value, 1):
        return fmpq(0)
    if value <= 0:
        return UNDEFINED
    return _checked(arb(value).log()) if value > 0 else UNCLEAR


def _floor(value):
    """The largest whole number that is not above; unclear where a ball reaches over one."""
    if isinstance(value, fmpq):
        return fmpq(value.floor())
    low, high = (end.floor().unique_fmpz() for end in (value.lower(), value.upper()))
    return UNCLEAR if low is None or low != high else fmpq(low)


def _power(base, exponent: int):
    """base to a whole power; 0**0 is 1."""
    if exponent == 0:
        return fmpq(1)
    if exponent < 0 and not (base > 0 or base < 0):
        return UNDEFINED if _is(base, 0) else UNCLEAR
    if isinstance(base, arb) and base.contains(0):  # then exponent > 0; flint goes by the logarithm
        return _checked(_product(base, exponent))
    if isinstance(base, fmpq) and abs(exponent) * max(base.p.bit_length(), base.q.bit_length()) > 2 * LARGEST_EXACT:
        base = arb(base)
    return _checked(base**exponent)


def _product(base: arb, exponent: int) -> arb:
    """base to a whole power > 0, by multiplications."""
    result = base
    for digit in bin(exponent)[3:]:
        result *= result
        if digit == "1":
            result *= base
    return result


def _root(base, above: int, below: int):
    """base ** (above/below), in lowest terms: of a negative base there is no root, not even a third one."""
    if below == 1:
        return _power(base, above)
    if base < 0:
        return UNDEFINED
    if not base >= 0:
        return UNCLEAR
    if isinstance(base, fmpq):
        p, q = _whole_root(base.p, below), _whole_root(base.q, below)
        if p is not None and q is not None:
            return _power(fmpq(p, q), above)
    root = arb(base).root(below)
    return _power(root, above) if root.is_finite() else UNCLEAR


def _whole_root(number: fmpz, degree: int) -> fmpz | None:
    root = number.root(degree)
    return root if root**degree == number else None


def _total(node: Total, values: Mapping[str, fmpq]):
    ends = [_value(end, values) for end in (node.first, node.last)]
    first, last = (int(end.p) for end in ends)
    if last < first:
        return fmpq(0)
    if node.index not in letters(node.term):
        term = _value(node.term, values)
        return term if isinstance(term, Nothing) else _checked(term * (last - first + 1))
    total, unclear = fmpq(0), False
    for i in range(first, last + 1):
        term = _value(node.term, {**values, node.index: fmpq(i)})
        if term is UNDEFINED:
            return UNDEFINED
        if term is UNCLEAR or unclear:
            unclear = True  # and a later one may still be undefined
        else:
            total = total + term
    return UNCLEAR if unclear else _checked(total)


def floats(node: Node, values: Mapping[str, object]) -> np.ndarray:
    """The values in floats, of whole arrays: for looking around, never for a verdict. NaN where undefined."""
    with np.errstate(all="ignore"):
        return _floats(node, {name: np.asarray(x, dtype=float) for name, x in values.items()})


def _floats(node: Node, values: Mapping[str, np.ndarray]) -> np.ndarray:
    match node:
        case Number(value):
            return np.asarray(_float(value))
        case Letter(name):
            return values[name]
        case Total():
            return _float_total(node, values)
    parts = [_floats(part, values) for part in children(node)]
    match node:
        case Plus():
            return reduce(np.add, parts)
        case Times():
            return reduce(np.multiply, parts)
        case Minus():
            return -parts[0]
        case Over():
            return np.where(parts[0] == 0, np.nan, 1 / parts[0])
        case Power():
            base, exponent = parts
            whole = exponent == np.round(exponent)
            bad = np.isnan(base) | ((base == 0) & (exponent < 0)) | ((base < 0) & ~whole)
            return np.where(bad, np.nan, np.power(base, exponent))
        case Call(function="min"):
            return reduce(np.minimum, parts)
        case Call(function="max"):
            return reduce(np.maximum, parts)
        case Call(function="exp"):
            return np.exp(parts[0])
        case Call(function="log"):
            return np.where(parts[0] <= 0, np.nan, np.log(parts[0]))
        case Call(function="floor"):
            return np.floor(parts[0])
    raise ValueError(f"no formula has {node}")


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else -float("inf")


def _float_total(node: Total, values: Mapping[str, np.ndarray]) -> np.ndarray:
    first, last = (int(_floats(end, values)) for end in (node.first, node.last))
    whole = np.arange(first, last + 1, dtype=float)
    if not whole.size:
        return np.asarray(0.0)
    if node.index not in letters(node.term):
        return _floats(node.term, values) * whole.size
    if any(
        isinstance(part, Total) for part in walk(node.term)
    ):  # one after the other: its ends may depend on this index
        return reduce(np.add, (_floats(node.term, {**values, node.index: np.asarray(i)}) for i in whole))
    return _floats(node.term, {**values, node.index: whole[:, None]}).sum(axis=0)  # the index down, epsilon across
