"""Arrays of HDF5 files: plain numbers of the file itself, and refused before they take memory."""

import zlib

import numpy as np
import pytest

from tightrope.simulators.formats.door import VARIABLE
from tightrope.simulators.formats.hdf5 import Budget, array, group, opened

h5py = pytest.importorskip("h5py")


@pytest.fixture
def read(tmp_path, monkeypatch):
    """read(make) has make(group) write something under x, and reads it again with a limit of one MiB."""
    monkeypatch.setenv(VARIABLE, "1")

    def attempt(make):
        with h5py.File(tmp_path / "data.h5", "w") as file:
            make(file.create_group("g"))
        with opened(tmp_path / "data.h5") as file:
            return array(group(file, "g"), "x", Budget())

    return attempt


def test_plain_and_packed_numbers_are_read(read):
    values = np.arange(5000)
    for packing in ({}, {"compression": "gzip"}, {"compression": "gzip", "shuffle": True, "fletcher32": True}):
        assert (read(lambda g, packing=packing: g.create_dataset("x", data=values, **packing)) == values).all()


def bomb(g):
    g.create_dataset("x", (3,), "i8", chunks=(3,), compression="gzip")
    g["x"].id.write_direct_chunk((0,), zlib.compress(bytes(2**22)))


LAYOUT = h5py.VirtualLayout((3,), "i8")
LAYOUT[:] = h5py.VirtualSource("other.h5", "x", (3,))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (bomb, "a chunk of g/x unpacks to more than its size, 24 bytes"),
        (lambda g: g.create_dataset("x", (2**40,), "i8", chunks=True), "with g/x, it has .* MiB, more than 1"),
        (lambda g: g.create_dataset("x", (3,), "i8", chunks=(2**20,), maxshape=(None,)), "a chunk of g/x has"),
        (lambda g: g.create_dataset("x", data=[1, 2], chunks=(2,), scaleoffset=2), "filters that are not read here"),
        (lambda g: g.create_dataset("x", (3,), "i8", external=[("/dev/zero", 0, 24)]), "lies in another file"),
        (lambda g: g.create_virtual_dataset("x", LAYOUT), "lies in another file"),
        (lambda g: g.__setitem__("x", h5py.SoftLink("/g")), "g/x is a link, and links are not followed"),
        (lambda g: g.__setitem__("x", h5py.ExternalLink("/dev/zero", "x")), "g/x is a link"),
        (lambda g: g.create_group("x"), "g/x must be a dataset"),
        (lambda g: None, "there is no g/x"),
        (lambda g: g.create_dataset("x", data=["text"]), "must be an array of numbers"),
        (lambda g: g.create_dataset("x", data=h5py.Empty("i8")), "must be an array of numbers"),
    ],
)
def test_what_is_no_plain_array_of_the_file_is_refused(read, make, words):
    with pytest.raises(ValueError, match=f"data.h5 cannot be read as an HDF5 file: .*{words}"):
        read(make)
