"""Flat HDF5 arrays of all steps, one after another, as D4RL keeps them: where an episode ends, another one begins.

    observations, actions (N)    terminals (N), the episode ended at this step    timeouts (N), it was cut off
    next_observations (N)        where it is there, the last state of an episode

What follows the last of both was cut off, too. A file without `timeouts` says of every episode but that one that it
ended.
"""

from os import PathLike
from typing import Any

import numpy as np

from tightrope.simulators.formats import hdf5
from tightrope.simulators.formats.recorded import Episode, StateOf, episode
from tightrope.simulators.model.terminal import line

LAYOUT = "observations, actions and terminals"


def episodes(path: str | PathLike, state_of: StateOf | None) -> list[Episode]:
    """Raises ValueError if h5py is not installed, the file cannot be read, or naming the episode that is wrong."""
    with hdf5.opened(path) as file:
        budget = hdf5.Budget()
        seen, taken, terminals = (hdf5.array(file, name, budget) for name in ("observations", "actions", "terminals"))
        timeouts, after = (
            None if hdf5.lacks(file, name) else hdf5.array(file, name, budget)
            for name in ("timeouts", "next_observations")
        )
        ends, cuts = _flags(terminals, "terminals", taken), _flags(timeouts, "timeouts", taken)
        if len(seen) != len(taken) or (after is not None and after.shape != seen.shape):
            raise ValueError(f"observations and actions must be as many; they are {len(seen)} and {len(taken)}")
    if not len(taken):
        raise ValueError(f"{line(path)} needs at least one trajectory; there is none")
    last = np.flatnonzero(ends | cuts)
    last = last if last.size and last[-1] == len(taken) - 1 else np.append(last, len(taken) - 1)
    first = np.append(0, last[:-1] + 1)
    return [
        episode(
            f"{line(path)}: episode {number} (from row {begin} on)",
            _with_last(seen[begin : end + 1], after, end),
            taken[begin : end + 1],
            state_of,
            bool(ends[end]),
        )
        for number, (begin, end) in enumerate(zip(first, last, strict=True))
    ]


def _flags(array: np.ndarray | None, name: str, actions: np.ndarray) -> np.ndarray:
    if array is None:
        return np.zeros(len(actions), dtype=bool)
    flat = array.reshape(-1)
    if len(flat) != len(actions) or not np.isin(flat, (0, 1)).all():
        raise ValueError(f"{name} must be {len(actions)} truth values, one a row; it has shape {array.shape}")
    return flat.astype(bool)


def _with_last(seen: np.ndarray, after: np.ndarray | None, end: int) -> Any:
    return seen if after is None else np.concatenate([seen, after[end : end + 1]])
