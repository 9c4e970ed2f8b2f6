"""Demonstrations made by others: trajectories with .obs and .acts, and Minari's HDF5 files.

Both formats have one observation more than actions, the last being the state in which the episode ended or was cut off.
Nothing is imported of the packages that write them: an object needs the attributes only, a file needs h5py. Rewards are
read past: cloning does not use them. A trajectory may be as long as it likes; shorter ones are filled up.
"""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tightrope.simulators.formats.demonstrations import AFTER_END, Demonstrations
from tightrope.simulators.model.problem import Problem

StateOf = Callable[[object], int]


def whole_number(observation) -> int:
    """The state that a discrete observation names. Raises ValueError unless it is one whole number."""
    value = np.asarray(observation)
    if value.size != 1 or not np.issubdtype(value.dtype, np.integer):
        raise ValueError(
            f"an observation must be one whole number, or come with a function that makes it a state; "
            f"got type {value.dtype}, shape {value.shape}"
        )
    return int(value.reshape(()))


def from_trajectories(problem: Problem, trajectories: Iterable, state_of: StateOf = whole_number) -> Demonstrations:
    """From objects as the package imitation has them: obs (T + 1), acts (T), and where present terminal and rews (T).

    `state_of` makes a state's number of an observation. Raises ValueError that names the trajectory that is wrong.
    """
    pairs = []
    for number, trajectory in enumerate(trajectories):
        if not hasattr(trajectory, "obs") or not hasattr(trajectory, "acts"):
            raise ValueError(
                f"trajectory {number} needs the attributes obs and acts; it is {type(trajectory).__name__}"
            )
        rewards = getattr(trajectory, "rews", None)
        if rewards is not None and len(rewards) != len(trajectory.acts):
            raise ValueError(f"trajectory {number} has {len(trajectory.acts)} actions and {len(rewards)} rewards")
        pairs.append(_numbers(trajectory.obs, trajectory.acts, state_of, f"trajectory {number}"))
    return _joined(problem, pairs)


def from_minari(problem: Problem, path: Path, state_of: StateOf = whole_number) -> Demonstrations:
    """From a Minari data set's main_data.hdf5: groups episode_0, episode_1, ...
    with observations (T + 1) and actions (T).

    Raises ValueError if h5py is not installed, if the file cannot be read, or naming the episode that is wrong.
    """
    pairs = []
    with _hdf5(Path(path)) as file:
        names = sorted((name for name in file if name.startswith("episode_")), key=lambda name: (len(name), name))
        for name in names:
            lacking = [key for key in ("observations", "actions") if not hasattr(file[name].get(key), "shape")]
            if lacking:
                raise ValueError(f"{path}: {name} lacks the array {', '.join(lacking)}")
            pairs.append(
                _numbers(file[name]["observations"][()], file[name]["actions"][()], state_of, f"{path}: {name}")
            )
    return _joined(problem, pairs)


@contextmanager
def _hdf5(path: Path) -> Generator:
    try:
        import h5py
    except ImportError as error:
        raise ValueError("Minari's files need h5py: install tightrope[data]") from error
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise ValueError(f"{path} is not an HDF5 file that can be read: {error}") from error
    with file:
        yield file


def _numbers(observations, actions, state_of: StateOf, place: str) -> tuple[list[int], list[int]]:
    if len(observations) != len(actions) + 1 or not len(actions):
        raise ValueError(
            f"{place} must have one observation more than actions, and an action at least; "
            f"it has {len(observations)} observations and {len(actions)} actions"
        )
    try:
        return [state_of(each) for each in observations], [whole_number(each) for each in actions]
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def _joined(problem: Problem, pairs: list[tuple[list[int], list[int]]]) -> Demonstrations:
    if not pairs:
        raise ValueError("a data set needs at least one trajectory; there is none")
    horizon = max(len(actions) for _, actions in pairs)
    states = np.full((len(pairs), horizon + 1), AFTER_END, dtype=np.int64)
    taken = np.full((len(pairs), horizon), AFTER_END, dtype=np.int64)
    for i, (visited, actions) in enumerate(pairs):
        if min(visited) < 0 or min(actions) < 0:
            raise ValueError(f"trajectory {i} names a state or an action below 0: {min(visited)}, {min(actions)}")
        states[i, : len(visited)], taken[i, : len(actions)] = visited, actions
    return Demonstrations(
        state_names=problem.mdp.states, action_names=problem.mdp.actions, states=states, actions=taken
    )
