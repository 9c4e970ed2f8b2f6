"""Paths that the system refuses: whatever a command wants there, it is bad input, told in one message, and soon."""

import os
import sys

import pytest

from tightrope.reports.commands.cli import main

REFUSED = {
    "a name that is too long": "x" * 300,
    "below a name that is too long": "x" * 300 + "/x",
    "a path that is too long": "x/" * 2500 + "x",
    "below links in a circle": "circle/x",
    "below a file": "file/x",
    "a folder that the system does not let grow": "/proc/x",
}
ERRS = "--epsilon 1/10 --horizon 3"
COMMANDS = {
    "verify": "verify PATH",
    "cite": "cite PATH",
    "report": "report --quick --only recoverability --workers 1 --out PATH",
    "check": f"check tightrope {ERRS} --episodes 10 --out PATH",
    "sweep": "sweep grid.toml --workers 1 --store PATH",
    "sweep's file": "sweep PATH --workers 1 --store store",
    "refute": "refute epsilon --reading per_step --horizon 3 --out PATH",
    "convert": f"convert tightrope PATH.json {ERRS}",
    "evaluate": "evaluate PATH --horizon 3",
    "logs": "logs PATH",
    "a learner": "evaluate tightrope --horizon 3 --learner PATH",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "grid.toml").write_text('problem = "tightrope"\nepsilon = ["1/10"]\nhorizon = [3]\n', encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="what is refused how is a matter of the system")
@pytest.mark.parametrize("path", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_path_that_the_system_refuses_is_bad_input(here, capsys, command, path):
    there = sorted(os.listdir(here))

    assert main([word.replace("PATH", path) for word in command.split()]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tightrope: ")
    assert err.count("\n") == 1
    assert sorted(os.listdir(here)) == there
