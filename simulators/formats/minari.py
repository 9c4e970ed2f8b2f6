"""Minari's data sets: main_data.hdf5 with groups episode_0, episode_1, ... of observations (T + 1) and actions (T).

`terminations` (T), where it is there, says whether the episode ended or was cut off. Observations that are groups, of
dicts or tuples, come as dicts (tuples under _index_0, ...) to the function that makes states of them.
"""

import re
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from tightrope.simulators.formats import hdf5
from tightrope.simulators.formats.recorded import Episode, StateOf, last_flag, whole_episode
from tightrope.simulators.model.terminal import line, listed

EPISODE = re.compile("episode_[0-9]{1,9}")
MAIN_FILE = Path("data", "main_data.hdf5")  # of the folder that a data set is


def episodes(path: str | PathLike, state_of: StateOf | None) -> list[Episode]:
    """Raises ValueError if h5py is not installed, the file cannot be read, or naming the episode that is wrong."""
    with hdf5.opened(path) as file:
        names = sorted(filter(EPISODE.fullmatch, file), key=lambda name: (len(name), name))
        budget = hdf5.Budget()
        found = [(name, *_read(hdf5.group(file, name), budget, state_of)) for name in names]
    if not found:
        raise ValueError(f"{line(path)} needs at least one trajectory; there is none")
    return [
        whole_episode(f"{line(path)}: {name}", observations, actions, state_of, ended)
        for name, observations, actions, ended in found
    ]


def _read(group: Any, budget: hdf5.Budget, state_of: StateOf | None) -> tuple[Any, np.ndarray, bool | None]:
    observations = _observations(group, budget, state_of)
    actions = hdf5.array(group, "actions", budget)
    if hdf5.lacks(group, "terminations"):
        return observations, actions, None
    ends = hdf5.array(group, "terminations", budget)
    return observations, actions, last_flag(ends.reshape(-1), line(group.name))


def _observations(group: Any, budget: hdf5.Budget, state_of: StateOf | None) -> Any:
    if not hdf5.is_group(group, "observations"):
        return hdf5.array(group, "observations", budget)
    parts = hdf5.group(group, "observations")
    if state_of is None:
        raise ValueError(
            f"{line(group.name)}: its observations are dicts of {listed(sorted(parts))}; give state_of, a function "
            "that makes a state of such a dict: state_of=lambda o: int(o['...'])"
        )
    return _rows(_arrays(parts, budget))


def _arrays(group: Any, budget: hdf5.Budget) -> dict[str, Any]:
    return {
        name: _arrays(hdf5.group(group, name), budget)
        if hdf5.is_group(group, name)
        else hdf5.array(group, name, budget)
        for name in sorted(group)
    }


def _rows(arrays: dict[str, Any]) -> list[dict[str, Any]]:
    """One dict a step."""
    parts = {name: _rows(one) if isinstance(one, dict) else one for name, one in arrays.items()}
    lengths = {len(one) for one in parts.values()}
    if len(lengths) > 1:
        raise ValueError(f"the parts of an observation have different lengths, {sorted(lengths)}")
    return [{name: one[step] for name, one in parts.items()} for step in range(max(lengths, default=0))]
