"""Demonstrations that are not what they should be: .npz, HDF5 as Minari writes it, and trajectories as objects."""

import io
import os
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np

from tests.attacks.malformed_problems import change_bytes

Write = Callable[[Path], object]

STATES, ACTIONS = np.array([[0, 1, 1], [1, 0, -1]]), np.array([[0, 1], [1, -1]])
ARRAYS = {
    **{"format": np.array("tightrope-demonstrations"), "version": np.array(1), "states": STATES, "actions": ACTIONS},
    **{"state_names": np.array(["x", "y"]), "action_names": np.array(["a", "b"])},
}
EPISODE = {"observations": np.array([0, 1, 1]), "actions": np.array([0, 1])}
JUNK = (
    *(np.array(0), np.array([]), np.zeros((0, 3), int), np.zeros((2, 0), int), np.zeros((2, 3, 1), int), np.zeros(3)),
    *(STATES.astype(float), STATES.astype(complex), STATES > 0, STATES - 1, STATES + 2**40, -STATES, STATES[:1]),
    *(np.full((2, 3), 2**63, np.uint64), STATES.astype("M8[s]"), np.array(["x", "y", "x"]), np.array([b"x", b"y"])),
    *(np.zeros(2, [("a", int)]), np.full((2, 3), np.nan), np.array("x" * 10**5), np.full((2, 2), -(2**63))),
    *(np.array(["\x1b[2J", "y"]), np.array(["\u202ex", "y"]), np.array([["x", "y"]]), np.array(-1), np.array(1.5)),
)


def npz(arrays: dict, packing: int = zipfile.ZIP_DEFLATED) -> Write:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", packing) as file:
            for name, array in arrays.items():
                file.writestr(f"{name}.npy", array if isinstance(array, bytes) else packed(array))

    return write


def packed(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, allow_pickle=True)
    return stream.getvalue()


def claiming(shape: str, descr: str = "<i8", there: bytes = b"\0" * 48) -> bytes:
    """An array whose header claims any shape and type."""
    header = f"{{'descr': {descr!r}, 'fortran_order': False, 'shape': {shape}}}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + there


def npz_tricks() -> Iterator[tuple[str, Write]]:
    for shape in (
        "(2, 1099511627776)",
        "(-2, -3)",
        "(2, 3, 4)",
        "(2.0, 3)",
        "(True, 6)",
        "()",
        "2",
        f"({'9' * 4000}, 0)",
    ):
        yield f"a header that claims {shape[:30]}", npz({**ARRAYS, "states": claiming(shape)})
    for descr in ("|O", "<U0", "|V0", "<f8", "|S8", "<M8[s]", "x", ("<i8", (2,)), [("a", "<i8")]):
        yield f"a header of type {descr}", npz({**ARRAYS, "state_names": claiming("(2,)", descr)})
    yield "a name of nothing, 2^40 times", npz({**ARRAYS, "state_names": claiming("(1099511627776,)", "<U0", b"")})
    yield "names beyond Unicode", npz({**ARRAYS, "state_names": claiming("(2,)", "<U1", b"\xff" * 8)})
    yield "half a pair", npz({**ARRAYS, "state_names": claiming("(2,)", "<U1", b"\0\xd8\0\0" * 2)})
    yield "a header of brackets", npz({**ARRAYS, "states": claiming("(" * 60 + ")" * 60)})
    yield "version 9 of NumPy's format", npz({**ARRAYS, "states": b"\x93NUMPY\x09" + packed(STATES)[7:]})
    yield "a pickle", npz({**ARRAYS, "states": np.array([[print, print]], dtype=object)})
    zeros = claiming("(128, 1048576)", "|u1", b"\0" * 2**27)
    yield "a bomb", npz({**ARRAYS, "states": zeros})
    yield "a bomb by bzip2", npz({**ARRAYS, "states": claiming("(8, 8)", "|u1", b"\0" * 64)}, zipfile.ZIP_BZIP2)
    yield "a bomb by LZMA", npz({**ARRAYS, "states": claiming("(8, 8)", "|u1", b"\0" * 64)}, zipfile.ZIP_LZMA)
    yield "a size that lies", lambda path: path.write_bytes(_smaller(npz({**ARRAYS, "states": zeros}), path))
    yield "an array twice", _twice
    yield (
        "a directory of 500,000 arrays",
        lambda path: path.write_bytes(b"PK\1\2" + b"\0" * 42 * 500_000 + b"PK\1\2" * 2000),
    )
    yield "an array of 16 GB", lambda path: path.open("wb").truncate(2**34)
    yield "a FIFO", os.mkfifo
    yield "a link to zero", lambda path: path.symlink_to("/dev/zero")
    for name in ARRAYS:
        yield f"no {name}", npz({key: array for key, array in ARRAYS.items() if key != name})
    for states, actions in ((-STATES[:1], ACTIONS[:1]), (STATES[::-1], ACTIONS), (STATES[:, 1:], ACTIONS[:, 1:])):
        yield (
            f"states {states.tolist()}, actions {actions.tolist()}",
            npz({**ARRAYS, "states": states, "actions": actions}),
        )


