"""L1: a neighbour of each line is refuted, and a line without one of its lemmas."""

import pytest
from sympy import Eq, Ge, Le, sign

from tightrope.bounds.language.letter import NONNEGATIVE, Letter
from tightrope.bounds.lecture.maximum_likelihood import (
    ACTIONS,
    RATIOS,
    SUMS,
    frequency,
    gain,
    log_ratio,
    one_action,
    other,
    other_mass,
    ratio,
    slope,
    weight,
    weights,
    x,
)
from tightrope.bounds.proof.tactics import sum_up
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume

ONE_ACTION, TANGENT = one_action().conclusion, assume(Le(log_ratio, ratio - 1))
IS_RATIO, IS_FREQUENCY = map(assume, RATIOS)


def test_a_policy_that_is_not_the_frequencies_can_be_beaten():
    """Without p_i N = n_i the gain of one action is not bounded by N (q_i - p_i)."""
    assert arithmetic(ONE_ACTION, TANGENT, IS_RATIO, IS_FREQUENCY)
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(ONE_ACTION, TANGENT, IS_RATIO)


def test_half_of_the_bound_on_one_action_is_refuted():
    half = Le(weight * log_ratio, weights * (other - frequency) / 2)

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(half, TANGENT, IS_RATIO, IS_FREQUENCY)


def test_another_policy_may_be_less_likely_and_more_than_a_law_would_be_likelier():
    so_far = sum_up(ONE_ACTION, ACTIONS, SUMS, one_action())
    any_mass = Letter("Q", NONNEGATIVE)
    beyond = {**SUMS, other: any_mass}

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Ge(gain, 0), so_far)
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le(gain, 0), sum_up(ONE_ACTION, ACTIONS, beyond, one_action()))
    assert other_mass.domain.most == 1


def test_the_slope_has_not_the_sign_of_x_itself():
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(sign(slope), 1), assume(Eq(x * slope, x - 1)))
