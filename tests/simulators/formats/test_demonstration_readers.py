"""Data of other packages, by their attributes and arrays: read as they are, or refused with a reason."""

from fractions import Fraction
from itertools import repeat
from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.simulators.formats.demonstration_readers import from_minari, from_trajectories
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.formats.door import VARIABLE
from tightrope.simulators.worlds.two_state_chain import noisy_labels, two_state_chain

CHAIN = two_state_chain(Fraction(1, 3), Fraction(1, 2))
SHOWN = demonstrate(CHAIN, noisy_labels(Fraction(1, 4)), 5, 12, seed=2)


def trajectory(obs, acts, **more):
    return SimpleNamespace(obs=np.array(obs), acts=np.array(acts), terminal=True, **more)


def test_trajectories_are_read_as_they_are():
    made = [trajectory(s, a, rews=np.zeros(5)) for s, a in zip(SHOWN.states, SHOWN.actions, strict=True)]
    read = from_trajectories(CHAIN, made)

    assert (read.states == SHOWN.states).all()
    assert (read.actions == SHOWN.actions).all()


def test_trajectories_of_different_lengths_are_counted_up_to_their_ends():
    read = from_trajectories(CHAIN, [trajectory([0, 1], [1]), trajectory([1, 1, 0], [0, 1])])

    assert read.lengths.tolist() == [1, 2]
    assert read.counts().sum() == 3


def test_observations_that_are_vectors_need_a_function_that_makes_them_states():
    one = trajectory([[0.2, 0.9], [0.7, 0.1]], [1])

    with pytest.raises(ValueError, match="trajectory 0: an observation must be one whole number"):
        from_trajectories(CHAIN, [one])
    read = from_trajectories(CHAIN, [one], state_of=lambda observation: int(observation[0] > 0.5))
    assert read.states.tolist() == [[0, 1]]
    with pytest.raises(ValueError, match="trajectory 0: at step 1 the function that makes states fails: KeyError"):
        from_trajectories(CHAIN, [one], state_of=lambda observation: {0.2: 0}[observation[0]])


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ([], "at least one trajectory"),
        ([SimpleNamespace(obs=[0, 1])], "trajectory 0 needs the attributes obs and acts"),
        ([trajectory([0, 1], [1]), trajectory([0, 1], [1, 0])], "trajectory 1 must have one observation more"),
        ([trajectory([0], [])], "an action at least"),
        ([trajectory([0, 1], [1], rews=[1.0, 2.0])], "trajectory 0 has 1 actions and 2 rewards"),
        ([trajectory([0, 5], [1])], "trajectory 0: at step 1 the state must lie in 0 to 1; got 5"),
        ([trajectory([-1, 0], [1])], "trajectory 0: at step 0 the state must lie in 0 to 1; got -1"),
        (
            [trajectory([0, 1], [1]), trajectory([0, 1, 1], [1, -1])],
            "trajectory 1: at step 2 the action must lie in 0 to 1",
        ),
        (
            [trajectory(np.array([0, 2**63], np.uint64), [1])],
            "trajectory 0: at step 1 the state must lie in 0 to 1; got 9223372036854775808",
        ),
        ([SimpleNamespace(obs=[0, 2**70], acts=[1])], "trajectory 0: an observation must be one whole number"),
        ([SimpleNamespace(obs=[[0], [0, 1]], acts=[1])], "trajectory 0: it is no array of numbers"),
        ([SimpleNamespace(obs=np.array(3), acts=[1])], "trajectory 0: observations, actions and rewards are lists"),
        ([SimpleNamespace(obs=[0, 1], acts=None)], "trajectory 0: observations, actions and rewards are lists"),
        ([trajectory([0, 1], [1], rews=7)], "trajectory 0: observations, actions and rewards are lists"),
        ([trajectory([0, 1], [0.5])], "one whole number"),
    ],
)
def test_what_is_no_trajectory_of_the_problem_is_refused(made, words):
    with pytest.raises(ValueError, match=words):
        from_trajectories(CHAIN, made)


def test_one_long_episode_does_not_fill_the_memory_with_short_ones(monkeypatch):
    """2001 numbers and 400 times 3 are few; filled up to the longest there are 400 times 2001."""
    monkeypatch.setenv(VARIABLE, "1")
    long, short = trajectory([0] * 1001, [0] * 1000), trajectory([0, 1], [1])

    with pytest.raises(ValueError, match="a data set, filled up to the 1000 actions of trajectory 1, has 7 MiB"):
        from_trajectories(CHAIN, [short, long, *[short] * 399])
    assert from_trajectories(CHAIN, [short, long]).lengths.tolist() == [1, 1000]


def test_trajectories_without_end_are_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")

    with pytest.raises(ValueError, match="up to trajectory 65 the data set has 2 MiB"):
        from_trajectories(CHAIN, repeat(trajectory([0] * 1001, [0] * 1000)))


def write(path, episodes):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path, "w") as file:
        for name, arrays in episodes.items():
            group = file.create_group(name)
            for key, values in arrays.items():
                group.create_dataset(key, data=np.array(values))


def test_minaris_files_are_read_in_the_order_of_their_episodes(tmp_path):
    episodes = {
        f"episode_{i}": {"observations": s, "actions": a, "rewards": np.zeros(5), "terminations": [False] * 5}
        for i, (s, a) in enumerate(zip(SHOWN.states, SHOWN.actions, strict=True))
    }
    write(tmp_path / "main_data.hdf5", episodes)
    read = from_minari(CHAIN, tmp_path / "main_data.hdf5")

    assert (read.states == SHOWN.states).all()
    assert (read.actions == SHOWN.actions).all()


@pytest.mark.parametrize(
    ("episodes", "words"),
    [
        ({}, "at least one trajectory"),
        ({"episode_0": {"observations": [0, 1]}}, "there is no episode_0/actions"),
        ({"episode_0": {"observations": [0], "actions": [1]}}, "episode_0 must have one observation more"),
        ({"episode_0": {"observations": [[0.5, 1.0]] * 2, "actions": [1]}}, "episode_0: an observation must be one"),
    ],
)
def test_a_minari_file_that_is_not_of_the_problem_is_refused(tmp_path, episodes, words):
    write(tmp_path / "main_data.hdf5", episodes)
    with pytest.raises(ValueError, match=words):
        from_minari(CHAIN, tmp_path / "main_data.hdf5")


def test_a_file_that_is_no_hdf5_is_refused(tmp_path):
    pytest.importorskip("h5py")
    (tmp_path / "text.hdf5").write_text("hello", encoding="utf-8")
    for name in ("text.hdf5", "absent.hdf5"):
        with pytest.raises(ValueError, match="cannot be read"):
            from_minari(CHAIN, tmp_path / name)


def test_without_h5py_the_reader_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    with pytest.raises(ValueError, match=r"install tightrope\[data\]"):
        from_minari(CHAIN, tmp_path / "main_data.hdf5")
