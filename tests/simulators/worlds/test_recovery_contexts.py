"""The world does what its docstring says; the average over the labels is the average over all data sets."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import FLOAT, fraction
from tightrope.simulators.model.policy import deterministic, policy
from tightrope.simulators.worlds.recovery_contexts import chain_cost, expected_cost, label_counts, recovery_contexts


def test_the_expert_never_leaves_the_track_and_costs_nothing():
    made = recovery_contexts(3, 2, 4)
    found = evaluate(made.with_learner(deterministic(made.expert, 4)), 6)

    assert found.learner_task == 0
    assert all(sum(law[3:]) == 0 for law in found.laws)


def test_a_wrong_action_leads_off_the_track_to_any_of_its_states_and_the_right_one_back():
    made = recovery_contexts(2, 2, 3)
    laws = state_laws(made.mdp, deterministic(np.array([[1, 2, 0, 1]]), 3), 2)

    assert [fraction(x) for x in laws[1]] == [0, 0, Fraction(1, 2), Fraction(1, 2)]
    assert [fraction(x) for x in laws[2]] == [Fraction(1, 4)] * 4


def test_what_is_labelled_on_either_side_makes_it_the_recovery_chain():
    made, horizon = recovery_contexts(3, 2, 4), 7
    counts = np.zeros((1, 5, 4), dtype=np.int64)
    counts[0, [0, 2, 3], 0] = 1  # two of three on the track, one of two off it
    found = evaluate(made.with_learner(Clone().fit(counts)), horizon)
    error, back = Fraction(3, 4) * Fraction(1, 3), 1 - Fraction(3, 4) * Fraction(1, 2)

    assert found.learner_task == chain_cost(error, back, horizon)
    assert found.learner_task != chain_cost(error, back / 2, horizon)


@pytest.mark.parametrize(("labels_on", "labels_off"), [(0, 0), (2, 0), (1, 2), (3, 1)])
def test_the_expected_cost_is_the_average_over_all_data_sets(labels_on, labels_off):
    on, off, actions, horizon = 2, 2, 3, 4
    made, total = recovery_contexts(on, off, actions), 0.0
    for seen in product(product(range(on), repeat=labels_on), product(range(off), repeat=labels_off)):
        counts = np.zeros((1, on + off, actions), dtype=np.int64)
        np.add.at(counts[0, :, 0], np.array([*seen[0], *(on + s for s in seen[1])], dtype=int), 1)
        learner = Clone().fit(counts) if counts.any() else policy([[[Fraction(1, 3)] * 3] * 4])
        total += task_cost(made.mdp, learner, horizon, FLOAT) / (on**labels_on * off**labels_off)

    assert expected_cost(on, off, actions, horizon, labels_on, labels_off) == pytest.approx(total, rel=1e-12)


def test_where_being_off_is_harmless_recoveries_in_the_data_change_nothing():
    costs = {k: expected_cost(3, 2, 4, 10, 5, k, harmless=True) for k in (0, 1, 5)}

    assert costs[0] == pytest.approx(costs[1], rel=1e-12) == pytest.approx(costs[5], rel=1e-12)
    assert expected_cost(3, 2, 4, 10, 5, 0) > expected_cost(3, 2, 4, 10, 5, 5)


def test_labels_are_drawn_on_the_side_where_they_are_asked_for():
    counts = label_counts(3, 2, 4, 7, 5, np.random.default_rng(0))

    assert (counts[0, :3].sum(), counts[0, 3:].sum()) == (7, 5)
    assert not counts[0, :, 1:].any()


@pytest.mark.parametrize("bad", [(0, 1, 2), (1, 0, 2), (1, 1, 1)])
def test_a_world_without_a_side_or_a_wrong_action_is_refused(bad):
    with pytest.raises(ValueError, match="states on the track and off it"):
        recovery_contexts(*bad)
