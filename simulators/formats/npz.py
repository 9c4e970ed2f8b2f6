"""Arrays of .npz files, NumPy's zip of .npy: unpacked when asked for, and not before their size is known.

The sizes are those that the zip's directory and the array's header claim; both are checked against each other and the
limit before memory is taken. Nothing is unpickled.
"""

from io import BytesIO
from math import prod
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import numpy as np

from tightrope.simulators.formats.door import BYTES_OF_A_VALUE, check_size
from tightrope.simulators.model.terminal import line, quoted

ENTRY = b"PK\1\2"  # begins each entry of a zip's directory
MOST_ENTRIES = 1000
HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
NUMBERS = "iubf"
KINDS = {  # dtype.kind
    "iu": "whole numbers",
    "U": "text",
    "b": "true or false",
    "iuU": "whole numbers or text",
    NUMBERS: "numbers",
    NUMBERS + "U": "numbers, or texts of them",
}


class Npz:
    """The arrays of a file's content by name. Raises whatever zipfile and NumPy raise; use it within `door.reading`."""

    def __init__(self, content: bytes) -> None:
        if content.count(ENTRY) > MOST_ENTRIES:
            raise ValueError(f"it holds more than {MOST_ENTRIES} arrays")
        self._zip, self._members, self._unpacked = ZipFile(BytesIO(content)), {}, 0
        for member in self._zip.infolist():
            name = member.filename.removesuffix(".npy")
            if name in self._members:
                raise ValueError(f"{quoted(name)} is in it twice")
            self._members[name] = member

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def lacks(self, *names: str) -> list[str]:
        """Those of the names that no array has."""
        return [name for name in names if name not in self._members]

    def array(self, name: str, dimensions: int | None, kinds: str) -> np.ndarray:
        """The array of that name, which must be there. Raises ValueError unless dimensions (None are any, up to three)
        and kind of its type fit.
        """
        member = self._members[name]
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ValueError(f"{name} is packed in a way that NumPy does not use, {member.compress_type}")
        self._unpacked += member.file_size
        check_size(self._unpacked, f"unpacked up to {name}, it")
        return array_in(self._zip.read(member), name, dimensions, kinds)


def array_in(content: bytes, name: str, dimensions: int | None, kinds: str) -> np.ndarray:
    """The array of a .npy file's content. Raises ValueError unless dimensions and kind of its type fit."""
    packed = BytesIO(content)
    version = np.lib.format.read_magic(packed)
    if version not in HEADERS:
        raise ValueError(f"{name} has version {version} of NumPy's format; 1.0 and 2.0 are read")
    shape, _, dtype = HEADERS[version](packed)
    fits = len(shape) <= 3 if dimensions is None else len(shape) == dimensions
    short = dtype.kind == "S" and "U" in kinds  # text in ASCII, a quarter as long
    if not (short or dtype.kind in kinds) or not fits or min(shape, default=0) < 0 or not dtype.itemsize:
        raise ValueError(
            f"{line(name)} must be {KINDS[kinds]} in {'up to 3' if dimensions is None else dimensions} dimensions; "
            f"it has type {line(str(dtype))} "
            f"and shape {line(str(shape))}"
        )
    check_size(prod(shape) * (BYTES_OF_A_VALUE if dtype.kind in "US" else 8), name)
    claimed, there = prod(shape) * dtype.itemsize, len(packed.getbuffer()) - packed.tell()
    if claimed != there:
        raise ValueError(f"the header of {name} claims {claimed} bytes; there are {there}")
    packed.seek(0)
    found = np.lib.format.read_array(packed, allow_pickle=False)
    return found.astype(f"U{dtype.itemsize}") if short else found
