"""Tied states and the corridor do what their docstrings say, and the learners that live in them."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from tightrope.simulators.learners.frequencies import FrequencyLearner
from tightrope.simulators.learners.table import TableLearner, cell_per_state
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import policy
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.corridor import corridor
from tightrope.simulators.worlds.tied_states import ONE_CELL, Y, tied_states


@pytest.mark.parametrize("p", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_the_share_of_y_is_linear_in_the_probability_of_action_1(p):
    made, horizon = tied_states([Fraction(1, 5), Fraction(3, 4)]), 6
    acting = policy([[[1 - p, p]] * 2])
    share = fraction(state_laws(made.mdp, acting, horizon)[:-1, Y].sum()) / horizon

    assert share == (Fraction(1, 2) + 5 * (Fraction(1, 5) + Fraction(11, 20) * p)) / 6


def test_the_corridor_goes_on_and_stays():
    made = corridor(4)
    walked = state_laws(made.mdp, policy([[[1, 0]] * 4]), 5)
    stuck = state_laws(made.mdp, policy([[[0, 1]] * 4]), 5)

    assert [int(law.argmax()) for law in walked] == [0, 1, 2, 3, 3, 3]
    assert stuck[-1][0] == 1


def test_frequencies_mix_the_labels_of_a_cell_by_how_often_its_states_were_seen():
    made = tied_states([Fraction(1, 2)] * 2)
    learner = FrequencyLearner(cell=ONE_CELL).fit(made, np.array([[1, 3], [0, 4]]))

    assert list(map(fraction, learner.probability[0, 0])) == [Fraction(1, 8), Fraction(7, 8)]
    assert (learner.probability[0, 0] == learner.probability[0, 1]).all()


def test_frequencies_without_sharing_copy_the_expert_and_without_labels_are_uniform():
    made = tied_states([Fraction(1, 2)] * 2)
    learner = FrequencyLearner(cell=cell_per_state(made)).fit(made, np.array([[0, 3]]))

    assert list(map(fraction, learner.probability[0, Y])) == [0, 1]
    assert list(map(fraction, learner.probability[0, 0])) == [Fraction(1, 2), Fraction(1, 2)]


def test_dagger_labels_one_room_a_round_from_demonstrations_of_the_first():
    made = corridor(5)
    learner = TableLearner(cell=cell_per_state(made), floor=Fraction(0))
    see = dagger.shown(0, 5, dagger.population(made, 5))
    rounds = islice(dagger.loop(made, learner, see, dagger.aggregate), 7)

    assert [int(each.weight.sum(axis=0).astype(bool).sum()) for each in rounds] == [1, 2, 3, 4, 5, 5, 5]


def test_data_of_one_policy_are_no_distance_from_it():
    made = tied_states([Fraction(1, 5), Fraction(3, 4)])
    acting = policy([[[Fraction(1, 4), Fraction(3, 4)]] * 2])
    weight = state_laws(made.mdp, acting, 6)[:-1]

    assert dagger.data_shift(made, dagger.Round(weight * 7, acting)) == 0
    assert dagger.data_shift(made, dagger.Round(weight, policy([[[1, 0]] * 2]))) > 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: tied_states([Fraction(1)]), "a probability for each of two actions"),
        (lambda: tied_states([Fraction(2), Fraction(0)]), "a probability for each"),
        (lambda: corridor(1), "at least two states"),
    ],
)
def test_what_is_no_such_world_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
