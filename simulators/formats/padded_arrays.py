"""Demonstrations as padded arrays, one row an episode: a .npz, or a mapping of the same arrays in Python.

    states   (n, T + 1), or (n, T) if the last states are not told    actions  (n, T)
    lengths  (n,), the number of actions of each; without it an episode ends where -1 (of texts: nothing) stands
    ended    (n,), true where nothing is decided afterwards           labels   (n, T), what somebody else would do

States, actions and labels are whole numbers or texts. `ended`, `labels` and `lengths` may be left out.
"""

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any

import numpy as np

from tightrope.simulators.formats.door import read_bytes, reading
from tightrope.simulators.formats.npz import Npz
from tightrope.simulators.formats.recorded import NOBODY, Episode, StateOf, episode
from tightrope.simulators.model.terminal import line, listed, quoted

KINDS = {"states": (2, "iuU"), "actions": (2, "iuU"), "lengths": (1, "iu"), "ended": (1, "b"), "labels": (2, "iuU")}


def episodes(path: str | PathLike, state_of: StateOf | None) -> list[Episode]:
    """Raises ValueError that says what the file lacks, or naming the episode that is wrong."""
    content = read_bytes(path)
    with reading(path, "padded arrays"):
        file = Npz(content)
        _check_names(file.names)
        arrays = {name: file.array(name, *kind) for name, kind in KINDS.items() if not file.lacks(name)}
    return of_arrays(arrays, state_of, f"{line(path)}: ")


def of_arrays(arrays: Mapping[str, Any], state_of: StateOf | None, place: str = "") -> list[Episode]:
    """The same from arrays, which messages call by `place`. Raises ValueError as `episodes` does."""
    try:
        given, lengths = _checked(arrays)
    except ValueError as error:
        raise ValueError(f"{place}{error}") from error
    return [_episode(given, i, int(length), state_of, f"{place}episode {i}") for i, length in enumerate(lengths)]


def _checked(arrays: Mapping[str, Any]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The arrays, of shapes that fit, and the lengths of episodes."""
    _check_names(arrays)
    given = {name: _array(arrays[name], name) for name in arrays}
    actions = given["actions"]
    many, most = actions.shape[:2]
    if given["states"].shape[:2] not in ((many, most), (many, most + 1)) or not actions.size:
        raise ValueError(
            f"states must have as many columns as actions or one more, and one row each; they have "
            f"{given['states'].shape}, actions {actions.shape}"
        )
    for name, shape in (("lengths", (many,)), ("ended", (many,)), ("labels", actions.shape)):
        if name in given and given[name].shape != shape:
            raise ValueError(f"{name} must have shape {shape}; they have {given[name].shape}")
    return given, _lengths(given)


def _check_names(names: Iterable) -> None:
    if not KINDS.keys() >= set(names) or not {"states", "actions"} <= set(names):
        raise ValueError(
            f"padded arrays are states and actions, and perhaps lengths, ended and labels; got "
            f"{listed([name if isinstance(name, str) else quoted(name) for name in names])}"
        )


def _array(values: Any, name: str) -> np.ndarray:
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"{name} must be an array, one row an episode: {line(str(error))}") from error
    dimensions = KINDS[name][0]
    if array.ndim < dimensions or (array.ndim > dimensions and name != "states") or not array.shape[-1]:
        raise ValueError(f"{name} must have {dimensions} dimensions; it has shape {array.shape}")
    return array


def _lengths(given: Mapping[str, np.ndarray]) -> np.ndarray:
    actions = given["actions"]
    if "lengths" in given:
        lengths = given["lengths"]
        if lengths.dtype.kind not in "iu" or lengths.min() < 1 or lengths.max() > actions.shape[1]:
            raise ValueError(f"lengths must be whole numbers in 1 to {actions.shape[1]}")
        return lengths
    there = ~_absent(actions)
    lengths = there.sum(axis=1)
    wrong = np.flatnonzero((there != (np.arange(actions.shape[1]) < lengths[:, None])).any(axis=1) | (lengths == 0))
    if wrong.size:
        raise ValueError(f"episode {wrong[0]} must have an action at least, and no gap before its end, which is -1")
    return lengths


def _absent(array: np.ndarray) -> np.ndarray:
    return array == (NOBODY if array.dtype.kind == "U" else -1)


def _episode(given: Mapping[str, np.ndarray], i: int, length: int, state_of: StateOf | None, place: str) -> Episode:
    states = given["states"][i, : length + 1]
    if states.ndim == 1 and len(states) > length and _absent(states[length:])[0]:
        states = states[:length]
    if states.ndim == 1 and _absent(states).any():
        raise ValueError(f"{place} has {length} actions, and a state is missing among them")
    labels = given["labels"][i, :length] if "labels" in given else None
    return episode(
        place,
        states,
        given["actions"][i, :length],
        state_of,
        given["ended"][i] if "ended" in given else None,
        labels if labels is None else np.where(_absent(labels), NOBODY, labels.astype(str)),
    )
