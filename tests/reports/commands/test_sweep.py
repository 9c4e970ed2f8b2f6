"""`tightrope sweep`: what it prints, its exit status, and that nothing is written where it refuses."""

import csv
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.reports.sweeps.sweeps import content
from tightrope.reports.commands import sweep as command
from tightrope.reports.commands.cli import main
from tightrope.reports.sweeps import outcome
from tightrope.reports.sweeps import sweep as sweeps

FILE = """
problem = "cycle"
arithmetic = "float"
quantities = ["disagreement"]

[axes]
epsilon = ["1/2", "2/3"]
horizon = "3:5"
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A sweep's file; what it asks is measured in this process, which is sooner done."""
    monkeypatch.setattr(command, "sweep", lambda *given, workers, **more: sweeps.sweep(*given, **more))
    path = tmp_path / "sweep.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_it_runs_and_says_how_many_cells_there_are_and_why_some_failed(file, tmp_path, capsys):
    assert main(["sweep", str(file), "--store", str(tmp_path / "store")]) == 0
    printed, said = capsys.readouterr()

    assert printed.startswith(f"{tmp_path / 'store'}: 6 of 6 cells, 3 failed\n  failed: ")
    assert "6/6" in said


def test_status_and_result_are_one_json_document(file, tmp_path, capsys):
    line = ["sweep", str(file), "--store", str(tmp_path / "store"), "--json"]
    documents = []
    for more in ([], ["--status"]):
        assert main([*line, *more]) == 0
        documents.append(json.loads(capsys.readouterr().out))

    assert documents[0] == documents[1]
    assert {key: documents[0][key] for key in ("cells", "done", "failed")} == {"cells": 6, "done": 6, "failed": 3}


def test_the_status_of_a_sweep_that_was_stopped_says_what_is_missing(file, tmp_path, capsys):
    store = tmp_path / "store"
    main(["sweep", str(file), "--store", str(store)])
    file.write_text(FILE.replace("3:5", "3:7"), encoding="utf-8")
    capsys.readouterr()

    assert main(["sweep", str(file), "--store", str(store), "--status"]) == 0
    assert "6 of 10 cells" in (out := capsys.readouterr().out)
    assert "4 are missing; the same command without --status goes on" in out


def test_exports_are_tables_of_the_same_rows(file, tmp_path, capsys):
    pyarrow = pytest.importorskip("pyarrow.parquet")
    store = tmp_path / "store"
    main(["sweep", str(file), "--store", str(store)])
    rows = [json.loads(line) for line in (store / "cells.jsonl").read_text(encoding="utf-8").splitlines()]
    for kind in ("csv", "parquet"):
        assert main(["sweep", str(file), "--store", str(store), "--export", kind]) == 0
        assert capsys.readouterr().out.endswith(f"{store / f'cells.{kind}'}: 6 of 6 cells\n")
    table = list(csv.DictReader((store / "cells.csv").read_text(encoding="utf-8").splitlines()))
    columns = pyarrow.read_table(store / "cells.parquet").to_pylist()

    assert columns == [{name: row.get(name) for name in columns[0]} for row in rows]
    assert [one["epsilon_exact"] for one in table] == [row["epsilon_exact"] for row in rows]
    assert [one["disagreement"] for one in table] == [str(row.get("disagreement", "")) for row in rows]


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ([1, None, 2], [1, None, 2]),
        ([1, 0.5], [1.0, 0.5]),
        ([1, "a", None], ["1", "a", None]),
        ([2**70, 1], [str(2**70), "1"]),
        ([True, None], [True, None]),
    ],
)
def test_a_column_of_a_parquet_file_has_one_kind(values, column):
    assert outcome._alike(values) == column


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--status"], "holds no sweep yet: run it first"),
        (["--export", "csv"], "holds no sweep yet: run it first"),
        (["--status", "--workers", "2"], "run nothing: leave out --workers"),
        (["--workers", "0"], "the number of workers must be"),
        (["--workers", "100000"], "the number of workers must be"),
        (["--dask", ""], "a dask scheduler is given by its address"),
    ],
)
def test_what_cannot_be_is_refused_with_status_2_and_nothing_is_written(
    options, words, file, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(command, "sweep", sweeps.sweep)

    assert main(["sweep", str(file), "--store", str(tmp_path / "store"), *options]) == 2
    assert words in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["sweep.toml"]


@pytest.mark.parametrize(
    "change", [("cycle", "cyclee"), ("horizon", "horizn"), ("3:5", "1:1e300"), ("[axes]", "[axis]")]
)
def test_a_wrong_file_is_refused_with_status_2_by_name(change, file, tmp_path, capsys):
    file.write_text(FILE.replace(*change), encoding="utf-8")

    assert main(["sweep", str(file), "--store", str(tmp_path / "store")]) == 2
    printed, said = capsys.readouterr()
    assert (printed, said.count("tightrope: ")) == ("", 1)
    assert "sweep.toml" in said
    assert [path.name for path in tmp_path.iterdir()] == ["sweep.toml"]


def test_an_unknown_format_is_refused_with_the_known_ones(file, tmp_path, capsys):
    main(["sweep", str(file), "--store", str(tmp_path / "store")])
    before = content(tmp_path / "store")

    assert main(["sweep", str(file), "--store", str(tmp_path / "store"), "--export", "parket"]) == 2
    assert "csv, parquet; got 'parket' (did you mean parquet?)" in capsys.readouterr().err
    assert content(tmp_path / "store") == before


def test_ctrl_c_ends_it_at_once_with_status_130_and_one_line_that_says_how_to_go_on(tmp_path):
    file = tmp_path / "sweep.toml"
    file.write_text(FILE.replace("3:5", "3:30000").replace(', "2/3"', ""), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "tightrope",
        "sweep",
        str(file),
        "--store",
        str(tmp_path / "store"),
        "--workers",
        "2",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("store/part-*")) and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of its processes
        out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    assert b"this sweep has 29,998; the same command goes on" in err
