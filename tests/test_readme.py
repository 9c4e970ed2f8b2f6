"""Every command that the README shows is run, and what it says it prints is printed."""

import re
import shlex
from pathlib import Path

import pytest

from tests.conformance.sentences import sentences, unbacked
from tests.width import too_wide
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.commands.cli import main

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
SHOWN = [
    (command.strip(), [line for line in output.split("\n") if line.strip()])
    for block in BLOCKS
    for command, output in re.findall(r"^\$ (tightrope [^\n]*)\n((?:(?!\$ ).*\n?)*)", block, flags=re.MULTILINE)
]


@pytest.fixture(autouse=True)
def in_an_empty_folder(monkeypatch, tmp_path):
    """Some of what it shows writes files."""
    monkeypatch.chdir(tmp_path)


def test_the_readme_shows_commands():
    assert len(SHOWN) >= 4


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_of_the_readme_prints_what_the_readme_shows(command, output, capsys):
    assert main(shlex.split(command)[1:]) in (0, 1)  # 1: a conjecture is refuted
    out = capsys.readouterr().out
    printed = out.split("\n")
    assert too_wide(out) == []
    for line in output:
        if line.strip() != "...":
            assert line.rstrip() in [p.rstrip() for p in printed], line


def test_the_readme_explains_every_reading():
    for one in READINGS:
        assert f"| `{one.key}` | " in README


def test_each_general_sentence_of_its_findings_names_a_proof_or_the_world_that_it_speaks_of():
    findings = re.findall(r"^- \*\*(?:.+\n)(?:  .+\n)*", README, flags=re.MULTILINE)

    assert len(findings) >= 5
    assert sum(len(sentences(one)) for one in findings) > len(findings)
    assert [sentence for one in findings for sentence in unbacked(one)] == []


def test_the_python_examples_of_the_readme_run_one_after_the_other():
    examples = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert examples

    exec(compile("\n".join(examples), "README.md", "exec"), {})
