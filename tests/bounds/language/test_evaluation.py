"""One formula, three arithmetics: the exact value lies in the ball, the float lies near,
and all refuse the same things.
"""

import math
import operator
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    And,
    E,
    Eq,
    Ge,
    Gt,
    Implies,
    Le,
    Lt,
    Max,
    Min,
    Ne,
    Not,
    Or,
    Pow,
    Sum,
    binomial,
    exp,
    false,
    floor,
    log,
    sign,
    sin,
    sqrt,
    true,
)

from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS, QUANTITIES
from tightrope.bounds.language.evaluation import BALLS, EXACT, FLOATS, truth, value
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


@settings(max_examples=40)  # sympy takes its time
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


RELATIONS = {Lt: operator.lt, Le: operator.le, Gt: operator.gt, Ge: operator.ge, Eq: operator.eq, Ne: operator.ne}
TRUE, FALSE, OPEN = Lt(epsilon, T), Gt(epsilon, T), Lt(k, t)  # where epsilon = 0 and T = 1; balls of k and t overlap


def told(statement):
    wide = {k: arb(0, 1), t: arb(0, 1)}
    return truth(statement, {epsilon: arb(0), T: arb(1), **wide}, BALLS)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("arithmetic", [EXACT, BALLS])
def test_numbers_are_compared_as_python_does(relation, arithmetic):
    for a, b in product((-1, 0, 1), repeat=2):
        values = {k: arithmetic.number(Fraction(a)), t: arithmetic.number(Fraction(b))}
        assert truth(relation(k, t, evaluate=False), values, arithmetic) is RELATIONS[relation](a, b)


@pytest.mark.parametrize("relation", RELATIONS)
def test_of_balls_it_is_told_what_is_true_of_all_their_points_and_else_nothing(relation):
    """[0, 2] lies below [3, 5] and above [-3, -1], and overlaps with [1, 3]."""
    for middle in (2, 4, -2):
        values = {k: arb(1, 1), t: arb(middle, 1)}
        points = {RELATIONS[relation](a, b) for a in (0, 1, 2) for b in (middle - 1, middle, middle + 1)}
        assert truth(relation(k, t, evaluate=False), values, BALLS) is (points.pop() if len(points) == 1 else None)


def test_what_is_not_told_of_a_part_matters_only_where_the_others_do_not_decide():
    assert (told(TRUE), told(FALSE), told(OPEN), told(true), told(false)) == (True, False, None, True, False)
    assert [told(And(one, OPEN)) for one in (TRUE, FALSE)] == [None, False]
    assert [told(Or(one, OPEN)) for one in (TRUE, FALSE)] == [True, None]
    assert [told(And(TRUE, Eq(T, 1))), told(Or(FALSE, Eq(T, 2)))] == [True, False]
    assert [told(Not(one, evaluate=False)) for one in (TRUE, FALSE, OPEN)] == [False, True, None]
    for one, other in product((True, False, None), repeat=2):
        parts = {True: TRUE, False: FALSE, None: OPEN}
        decided = True if one is False or other is True else False if one and other is False else None
        assert told(Implies(parts[one], Eq(T, T + 0) if other else parts[other], evaluate=False)) is decided
    with pytest.raises(ValueError, match="a statement compares values"):
        told(epsilon)


@pytest.mark.parametrize("arithmetic", [BALLS, FLOATS])
def test_half_a_whole_number_is_an_exponent(arithmetic):
    assert float(at((4 * epsilon) ** (T / 2), arithmetic, Fraction(1), 3)) == 8
    assert float(at(8 ** (2 * epsilon), arithmetic, Fraction(1, 2), 3)) == 8
    with pytest.raises(ValueError, match="must be a number or whole, or half"):
        at(epsilon ** (T / 3), arithmetic, Fraction(1, 2), 1)


@pytest.mark.parametrize("arithmetic", [BALLS, FLOATS])
@pytest.mark.parametrize("formula", [exp(T), Pow(E, T, evaluate=False), E * E**2, log(exp(exp(3))), exp(2) * E])
def test_exponentials_are_written_in_several_ways(formula, arithmetic):
    assert float(at(formula, arithmetic, Fraction(1), 3)) == pytest.approx(math.exp(3), rel=1e-12)


@pytest.mark.parametrize("arithmetic", [EXACT, BALLS, FLOATS])
def test_a_sign_is_one_of_three(arithmetic):
    assert [float(str(at(sign(T - 2), arithmetic, Fraction(1), horizon))) for horizon in (1, 2, 3)] == [-1, 0, 1]


def test_arrays_of_exponents_are_whole_or_refused():
    half, horizons = {epsilon: 0.5}, np.array([1.0, 2.0, 3.0])

    assert value(epsilon**T, {**half, T: horizons}, FLOATS) == pytest.approx([0.5, 0.25, 0.125])
    with pytest.raises(ValueError, match="must be a number or whole, or half"):
        value(epsilon ** (T / 3), {**half, T: horizons}, FLOATS)


def test_0_to_the_power_0_is_1_and_to_a_negative_power_nothing():
    assert at((1 - epsilon) ** (2 - T), EXACT, Fraction(1), 2) == 1
    assert at((1 - epsilon) ** (2 - T), EXACT, Fraction(1), 1) == 0
    with pytest.raises(ZeroDivisionError, match="^a division by 0 has no value$"):
        at((1 - epsilon) ** (2 - T), EXACT, Fraction(1), 3)


def test_a_ball_around_a_whole_number_is_no_whole_number():
    with pytest.raises(ValueError, match="limits of .* whole numbers"):
        value(Sum(t, (t, 1, T)), {T: arb(3, 0.25)}, BALLS)


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
