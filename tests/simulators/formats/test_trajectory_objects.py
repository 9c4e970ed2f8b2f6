"""Trajectories as objects, by their attributes: read as they are, or refused with a reason."""

from fractions import Fraction
from itertools import repeat
from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.simulators.formats.demonstration_formats import read
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.formats.door import VARIABLE
from tightrope.simulators.formats.recorded import numbered
from tightrope.simulators.worlds.two_state_chain import noisy_labels, two_state_chain

CHAIN = two_state_chain(Fraction(1, 3), Fraction(1, 2))
SHOWN = demonstrate(CHAIN, noisy_labels(Fraction(1, 4)), 5, 12, seed=2)


def data(trajectories, state_of=None):
    return numbered(read(trajectories, state_of), (CHAIN.mdp.states, CHAIN.mdp.actions))


def trajectory(obs, acts, **more):
    return SimpleNamespace(obs=np.array(obs), acts=np.array(acts), terminal=True, **more)


def test_trajectories_are_read_as_they_are():
    made = [trajectory(s, a, rews=np.zeros(5)) for s, a in zip(SHOWN.states, SHOWN.actions, strict=True)]
    found = data(made)

    assert (found.states == SHOWN.states).all()
    assert (found.actions == SHOWN.actions).all()


def test_trajectories_of_different_lengths_are_counted_up_to_their_ends():
    found = data([trajectory([0, 1], [1]), trajectory([1, 1, 0], [0, 1])])

    assert found.lengths.tolist() == [1, 2]
    assert found.counts().sum() == 3


def test_observations_that_are_vectors_need_a_function_that_makes_them_states():
    one = trajectory([[0.2, 0.9], [0.7, 0.1]], [1])

    with pytest.raises(
        ValueError,
        match="trajectory 0: an observation must be a state, one whole number or one text, and not continuous",
    ):
        data([one])
    found = data([one], state_of=lambda observation: int(observation[0] > 0.5))
    assert found.states.tolist() == [[0, 1]]
    with pytest.raises(ValueError, match="trajectory 0: at step 1 the function that makes states fails: KeyError"):
        data([one], state_of=lambda observation: {0.2: 0}[observation[0]])


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ([], "at least one trajectory"),
        ([SimpleNamespace(obs=[0, 1])], "trajectory 0 needs the attributes obs and acts"),
        (
            [trajectory([0, 1], [1]), trajectory([0, 1], [1, 0])],
            "trajectory 1 must have one observation more than actions; it has 2",
        ),
        ([trajectory([0], [])], "an action at least"),
        ([trajectory([0, 1], [1], rews=[1.0, 2.0])], "trajectory 0 must have as many rewards as actions, 1"),
        ([trajectory([0, 5], [1])], "trajectory 0: at step 1 the state must be in 0 to 1; got 5"),
        ([trajectory([-1, 0], [1])], "trajectory 0: at step 0 the state must be in 0 to 1; got -1"),
        (
            [trajectory([0, 1], [1]), trajectory([0, 1, 1], [1, -1])],
            "trajectory 1: at step 2 the action must be in 0 to 1; got -1",
        ),
        (
            [trajectory(np.array([0, 2**63], np.uint64), [1])],
            "trajectory 0: whole numbers have at most 63 bits; got 9223372036854775808",
        ),
        (
            [SimpleNamespace(obs=[0, 2**70], acts=[1])],
            "trajectory 0: the observations must be whole numbers of at most 63 bits",
        ),
        ([SimpleNamespace(obs=[[0], [0, 1]], acts=[1])], "trajectory 0: the observations are no array of numbers"),
        ([SimpleNamespace(obs=np.array(3), acts=[1])], "trajectory 0: observations, actions and labels are lists"),
        ([SimpleNamespace(obs=[0, 1], acts=None)], "trajectory 0: observations, actions and labels are lists"),
        ([trajectory([0, 1], [1], rews=7)], "trajectory 0: observations, actions and labels are lists"),
        ([trajectory([0, 1], [0.5])], "an action must be one whole number or one text"),
        ([trajectory([0, 1], [1], labels=[0, 1])], "trajectory 0: it has 1 actions and 2 labels"),
        ([SimpleNamespace(obs=[0, 1], acts=[1], terminal="no")], "whether it ended must be true or false"),
    ],
)
def test_what_is_no_trajectory_of_the_problem_is_refused(made, words):
    with pytest.raises(ValueError, match=words):
        data(made)


def test_one_long_episode_does_not_fill_the_memory_with_short_ones(monkeypatch):
    """2001 numbers and 400 times 3 are few; filled up to the longest there are 400 times 2001."""
    monkeypatch.setenv(VARIABLE, "1")
    long, short = trajectory([0] * 1001, [0] * 1000), trajectory([0, 1], [1])

    with pytest.raises(ValueError, match="a data set, filled up to the 1000 actions of trajectory 1, has 7 MiB"):
        data([short, long, *[short] * 399])
    assert data([short, long]).lengths.tolist() == [1, 1000]


def test_trajectories_without_end_are_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")

    with pytest.raises(ValueError, match="up to trajectory 65 the data set has 2 MiB"):
        data(repeat(trajectory([0] * 1001, [0] * 1000)))