def npz_valid() -> Iterator[tuple[str, Write]]:
    yield "as saved", npz(ARRAYS)
    yield "stored", npz(ARRAYS, zipfile.ZIP_STORED)
    yield "small numbers", npz({**ARRAYS, "states": STATES.astype(np.int8), "actions": ACTIONS.astype(">i4")})
    yield "in columns", npz({**ARRAYS, "states": np.asfortranarray(STATES)})
    yield "with a bomb that nobody asks for", npz({**ARRAYS, "other": claiming("(8,)", "|O", b"\0" * 2**27)})
    yield "odd names", npz({**ARRAYS, "state_names": np.array(["\x1b[2J", "y" * 10_000])})


def _twice(path: Path) -> None:
    import warnings

    npz(ARRAYS)(path)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as file:
        warnings.simplefilter("ignore")
        file.writestr("states.npy", packed(STATES))


def _smaller(write: Write, path: Path) -> bytes:
    """The same zip, whose directory and entries say that the largest array has 200 bytes."""
    write(path)
    with zipfile.ZipFile(path) as file:
        size = max(one.file_size for one in file.infolist())
    return path.read_bytes().replace(size.to_bytes(4, "little"), (200).to_bytes(4, "little"))


def npz_changed(rng: random.Random) -> Write:
    arrays = dict(ARRAYS)
    if rng.random() < 0.6:
        for _ in range(rng.randint(1, 2)):
            arrays[rng.choice([*ARRAYS])] = rng.choice(JUNK)
        return npz(arrays)
    packing = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    return with_changed_bytes(rng, npz(arrays, packing))


def with_changed_bytes(rng: random.Random, write: Write) -> Write:
    def changed(path: Path) -> None:
        write(path)
        path.write_bytes(change_bytes(rng, path.read_bytes()))

    return changed


def hdf5(*episodes: dict, **more: Callable) -> Write:
    """A file of these episodes; each of `more` makes something else in it, under its name, in the first episode."""

    def write(path: Path) -> None:
        with h5py.File(path, "w") as file:
            for i, arrays in enumerate(episodes):
                for key, array in arrays.items():
                    file.require_group(f"episode_{i}")[key] = array
            for name, make in more.items():
                make(file.require_group("episode_0"), name)

    return write


