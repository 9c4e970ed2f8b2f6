"""L13: from alpha = epsilon on the cost is linear; what the comparison with no split needs besides."""

from fractions import Fraction

import pytest
from sympy import Implies, Le

from tests.theorems.meanings.recovery import walk
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, off_rope, rho, t
from tightrope.bounds.lecture.paradox import (
    DERIVATION,
    ENOUGH,
    LINEAR_CAP,
    MONOTONE,
    OFF,
    RETURNS,
    SPENT_OFF,
    SPENT_ON,
    WHOLE_OFF,
    back,
    e_off,
    e_whole,
    lazy,
    off_share,
    off_whole,
    split,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume
from tightrope.simulators.model.arithmetic import fraction


def test_with_less_data_off_the_track_than_epsilon_the_way_back_can_be_lost():
    arithmetic(Le(e_off, split), assume(SPENT_OFF), assume(ENOUGH))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le(e_off, split), assume(SPENT_OFF))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le((1 - split / 2) * rho, back), assume(Le(e_off, split)), assume(RETURNS))


def test_the_way_back_and_the_rate_on_the_track_must_be_kept():
    below = by_induction(Implies(MONOTONE, Le((e_whole + rho) * off_whole, e_whole)), t, *WHOLE_OFF)
    given = [below, lazy(), SPENT_ON]
    behind = Implies(MONOTONE, Le(off_rope, off_whole))

    by_induction(behind, t, *OFF, *WHOLE_OFF, *given)
    for needed in given:
        others = [one for one in given if one is not needed]
        with pytest.raises(NotProved):
            by_induction(behind, t, *OFF, *WHOLE_OFF, *others)


def test_without_room_for_the_error_and_the_way_back_the_whole_budget_overshoots():
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Le((e_whole + rho) * off_whole, e_whole), t, *WHOLE_OFF)


def test_where_it_overshoots_a_split_can_cost_more_than_none_and_the_cost_is_still_linear():
    """epsilon = alpha = 1/2 and rho = 1: e_0 = 1, on and off in turns.

    A sixth of the budget spent off the track costs more.
    """
    (_, none), (_, split_up) = (
        walk(Fraction(1), [on] * 2, off) for on, off in ((1, 0), (Fraction(5, 6), Fraction(1, 6)))
    )
    cap = exact_value(LINEAR_CAP, {epsilon: Fraction(1, 2), off_share: Fraction(1, 2), rho: Fraction(1), T: 2})

    assert (none[-1], fraction(split_up[-1]), cap) == (1, Fraction(10, 9), 2)


def test_only_the_comparison_with_no_split_speaks_of_the_condition():
    assert {step.id for step in DERIVATION.steps if step.statement.has(MONOTONE)} == {"behind", "cheaper"}
    assert MONOTONE not in {fact for step in DERIVATION.steps for fact in DERIVATION.theorem(step, "any").facts()}
