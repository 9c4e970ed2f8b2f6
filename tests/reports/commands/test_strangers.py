"""Words of strangers on the command line: what is printed is short, on its line, and nothing that a terminal obeys."""

import json
import subprocess
import sys

import pytest

from tests.attacks.malformed_problems import of
from tightrope.reports.commands.cli import main

PATH = "\x1b[31mred\u202e\nexpected disagreements  0.json"
GIVEN = ["--horizon", "3"]


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A problem whose path and names are odd."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / PATH).write_text(json.dumps(of(["\x1b[2J", "x" * 10_000], ["\u202ea", "b\nc"])), encoding="utf-8")
    return tmp_path


def test_a_path_is_printed_on_one_line_and_escaped(there, capsys):
    assert main(["evaluate", PATH, *GIVEN]) == 0
    assert main(["simulate", PATH, *GIVEN, "--episodes", "10", "--seed", "1"]) == 0
    printed = capsys.readouterr().out.split("\n")

    assert all(line.isprintable() for line in printed)
    assert sum(line.startswith("expected disagreements  ") for line in printed) == 1
    assert printed[0] == "\\u001b[31mred\\u202e\\nexpected disagreements  0.json, T = 3"


def test_json_says_the_path_itself_and_is_escaped(there, capsys):
    assert main(["evaluate", PATH, *GIVEN, "--json"]) == 0
    printed = capsys.readouterr().out

    assert json.loads(printed)["problem"] == PATH
    assert printed.strip().isprintable()


@pytest.mark.parametrize(
    "name",
    [
        "\x1b[2J",
        "x" * 200_000,
        "x" * 5000 + ".json",
        "garnet:\x1b[2J=1",
        "garnet:" + "y" * 10**5,
        "a\nb",
        "\udcff.json",
    ],
)
def test_an_unknown_name_is_refused_in_a_short_message(name, capsys):
    assert main(["evaluate", name, *GIVEN]) == 2
    said = capsys.readouterr().err

    assert len(said) < 1000
    assert said.count("\n") == 1
    assert said.strip().isprintable()


def test_a_malformed_line_is_refused_in_words_that_print():
    line = [sys.executable, "-m", "tightrope", "\x1b[2J" + "x" * 10**5]
    done = subprocess.run(line, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert len(done.stderr) < 5000


def test_a_message_of_many_lines_is_cut_and_cannot_pass_for_the_programs_own(capsys, monkeypatch):
    def refuse(_):
        raise ValueError("first\ntightrope: all is well\n" + "z" * 10**6)

    monkeypatch.setattr("tightrope.reports.commands.cite.run", refuse)

    assert main(["cite"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("tightrope: first\n  tightrope: all is well\n  zzz")
    assert len(said) < 3000
