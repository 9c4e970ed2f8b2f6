"""The store: torn lines, lines that come in any order, two processes at once, and folders that are none."""

import json
import os

import pytest

from tests.reports.sweeps.sweeps import asking, content, with_axes
from tightrope.reports.sweeps import store as stores
from tightrope.reports.sweeps.asked import asked
from tightrope.reports.sweeps.engines import Here
from tightrope.reports.sweeps.measuring import Batch, died
from tightrope.reports.sweeps.question import Cell
from tightrope.reports.sweeps.store import check_store, key_of, open_store
from tightrope.reports.sweeps.sweep import sweep

GRID = asked(asking())


@pytest.fixture(scope="module")
def through(tmp_path_factory):
    """A sweep that ran through: its lines, and the bytes of its store."""
    folder = tmp_path_factory.mktemp("through") / "store"
    sweep(asking(), folder)
    return (folder / "cells.jsonl").read_bytes().splitlines(keepends=True), content(folder)


def batch_of(cells):
    return Batch(question=GRID.question, names=GRID.names, cells=tuple(cells))


def test_a_line_is_json_with_the_key_of_its_cell(through):
    lines, _ = through
    keys = {cell.key for cell in GRID}

    assert {key_of(line) for line in lines} == keys == {json.loads(line)["cell"] for line in lines}
    assert [*json.loads(lines[0])][:5] == ["cell", "problem", "epsilon", "epsilon_exact", "horizon"]


def test_lines_stand_in_the_order_of_their_values(through):
    rows = [json.loads(line) for line in through[0]]

    assert rows == sorted(rows, key=lambda row: (row["epsilon"], row["horizon"]))


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 30, -1])
def test_a_torn_line_is_skipped_and_its_cell_measured_again(cut, through, tmp_path):
    lines, right = through
    store = open_store(tmp_path / "store", GRID.question)
    torn = lines[20][:cut]
    (store.folder / "part-0.jsonl").write_bytes(b"".join(lines[:20]) + torn)

    assert len(store.keys()) == 20
    sweep(asking(), store.folder)
    assert content(store.folder) == right


NO_KEYS = [b'{"cell":"' + one * 32 + b'","a":1}\n' for one in (b"z", b"A", b"\xff")]


@pytest.mark.parametrize("damage", [b"\0" * 300 + b"}\n", b"\n", b"{}\n", b'{"cell":"0"}\n', b"\xff}\n", *NO_KEYS])
def test_what_is_no_line_of_the_store_is_skipped(damage, through, tmp_path):
    lines, right = through
    store = open_store(tmp_path / "store", GRID.question)
    (store.folder / "part-0.jsonl").write_bytes(b"".join(lines[:7]) + damage + b"".join(lines[7:9]))

    assert len(store.keys()) == 9
    sweep(asking(), store.folder)
    assert content(store.folder) == right


def test_the_bytes_do_not_depend_on_the_order_or_the_parts(through, tmp_path):
    lines, right = through
    store = open_store(tmp_path / "store", GRID.question)
    for number in range(3):  # the last ones twice
        (store.folder / f"part-{number}.jsonl").write_bytes(b"".join([*lines[::-1][number::3], *lines[-2:]]))
    store.gather()

    assert content(store.folder) == right


def test_two_processes_at_once_lose_nothing_and_take_in_what_is_theirs(through, tmp_path):
    lines, right = through
    one, other = (open_store(tmp_path / "store", GRID.question) for _ in range(2))
    for number, line in enumerate(lines):
        (one if number % 2 else other).append([line])
    one.gather()

    assert len(list(one.folder.glob("part-*"))) == 1  # the other one's, which is still open
    assert len(one.keys()) == len(lines)
    other.append(lines[:3])
    other.gather()
    assert content(one.folder) == right


