"""The growth of a formula: its exponent, the smaller term of a minimum, what a logarithm adds."""

from math import log2

import pytest
from sympy import Min, Rational, log

from tightrope.bounds.language.growth import growth
from tightrope.bounds.language.letters import T, samples

AT, TWICE = {T: 8.0, samples: 64.0}, {T: 16.0, samples: 64.0}


@pytest.mark.parametrize(
    ("formula", "exponent"), [(3 * T**2 / samples, 2), (1 / T, -1), (samples, 0), (T ** Rational(3, 2), 1.5)]
)
def test_a_power_grows_by_its_exponent_whatever_its_constant(formula, exponent):
    assert growth(formula, AT, TWICE) == pytest.approx(exponent)


def test_a_minimum_grows_like_its_smaller_term():
    assert growth(Min(T, T**2), AT, TWICE) == 1
    assert growth(Min(100 * T, T**2), AT, TWICE) == 2


def test_a_logarithm_adds_its_own_growth():
    assert growth(T * log(T), AT, TWICE) == pytest.approx(1 + log2(4 / 3))


def test_a_letter_without_a_value_is_an_error_that_names_it():
    with pytest.raises(ValueError, match="N"):
        growth(T / samples, {T: 1.0}, {T: 2.0})
