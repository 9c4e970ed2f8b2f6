"""Logs of other formats that are not what they should be: flat HDF5 arrays, rows, padded arrays, imitation's Arrow."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pyarrow
import pyarrow.ipc

from tests.attacks.malformed_demonstrations import ACTIONS, STATES, Write, claiming, npz, with_changed_bytes
from tests.attacks.malformed_problems import change_bytes

FLAT = {"observations": np.array([0, 1, 1]), "actions": np.array([0, 1, 0]), "terminals": np.array([0, 0, 1])}
ROWS = "episode,t,state,action\n0,0,x,a\n0,1,y,b\n0,2,y,\n1,0,x,b\n"


def flat(arrays: dict) -> Write:
    def write(path: Path) -> None:
        with h5py.File(path, "w") as file:
            for name, array in arrays.items():
                file[name] = array

    return write


def flat_tricks() -> Iterator[tuple[str, Write]]:
    for name, array in (
        *(("terminals", [0, 2, 1]), ("terminals", [0, 1]), ("terminals", [[0, 1, 0]] * 2), ("terminals", [np.nan] * 3)),
        *(("timeouts", [1]), ("actions", [0, 1]), ("actions", [0, 1, -1]), ("actions", [0, 1, 2])),
        *(("observations", [[0.5, 1.0]] * 3), ("observations", np.zeros((3, 84, 84), np.uint8))),
        *(("observations", []), ("next_observations", [0, 1]), ("next_observations", [[0, 1]] * 3)),
    ):
        yield f"{name} {np.shape(array)}", flat({**FLAT, name: np.array(array)})
    yield "no terminals", flat({"observations": FLAT["observations"], "actions": FLAT["actions"]})
    yield "nothing", flat({name: array[:0] for name, array in FLAT.items()})


def flat_valid() -> Iterator[tuple[str, Write]]:
    yield "flat", flat(FLAT)
    yield "flat, in columns", flat({name: array[:, None] for name, array in FLAT.items()})
    yield "flat, cut off", flat({**FLAT, "timeouts": np.array([1, 0, 0]), "next_observations": np.array([1, 1, 0])})


def table(text: str | bytes) -> Write:
    return lambda path: path.write_bytes(text if isinstance(text, bytes) else text.encode())


def table_tricks() -> Iterator[tuple[str, Write]]:
    for name, text in (
        *(("nothing", ""), ("a header", "episode,t,state,action\n"), ("no header", "0,0,x,a\n"), ("zeros", "\0" * 999)),
        *(
            ("a column twice", "episode,t,state,state\n"),
            ("a quote", ROWS + '2,0,"x,a\n'),
            ("a gap", ROWS + "1,2,x,a\n"),
        ),
        *(("a negative t", ROWS + "2,-1,x,a\n"), ("an unknown state", ROWS + "2,0,\x1b[2J,a\n")),
        *(("digits", ROWS + f"2,{'9' * 5000},x,a\n"), ("a place", ROWS + "2,0,7,a\n"), ("Latin", b"\xe9" * 9)),
        *(("a long cell", ROWS + f"2,0,{'x' * 200_000},a\n"), ("long names", ROWS + f"2,0,{'x' * 9000},a\n")),
        *(("many cells", ROWS + "2,0,x,a" + "," * 10**6 + "\n"), ("many lines", ROWS + "\n,,," * 2 * 10**6)),
    ):
        yield name, table(text)
    yield (
        "long labels, each array as wide as the longest",
        table(ROWS + f"2,0,{'x' * 100_000},a\n" + "2,1,x,a\n" * 10**5),
    )
    yield "a FIFO", os.mkfifo


def table_valid() -> Iterator[tuple[str, Write]]:
    yield "as written", table(ROWS)
    yield "with carriage returns", table(ROWS.replace("\n", "\r\n"))
    yield "with a mark of its encoding", table(b"\xef\xbb\xbf" + ROWS.encode())


def table_changed(rng: random.Random) -> Write:
    return table(change_bytes(rng, ROWS.encode()))


def arrow(columns: dict, options: Any = None, metadata: Any = None) -> Write:
    def write(path: Path) -> None:
        made = pyarrow.table(columns).replace_schema_metadata(metadata)
        with pyarrow.ipc.new_stream(path, made.schema, options=options) as file:
            file.write_table(made)

    return write


SAVED = {"obs": [[0, 1, 1], [1, 0]], "acts": [[0, 1], [1]], "infos": [["{}", "{}"], ["{}"]], "terminal": [True, False]}


def arrow_tricks() -> Iterator[tuple[str, Write]]:
    for name, column in (
        *(("obs", [[0, 1], [1, 0]]), ("obs", [[0, 1, None], [1, 0]]), ("obs", [None, [1, 0]]), ("obs", [0, 1])),
        *(("obs", [[0.5, 1, 1], [1, 0]]), ("obs", [[[0] * 999] * 3, [[0] * 999] * 2]), ("acts", [[0, -1], [1]])),
        *(
            ("acts", [["\x1b[2J", "a"], ["a"]]),
            ("acts", [[0, 2**40], [1]]),
            ("terminal", [0, 1]),
            ("acts", [None, None]),
        ),
        ("obs", [["x" * 10**6, "y", "x"], ["x", "y"]]),
    ):
        yield f"{name} {str(column)[:30]}", arrow({**SAVED, name: column})
    bomb = {**SAVED, "obs": [[0] * 10**7, [1, 0]]}
    for packing in ("lz4", "zstd"):
        yield f"packed by {packing}", arrow(bomb, pyarrow.ipc.IpcWriteOptions(compression=packing))
    yield "a dictionary", arrow({**SAVED, "infos": pyarrow.array(["{}", "{}"]).dictionary_encode()})
    yield "no acts", arrow({"obs": SAVED["obs"]})
    yield "no rows", arrow({name: pyarrow.array(column)[:0] for name, column in SAVED.items()})
    yield "nothing", table(b"")
    yield "a length of 2 GB", table(b"\xff\xff\xff\xff\xff\xff\xff\x7f" + b"\0" * 99)
    yield "a FIFO", os.mkfifo


def arrow_valid() -> Iterator[tuple[str, Write]]:
    yield "as saved", arrow(SAVED)
    yield "with names", arrow({**SAVED, "obs": [["x", "y", "y"], ["y", "x"]]})
    yield "small numbers", arrow({**SAVED, "acts": pyarrow.array([[0, 1], [1]], pyarrow.list_(pyarrow.int8()))})
    yield "with metadata", arrow(SAVED, metadata={"huggingface": "{}" * 1000})


def arrow_changed(rng: random.Random) -> Write:
    return with_changed_bytes(rng, arrow(SAVED))


def padded_tricks() -> Iterator[tuple[str, Write]]:
    plain = {"states": STATES, "actions": ACTIONS}
    for name, array in (
        *(("states", STATES.astype(float)), ("states", STATES[:1]), ("states", STATES[..., None]), ("states", -STATES)),
        *(
            ("actions", ACTIONS[:, :0]),
            ("actions", ACTIONS[:, ::-1]),
            ("actions", ACTIONS + 5),
            ("labels", ACTIONS[:1]),
        ),
        *(("lengths", np.array([2, 3])), ("lengths", np.array([2.0, 1.0])), ("ended", np.array([1, 0]))),
        *(("labels", np.full((2, 2), 7)), ("states", np.array([["x", "", "y"], ["y", "x", ""]]))),
    ):
        yield f"{name} {array.dtype} {array.shape}", npz({**plain, name: array})
    yield "only states", npz({"states": STATES})
    yield "texts 2^40 wide", npz({**plain, "states": claiming("(2, 3)", "<U1099511627776", b"")})


def padded_valid() -> Iterator[tuple[str, Write]]:
    plain = {"states": STATES, "actions": ACTIONS}
    yield "padded", npz(plain)
    yield "padded, with names", npz({**plain, "states": np.array([["x", "y", "y"], ["y", "x", ""]])})
    yield "padded, with all else", npz({**plain, "lengths": np.array([2, 1]), "ended": np.array([True, False])})
    yield "padded, labelled", npz({**plain, "labels": np.array([[0, -1], [1, -1]])})
