"""The door for files: regular files of a known size, JSON without surprises, and one kind of error."""

import os
import re
from pathlib import Path

import pytest

from tightrope.simulators.formats.door import VARIABLE, check_size, read_bytes, read_json, reading

HAS_FIFO = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFO")


def written(folder, content):
    path = folder / "given.json"
    path.write_bytes(content)
    return path


def test_a_link_to_a_regular_file_is_read(tmp_path):
    (tmp_path / "link.json").symlink_to(written(tmp_path, b'{"a": [1, 0.5, "x"]}'))

    assert read_json(tmp_path / "link.json") == {"a": [1, 0.5, "x"]}
    assert read_json(str(tmp_path / "link.json"), number=str) == {"a": ["1", "0.5", "x"]}


@HAS_FIFO
def test_a_fifo_to_which_nobody_writes_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "fifo.json")

    with pytest.raises(ValueError, match="must be a regular file"):
        read_bytes(tmp_path / "fifo.json")


@HAS_FIFO
@pytest.mark.parametrize("device", ["zero", "urandom", "null"])
def test_a_link_to_a_device_is_refused(tmp_path, device):
    (tmp_path / "link.json").symlink_to(f"/dev/{device}")

    with pytest.raises(ValueError, match="must be a regular file"):
        read_bytes(tmp_path / "link.json")


def test_a_folder_a_file_that_is_not_there_and_impossible_names_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "absent", tmp_path / ("x" * 5000), str(tmp_path / "zero\0")):
        with pytest.raises(ValueError, match="cannot be read"):
            read_bytes(path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read_and_the_limit_can_be_raised(tmp_path, monkeypatch):
    with (tmp_path / "sparse.json").open("wb") as file:
        file.truncate(2**34)
    monkeypatch.setenv(VARIABLE, "1")
    large = written(tmp_path, b" " * 2**20 + b"1")

    with pytest.raises(ValueError, match="16384 MiB, more than 1; .* set TIGHTROPE_LARGEST_FILE"):
        read_bytes(tmp_path / "sparse.json")
    with pytest.raises(ValueError, match="2 MiB, more than 1"):
        read_json(large)
    monkeypatch.setenv(VARIABLE, "2")
    assert read_json(large) == 1


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "64M", "9" * 5000])
def test_a_limit_that_is_no_number_is_refused(monkeypatch, text):
    monkeypatch.setenv(VARIABLE, text)

    with pytest.raises(ValueError, match="must be a whole number of MiB"):
        check_size(1, "x")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'{"a": 1, "a": 2}', "the outermost object has the key 'a' twice"),
        (b'{"a": [1, {"b": {"c": 1, "d": 2, "c": 1}}]}', r"a\[1\]\[b\] has the key 'c' twice"),
        (b'{"a": {"b": 1, "b": 1}, "a": 2}', "the outermost object has the key 'a' twice"),
        (b'{"a": 1, "\\u0061": 2}', "the outermost object has the key 'a' twice"),
    ],
)
def test_a_key_that_stands_twice_is_named_with_its_place(tmp_path, content, place):
    with pytest.raises(ValueError, match=f"given.json cannot be read as a JSON file: {place}"):
        read_json(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" * 51 + b"]" * 51, "nested too deeply"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": 1e999}', "must be finite; the file has 1e999"),
        (b"[NaN]", "must be finite; the file has NaN"),
        (b"[-Infinity]", "must be finite"),
        (b'["\\ud800"]', "surrogates not allowed"),
        (b'{"\\udfff": 1}', "surrogates not allowed"),
        (b'["\xff"]', "can't decode byte 0xff"),
        (b"\xef\xbb\xbf[]", "BOM"),
        (b"[" + b"9" * 5000 + b"]", "digits"),
        (b"", "Expecting value"),
        (b"[1] [2]", "Extra data"),
    ],
)
def test_what_is_no_json_that_others_would_read_alike_is_refused(tmp_path, content, words):
    with pytest.raises(ValueError, match=words):
        read_json(written(tmp_path, content))


def test_fifty_levels_and_characters_beyond_the_first_plane_are_read(tmp_path):
    assert read_json(written(tmp_path, b"[" * 50 + b"]" * 50))
    assert read_json(written(tmp_path, b'["\\ud83d\\ude00"]')) == ["\N{GRINNING FACE}"]


def test_a_list_of_more_values_than_memory_is_meant_for_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")

    with pytest.raises(ValueError, match="more than 65536 values"):
        read_json(written(tmp_path, b"[" + b"0," * 70_000 + b"0]"))


@pytest.mark.parametrize("error", [KeyError("x"), TypeError("y"), OverflowError(), MemoryError(), RuntimeError("\x1b")])
def test_whatever_a_library_raises_becomes_one_error_that_names_the_file(error):
    words = f"given cannot be read as a list: {type(error).__name__}"
    with pytest.raises(ValueError, match=words) as caught, reading("given", "a list"):
        raise error
    assert "\x1b" not in str(caught.value)


READS = re.compile(r"\.read_text\(|\.read_bytes\(|\bjson\.loads?\(|\bnp\.load\(|\bh5py\.File\(")
OWN = {  # what these read is the program's own, or was read through the door before
    "simulators/formats/door.py",
    "simulators/formats/hdf5.py",
    "bounds/check_certificate.py",
    "bounds/formal/check.py",
    "reports/commands/explain.py",  # the standard report, which comes with the program
    "reports/experiments/costs.py",  # the times that were measured last, which come with the program
    "reports/exercises.py",
    "reports/glossary.py",  # words that come with the program
    "reports/publishing/cost_curve.py",  # a drawing that it has just made
    "reports/publishing/files.py",
    "reports/publishing/manifest.py",
    "reports/publishing/pages.py",
    "reports/publishing/place.py",
    "reports/publishing/prose.py",
    "reports/publishing/templates/fonts/subset.py",
    "reports/sweeps/code.py",  # the program itself, to be hashed
    "reports/sweeps/store.py",  # lines that it has written: without end, so they are read one by one
    "reports/publishing/toys/javascript.py",  # the page's own scripts
    "simulators/learned/retraining.py",  # what `make retrain` wrote, which comes with the program
    "simulators/learned/parameters.py",  # of policies that come with the program
}


def test_there_is_one_door():
    root = Path(__file__).parents[3]
    code = [path for side in ("bounds", "simulators", "reports") for path in sorted((root / side).rglob("*.py"))]
    found = {path.relative_to(root).as_posix() for path in code if READS.search(path.read_text(encoding="utf-8"))}

    assert found == OWN
