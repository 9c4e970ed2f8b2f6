"""L18 and L19: each line of the derivation is proved, and what is a little different is not."""

from dataclasses import replace

import pytest
from sympy import Eq, Le, Rational, diff, exp, log, pi, sign

from tightrope.bounds.lecture.gaussian_likelihood import (
    DERIVATION,
    IS_MEAN,
    SAMPLES,
    SUMS,
    a,
    constant,
    curvature,
    f,
    gaussian,
    likelihood,
    log_density,
    log_likelihood,
    mean,
    mixture,
    n,
    one_value,
    other_log_likelihood,
    other_squares,
    sigma,
    slope,
    spread,
    squares,
    squares_of_mean,
    squares_of_value,
    x,
    y,
)
from tightrope.bounds.proof.discharge import Obligation, discharge, simplified
from tightrope.bounds.proof.tactics import sum_up
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity

ALL = likelihood().conclusion
CURVATURE = assume(Eq(sigma**4 * curvature, a**2 - sigma**2))


def test_without_its_facts_no_letter_stands_for_anything():
    bare, lost = replace(DERIVATION, facts=()), set()
    for step in DERIVATION.steps:
        try:
            bare.proved(step, "any")
        except NotProved:
            lost.add(step.id)

    assert lost == {"all-samples", "order", "mean", "minimum"}


@pytest.mark.parametrize("factor", [1, Rational(1, 4)])
def test_another_factor_before_the_squared_error_is_not_the_gaussian(factor):
    constant = -log(sigma) - log(2 * pi) / 2

    assert identity(Eq(log(gaussian(y, f)), constant - (y - f) ** 2 / (2 * sigma**2)))
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(log(gaussian(y, f)), constant - factor * (y - f) ** 2 / sigma**2))


def test_a_wrong_sign_in_the_sum_over_the_samples_is_refuted():
    each = Eq(2 * sigma**2 * log_density, 2 * sigma**2 * constant - (y - f) ** 2)
    added_up = sum_up(each, SAMPLES, SUMS, assume(each))

    assert arithmetic(ALL, added_up)
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(ALL.lhs, 2 * sigma**2 * n * constant + squares), added_up)


def test_more_squares_are_never_more_likely_but_the_same_order_is_refuted():
    one = assume(ALL)
    other = assume(ALL.subs({log_likelihood: other_log_likelihood, squares: other_squares}))
    likelier = sign(log_likelihood - other_log_likelihood)

    assert arithmetic(Eq(likelier, sign(other_squares - squares)), one, other)
    for false, known in (
        (Eq(likelier, sign(squares - other_squares)), (one, other)),
        (Eq(likelier, sign(other_squares - squares)), (one,)),
    ):
        with pytest.raises(NotProved, match="refuted"):
            arithmetic(false, *known)


def test_twice_the_distance_from_the_mean_and_another_centre_are_refuted():
    statement = DERIVATION.step("mean").statement
    spreads = (spread(one_value), spread(mean))
    too_much = Eq(squares_of_value, squares_of_mean + 2 * n * (one_value - mean) ** 2)

    assert arithmetic(statement, *spreads, assume(IS_MEAN))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(too_much, *spreads, assume(IS_MEAN))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(statement, *spreads)  # another value than the mean


def test_a_mode_is_worse_than_the_middle_for_the_sum_of_squares():
    anywhere = (-a - one_value) ** 2 + (a - one_value) ** 2

    assert arithmetic(Le(2 * a**2, anywhere))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le((-a - a) ** 2 + (a - a) ** 2, anywhere))


def test_the_curvature_is_that_of_the_mixture_and_no_other():
    again = (diff(mixture(x), x, 2) / mixture(x)).subs(x, 0)

    assert identity(Eq(again, (a**2 - sigma**2) / sigma**4))
    for other in ((a**2 - sigma**2) / sigma**2, (a**2 - 2 * sigma**2) / sigma**4):
        with pytest.raises(NotProved, match="refuted"):
            identity(Eq(again, other))


def test_the_mean_is_a_minimum_just_if_a_exceeds_sigma_and_not_half_of_sigma():
    assert arithmetic(Eq(sign(curvature), sign(a - sigma)), CURVATURE)
    for threshold in (sigma / 2, 2 * sigma):
        with pytest.raises(NotProved, match="refuted") as refused:
            arithmetic(Eq(sign(curvature), sign(a - threshold)), CURVATURE)
        at = refused.value.outcome.model
        low, high = sorted((at["sigma"], at["sigma"] * Rational(threshold / sigma)))
        assert low <= at["a"] <= high


def test_at_the_edge_the_mean_is_a_maximum():
    assert slope(2, sigma).doit() == 0
    assert slope(4, sigma).doit().is_negative
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(slope(4, sigma) / slope(0, sigma), 2 / sigma**4))


def test_the_simplifier_proves_identities_refutes_by_a_point_and_is_not_asked_of_anything_else():
    assert simplified(Eq(log(exp(a) * sigma), a + log(sigma))).verdict == "proved"
    assert simplified(Eq(exp(a) / exp(a - 1) - exp(1), 1)).verdict == "refuted"
    assert simplified(Eq(exp(a), 1 + a)).verdict == "refuted"
    with pytest.raises(ValueError, match="polynomial"):
        discharge(Obligation((Le(a, 0),), Eq(exp(a) / exp(a - 1) - exp(1), a)))


def test_an_identity_is_an_equation():
    with pytest.raises(NotProved, match="an identity is an equation"):
        identity(Le(a, sigma))
