"""Parameters that were found once and are kept as data: whole numbers of 2^-20 in NAME.json beside this file.

What is said of them is computed from the file, so that it is the same on every machine; how they were found, and with
what, is told by find_NAME.py. `fingerprint` names them in a report.
"""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np

SCALE = 2**20
HERE = Path(__file__).parent


def kept(name: str) -> list[dict]:
    """The entries of NAME.json, lists of numbers as arrays of floats, exactly: |parameter| < 2^32."""
    return [
        {key: np.array(value) / SCALE if isinstance(value, list) else value for key, value in entry.items()}
        for entry in json.loads((HERE / f"{name}.json").read_text())
    ]


def fingerprint(name: str) -> str:
    """SHA-256 of the parameters, however the file breaks its lines."""
    return sha256(json.dumps(json.loads((HERE / f"{name}.json").read_text())).encode()).hexdigest()


def keep(name: str, entries: list[dict]) -> None:
    """Writes NAME.json, one entry a line."""
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n")
