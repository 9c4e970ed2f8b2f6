"""Demonstrations made by others: trajectories with .obs and .acts, and Minari's HDF5 files.

Both formats have one observation more than actions, the last being the state in which the episode ended or was cut off.
Nothing is imported of the packages that write them: an object needs the attributes only, a file needs h5py. Rewards are
read past: cloning does not use them. Shorter trajectories are filled up to the longest one.
"""

import re
from collections.abc import Callable, Iterable, Sized
from pathlib import Path
from typing import Any

import numpy as np

from tightrope.simulators.formats import hdf5
from tightrope.simulators.formats.demonstrations import AFTER_END, Demonstrations
from tightrope.simulators.formats.door import check_size
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line

StateOf = Callable[[Any], int]
Pair = tuple[np.ndarray, np.ndarray]  # states and actions of an episode
EPISODE = re.compile("episode_[0-9]{1,9}")


def whole_number(observation) -> int:
    """The state that a discrete observation names. Raises ValueError unless it is one whole number."""
    return int(_whole_numbers([observation])[0])


def from_trajectories(problem: Problem, trajectories: Iterable, state_of: StateOf = whole_number) -> Demonstrations:
    """From objects as the package imitation has them: obs (T + 1), acts (T), and where present terminal and rews (T).

    `state_of` makes a state's number of an observation. Raises ValueError that names the trajectory that is wrong.
    """
    pairs, read = [], 0
    for number, trajectory in enumerate(trajectories):
        place = f"trajectory {number}"
        if not hasattr(trajectory, "obs") or not hasattr(trajectory, "acts"):
            raise ValueError(f"{place} needs the attributes obs and acts; it is {line(type(trajectory).__name__)}")
        actions, rewards = _length(trajectory.acts, place), getattr(trajectory, "rews", None)
        if rewards is not None and _length(rewards, place) != actions:
            raise ValueError(f"{place} has {actions} actions and {_length(rewards, place)} rewards")
        pairs.append(_pair(problem, trajectory.obs, trajectory.acts, state_of, place))
        read += 8 * (2 * actions + 1)
        check_size(read, f"up to {place} the data set")
    return _joined(problem, pairs, "a data set")


def from_minari(problem: Problem, path: Path, state_of: StateOf = whole_number) -> Demonstrations:
    """From a Minari data set's main_data.hdf5: groups episode_0, episode_1, ...
    with observations (T + 1) and actions (T).

    Raises ValueError if h5py is not installed, if the file cannot be read, or naming the episode that is wrong.
    """
    episodes, read = [], 0
    with hdf5.opened(path) as file:
        for name in sorted(filter(EPISODE.fullmatch, file), key=lambda name: (len(name), name)):
            arrays = []
            for key in ("observations", "actions"):
                arrays.append(hdf5.array(hdf5.group(file, name), key, read))
                read += arrays[-1].nbytes
            episodes.append((name, *arrays))
    pairs = [_pair(problem, *arrays, state_of, f"{line(path)}: {name}") for name, *arrays in episodes]
    return _joined(problem, pairs, line(path))


def _pair(problem: Problem, observations: Any, actions: Any, state_of: StateOf, place: str) -> Pair:
    """The states and actions of an episode; raises ValueError that names the step, 0 before the first action."""
    seen, done = _length(observations, place), _length(actions, place)
    if seen != done + 1 or not done:
        raise ValueError(
            f"{place} must have one observation more than actions, and an action at least; "
            f"it has {seen} observations and {done} actions"
        )
    try:
        states = observations if state_of is whole_number else _made(state_of, observations)
        return (
            _named(_whole_numbers(states), problem.mdp.shape[0], 0, "state"),
            _named(_whole_numbers(actions), problem.mdp.shape[1], 1, "action"),
        )
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def _length(values: Any, place: str) -> int:
    if not isinstance(values, Sized) or (isinstance(values, np.ndarray) and not values.ndim):
        raise ValueError(f"{place}: observations, actions and rewards are lists; one is {line(type(values).__name__)}")
    return len(values)


def _made(state_of: StateOf, observations: Iterable) -> list[int]:
    states: list[int] = []
    try:
        states.extend(state_of(each) for each in observations)
    except Exception as error:  # the caller's function may raise anything at an observation that it does not know
        reason = line(f"{type(error).__name__} {error}")
        raise ValueError(f"at step {len(states)} the function that makes states fails: {reason}") from error
    return states


def _whole_numbers(values: Any) -> np.ndarray:
    """One whole number each. Raises ValueError for anything else, and beyond 64 bits."""
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:  # rows of different lengths; beyond 64 bits
        raise ValueError(f"it is no array of numbers, {line(str(error))}") from error
    if array.size != len(values) or array.dtype.kind not in "iu":
        raise ValueError(
            "an observation must be one whole number, or come with a function that makes it a state; "
            f"got type {line(str(array.dtype))}, shape {array.shape}"
        )
    return array.reshape(-1)


def _named(numbers: np.ndarray, names: int, first: int, what: str) -> np.ndarray:
    """As 64-bit numbers, each of which names a state or an action."""
    wrong = np.flatnonzero((numbers < 0) | (numbers >= names))
    if wrong.size:
        raise ValueError(f"at step {wrong[0] + first} the {what} must lie in 0 to {names - 1}; got {numbers[wrong[0]]}")
    return numbers.astype(np.int64)


def _joined(problem: Problem, pairs: list[Pair], place: str) -> Demonstrations:
    if not pairs:
        raise ValueError(f"{place} needs at least one trajectory; there is none")
    lengths = [len(actions) for _, actions in pairs]
    horizon = max(lengths)
    check_size(
        8 * len(pairs) * (2 * horizon + 1),
        f"{place}, filled up to the {horizon} actions of trajectory {lengths.index(horizon)},",
    )
    states = np.full((len(pairs), horizon + 1), AFTER_END, dtype=np.int64)
    taken = np.full((len(pairs), horizon), AFTER_END, dtype=np.int64)
    for i, (visited, actions) in enumerate(pairs):
        states[i, : len(visited)], taken[i, : len(actions)] = visited, actions
    return Demonstrations(
        state_names=problem.mdp.states, action_names=problem.mdp.actions, states=states, actions=taken
    )
