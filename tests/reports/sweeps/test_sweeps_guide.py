"""The guide to sweeps runs as it is printed, and names all that may be asked."""

import re
import shlex

import pytest

from tightrope.reports.commands import sweep as command_of_sweeps
from tightrope.reports.commands.cli import main
from tightrope.reports.sweeps import asked as asking
from tightrope.reports.sweeps.code import ROOT
from tightrope.reports.sweeps.quantities import COUNTED
from tightrope.reports.sweeps.sweep import sweep

GUIDE = (ROOT / "reports" / "sweeps" / "sweeps.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
FILE = re.search(r"```toml\n# (\S+)\n(.*?)```", GUIDE, flags=re.DOTALL)
SHOWN = re.findall(r"^\$ (tightrope [^\n]*)\n([^$`]*)", GUIDE, flags=re.MULTILINE)
NOT_RUN = re.findall(r"```py\n(.*?)```", GUIDE, flags=re.DOTALL)


@pytest.fixture(autouse=True)
def in_an_empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("example", [one for one in EXAMPLES if "distributed" not in one])
def test_an_example_of_the_guide_runs(example):
    exec(compile(example, "sweeps.md", "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("example", [*NOT_RUN, *(one for one in EXAMPLES if "distributed" in one)])
def test_an_example_that_needs_a_cluster_is_python_at_least(example):
    compile(example, "sweeps.md", "exec")


def test_the_commands_of_the_guide_print_what_it_shows(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        command_of_sweeps, "sweep", lambda *given, workers, **more: sweep(*given, **more)
    )  # sooner here
    (tmp_path / FILE[1]).write_text(FILE[2], encoding="utf-8")
    assert len(SHOWN) == 3

    for command, output in SHOWN:
        assert main(shlex.split(command)[1:]) == 0
        assert capsys.readouterr().out == output


def test_the_guide_names_every_key_and_quantity():
    keys = {*asking.OF_A_PROBLEM, *asking.OF_AN_EXPERIMENT, *asking.OF_AN_ESTIMATE, *asking.LEARNERS}
    counted = {name for name in COUNTED if not name.startswith("epsilon_")}

    assert [name for name in sorted(keys | counted) if f"`{name}`" not in GUIDE] == []


def test_what_was_not_run_is_said():
    assert len(NOT_RUN) == 2
    assert "**not been run**" in GUIDE
