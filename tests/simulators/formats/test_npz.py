"""Arrays of .npz files: unpacked when asked for, and refused where a header claims what is not there."""

import io
import zipfile

import numpy as np
import pytest

from tightrope.simulators.formats.door import VARIABLE
from tightrope.simulators.formats.npz import Npz


def zipped(packing=zipfile.ZIP_DEFLATED, **arrays) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as file:
        for name, array in arrays.items():
            file.writestr(f"{name}.npy", array if isinstance(array, bytes) else packed(array))
    return stream.getvalue()


def packed(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, allow_pickle=True)
    return stream.getvalue()


def claiming(shape: str, descr: str = "<i8", there: bytes = bytes(48)) -> bytes:
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + there


@pytest.mark.parametrize(
    "array", [np.arange(6).reshape(2, 3), np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3))]
)
def test_whole_numbers_are_read_as_they_are(array):
    assert (Npz(zipped(x=array)).array("x", 2, "iu") == array).all()
    assert Npz(zipped(x=array)).lacks("x", "y") == ["y"]


def test_what_is_not_asked_for_is_not_unpacked(monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")
    file = Npz(zipped(x=np.arange(3), bomb=bytes(2**22), pickle=np.array([print])))

    assert file.array("x", 1, "iu").tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="unpacked up to bomb, it has .* MiB, more than 1"):
        file.array("bomb", 1, "iu")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (claiming("(2, 1099511627776)"), "MiB, more than 64"),
        (claiming("(2, 4)"), "claims 64 bytes; there are 48"),
        (claiming("(2, 2)"), "claims 32 bytes; there are 48"),
        (claiming("(-2, -3)"), "must be whole numbers in 2 dimensions"),
        (claiming("(6,)"), "in 2 dimensions; it has type int64 and shape .6,."),
        (claiming("(2, 3)", "<f8"), "must be whole numbers"),
        (claiming("(2, 3)", "|O"), "must be whole numbers"),
        (np.array([[print, print]]), "must be whole numbers"),
        (b"\x93NUMPY\x09" + packed(np.zeros((2, 3), int))[7:], "version .9, 0. of NumPy's format"),
        (b"text", "magic string"),
    ],
)
def test_a_header_that_is_not_what_it_must_be_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        Npz(zipped(x=given)).array("x", 2, "iu")


def test_names_of_no_characters_take_no_memory_and_are_refused():
    with pytest.raises(ValueError, match="must be text"):
        Npz(zipped(x=claiming("(1099511627776,)", "<U0", b""))).array("x", 1, "U")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_numpy_would_not_write_is_refused():
    with pytest.raises(ValueError, match="packed in a way that NumPy does not use"):
        Npz(zipped(zipfile.ZIP_BZIP2, x=np.arange(3))).array("x", 1, "iu")
    with pytest.raises(ValueError, match="more than 1000 arrays"):
        Npz(b"PK\1\2" * 1001)
    stream = io.BytesIO(zipped(x=np.arange(3)))
    with zipfile.ZipFile(stream, "a") as file:
        file.writestr("x.npy", packed(np.arange(4)))
    with pytest.raises(ValueError, match="'x' is in it twice"):
        Npz(stream.getvalue())
