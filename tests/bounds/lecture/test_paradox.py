"""L13: from alpha = epsilon on the cost is linear, proved line by line; each hypothesis is needed."""

from dataclasses import replace

import pytest
from sympy import Le

from tightrope.bounds.language.letters import off_rope, rho, t
from tightrope.bounds.lecture.paradox import (
    DERIVATION,
    ENOUGH,
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
    off_whole,
    split,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_every_line_is_proved_and_only_from_all_that_it_rests_on(step):
    facts = DERIVATION.theorem(step, "any").facts()

    assert facts
    for one in facts:
        fewer = replace(
            DERIVATION,
            facts=tuple(fact for fact in DERIVATION.facts if fact != one),
            assumes={"any": tuple(fact for fact in DERIVATION.assumes["any"] if fact != one)},
        )
        with pytest.raises(NotProved, match="rests on"):
            fewer.proved(step, "any")


def test_with_less_data_off_the_track_than_epsilon_the_way_back_can_be_lost():
    arithmetic(Le(e_off, split), assume(SPENT_OFF), assume(ENOUGH))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le(e_off, split), assume(SPENT_OFF))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le((1 - split / 2) * rho, back), assume(Le(e_off, split)), assume(RETURNS))


def test_the_chain_must_not_overshoot_and_the_way_back_must_be_kept():
    below = by_induction(Le((e_whole + rho) * off_whole, e_whole), t, *WHOLE_OFF, MONOTONE)
    given = [below, lazy(), SPENT_ON, MONOTONE]
    behind = Le(off_rope, off_whole)

    by_induction(behind, t, *OFF, *WHOLE_OFF, *given)
    for needed in (below, lazy(), SPENT_ON):
        others = [one for one in given if one is not needed]
        with pytest.raises(NotProved):
            by_induction(behind, t, *OFF, *WHOLE_OFF, *others)


def test_without_room_for_the_error_and_the_way_back_the_whole_budget_overshoots():
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Le((e_whole + rho) * off_whole, e_whole), t, *WHOLE_OFF)
