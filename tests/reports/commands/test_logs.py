"""`tightrope logs`: what it prints, in words and as JSON, what it writes, and what it refuses."""

import json

import numpy as np
import pytest

import tightrope
from tests.width import too_wide
from tightrope.reports.commands.cli import main
from tightrope.simulators.formats.demonstrations import demonstrate, save

GRID = "garnet:states=6,actions=3,branching=2,seed=1"
MADE = tightrope.problem(GRID, 5)
ERRING = tightrope.problem(MADE, 5, "1/10", reading="pointwise")


@pytest.fixture
def logs(tmp_path):
    save(demonstrate(MADE, MADE.expert_table, 5, 60, seed=1), tmp_path / "shown.npz")
    save(demonstrate(ERRING, ERRING.learner_table, 5, 60, seed=2), tmp_path / "played.npz")
    return tmp_path


def printed(capsys, *words):
    assert main(["logs", *map(str, words)]) == 0
    return capsys.readouterr().out


def test_it_prints_what_the_public_door_finds(logs, capsys):
    found = tightrope.from_trajectories(logs / "shown.npz", learner_log=logs / "played.npz", confidence="0.9")
    given = (logs / "shown.npz", "--learner-log", logs / "played.npz", "--confidence", "0.9")
    document = json.loads(printed(capsys, *given, "--json"))
    told = printed(capsys, *given)

    assert document == {"demonstrations": str(logs / "shown.npz"), **json.loads(json.dumps(found.document()))}
    assert too_wide(told) == []
    for one in found.table:
        assert f"[{one.lower:.6g}, {one.upper:.6g}]" in told
    assert "90 % interval" in told
    assert "The expert took one action in each state" in told


def test_it_tells_where_the_expert_is_inconsistent(logs, capsys):
    (logs / "log.csv").write_text("episode,t,state,action\n0,0,x,a\n1,0,x,b\n2,0,x,b\n", encoding="utf-8")
    told = " ".join(printed(capsys, logs / "log.csv").split())

    assert "The expert took several actions in x (a 1, b 2, at one decision): it draws its actions" in told


def test_a_learner_of_ones_own_is_tried_on_the_demonstrations(logs, capsys):
    table = np.full((6, 3), 1 / 3)
    np.savez(logs / "mine.npz", learner=table)
    told = printed(capsys, logs / "shown.npz", "--learner", logs / "mine.npz", "--json")

    assert json.loads(told)["whose"] == "the table that is given"
    assert json.loads(told)["estimates"]["time_averaged"]["estimate"] == pytest.approx(2 / 3)


def test_it_writes_the_problem_with_the_clone_of_all_demonstrations(logs, capsys):
    printed(capsys, logs / "shown.npz", "--problem", GRID, "--out", logs / "cloned.json")
    found = tightrope.from_trajectories(logs / "shown.npz", problem=MADE)
    exact = tightrope.evaluate(MADE, 5, learner=found.clone)

    assert tightrope.evaluate(logs / "cloned.json", 5).disagreement == exact.disagreement


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--problem", "exam"], "give --epsilon"),
        (["--problem", GRID.replace("6", "7")], "the data are not of garnet:states=7"),
        (["--horizon", "9"], "the horizon must be at most 5"),
        (["--out", "cloned.json"], "give the --problem"),
        (["--learner-log", "absent.csv"], "absent.csv cannot be read"),
        (["--confidence", "2"], "strictly between 0 and 1"),
    ],
)
def test_bad_input_is_one_message_and_nothing_written(words, said, logs, capsys, monkeypatch):
    monkeypatch.chdir(logs)
    before = sorted(logs.iterdir())

    assert main(["logs", "shown.npz", *words]) == 2
    assert said in capsys.readouterr().err
    assert sorted(logs.iterdir()) == before


def test_what_is_refused_names_the_file_and_the_place(logs, capsys):
    """With two successors at most, four of six states cannot come next."""
    refused = 0
    for after in range(6):
        text = f"episode,t,state,action\n6,0,s0,a0\n7,0,s0,a0\n7,1,s{after},\n"
        (logs / "log.csv").write_text(text, encoding="utf-8")
        refused += main(["logs", str(logs / "log.csv"), "--problem", GRID]) == 2
        said = capsys.readouterr().err
        assert not said or "log.csv: episode 7, step 1 is impossible: " in said
        assert not said or f"in {GRID}, a0 in s0 never leads to s{after}" in said

    assert 4 <= refused < 6
