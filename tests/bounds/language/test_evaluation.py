"""One formula, three arithmetics: the exact value lies in the ball, the float lies near,
and all refuse the same things.
"""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st
from sympy import Max, Min, Sum, binomial, exp, floor, log, sin, sqrt

from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS, QUANTITIES
from tightrope.bounds.language.evaluation import BALLS, EXACT, FLOATS, value
from tightrope.bounds.language.letters import T, epsilon, k, t

RATIONAL = [
    *(
        formula
        for forms in CLOSED_FORMS
        for formula in map(forms.of, QUANTITIES)
        if formula.free_symbols <= {T, epsilon}
    ),
    epsilon**-2 * Max(epsilon, 1 - epsilon) / T,
    Sum(Sum(epsilon**t, (t, 1, k)), (k, 2, T)),
    Sum(binomial(T, t) * epsilon**t * (1 - epsilon) ** (T - t), (t, floor(T / 2) + 1, T)),
]


def at(formula, arithmetic, error, horizon):
    return value(formula, {epsilon: arithmetic.number(error), T: arithmetic.number(Fraction(horizon))}, arithmetic)


@given(st.sampled_from(RATIONAL), st.fractions(Fraction(1, 50), 1, max_denominator=50), st.integers(1, 8))
def test_the_ball_contains_the_exact_value_and_the_float_is_near_it(formula, error, horizon):
    exact = at(formula, EXACT, error, horizon)
    ball = at(formula, BALLS, error, horizon)

    assert ball.lower().fmpq() <= exact <= ball.upper().fmpq()
    assert at(formula, FLOATS, error, horizon) == pytest.approx(int(exact.p) / int(exact.q), rel=1e-9)


@given(st.sampled_from(RATIONAL[:2]), st.fractions(Fraction(1, 50), 1, max_denominator=50), st.integers(1, 8))
def test_the_exact_value_is_sympys(formula, error, horizon):
    theirs = formula.subs({epsilon: str(error), T: horizon}).doit()

    assert at(formula, EXACT, error, horizon) == fmpq(int(theirs.p), int(theirs.q))


def test_floats_take_whole_arrays():
    errors = np.array([0.1, 0.5, 1.0])

    assert value(Sum(Min(1, epsilon * t), (t, 1, T)), {epsilon: errors, T: 3}, FLOATS) == pytest.approx([0.6, 2.5, 3.0])
    assert value(sqrt(epsilon) * exp(log(epsilon)), {epsilon: errors}, FLOATS) == pytest.approx(errors**1.5)


def test_an_empty_sum_is_zero_wherever_it_ends():
    """Sympy's own convention gives sum_{t=5}^{1} t the value -(2 + 3 + 4)."""
    assert at(Sum(t, (t, 5, T)), EXACT, Fraction(1), 1) == 0


@pytest.mark.parametrize("arithmetic", [EXACT, BALLS, FLOATS])
def test_there_is_one_way_to_choose_none_or_all_and_none_to_choose_more(arithmetic):
    for chosen, ways in ((0, 1), (1, 3), (3, 1), (4, 0)):
        assert at(binomial(T, chosen, evaluate=False), arithmetic, Fraction(1), 3) == ways
    assert at(Sum(binomial(T, t), (t, 0, T)), arithmetic, Fraction(1), 3) == 8


@pytest.mark.parametrize(
    ("formula", "error", "words"),
    [
        (sqrt(epsilon), Fraction(1), "no exact value"),
        (exp(epsilon), Fraction(1), "no exact value"),
        (1 / (epsilon - 1), Fraction(1), "division by 0"),
        (sin(epsilon), Fraction(1), "can be evaluated; got sin"),
        (t * epsilon, Fraction(1), "a value is needed for t"),
        (epsilon**epsilon, Fraction(1, 3), "must be a number or whole, or half"),
        (binomial(T, epsilon), Fraction(1, 2), "a binomial needs whole numbers"),
        (Sum(t, (t, 1, T / 2)), Fraction(1), "limits of .* whole numbers"),
    ],
)
def test_what_has_no_exact_value_is_refused_in_words(formula, error, words):
    with pytest.raises(ValueError, match=words):
        at(formula, EXACT, error, 1)
