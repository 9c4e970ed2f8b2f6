"""L5 and L6: the lecture's nested expression, the recursion and the closed form are one function of epsilon and T."""

from fractions import Fraction

import pytest
from sympy import Rational, Sum, expand, limit, simplify, symbols

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, t
from tightrope.bounds.lecture import tightrope


@pytest.mark.parametrize("horizon", [1, 2, 3, 6])
def test_the_nested_expression_is_the_closed_form_and_the_sum(horizon):
    nested = expand(tightrope.nested(horizon))

    assert simplify(tightrope.closed_form().subs(T, horizon) - nested) == 0
    assert expand(closed_forms("pointwise").disagreement.subs(T, horizon).doit() - nested) == 0


def test_an_off_by_one_in_the_exponent_is_a_different_function():
    shifted = Sum(1 - (1 - epsilon) ** t, (t, 0, T - 1))

    assert expand(shifted.subs(T, 3).doit() - tightrope.nested(3)) != 0


def test_the_closed_form_is_the_one_of_the_theory():
    theory = T - (1 - epsilon) * (1 - (1 - epsilon) ** T) / epsilon

    assert simplify(tightrope.closed_form() - theory) == 0


def test_nothing_is_divided_by_zero_at_epsilon_zero():
    assert worst_case("pointwise", Fraction(0), 10) == 0


def test_the_order_is_quadratic_for_small_epsilon():
    horizon = 20
    small = symbols("epsilon", positive=True)
    nested = tightrope.nested(horizon).subs(epsilon, small)

    assert limit(nested / small, small, 0) == Rational(horizon * (horizon + 1), 2)


@pytest.mark.parametrize("horizon", [1, 5, 40])
@pytest.mark.parametrize("error", [Fraction(1, 1000), Fraction(1, 40), Fraction(1)])
def test_the_cost_lies_between_the_two_orders(horizon, error):
    cost = worst_case("pointwise", error, horizon)

    assert cost <= error * horizon * (horizon + 1) / 2
    assert cost >= exact_value(
        epsilon * T * (T + 1) / 2 - epsilon**2 * T * (T**2 - 1) / 6, {epsilon: error, T: horizon}
    )
