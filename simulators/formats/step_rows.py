"""Demonstrations as rows, one a decision: a .csv with a header, or dicts of the same names in Python.

    episode,t,state,action[,label][,ended]

Rows of an episode follow each other in time: t counts from 0 or 1 by one. The last one may have no action: it tells the
state after the last action. `label` is what somebody else would have done there, empty where nobody was asked. `ended`
(1 or true, 0 or false) of an episode's last row says whether nothing is decided afterwards. Actions 0.0, 1.0, ... are
whole numbers in pandas' spelling.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from math import isnan
from os import PathLike
from typing import Any

import numpy as np

from tightrope.simulators.formats.door import VARIABLE, most_values, read_bytes, reading
from tightrope.simulators.formats.recorded import Episode, StateOf, episode
from tightrope.simulators.model.terminal import line, listed, quoted

NEEDED, OPTIONAL = ("episode", "t", "state", "action"), ("label", "ended")
TRUTHS = {"1": True, "true": True, "0": False, "false": False}


def episodes(path: str | PathLike, state_of: StateOf | None) -> list[Episode]:
    """Raises ValueError that names the file and the row that is wrong; the header is row 1."""
    content = read_bytes(path)
    with reading(path, "a table of steps"):
        if content.count(b",") + content.count(b"\n") > most_values():
            raise ValueError(f"it has more than {most_values()} values; if that is meant, set {VARIABLE} (MiB)")
        table = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    return of_rows(table, state_of, f"{line(path)}: ")


@dataclass
class _Steps:
    """What the rows of an episode said so far."""

    states: list = field(default_factory=list)
    actions: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    first: int = 0
    ended: bool | None = None


def of_rows(rows: Iterable[Mapping], state_of: StateOf | None, place: str = "") -> list[Episode]:
    """The same from dicts, which messages call by `place`. Raises ValueError that names the row, from 2 on."""
    found: dict[Any, _Steps] = {}
    for number, row in enumerate(rows, start=2):
        try:
            _add(found, row)
        except ValueError as error:
            raise ValueError(f"{place}row {number}: {error}") from error
    if not found:
        raise ValueError(f"{place}a table of steps needs at least one row")
    _undo_pandas(found.values())
    return [
        episode(
            f"{place}episode {line(str(key))}",
            one.states,
            one.actions,
            state_of,
            one.ended,
            one.labels if any(label is not None for label in one.labels) else None,
        )
        for key, one in found.items()
    ]


def _undo_pandas(every: Iterable[_Steps]) -> None:
    """Actions 0.0, 1.0, ... are the whole numbers that pandas wrote so: a last row without an action does that."""
    columns = [column for one in every for column in (one.actions, one.labels)]
    if all(_is_whole(x) for column in columns for x in column if x is not None):
        for column in columns:
            column[:] = [None if x is None else int(float(x)) for x in column]


def _is_whole(value: Any) -> bool:
    if isinstance(value, str):
        return value.endswith(".0") and value[:-2].isdecimal() and value.isascii() and len(value) < 10
    return isinstance(value, float) and value.is_integer()


def _add(found: dict[Any, _Steps], row: Mapping) -> None:
    _check(row)
    key, t = row["episode"], _time(row["t"])
    if not isinstance(key, str | int):
        raise ValueError(f"an episode is a number or a text; got {quoted(key)}")
    steps = found.setdefault(key, _Steps(first=t))
    if t not in (0, 1) and not steps.states:
        raise ValueError(f"t must begin with 0 or 1 in each episode; got {t} in episode {quoted(key)}")
    if t != steps.first + len(steps.states):
        raise ValueError(
            f"t must go up by one in each episode; got {t} in episode {quoted(key)} after "
            f"{steps.first + len(steps.states) - 1}"
        )
    if len(steps.actions) < len(steps.states):
        raise ValueError(f"episode {quoted(key)} goes on after a row without an action")
    if _absent(row["state"]):
        raise ValueError(f"episode {quoted(key)} has no state at t = {t}")
    steps.states.append(row["state"])
    if not _absent(row["action"]):
        steps.actions.append(row["action"])
        label = row.get("label")
        steps.labels.append(None if _absent(label) else label)
    if not _absent(row.get("ended")):
        ended = _truth(row["ended"])
        if steps.ended and not ended:
            raise ValueError(f"episode {quoted(key)} goes on after a row that says that it ended")
        steps.ended = ended


def _check(row: Mapping) -> None:
    if not isinstance(row, Mapping):
        raise ValueError(f"a row is a dict with {', '.join(NEEDED)}; got {line(type(row).__name__)}")
    names = [name for name in row if name is not None]
    unknown = [name for name in names if name not in (*NEEDED, *OPTIONAL)]
    if unknown or not set(NEEDED) <= set(names):
        raise ValueError(
            f"its columns must be {', '.join(NEEDED)}, and perhaps {' and '.join(OPTIONAL)}; got "
            f"{listed([str(name) for name in names])}"
        )
    if None in row:  # what csv.DictReader calls cells beyond the header
        raise ValueError(f"it has more cells than the header, which has {len(names)}")


def _absent(value: Any) -> bool:
    """Nothing, or NaN, as pandas writes it."""
    return value is None or (isinstance(value, str) and not value) or (isinstance(value, float) and isnan(value))


def _time(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"t must be a whole number from 0 on; got {quoted(value)}")


def _truth(value: Any) -> bool:
    truth = TRUTHS.get(str(value).lower()) if isinstance(value, str | int | np.bool_) else None
    if truth is None:
        raise ValueError(f"ended must be 1, true, 0 or false; got {quoted(value)}")
    return truth
