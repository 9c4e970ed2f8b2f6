"""Geometric means: exact where they are rational, never below a stated side where they are not."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from tightrope.simulators.measures.geometric_mean import geometric_mean, loss_from_above, root

HALVES = np.array([fmpq(1, 2)] * 2)


def means(*values):
    return geometric_mean(np.array([fmpq(x.numerator, x.denominator) for x in map(Fraction, values)]), HALVES)


@pytest.mark.parametrize(
    ("values", "mean"), [(("1/3", "1/3"), fmpq(1, 3)), (("1/4", "1"), fmpq(1, 2)), (("0", "1"), fmpq(0))]
)
def test_a_rational_mean_is_exact(values, mean):
    assert means(*values) == mean


def test_an_irrational_mean_is_a_ball_that_contains_it():
    found = means("1/2", "1")

    assert isinstance(found, arb)
    assert (found**2).contains(arb(fmpq(1, 2)))


def test_a_value_without_weight_does_not_count():
    weights = np.array([fmpq(1), fmpq(0)])

    assert geometric_mean(np.array([fmpq(1, 3), fmpq(0)]), weights) == fmpq(1, 3)


@given(st.fractions(0, 1, max_denominator=50), st.integers(1, 8))
def test_the_root_of_a_power_is_exact_and_what_is_above_is_not_below(value, degree):
    x = fmpq(value.numerator, value.denominator)

    assert root(x**degree, degree) == x
    rounded = loss_from_above(root(x, degree))
    assert 0 <= rounded <= 1
    assert (1 - rounded) ** degree <= x


def test_floats_stay_floats():
    found = geometric_mean(np.array([0.25, 1.0]), np.array([0.5, 0.5]))

    assert found == pytest.approx(0.5)
    assert geometric_mean(np.array([0.0, 1.0]), np.array([0.5, 0.5])) == 0