def hdf5_tricks() -> Iterator[tuple[str, Write]]:
    acts = {"actions": EPISODE["actions"]}
    yield "no episode", hdf5()
    yield "a group for an array", hdf5(acts, observations=lambda group, name: group.create_group(name))
    yield "an array for a group", lambda path: h5py.File(path, "w").create_dataset("episode_0", data=[1])
    for link in (
        h5py.SoftLink("/episode_0/actions"),
        h5py.SoftLink("/episode_0/observations"),
        h5py.SoftLink("/nowhere"),
    ):
        yield (
            f"a link to {link.path}",
            hdf5(acts, observations=lambda group, name, link=link: group.__setitem__(name, link)),
        )
    for target in ("/dev/zero", "other.h5"):
        link = h5py.ExternalLink(target, "/x")
        yield (
            f"a link into {target}",
            hdf5(acts, observations=lambda group, name, link=link: group.__setitem__(name, link)),
        )
    outside = [("/dev/zero", 0, 24)]
    yield (
        "data in a device",
        hdf5(acts, observations=lambda group, name: group.create_dataset(name, (3,), "i8", external=outside)),
    )
    layout = h5py.VirtualLayout((3,), "i8")
    layout[:] = h5py.VirtualSource("other.h5", "x", (3,))
    yield (
        "data in another file",
        hdf5(acts, observations=lambda group, name: group.create_virtual_dataset(name, layout)),
    )
    for shape in ((2**40,), (3, 2**30), (2**20, 2**20)):
        yield (
            f"a claimed shape {shape}",
            hdf5(
                acts, observations=lambda group, name, shape=shape: group.create_dataset(name, shape, "i8", chunks=True)
            ),
        )
    yield "a chunk that is a bomb", hdf5(acts, observations=_bomb)
    yield (
        "an unknown filter",
        hdf5(
            acts,
            observations=lambda group, name: group.create_dataset(name, data=[0, 1, 1], chunks=(3,), scaleoffset=2),
        ),
    )
    for kind in (h5py.string_dtype(), h5py.vlen_dtype(int), h5py.ref_dtype, np.dtype([("a", int)]), np.dtype("S3")):
        yield (
            f"numbers of type {kind}",
            hdf5(acts, observations=lambda group, name, kind=kind: group.create_dataset(name, (3,), kind)),
        )
    yield "nothing", hdf5(acts, observations=lambda group, name: group.create_dataset(name, data=h5py.Empty("i8")))
    short = [EPISODE] * 400
    long = {"observations": np.zeros(10**6 + 1, np.int8), "actions": np.zeros(10**6, np.int8)}
    yield "one long episode and 400 short ones", hdf5(long, *short)
    yield "a FIFO", os.mkfifo
    yield "a link to zero", lambda path: path.symlink_to("/dev/zero")
    yield "a sparse file", lambda path: path.open("wb").truncate(2**34)
    for key, array in (
        ("observations", [-1, 0, 1]),
        ("actions", [0, -1]),
        ("observations", [0, 1, 2]),
        ("actions", [0]),
    ):
        yield f"{key} {array}", hdf5({**EPISODE, key: np.array(array)})


def _bomb(group, name: str) -> None:
    array = group.create_dataset(name, (3,), "i8", chunks=(3,), compression="gzip")
    array.id.write_direct_chunk((0,), _zeros(2048))


def _zeros(mebibytes: int) -> bytes:
    """What zlib makes of so many MiB of zeros, written down faster than it would: a MiB, repeated, and the checksum."""
    packing = zlib.compressobj(9, wbits=-15)
    one = packing.compress(bytes(2**20)) + packing.flush(zlib.Z_FULL_FLUSH)
    checksum = (mebibytes * 2**20 % 65521 << 16) + 1
    return b"\x78\xda" + one * mebibytes + packing.flush() + checksum.to_bytes(4, "big")


def hdf5_valid() -> Iterator[tuple[str, Write]]:
    yield "an episode", hdf5(EPISODE)
    yield "more arrays, one a bomb", hdf5({**EPISODE, "rewards": np.zeros(2)}, EPISODE, infos=_bomb)
    for packing in ({"compression": "gzip", "shuffle": True, "fletcher32": True}, {"chunks": (2,)}):
        yield (
            f"packed, {packing}",
            hdf5(
                {"actions": EPISODE["actions"]},
                observations=lambda group, name, packing=packing: group.create_dataset(name, data=[0, 1, 1], **packing),
            ),
        )


def hdf5_changed(rng: random.Random) -> Write:
    if rng.random() < 0.5:
        array = rng.choice([one for one in JUNK if one.dtype.kind not in "UM"])
        return hdf5(EPISODE, {**EPISODE, rng.choice([*EPISODE]): array})
    return with_changed_bytes(rng, hdf5(EPISODE, EPISODE))


def trajectories(rng: random.Random) -> list:
    """What a caller may hand over by mistake."""
    junk = (
        *JUNK,
        None,
        7,
        "x",
        b"x",
        [[0], [0, 1]],
        [0, 2**70],
        [None, 1],
        {0: 1},
        {0, 1},
        object(),
        iter([0, 1]),
        [0.0, 1],
    )
    made = {"obs": [0, 1, 1], "acts": [0, 1], "rews": [0.0, 1.0]}
    for _ in range(rng.randint(1, 2)):
        key = rng.choice([*made]) if made else "obs"
        if rng.random() < 0.15:
            del made[key]
        else:
            made[key] = rng.choice(junk)
    return [SimpleNamespace(obs=[0, 1], acts=[1]), SimpleNamespace(**made)]
