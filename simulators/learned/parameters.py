"""Parameters that were found once and are kept as data: whole numbers of 2^-20 in NAME.json beside this file.

What is said of them is computed from the file, so that it is the same on every machine; how they were found, and with
what, is told by find_NAME.py or train_NAME.py. `fingerprint` names them in a report.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from os import getpid
from pathlib import Path

import numpy as np

SCALE, BITS = 2**20, 52
HERE = Path(__file__).parent


def kept(name: str, folder: Path = HERE) -> list[dict]:
    """The entries of NAME.json, lists of numbers (of any depth) as arrays of floats, exactly.

    Raises ValueError for lists of anything but whole numbers below 2^52.
    """
    return [
        {
            key: _floats(value, f"{name}.json, {key}") if isinstance(value, list) else value
            for key, value in entry.items()
        }
        for entry in json.loads((folder / f"{name}.json").read_text())
    ]


def _floats(value: list, place: str) -> np.ndarray:
    found = np.array(value)
    if found.dtype != np.int64 or not (np.abs(found) < 2**BITS).all():
        raise ValueError(f"{place}: parameters are kept as whole numbers of 2^-20, below 2^52; some are none")
    return found / SCALE


def network(name: str, folder: Path = HERE) -> dict[str, np.ndarray]:
    """The parameters of the first network in NAME.json, that of the recipe's first seed."""
    return kept(name, folder)[0]


def whole(parameters: Mapping[str, np.ndarray]) -> dict[str, list]:
    """Arrays of any shape as whole numbers of 1/SCALE, rounded to the nearest.

    Raises ValueError for a number without an axis, which `kept` could not tell from a word about the network, and
    unless each parameter is finite and below 2^32: then it is a float again, exactly.
    """
    for name, value in parameters.items():
        if not np.ndim(value):
            raise ValueError(f"parameters that are kept must be arrays; {name} is one number: give it the shape (1,)")
        if not (np.abs(value) < 2**BITS / SCALE).all():  # NaN is not below
            raise ValueError(f"parameters that are kept must be finite and below 2^32; {name} has others")
    return {name: np.rint(np.asarray(value) * SCALE).astype(np.int64).tolist() for name, value in parameters.items()}


def fingerprint(name: str, folder: Path = HERE) -> str:
    """SHA-256 of the parameters, however the file breaks its lines."""
    return sha256(json.dumps(json.loads((folder / f"{name}.json").read_text())).encode()).hexdigest()


def keep(name: str, entries: list[dict], folder: Path = HERE) -> None:
    """Writes NAME.json, one entry a line: the whole file or, if that is interrupted, none of it."""
    path, part = folder / f"{name}.json", folder / f"{name}.json.{getpid()}.part"
    lines = ",\n".join(json.dumps(entry, allow_nan=False) for entry in entries)
    try:
        part.write_text(f"[\n{lines}\n]\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