def test_a_part_that_was_left_behind_is_taken_in_by_the_next(through, tmp_path):
    lines, right = through
    killed = open_store(tmp_path / "store", GRID.question)
    killed.append(lines[:30])
    killed.close()

    assert sweep(asking(), killed.folder).done == len(lines)
    assert content(killed.folder) == right


def test_a_store_is_read_whole_while_another_process_takes_parts_in(through, tmp_path):
    lines, _ = through
    store = open_store(tmp_path / "store", GRID.question)
    for half in (lines[:30], lines[30:]):
        store.append(half)
        store.close()
    reading = store.lines()
    found = [next(reading)]
    store.gather()

    assert {key for key, _ in [*found, *reading]} == {key_of(one) for one in lines}


def test_any_number_of_parts_is_taken_in(through, tmp_path, monkeypatch):
    lines, right = through
    monkeypatch.setattr(stores, "MOST_OPEN", 7)
    store = open_store(tmp_path / "store", GRID.question)
    for number, one in enumerate(lines):
        (store.folder / f"part-{number}.jsonl").write_bytes(one)
    store.gather()

    assert content(store.folder) == right


def test_a_disk_that_is_full_while_parts_are_taken_in_keeps_them_and_nothing_else(through, tmp_path, monkeypatch):
    lines, _ = through
    store = open_store(tmp_path / "store", GRID.question)
    store.append(lines[:9])
    before = content(store.folder)
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(ValueError, match="cannot be written: No space left on device"):
        store.gather()
    assert content(store.folder) == before


def test_nothing_is_written_through_a_link_in_a_store(through, tmp_path):
    lines, right = through
    elsewhere = tmp_path / "thesis"
    elsewhere.write_bytes(b"years of work")
    store = open_store(tmp_path / "store", GRID.question)
    (store.folder / "cells.jsonl.new").symlink_to(elsewhere)
    store.append(lines)
    store.gather()

    assert content(store.folder) == right
    assert elsewhere.read_bytes() == b"years of work"


def test_a_sweep_that_is_finished_asks_for_no_folder_that_can_be_written(through, tmp_path, monkeypatch):
    sweep(asking(), tmp_path / "store")
    monkeypatch.setattr("os.unlink", lambda *_, **__: (_ for _ in ()).throw(OSError(30, "Read-only file system")))

    assert sweep(asking(), tmp_path / "store").done == len(through[0])


def test_a_cell_in_which_workers_died_is_tried_again_and_its_success_replaces_that(through, tmp_path):
    lines, right = through
    store = open_store(tmp_path / "store", GRID.question)
    cell = next(iter(GRID))
    store.append([*(line for line in lines if key_of(line) != cell.key), *(line for _, line in died(batch_of([cell])))])
    store.gather()

    assert b"the worker died" in content(store.folder)["cells.jsonl"]
    assert len(store.keys()) == len(lines) - 1
    assert sweep(asking(), store.folder).failed == 0
    assert content(store.folder) == right


def test_numbers_texts_and_nothing_have_an_order(tmp_path):
    store = open_store(tmp_path / "store", GRID.question)
    values = [(None,), (-1.5,), (0,), (0.25,), (3,), (10,), ("a",), ("b",)]
    cells = [Cell(f"{place:032x}", (value, 1)) for place, (value,) in enumerate(reversed(values))]
    store.append(line for _, line in died(batch_of(cells)))
    store.gather()

    rows = map(json.loads, content(store.folder)["cells.jsonl"].splitlines())
    assert [row["epsilon"] for row in rows] == [value for (value,) in values]


@pytest.mark.parametrize("rest", [b'",}\n', b'","a":[1]}\n', b'","a":' + b"[" * 90_000 + b"}\n"])
def test_a_line_that_no_sweep_has_written_is_refused_in_words(rest, tmp_path):
    store = open_store(tmp_path / "store", GRID.question)
    (store.folder / "part-0.jsonl").write_bytes(b'{"cell":"' + b"0" * 32 + rest)

    with pytest.raises(ValueError, match="a line of the store is n.*take it out"):
        sweep(asking(), store.folder)
    assert (store.folder / "part-0.jsonl").exists()


