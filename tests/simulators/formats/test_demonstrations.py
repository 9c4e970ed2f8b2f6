"""Demonstrations: sampled from a demonstrator, counted, relabelled, saved and loaded; bad data sets are refused."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.formats.demonstrations import (
    Demonstrations,
    demonstrate,
    load,
    noisy_expert,
    relabelled,
    save,
)
from tightrope.simulators.model.policy import deterministic, policy
from tightrope.simulators.worlds.reset_cliff import uniform_cliff
from tightrope.simulators.worlds.two_state_chain import noisy_labels, two_state_chain

CHAIN = two_state_chain(Fraction(1, 3), Fraction(1, 2))
SHOWN = demonstrate(CHAIN, noisy_labels(Fraction(1, 4)), 6, 50, seed=3)
SHORT = Demonstrations(
    state_names=("x", "y"),
    action_names=("a", "b"),
    states=np.array([[0, 1, 1], [1, 0, -1]]),
    actions=np.array([[0, 1], [1, -1]]),
)


def test_every_action_of_every_trajectory_is_counted_once_at_its_decision():
    counts = SHOWN.counts()

    assert counts.shape == (6, 2, 2)
    assert (counts.sum(axis=(1, 2)) == 50).all()
    assert counts[2, 1, 0] == ((SHOWN.states[:, 2] == 1) & (SHOWN.actions[:, 2] == 0)).sum()


def test_a_trajectory_that_ends_early_is_counted_up_to_its_end():
    assert SHORT.lengths.tolist() == [2, 1]
    assert SHORT.counts().tolist() == [[[1, 0], [0, 1]], [[0, 0], [0, 1]]]


def test_the_first_trajectories_do_not_depend_on_how_many_are_asked_for():
    more = demonstrate(CHAIN, noisy_labels(Fraction(1, 4)), 6, 80, seed=3)

    assert (more.first(50).states == SHOWN.states).all()
    assert (more.first(50).actions == SHOWN.actions).all()
    assert (demonstrate(CHAIN, noisy_labels(Fraction(1, 4)), 6, 50, seed=4).states != SHOWN.states).any()
    with pytest.raises(ValueError, match="there are 50 trajectories"):
        SHOWN.first(51)


def test_relabelling_keeps_the_states_and_gives_the_experts_action_in_each():
    kept = relabelled(CHAIN, SHOWN)

    assert SHOWN.actions.any()
    assert not kept.actions.any()
    assert kept.states is SHOWN.states


def test_the_state_after_the_last_action_may_be_untold():
    assert replace(SHORT, actions=np.array([[0, 1], [1, 1]])).lengths.tolist() == [2, 2]


def test_what_is_saved_is_loaded_again(tmp_path):
    told = replace(SHORT, ended=np.array([False, True]), labels=np.array([[0, 0], [-1, -1]]))
    for one in (SHOWN, SHORT, told):
        save(one, tmp_path / "shown.npz")
        again = load(tmp_path / "shown.npz")

        assert (again.states == one.states).all()
        assert (again.actions == one.actions).all()
        assert np.array_equal(again.ended, one.ended)
        assert np.array_equal(again.labels, one.labels)
        assert (again.state_names, again.action_names) == (one.state_names, one.action_names)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"states": np.zeros((0, 3), dtype=int), "actions": np.zeros((0, 2), dtype=int)}, "at least one trajectory"),
        ({"actions": np.array([[0, 1, 0], [1, 0, 0]])}, "one state more than actions"),
        ({"states": np.array([[0, 1, 2], [1, 0, -1]])}, "states must lie in 0 to 1"),
        ({"actions": np.array([[0, 7], [1, -1]])}, "actions must lie in 0 to 1"),
        ({"actions": np.array([[0.5, 1], [1, -1]])}, "whole numbers"),
        ({"actions": np.array([[0, -1], [1, -1]])}, "nothing may follow the end"),
        ({"ended": np.array([True])}, "ended must be 2 truth values"),
        ({"labels": np.array([[0, 1]])}, "labels must have the shape of actions"),
        ({"labels": np.array([[0, 1], [1, 0]])}, "trajectory 1, step 2 has a label and no action"),
        ({"states": np.array([[0, -1, 1], [1, 0, -1]]), "actions": np.array([[-1, 1], [1, -1]])}, "follow the end"),
        ({"states": np.array([[-1, 1, 1], [1, 0, -1]])}, "trajectory 0, step 0"),
        ({"states": np.array([[0, -2, 1], [1, 0, -1]])}, "trajectory 0, step 1 has -2"),
        ({"actions": np.array([[0, 1], [-3, -1]])}, "trajectory 1, step 1 has -3"),
    ],
)
def test_a_malformed_data_set_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        replace(SHORT, **changes)


def test_data_of_another_problem_are_refused():
    cliff = uniform_cliff(3, 2)

    with pytest.raises(ValueError, match="the data are not of reset-cliff"):
        relabelled(cliff, SHOWN)


def test_a_file_that_holds_no_demonstrations_is_refused(tmp_path):
    (tmp_path / "text.npz").write_text("hello", encoding="utf-8")
    np.savez(tmp_path / "other.npz", states=np.zeros(3))
    np.savez(tmp_path / "older.npz", format="tightrope-demonstrations", version=0)
    np.savez(tmp_path / "part.npz", format="tightrope-demonstrations", version=1, states=SHORT.states)

    for name, words in (
        ("absent.npz", "cannot be read"),
        ("text.npz", "cannot be read as a file of demonstrations"),
        ("other.npz", '"format" must be "tightrope-demonstrations"'),
        ("older.npz", '"version" must be 1'),
        ("part.npz", "lacks actions, state_names, action_names"),
    ):
        with pytest.raises(ValueError, match=words):
            load(tmp_path / name)


def test_demonstrations_of_the_expert_are_always_right():
    expert = deterministic(CHAIN.expert, 2)

    assert not demonstrate(CHAIN, expert, 4, 20, seed=0).actions.any()


def test_a_demonstrator_who_changes_with_time_is_shown_as_he_acts_at_each_decision():
    right, wrong = [[1, 0]] * 2, [[0, 1]] * 2
    shown = demonstrate(CHAIN, policy([right, wrong, wrong, right]), 4, 10, seed=1)

    assert shown.actions.tolist() == [[0, 1, 1, 0]] * 10
    assert [counts.sum(axis=0).tolist() for counts in shown.counts()] == [[10, 0], [0, 10], [0, 10], [10, 0]]


def test_a_noisy_expert_errs_as_often_as_asked_and_not_always_in_the_same_way():
    cliff = uniform_cliff(2, 3)
    table = noisy_expert(cliff, Fraction(1, 5)).probability[0]

    assert [str(x) for x in table[0]] == ["4/5", "1/10", "1/10"]
    with pytest.raises(ValueError, match="noise is a probability"):
        noisy_expert(cliff, Fraction(6, 5))
