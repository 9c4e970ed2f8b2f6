"""A closed form is given where it is the sum for all values of the letters, and nowhere else."""

import pytest
from sympy import Sum, Symbol, expand, sqrt

from tightrope.bounds.language.letters import T, epsilon, k, t
from tightrope.bounds.proof.closed_sum import closed_sum, never_negative


@pytest.mark.parametrize(
    ("part", "closed"),
    [
        (Sum(t, (t, 1, T)), T * (T + 1) / 2),
        (Sum(epsilon, (t, 0, T - 1)), epsilon * T),
        (Sum(t**2, (t, 1, 3)), 14),
        (Sum(t * T, (t, 0, T)), T**2 * (T + 1) / 2),
    ],
)
def test_sums_of_polynomials_have_one(part, closed):
    assert expand(closed_sum(part) - closed) == 0


@pytest.mark.parametrize(
    "part",
    [
        Sum(1, (t, 0, T - 3)),  # may run backwards
        Sum(1, (t, 3, T)),
        Sum(1, (t, 0, T / 2)),  # may end at no whole number
        Sum(t, (t, -1, T)),  # its index is told to be at least 0
        Sum(t * k, (t, 0, T), (k, 0, T)),  # two indices
        Sum((1 - epsilon) ** t, (t, 0, T)),  # no polynomial
        Sum(t / epsilon, (t, 0, T)),  # may be undefined
        Sum(1, (t, 0, Symbol("x", real=True))),
    ],
)
def test_others_have_none(part):
    assert closed_sum(part) is None


@pytest.mark.parametrize("length", [T, T - 1, t, t * T, T + t - 1, T * t + T - 1, T**2 - T, 3 + 0 * T])
def test_a_length_that_is_never_negative_is_told_by_its_coefficients(length):
    """T counts from 1, t from 0."""
    assert never_negative(length)


X = Symbol("x", nonnegative=True)


@pytest.mark.parametrize("length", [T - 2, t - 1, T * t - 1, T - t, -T, -1 + 0 * T, X, T * X, sqrt(T), epsilon * T])
def test_others_may_be_negative_or_are_no_whole_numbers(length):
    assert not never_negative(length)
