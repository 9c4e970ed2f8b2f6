"""L14: the lines about side cameras, each with a neighbour that is false."""

from fractions import Fraction

import pytest
from sympy import Abs, Eq, Ge, Implies, Le, Lt, Rational

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import epsilon
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.side_cameras import (
    CONTRACTION,
    COVERED,
    OUTWARD,
    SAFE_FOR_EVER,
    TIME_COVERED,
    coin_flips,
    gain,
    hitting,
    odds_power,
    offset,
    width,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity


def test_the_time_to_step_out_is_more_than_its_exponential_part():
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Eq(hitting, odds_power), hitting.scope.index, *OUTWARD)


def test_a_strip_that_is_narrower_by_one_is_not_safe():
    narrower = Implies(Le(1, 4 * (1 - CONTRACTION)), Le(CONTRACTION * offset, 2))

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(narrower, assume(Le(offset, 3)))


def test_at_the_edge_of_safety_errors_do_not_gain():
    escapes = Implies(Le(width * (1 - CONTRACTION), 1), Lt(offset - 1, CONTRACTION * offset))

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(escapes, assume(COVERED))


def test_the_mirror_is_at_one_and_not_elsewhere():
    other = Eq(Abs(offset - (1 - gain) * offset), Abs(offset - gain * offset))

    with pytest.raises(NotProved, match="refuted"):
        identity(other)


def test_safety_is_the_width_of_one_error_for_labels_that_are_right():
    assert [SAFE_FOR_EVER.subs({gain: 1, width: w}) for w in (1, 2)] == [True, True]
    assert [SAFE_FOR_EVER.subs({gain: Rational(1, 2), width: w}) for w in (1, 2)] == [False, True]
    assert not any(SAFE_FOR_EVER.subs({gain: g, width: 1000}) for g in (0, 2, 3))


@pytest.mark.parametrize("w", [1, 2, 5])
def test_labels_that_tell_nothing_give_a_quadratic_time_and_better_ones_an_exponential_one(w):
    error = Fraction(1, 20)
    at_a_half = exact_value(TIME_COVERED, {epsilon: error, eta: Fraction(1, 2), width: w})

    assert at_a_half == exact_value(coin_flips(), {epsilon: error, width: w})
    better = exact_value(TIME_COVERED, {epsilon: error, eta: Fraction(1, 10), width: w})
    assert bool(Ge(better, 9**w / error))
