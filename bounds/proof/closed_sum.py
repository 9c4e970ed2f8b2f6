"""The closed form of a sum of polynomials, proved by telescoping, where the sum never runs backwards.

A sum whose last index lies below its first is 0 here; closed forms follow Karr's convention, where a sum that runs
backwards counts negatively: sum(1, t, 0, T - 3) is T - 2 by it, and at T = 1 that is -1. So a closed form is given only
where last - first + 1 >= 0 for all values of the letters.
"""

from functools import cache

from sympy import Dummy, Expr, Poly, Pow, Sum, expand, log


@cache
def closed_sum(part: Sum) -> Expr | None:
    """The polynomial that the sum is, or None if it has more than one index, may run backwards, or is not polynomial.

    sympy finds it; that it is the sum does not rest on sympy: it is 0 for the empty sum and grows by the last term.
    """
    if len(part.limits) != 1 or len(part.limits[0]) != 3:
        return None
    index, first, last = part.limits[0]
    if not (first.is_integer and last.is_integer):
        return None
    powers = part.function.atoms(Pow)
    if part.function.has(log) or not all(power.exp.is_Integer and power.exp > 0 for power in powers):
        return None  # expanding could cancel what is not defined everywhere
    term = expand(part.function)
    if term.has(Sum) or not term.is_polynomial(index) or not never_negative(last - first + 1):
        return None
    if index.is_nonnegative and not never_negative(first):
        return None  # what sympy simplified for an index of at least 0 may be false of the index
    end = Dummy("end", integer=True)
    closed = expand(Sum(term, (index, first, end)).doit())
    if closed.has(Sum) or not closed.is_polynomial(end):
        return None
    grows = expand(closed - closed.subs(end, end - 1) - term.subs(index, end))
    if grows != 0 or expand(closed.subs(end, first - 1)) != 0:
        return None
    return expand(closed.subs(end, last))


def never_negative(length: Expr) -> bool:
    """Whether a polynomial is at least 0 for all its letters, whole and at least 0 or 1: by its coefficients, once each
    letter of at least 1 is counted from 1."""
    length = expand(length)
    counted = {letter: letter + 1 for letter in length.free_symbols if letter.is_positive and letter.is_integer}
    letters = sorted(length.free_symbols, key=str)
    if not letters:
        return bool(length.is_nonnegative)
    if any(not (letter.is_nonnegative and letter.is_integer) for letter in letters) or not length.is_polynomial(
        *letters
    ):
        return False
    coefficients = Poly(expand(length.subs(counted, simultaneous=True)), *letters).coeffs()
    return all(one.is_nonnegative for one in coefficients)
