"""Problem files of arrays and of model checkers that are not what they should be: .npz, .drn, .tra and what is beside.

As in `malformed_problems`: known tricks that must be refused, valid ones, and changes at random.
"""

import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.attacks.malformed_problems import BYTES, Write, change_bytes
from tightrope.simulators.formats.arrays import from_arrays
from tightrope.simulators.measures.planning import planned
from tightrope.simulators.names import FORMATS, problem

SUFFIXES = (".npz", ".drn", ".tra")
BIG = "9" * 30
WRONG_ARRAYS = (
    np.zeros(0),
    np.array(3),
    np.array([np.nan, np.inf]),
    np.array([-1, 2**62]),
    np.array([[0.5, 0.6], [1, 0]]),
    np.array(["1/0", "x" * 5000]),
    np.ones((2, 2, 2), dtype=complex),
    np.zeros((3, 0, 7)),
    np.array([True, False]),
    np.array([1, 2, 3], dtype=">u2"),
    np.full(4, "nan"),
    np.array([{}], dtype=object),
)
MAY_BE_READ = (3, 8)  # as rewards of any range, or as a law of the first state


def files_of(suffix: str) -> list[dict[str, bytes]]:
    """Valid problems as files, by the end of each file's name: with a learner, and from arrays without an expert."""
    kind = next(one for one in FORMATS if one.suffix == suffix)
    p = np.array([[[0.5, 0.25, 0.25], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0.1, 0.9, 0], [0, 0, 1]]])
    own = from_arrays(p, [1, 0, -1], start=0, ends=[2])
    found = []
    for made in (own, planned(own, 3), problem("recovery:rho=1/5", 3, Fraction(1, 10))):
        with tempfile.TemporaryDirectory() as folder:
            kind.save(made, Path(folder) / f"x{suffix}")
            found.append({one.name.removeprefix("x"): one.read_bytes() for one in Path(folder).iterdir()})
    return found


def writes(files: dict[str, bytes]) -> Write:
    """Writes the files beside the path, each under its end."""

    def write(path: Path) -> None:
        for end, content in files.items():
            path.with_name(f"{path.name.partition('.')[0]}{end}").write_bytes(content)

    return write


def valid(suffix: str) -> Iterator[tuple[str, Write]]:
    """Those that carry a learner, or get one: the commands ask for no epsilon."""
    if suffix != ".tra":  # which holds no learner
        yield "a problem with its learner", writes(files_of(suffix)[2])


def tricks(suffix: str) -> Iterator[tuple[str, Write]]:
    """What must be refused, each for a reason that is known."""
    yield "nothing there", lambda path: None
    yield "a folder", Path.mkdir
    yield "nothing in it", writes({suffix: b""})
    yield "zeros", writes({suffix: bytes(10**6)})
    yield "a sparse file", lambda path: path.open("wb").truncate(2**34)
    yield from {".npz": _npz_tricks, ".drn": _drn_tricks, ".tra": _tra_tricks}[suffix]()


def _npz_tricks() -> Iterator[tuple[str, Write]]:
    for i, wrong in enumerate(WRONG_ARRAYS):
        for name in ("P", "R", "start") if i not in MAY_BE_READ else ("P",):
            mine = {"P": np.eye(2)[None], "R": np.zeros(2), "start": np.array(0), "learner": np.zeros(2, int)}
            yield f"{name} is wrong array {i}", writes({".npz": packed(**{**mine, name: wrong})})
    yield "a bomb", writes({".npz": packed(P=np.zeros((30, 2000, 2000), np.uint8), R=np.zeros(2), start=np.array(0))})
    yield (
        "a name too many",
        writes({".npz": packed(P=np.eye(2)[None], R=np.zeros(2), start=np.array(0), x=np.zeros(1))}),
    )


def _drn_tricks() -> Iterator[tuple[str, Write]]:
    text = files_of(".drn")[2][".drn"].decode()
    for before, after in (
        ("@nr_states\n", f"@nr_states\n{BIG}"),
        (" : 1", f" : 1/{BIG * 900}"),
        (" : 1", " : 1e999999999"),
        (" : 1", " : -1"),
        (" : 1", f" : {BIG}"),
        ("//tightrope {", "//tightrope " + "[" * 10**5),
        ("//tightrope {", '//tightrope {"actions": [], "x": {'),
        ("//tightrope {", '//tightrope {"states": ["a", "a"], '),
        ("action a0", f"action {'(' * 10**5}"),
        ("state 0", f"state {BIG}"),
        ("[0", f"[{BIG * 400}"),
        ("[0", "[0" + ", 0" * 10**5),
    ):
        assert before in text, before
        yield f"{after[:30]!r} for {before!r}", writes({".drn": text.replace(before, after).encode()})


def _tra_tricks() -> Iterator[tuple[str, Write]]:
    files = files_of(".tra")[0]
    for content in (f"mdp\n0 0 {BIG} 1\n", "mdp\n0 0 999999999 1\n", "mdp\n0 0 0 1/0\n", "0 0 0 1\n0 0 0 1\n", "mdp\n"):
        yield repr(content[:30]), writes({**files, ".tra": content.encode()})
    yield "labels of a state that is not there", writes({**files, ".lab": b"#DECLARATION\ninit\n#END\n77 init\n"})
    yield "rewards of moves that are not there", writes({**files, ".cost.trans.rew": b"7 7 7 1\n"})


def packed(**arrays: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=True, **arrays)
    return stream.getvalue()


def changed(rng: random.Random, suffix: str) -> Write:
    """A valid problem with some bytes of one of its files changed, or one of its arrays."""
    files = dict(rng.choice(files_of(suffix)))
    if suffix == ".npz" and rng.random() < 0.7:
        with np.load(io.BytesIO(files[".npz"])) as found:
            arrays = dict(found)
        for name in rng.sample(sorted(arrays), 2):
            arrays[name] = rng.choice(WRONG_ARRAYS) if rng.random() < 0.5 else _changed_array(rng, arrays[name])
        return writes({".npz": packed(**arrays)})
    end = rng.choice(sorted(files))
    content = change_bytes(rng, files[end])
    if suffix == ".npz" and not zipfile.is_zipfile(io.BytesIO(content)):
        content += rng.choice(BYTES)
    return writes({**files, end: content})


def _changed_array(rng: random.Random, array: np.ndarray) -> np.ndarray:
    """One number of it, its type, or its shape."""
    change: Callable[[np.ndarray], np.ndarray] = rng.choice(
        (
            lambda one: one[..., :-1] if one.ndim else one[None],
            lambda one: one.reshape(-1),
            lambda one: np.concatenate([one.ravel(), one.ravel()]),
            lambda one: one.astype(float) * 0.9 if one.dtype.kind in "iuf" else one[::-1],
            lambda one: -one if one.dtype.kind in "if" else one.astype(str),
        )
    )
    return change(array)
