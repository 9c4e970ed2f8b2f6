"""A sum of many terms in few steps, where a term is made of powers i^d b^i of its index i.

    sum of i^d over first <= i <= last         (last + 1)^(d+1) - first^(d+1) = sum_j C(d+1, j) S_j, j <= d
    sum of i^d b^i, b other than 1             (1 - b) S_d = first^d b^first - last^d b^(last+1) + what S_j, j < d, give

A minimum or maximum of terms whose difference is linear in the index is taken apart where the difference changes its
sign. What is written otherwise is not for here: then the terms are to be added one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from math import comb

import sympy
from flint import arb, fmpq

MOST_FACTORS = 8  # of a power of the index

Real = fmpq | arb  # a rational, or a ball that contains the number
Form = dict[tuple[int, fmpq], Real]  # the coefficients of i^d b^i, by (d, b)
ZERO, ONE = fmpq(0), fmpq(1)


class _Turn(Exception):
    """Up to an index one term is the least, from the next one on another."""

    def __init__(self, at: int) -> None:
        self.at = at


class _NotForHere(Exception):
    """A term that is written otherwise."""


@dataclass(frozen=True, kw_only=True)
class Summation:
    """`constant` gives the value of a part that is free of the index, `power` takes rationals to whole exponents.

    The sums are exact where these are.
    """

    index: sympy.Symbol
    constant: Callable[[sympy.Basic], Real]
    power: Callable[[fmpq, int], Real]

    def added_up(self, term: sympy.Expr, first: int, last: int) -> Real | None:
        """The sum of the term over first <= index <= last, for first <= last; None if it is not for here."""
        try:
            form = self._form(term, (first, last))
        except _Turn as turn:
            before, after = self.added_up(term, first, turn.at), self.added_up(term, turn.at + 1, last)
            return None if before is None or after is None else before + after
        except _NotForHere:
            return None
        return sum((x * self._powers(d, b, first, last) for (d, b), x in form.items()), ZERO)

    def _form(self, term: sympy.Basic, ends: tuple[int, int]) -> Form:
        if self.index not in term.free_symbols:
            return {(0, ONE): self.constant(term)}
        if term == self.index:
            return {(1, ONE): ONE}
        match term:
            case sympy.Add():
                return reduce(_plus, [self._form(part, ends) for part in term.args])
            case sympy.Mul():
                return reduce(_times, [self._form(part, ends) for part in term.args])
            case sympy.Pow() if term.exp.is_Integer and 0 < term.exp <= MOST_FACTORS:
                return reduce(_times, [self._form(term.base, ends)] * int(term.exp))
            case sympy.Pow() if self.index not in term.base.free_symbols:
                return self._exponential(self.constant(term.base), self._form(term.exp, ends), ends)
            case sympy.Min():
                return reduce(lambda a, b: a if _is_least(a, b, ends) else b, (self._form(x, ends) for x in term.args))
            case sympy.Max():
                return reduce(lambda a, b: b if _is_least(a, b, ends) else a, (self._form(x, ends) for x in term.args))
        raise _NotForHere

    def _exponential(self, base: Real, exponent: Form, ends: tuple[int, int]) -> Form:
        """base^(a i + c); of 0 only where no exponent is 0 or below, for there the value is another or none."""
        a, c = _linear(exponent)
        if not isinstance(base, fmpq) or a.q != 1 or c.q != 1:
            raise _NotForHere
        if base == 0 and min(a * end + c for end in ends) > 0:
            return {}
        each = self.power(base, int(a.p)) if base else base
        if not each or not isinstance(each, fmpq):
            raise _NotForHere
        return {(0, each): self.power(base, int(c.p))}

    def _powers(self, degree: int, base: fmpq, first: int, last: int) -> Real:
        """The sum of i^degree base^i."""
        lower = [self._powers(j, base, first, last) for j in range(degree)]
        if base == 1:
            whole = fmpq(last + 1) ** (degree + 1) - fmpq(first) ** (degree + 1)
            return (whole - sum((comb(degree + 1, j) * lower[j] for j in range(degree)), ZERO)) / (degree + 1)
        begin, end = self.power(base, first), self.power(base, last + 1)
        found = fmpq(first) ** degree * begin - fmpq(last) ** degree * end
        for j in range(degree):  # i^d - (i - 1)^d in powers of i, added up from first + 1 on
            found -= (-1) ** (degree - j) * comb(degree, j) * (lower[j] - fmpq(first) ** j * begin)
        return found / (1 - base)


def _plus(one: Form, other: Form) -> Form:
    return {key: one.get(key, ZERO) + other.get(key, ZERO) for key in {**one, **other}}


def _times(one: Form, other: Form) -> Form:
    found: Form = {}
    for (d, b), c in one.items():
        for (e, a), x in other.items():
            found[d + e, b * a] = found.get((d + e, b * a), ZERO) + c * x
    return found


def _linear(form: Form) -> tuple[fmpq, fmpq]:
    """a and c of a form that is a i + c."""
    found = {}
    for key, x in form.items():
        if not isinstance(x, fmpq) or (x != 0 and key not in ((0, ONE), (1, ONE))):
            raise _NotForHere
        found[key] = x
    return found.get((1, ONE), ZERO), found.get((0, ONE), ZERO)


def _is_least(one: Form, other: Form, ends: tuple[int, int]) -> bool:
    a, c = _linear(_plus(one, {key: -x for key, x in other.items()}))
    at_ends = [a * end + c for end in ends]
    if min(at_ends) < 0 < max(at_ends):
        raise _Turn(int((-c / a).floor()))
    return max(at_ends) <= 0