def test_what_is_no_file_in_a_store_is_refused(tmp_path):
    store = open_store(tmp_path / "store", GRID.question)
    os.mkfifo(store.folder / "part-0.jsonl")

    with pytest.raises(ValueError, match="part-0.jsonl must be a regular file"):
        sweep(asking(), store.folder)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (asking(problem="exam"), 'holds another sweep: its problem is .tightrope., asked is .exam.'),
        (asking(quantities=["gap"]), "its quantities is .*'disagreement', 'gap'.*, asked is .*'gap'"),
        (asking(arithmetic="exact"), "its arithmetic is 'float', asked is 'exact'"),
    ],
)  # fmt: skip
def test_a_store_of_another_sweep_is_refused_and_not_touched(other, words, tmp_path):
    sweep(asking(), tmp_path / "store")
    before = content(tmp_path / "store")

    with pytest.raises(ValueError, match=words):
        sweep(other, tmp_path / "store")
    assert content(tmp_path / "store") == before


def test_a_store_of_another_version_is_refused_and_not_touched(tmp_path):
    other = GRID.with_code("0" * 32)
    open_store(tmp_path / "store", other.question)
    before = content(tmp_path / "store")

    with pytest.raises(ValueError, match="another version of tightrope, or of a library that reckons"):
        sweep(asking(), tmp_path / "store")
    assert content(tmp_path / "store") == before


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_text("years of work"), "is a file"),
        (lambda path: (path.mkdir(), (path / "thesis").write_text("")), "holds no sweep .thesis."),
        (lambda path: (path.mkdir(), (path / "sweep.json").write_text("{")), "cannot be read as a JSON file"),
        (lambda path: (path.mkdir(), (path / "sweep.json").write_text("[]")), "holds another sweep|holds no sweep"),
    ],
)  # fmt: skip
def test_a_folder_that_is_no_store_is_refused_and_not_touched(make, words, tmp_path):
    path = tmp_path / "store"
    make(path)
    before = path.read_bytes() if path.is_file() else content(path)

    with pytest.raises(ValueError, match=words):
        sweep(asking(), path)
    assert (path.read_bytes() if path.is_file() else content(path)) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [("x" * 300, "cannot be looked at: File name too long"), ("", "is not empty"), ("a\0b", "no zero character")],
)  # fmt: skip
def test_a_name_that_no_folder_has_is_refused(name, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ValueError, match=words):
        sweep(asking(), name)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_before_anything_is_measured(tmp_path):
    with pytest.raises(ValueError, match="FIRST <= LAST"):
        sweep(with_axes(horizon="5:1"), tmp_path / "store")
    with pytest.raises(ValueError, match="workers"):
        sweep(asking(), tmp_path / "store", workers=0)
    with pytest.raises(ValueError, match="workers"):
        sweep(asking(), tmp_path / "store", workers=True)
    with pytest.raises(ValueError, match="not both"):
        sweep(asking(), tmp_path / "store", workers=1, dask="tcp://127.0.0.1:1")

    assert list(tmp_path.iterdir()) == []


def test_what_is_left_of_a_store_that_was_just_being_made_is_no_hindrance(through, tmp_path):
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / ".sweep.json-0123").write_text("{")

    assert not check_store(folder, GRID.question)
    sweep(asking(), folder)
    assert content(folder) == through[1]


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    store = open_store(tmp_path / "store", GRID.question)
    monkeypatch.setattr("os.write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(ValueError, match="cannot be written: No space left on device"):
        sweep(asking(), store.folder)


def test_the_engine_of_this_process_measures_what_is_submitted():
    done = Here().submit(batch_of(list(GRID)[:3])).result()

    assert [key for key, _ in done.lines] == [cell.key for cell in list(GRID)[:3]]
