"""What changes if sigma is learned: each line is proved, and what is a little different is not."""

from dataclasses import replace

import pytest
from sympy import Derivative, Eq, log, sign, sqrt

from tightrope.bounds.lecture.gaussian_likelihood import a, n
from tightrope.bounds.lecture.learned_sigma import (
    DERIVATION,
    best,
    left_sigma,
    log_likelihood,
    right_sigma,
    sigma,
    sigma_slope,
    squares,
    value,
    value_slope,
)
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity

MIDDLE = a * (left_sigma**2 - right_sigma**2) - value * (left_sigma**2 + right_sigma**2)


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_each_line_is_proved_and_what_rests_on_a_letter_needs_its_meaning(step):
    assert DERIVATION.proved(step, "any")
    if step.id == "put-in":
        assert replace(DERIVATION, facts=()).proved(step, "any")
    else:
        with pytest.raises(NotProved):
            replace(DERIVATION, facts=()).proved(step, "any")


def test_the_learned_sigma_is_the_root_mean_square_and_not_the_mean_absolute_or_the_unbiased_one():
    known = assume(Eq(sigma**3 * sigma_slope, squares - n * sigma**2))

    assert arithmetic(Eq(sign(sigma_slope), sign(squares - n * sigma**2)), known)
    for other in (squares - (n - 1) * sigma**2, squares - n * sigma, 2 * squares - n * sigma**2):
        with pytest.raises(NotProved, match="refuted"):
            arithmetic(Eq(sign(sigma_slope), sign(other)), known)


def test_another_sigma_put_in_leaves_another_function():
    assert identity(Eq(log_likelihood(squares, sqrt(squares / n)), best(squares)))
    for other in (best(squares) + n * log(2) / 2, best(2 * squares)):
        with pytest.raises(NotProved):
            identity(Eq(log_likelihood(squares, sqrt(squares / n)), other))
    with pytest.raises(NotProved):
        identity(Eq(Derivative(best(squares), squares), -n / squares))


def test_with_two_sigmas_the_mean_is_the_best_value_only_if_they_are_the_same():
    known = assume(Eq(left_sigma**2 * right_sigma**2 * value_slope, MIDDLE))

    assert arithmetic(Eq(value_slope, 0), known, assume(Eq(value, 0)), assume(Eq(left_sigma, right_sigma)))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(value_slope, 0), known, assume(Eq(value, 0)))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(sign(value_slope), sign(-MIDDLE)), known)
