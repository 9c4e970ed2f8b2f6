"""The exercises of the report: what their commands print is what their answers say."""

import shlex

import pytest

from tightrope.reports.commands.cli import main
from tightrope.reports.exercises import exercises


@pytest.mark.parametrize("one", exercises(), ids=lambda one: one.command)
def test_the_command_shows_what_the_answer_says(one, capsys):
    status = main(shlex.split(one.command)[1:])

    assert status in (0, 1)  # 1: refute refuted it
    assert one.shows in capsys.readouterr().out


def test_there_are_eight_and_no_two_alike():
    assert len({one.question for one in exercises()}) == len(exercises()) == 8
    assert len({one.command for one in exercises()}) == 8
