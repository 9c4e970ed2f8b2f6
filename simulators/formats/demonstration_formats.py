"""Demonstrations of any format: by a file's suffix or a folder's content, or by what a Python object has.

`FORMATS` are all files there are; each lies in the file of its reader.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from os import PathLike, fspath
from os.path import isdir, isfile
from pathlib import Path
from typing import Any

from tightrope.simulators.formats import (
    demonstrations,
    flat_hdf5,
    hdf5,
    imitation_arrow,
    minari,
    padded_arrays,
    step_rows,
    trajectory_objects,
)
from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.formats.door import read_bytes, reading
from tightrope.simulators.formats.npz import Npz
from tightrope.simulators.formats.recorded import Episode, StateOf
from tightrope.simulators.model.terminal import line

Episodes = list[Episode] | Demonstrations  # our own file has numbers and names already


@dataclass(frozen=True, kw_only=True)
class LogFormat:
    """`read` gives the episodes of a file; `words` say on one line what it is."""

    suffixes: tuple[str, ...]
    words: str
    read: Callable[[Path, StateOf | None], Episodes]


def read(source: Any, state_of: StateOf | None) -> Episodes:
    """The episodes of a path, Demonstrations, padded arrays, rows as dicts, or trajectories as objects.

    Raises ValueError for what is none of these, and as the readers do.
    """
    if isinstance(source, str | PathLike):
        return _of_path(Path(fspath(source)), state_of)
    if isinstance(source, Demonstrations):
        return source
    if isinstance(source, Mapping):
        return padded_arrays.of_arrays(source, state_of)
    if hasattr(source, "iterate_episodes"):  # Minari's data set
        source = source.iterate_episodes()
    first, others = _begun(source)
    if isinstance(first, Mapping):
        return step_rows.of_rows(others, state_of)
    return trajectory_objects.episodes(others, state_of)


def _begun(source: Any) -> tuple[Any, Iterable]:
    """The first of what a caller hands over one by one, and all of them. Raises ValueError if there is none."""
    try:
        each = iter(source)
        first = next(each)
    except StopIteration:
        raise ValueError("a data set needs at least one trajectory; there is none") from None
    except Exception as error:  # whatever a stranger's object raises when it is asked
        raise ValueError(
            "demonstrations are a path, padded arrays by name, rows as dicts, or trajectories with obs and acts; got "
            f"a value of type {line(type(source).__name__)}"
        ) from error
    return first, chain([first], each)


def _of_path(path: Path, state_of: StateOf | None) -> Episodes:
    if isdir(path):
        return _of_folder(path, state_of)
    for one in FORMATS:
        if path.suffix.lower() in one.suffixes:
            return one.read(path, state_of)
    known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
    if path.suffix.lower() in (".pkl", ".pickle", ".pt", ".npy"):
        raise ValueError(f"{line(path)} is not read: loading such a file may run code; save it as one of {known}")
    raise ValueError(f"{line(path)} is no format of demonstrations that is read: its name must end in {known}")


def _of_folder(path: Path, state_of: StateOf | None) -> Episodes:
    if isfile(path / imitation_arrow.STATE):
        return imitation_arrow.episodes(path, state_of)
    for file in (path / minari.MAIN_FILE, path / minari.MAIN_FILE.name):
        if isfile(file):
            return minari.episodes(file, state_of)
    raise ValueError(
        f"{line(path)} is a folder that is not read: one that imitation saved holds {imitation_arrow.STATE}, one of "
        f"Minari's {minari.MAIN_FILE} (its hdf5 format)"
    )


def _npz(path: Path, state_of: StateOf | None) -> Episodes:
    content = read_bytes(path)
    with reading(path, "a file of demonstrations"):
        file = Npz(content)
        ours = len(file.lacks("format", "state_names")) < 2
    return demonstrations.load(path) if ours else padded_arrays.episodes(path, state_of)


def _hdf5(path: Path, state_of: StateOf | None) -> Episodes:
    with hdf5.opened(path) as file:
        flat = not any(map(minari.EPISODE.fullmatch, file)) and not hdf5.lacks(file, "observations")
    return (flat_hdf5 if flat else minari).episodes(path, state_of)


FORMATS = (
    LogFormat(suffixes=(".npz",), words="our own file, or padded arrays states and actions", read=_npz),
    LogFormat(suffixes=(".csv",), words="one row a decision: episode, t, state, action", read=step_rows.episodes),
    LogFormat(
        suffixes=(".hdf5", ".h5"), words="Minari's main_data.hdf5, or flat arrays with terminals (D4RL)", read=_hdf5
    ),
    LogFormat(suffixes=(".arrow",), words="a stream of the folder that imitation saves", read=imitation_arrow.episodes),
)
