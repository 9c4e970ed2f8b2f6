"""L13: from alpha = epsilon on the cost is linear, proved line by line; each hypothesis is needed."""

from dataclasses import replace

import pytest
from sympy import Eq, Le, sign

from tightrope.bounds.language.letters import actions, off_rope, rho
from tightrope.bounds.lecture.data_budget import DERIVATION as BUDGET
from tightrope.bounds.lecture.data_budget import (
    _error,
    _gain,
    _none,
    _one,
    _some_actions,
    _some_states,
    off_states,
    track_states,
)
from tightrope.bounds.lecture.paradox import (
    DERIVATION,
    _below,
    _certain,
    _chain,
    _enough,
    _lazy,
    _monotone,
    _part,
    _some,
    _spent_off,
    _spent_on,
    back,
    e_off,
    off_whole,
    split,
)
from tightrope.bounds.proof.derivation import induction, scalar

LINES = [(one, step) for one in (DERIVATION, BUDGET) for step in one.steps]


def verdicts(lemma):
    return [outcome.verdict for outcome in lemma.outcomes()]


@pytest.mark.parametrize(("derivation", "step"), LINES, ids=[step.id for _, step in LINES])
def test_every_line_is_proved_and_only_with_all_of_its_lemmas(derivation, step):
    assert derivation.proved(step, "any")
    lemmas = step.proof("any")
    for i in range(len(lemmas) - 1):
        assert not derivation.proved(replace(step, proofs={"any": (*lemmas[:i], *lemmas[i + 1 :])}), "any")


def test_with_less_data_off_the_track_than_epsilon_the_way_back_can_be_lost():
    assert verdicts(scalar(_part.statement, _spent_off)) == ["refuted"]
    assert verdicts(scalar(_part.statement, _spent_off, _enough)) == ["proved"]
    assert verdicts(scalar(Le((1 - split / 2) * rho, back), Le(e_off, split), Eq(back, rho * (1 - e_off)))) == [
        "refuted"
    ]


def test_the_chain_must_not_overshoot_and_the_way_back_must_be_kept():
    hypotheses = [_below.statement, _certain.statement, _lazy.statement, _spent_on, _some, _monotone]
    behind = Le(off_rope, off_whole)

    assert verdicts(induction(behind, *hypotheses, **_chain)) == ["proved", "proved"]
    for needed in (_below.statement, _lazy.statement, _spent_on):
        others = [one for one in hypotheses if one != needed]
        assert "proved" not in verdicts(induction(behind, *others, **_chain))[1:], needed


def test_the_long_run_boundary_moved_by_one_state_is_refuted():
    moved = track_states * (track_states - 1) * (actions - 1) - (off_states + 1) * (actions - 1 + track_states)
    known = (_error, _none, _one, _some_actions, _some_states)

    assert verdicts(scalar(Eq(sign(_gain), sign(moved)), *known)) == ["refuted"]
