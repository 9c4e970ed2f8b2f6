"""The hidden mode's world is what its docstring says."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.hidden_mode import SEES_OWN_ACTION, counts_cues, hidden_mode, own_actions, sees_cues

FLIPPED = Fraction(3, 10)


@pytest.mark.parametrize("cues", [0, 1, 3])
def test_the_mode_stays_and_each_cue_is_wrong_as_often_as_stated(cues):
    problem = hidden_mode(cues, FLIPPED)
    states = np.arange(2 ** (cues + 1))
    mode = states >> cues
    for law in state_laws(problem.mdp, deterministic(problem.expert, 2), 4):
        assert fraction(law[mode == 1].sum()) == Fraction(1, 2)
        for i in range(cues):
            assert fraction(law[(states >> i & 1) != mode].sum()) == FLIPPED
        if cues == 3:
            both = ((states & 1) != mode) & ((states >> 2 & 1) != mode)
            assert fraction(law[both].sum()) == FLIPPED**2
    assert (mode[problem.mdp.successor] == mode[problem.mdp.entry_row // 2]).all()


def test_cells_are_cues_or_their_number():
    shown = np.arange(16) % 8

    assert (sees_cues(3, 2)[0] == shown % 4).all()
    assert counts_cues(3, 3)[0].tolist() == [bin(s).count("1") for s in shown]
    assert counts_cues(3, 0)[0].tolist() == [0] * 16


def test_who_sees_its_own_action_only_fits_the_expert_and_fails_alone():
    world, horizon = own_actions(), 10
    weight = state_laws(world.mdp, deterministic(world.expert, 2), horizon)[:-1]
    clone = TableLearner(cell=SEES_OWN_ACTION, floor=Fraction(0)).fit(world, weight)
    found = evaluate(world.with_learner(clone), horizon)

    assert list(found.expert_errors) == [Fraction(1, 2)] + [0] * 9
    assert list(found.costs) == [Fraction(1, 2)] * 10


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: hidden_mode(14, FLIPPED), "between 0 and 13"),
        (lambda: hidden_mode(2, Fraction(-1)), "flipped is a probability"),
        (lambda: sees_cues(2, 3), "order must lie between 0 and 2"),
        (lambda: counts_cues(2, -1), "order must lie between 0 and 2"),
    ],
)
def test_what_makes_no_mode_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
