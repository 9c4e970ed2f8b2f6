"""A policy of one's own as a file: an array of actions, (S,) or (T, S), or of probabilities, (S, A) or (T, S, A).

    .npy    the array
    .npz    the array called learner or policy, or the only one
    .json   the array as lists; "1/3" is a third
    .csv    a line for each state: its action's number, or the probability of each action

Numbers mean what they mean everywhere: floats what `model.floats` says, texts and whole numbers themselves. States
behind those that the array has, where nothing is decided, need no line.
"""

import csv
from fractions import Fraction
from io import StringIO
from pathlib import Path

import numpy as np

from tightrope.simulators.formats.door import most_values, parsed_json, read_bytes, reading
from tightrope.simulators.formats.npz import NUMBERS, Npz, array_in
from tightrope.simulators.model.arithmetic import exact_number
from tightrope.simulators.model.terminal import line, listed

LEARNERS = ".npy, .npz, .json or .csv of actions (S,) or of probabilities (S, A)"
NAMES = ("learner", "policy")


def load(path: Path) -> np.ndarray:
    """The array. Raises ValueError that names the file and what is wrong; whether it fits, the problem says."""
    if path.suffix not in READERS:
        raise ValueError(f"the format of {line(path)} is not read: a learner is {LEARNERS}")
    content = read_bytes(path)
    with reading(path, "a learner"):
        table = READERS[path.suffix](content)
        if table.ndim not in (1, 2, 3) or not table.size:
            raise ValueError(f"it must be {LEARNERS}, perhaps for each decision; it has the shape {table.shape}")
        if table.size > most_values():
            raise ValueError(f"it has {table.size} numbers; at most {most_values()} are read")
        return table


def _npy(content: bytes) -> np.ndarray:
    return _numbers(array_in(content, "the array", None, NUMBERS + "U"))


def _npz(content: bytes) -> np.ndarray:
    file = Npz(content)
    named = [name for name in NAMES if name in file.names] or (file.names if len(file.names) == 1 else [])
    if len(named) != 1:
        raise ValueError(f"one array must be called {' or '.join(NAMES)}; it has {listed(file.names) or 'none'}")
    return _numbers(file.array(named[0], None, NUMBERS + "U"))


def _numbers(table: np.ndarray) -> np.ndarray:
    return table.astype(object) if table.dtype.kind == "U" else table


def _json(content: bytes) -> np.ndarray:
    given = parsed_json(content)
    if not isinstance(given, list):
        raise ValueError("it must be a list of lists of numbers")
    try:
        return np.array(given, dtype=object)
    except ValueError as error:
        raise ValueError("its lists must have the same lengths") from error


def _csv(content: bytes) -> np.ndarray:
    rows = [row for row in csv.reader(StringIO(content.decode("utf-8-sig"))) if row]
    lengths = {len(row) for row in rows}
    if len(lengths) != 1:
        raise ValueError(f"every line must have as many numbers; they have {sorted(lengths)[:9]}")
    numbers = [[_number(text, f"line {i}") for text in row] for i, row in enumerate(rows, 1)]
    if lengths == {1} and all(row[0].denominator == 1 for row in numbers):
        return np.array([int(row[0]) for row in numbers])
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    table[:] = [
        [_as_written(x, text) for x, text in zip(*pair, strict=True)] for pair in zip(numbers, rows, strict=True)
    ]
    return table


def _number(text: str, place: str) -> Fraction:
    return exact_number(text.strip(), place)


def _as_written(value: Fraction, text: str) -> Fraction | float:
    """Decimals as floats, which may round what is meant; fractions and whole numbers as they are."""
    return value if "/" in text or value.denominator == 1 else float(value)


READERS = {".npy": _npy, ".npz": _npz, ".json": _json, ".csv": _csv}
