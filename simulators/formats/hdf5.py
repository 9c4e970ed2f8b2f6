"""Arrays of HDF5 files: plain ones that lie in the file itself, none read before its size is known.

Links, data in other files, and texts and objects of any length are refused, as are filters beside gzip, shuffle and
checksums. What gzip unpacks to is measured first: the library would trust it.
"""

import zlib
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from math import prod
from os import PathLike
from typing import Any

import numpy as np

from tightrope.simulators.formats.door import check_size, read_bytes, reading
from tightrope.simulators.model.terminal import line

NUMBERS = "biuf"  # dtype.kind
DEFLATE, SHUFFLE, FLETCHER32 = 1, 2, 3  # the numbers that HDF5 gave its filters


@contextmanager
def opened(path: str | PathLike) -> Generator[Any]:
    """The file's outermost group. Raises ValueError if h5py is not installed, or naming the file for all it raises."""
    try:
        import h5py
    except ImportError as error:
        raise ValueError("HDF5 files, Minari's and others, need h5py: install tightrope[data]") from error
    content = read_bytes(path)
    with reading(path, "an HDF5 file"), h5py.File(BytesIO(content), "r") as file:
        yield file


def group(parent: Any, name: str) -> Any:
    """The group of that name. Raises ValueError if there is none, or only a link to it."""
    return _member(parent, name, "Group")


def lacks(parent: Any, name: str) -> bool:
    """Whether nothing has that name."""
    return parent.get(name, getlink=True) is None


def is_group(parent: Any, name: str) -> bool:
    """Whether a group has that name, and not only a link to it."""
    import h5py

    return isinstance(parent.get(name, getlink=True), h5py.HardLink) and isinstance(parent[name], h5py.Group)


class Budget:
    """How many bytes were read of a file so far: together they are no more than a file may have."""

    def __init__(self) -> None:
        self.read = 0


def array(parent: Any, name: str, budget: Budget) -> np.ndarray:
    """The numbers of that name, which the budget has room for. Raises ValueError for all but a plain array."""
    found = _member(parent, name, "Dataset")
    place = _place(parent, name)
    if found.dtype.kind not in NUMBERS or found.shape is None:
        raise ValueError(f"{place} must be an array of numbers; its type is {line(str(found.dtype))}")
    if found.external or found.is_virtual:
        raise ValueError(f"{place} lies in another file; only what lies in this one is read")
    budget.read += prod(found.shape) * max(8, found.dtype.itemsize)
    check_size(budget.read, f"with {place}, it")
    if found.chunks is not None:
        _check_chunks(found, place)
    return found[()]


def _member(parent: Any, name: str, kind: str) -> Any:
    import h5py

    link, place = parent.get(name, getlink=True), _place(parent, name)
    if link is None:
        raise ValueError(f"there is no {place}")
    if not isinstance(link, h5py.HardLink):
        raise ValueError(f"{place} is a link, and links are not followed")
    if not isinstance(parent[name], getattr(h5py, kind)):
        raise ValueError(f"{place} must be a {kind.lower()}")
    return parent[name]


def _place(parent: Any, name: str) -> str:
    return f"{line(parent.name)}/{line(name)}".lstrip("/")


def _check_chunks(found: Any, place: str) -> None:
    """Raises ValueError unless each chunk unpacks to its own size."""
    size = prod(found.chunks) * found.dtype.itemsize
    check_size(size, f"a chunk of {place}")
    filters = found.id.get_create_plist()
    used = [filters.get_filter(i)[0] for i in range(filters.get_nfilters())]
    if not set(used) <= {DEFLATE, SHUFFLE, FLETCHER32} or len(set(used)) != len(used):
        raise ValueError(f"{place} is packed by filters that are not read here, {line(str(used))}")
    if DEFLATE not in used:
        return
    chunks: list[Any] = []
    found.id.chunk_iter(chunks.append)
    unpacked = size + 4 * (FLETCHER32 in used)
    for chunk in chunks:
        check_size(chunk.size, f"a packed chunk of {place}")
        skipped, raw = found.id.read_direct_chunk(chunk.chunk_offset)
        deflated = not skipped >> used.index(DEFLATE) & 1
        if deflated and len(zlib.decompressobj().decompress(raw, unpacked + 1)) > unpacked:
            raise ValueError(f"a chunk of {place} unpacks to more than its size, {size} bytes")
