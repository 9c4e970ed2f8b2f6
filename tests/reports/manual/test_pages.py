"""What the manual shows is what comes out: every command, every block of Python, and the examples of docstrings."""

import doctest
import json
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

import tightrope
from tests.manual import NOT_RUN, PATHS, ROOT, matches, refreshed, run
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.commands.cli import COMMANDS, main
from tightrope.reports.manual.contents import PAGES
from tightrope.reports.manual.reference.commands import options


@pytest.fixture(autouse=True)
def in_an_empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_page_shows_what_comes_out(path):
    for one in run(path.read_text(encoding="utf-8")):
        assert matches(one.shown, one.came), f"{one.what}\nshown:\n{one.shown}\ncame:\n{one.came}"


def test_the_command_of_the_guide_to_logs_reads_two_logs(capsys):
    guide = (ROOT / "simulators" / "logged_episodes.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^\$ tightrope ([^\n]*)$", guide, flags=re.MULTILINE)
    for name, wrong in (("demonstrations.csv", ()), ("learner.csv", (3,))):
        rows = [f"{run},{t},{t},{int(run in wrong)}" for run in range(20) for t in range(2)]
        Path(name).write_text("\n".join(["episode,t,state,action", *rows, ""]), encoding="utf-8")

    assert main(shlex.split(command)) == 0
    assert set(json.loads(capsys.readouterr().out)["estimates"]) >= set(KEYS)


def test_the_pages_show_commands_python_and_files():
    texts = [path.read_text(encoding="utf-8") for path in PATHS]

    assert len(texts) >= 12
    assert sum(text.count("\n$ tightrope ") for text in texts) >= 25
    assert sum(text.count("\n```python\n") for text in texts) >= 8


@pytest.mark.parametrize("name", tightrope.__all__)
def test_the_examples_of_a_public_function_run(name):
    one = getattr(tightrope, name)
    finder = doctest.DocTestFinder(recurse=False)
    names = vars(import_module(one.__module__)).copy()

    for example in finder.find(one, name, globs=names):
        report: list[str] = []
        doctest.DocTestRunner().run(example, out=report.append)
        assert report == []


def test_what_is_not_run_is_a_target_of_the_makefile():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    blocks = [b for path in PATHS for b in re.findall(rf"```{NOT_RUN}\n(.*?)```", path.read_text(), flags=re.DOTALL)]

    assert blocks
    assert {line for block in blocks for line in block.strip().split("\n")} <= {f"make {one}" for one in targets}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_command_within_a_sentence_has_the_options_that_it_is_given(page):
    text = re.sub(r"^```.*?^```", "", page.markdown(), flags=re.MULTILINE | re.DOTALL)
    for words in re.findall(r"`tightrope ([a-z][\w-]*[^`]*)`", text):
        command, *rest = words.split()
        assert command in COMMANDS, words
        known = {"--help", *(each for one in options(command)._actions for each in one.option_strings)}
        assert {one for one in rest if one.startswith("--")} <= known, words


def test_another_number_another_order_and_lines_too_few_are_noticed():
    came = "one 1\ntwo 2\nthree 3\n"

    assert matches("one 1\ntwo 2\nthree 3\n", came)
    assert matches("...\ntwo 2\n...\n", came)
    assert matches("one ...\n...\n", came)
    assert not matches("one 1\ntwo 2\nthree 4\n", came)
    assert not matches("one 1\n", came)
    assert not matches("...\nthree 3\n...\ntwo 2\n...\n", came)
    assert not matches("one 1\n...\ntwo\n...\n", came)
    assert not matches("", came)


def test_what_came_out_is_stored_and_what_a_person_must_see_is_left():
    page = "```python\nprint(1 + 1)\n```\n\n```output\n3\n```\n\n```python\nprint('unseen')\n```\n"
    text, left = refreshed(page, run(page))

    assert text == page.replace("3\n", "2\n")
    assert [one.came for one in left] == ["unseen\n"]


def test_a_block_that_nothing_runs_is_refused():
    with pytest.raises(ValueError, match="this is ruby"):
        run("```ruby\nputs 1\n```\n")
