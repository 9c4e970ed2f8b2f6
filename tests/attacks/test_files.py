"""A small part of the attack by malformed files runs with the suite; the whole is `python -m tests.attacks.files`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.processes import alone

pytest.importorskip("h5py")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@needs_fork
def test_no_file_gets_through_the_door_or_breaks_it():
    """In a process of its own: what is forked here would take pytest along."""
    command = [sys.executable, "-m", "tests.attacks.files", "--rounds", "12", "--seed", "5", "--every", "6"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])

    assert done.stdout.endswith("fell 0\n"), done.stdout + done.stderr
    assert int(re.search(r"tried (\d+)", done.stdout)[1]) >= 70


def exhausts() -> int:
    raise MemoryError


@needs_fork
def test_the_attack_notices_what_it_looks_for(tmp_path):
    from tests.attacks.files import READ, REFUSED, Case, _in_a_process_of_its_own, _objections

    case = Case("x", lambda path: READ, lambda path: None, ".json", REFUSED)
    fine = {"status": REFUSED, "seconds": 1.0, "gigabytes": 0.1, "said": f"{tmp_path.name} cannot be read\n"}

    assert list(_objections(case, tmp_path, **fine)) == []
    for change, words in (
        ({"status": READ}, "it was read"),
        ({"status": 4}, "ended with 4"),
        ({"status": -11}, "ended with -11"),
        ({"seconds": 100.0}, "100 s"),
        ({"gigabytes": 5.0}, "5.0 GB"),
        ({"said": tmp_path.name + "\x1b[2J"}, "do not print"),
        ({"said": tmp_path.name + "x" * 5000}, "characters"),
        ({"said": "cannot be read"}, "does not name the file"),
    ):
        assert re.search(words, " ".join(_objections(case, tmp_path, **{**fine, **change}))), change

    assert alone(_in_a_process_of_its_own, exhausts, tmp_path / "said")[0] == 9
