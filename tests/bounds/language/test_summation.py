"""Sums in few steps: the same as term by term, whatever the numbers, and quick where that would never end."""

from fractions import Fraction
from itertools import product

import pytest
import sympy
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS, QUANTITIES, WITH_A_WAY_BACK
from tightrope.bounds.language import ball, evaluation
from tightrope.bounds.language.ball import enclosed
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.evaluation import EXACT, value
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, t, u
from tightrope.bounds.language.summation import Summation

FORMULAS = [*(one.of(quantity) for one, quantity in product(CLOSED_FORMS, QUANTITIES)), WITH_A_WAY_BACK]
SHARES = st.sampled_from([Fraction(0), Fraction(1)]) | st.fractions(0, 1, max_denominator=30)


def number(given):
    return EXACT.number(Fraction(given))


@given(
    st.sampled_from(FORMULAS),
    SHARES,
    SHARES,
    SHARES,
    st.fractions(0, 60, max_denominator=4),
    st.fractions(0, 60, max_denominator=4),
    st.integers(1, 60),
)
def test_every_worst_case_is_the_same_as_term_by_term_and_within_its_enclosure(
    formula, error, missing, back, price, paid, horizon
):
    values = {epsilon: error, T: horizon, m: missing, rho: back, u: price, expert_cost: min(paid, horizon)}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evaluation, "FEW_TERMS", 0)
        patched.setattr(ball, "LARGEST_EXACT", 40)
        quick, around = exact_value(formula, values), enclosed(formula, values)
        patched.setattr(evaluation, "FEW_TERMS", horizon)
        slow = exact_value(formula, values)

    assert quick == slow
    assert around.lower <= slow <= around.upper
    assert around.upper - around.lower <= abs(slow) / 2**60


@st.composite
def terms(draw):
    """Terms in t of every kind that is taken apart."""
    whole = st.integers(-3, 3).map(sympy.Integer)
    linear = st.builds(lambda a, b: a * t + b, whole, whole)
    base = st.sampled_from(
        [sympy.Rational(1, 2), sympy.Rational(-2, 3), sympy.Integer(1), sympy.Integer(0), 1 - epsilon]
    )
    power = st.builds(sympy.Pow, base, linear)
    least = st.builds(lambda kind, a, b: kind(a, b), st.sampled_from([sympy.Min, sympy.Max]), linear, linear)
    factor = linear | power | least | st.builds(lambda a: a**2, linear)
    return draw(st.builds(lambda a, b, c: a * b + c, factor, factor, factor))


@given(terms(), st.integers(-6, 6), st.integers(0, 12), SHARES)
def test_a_sum_is_left_alone_or_comes_out_as_term_by_term(term, first, more, error):
    values = {epsilon: number(error)}
    quick = Summation(index=t, constant=lambda part: value(part, values, EXACT), power=EXACT.power)
    try:
        found = quick.added_up(term, first, first + more)
    except ValueError:  # undefined, for the whole or at an index
        found = None
    if found is not None:
        one_by_one = [value(term, {**values, t: number(i)}, EXACT) for i in range(first, first + more + 1)]
        assert found == sum(one_by_one, fmpq(0))


def test_a_long_sum_is_quick_or_refused_and_never_waited_for():
    values = {epsilon: Fraction(1, 100), T: 10**9}
    others = {m: Fraction(1, 3), rho: Fraction(1, 5), u: Fraction(2, 3), expert_cost: 7}

    for formula in FORMULAS:
        around = enclosed(formula, values | others)
        assert 0 < around.lower <= around.upper <= 10**9 + 1
    with pytest.raises(ValueError, match="digits, more than .* choose a shorter horizon"):
        exact_value(FORMULAS[0], values)
    with pytest.raises(ValueError, match="terms to be added one by one"):
        exact_value(sympy.Sum(1 / t, (t, 1, T)), {T: 10**9})
