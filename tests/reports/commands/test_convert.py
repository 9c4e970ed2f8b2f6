"""`tightrope convert`: a problem as a file that says the same, whole or not at all."""

import json

import pytest

from tightrope.reports.commands.cli import main


def content(capsys, *words):
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_from_file_to_file_the_content_stays(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = content(capsys, "convert", "recovery:rho=1/5", "a.json", "--horizon", "5", "--epsilon", "1/10")
    for before, after in (("a.json", "b.npz"), ("b.npz", "c.drn"), ("c.drn", "d/e.json")):
        again = content(capsys, "convert", before, after)
        assert (again["content"], again["files"]) == (first["content"], [after])

    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "b.npz", "c.drn", "d"]
    assert (tmp_path / "d/e.json").read_bytes() == (tmp_path / "a.json").read_bytes()
    assert content(capsys, "evaluate", "c.drn", "--horizon", "5")["content"] == first["content"]


def test_what_a_format_has_no_place_for_is_said_and_the_content_is_that_of_the_file(tmp_path, capsys):
    of = str(tmp_path / "rope.tra")
    found = content(capsys, "convert", "recovery:rho=1/5", of, "--horizon", "5", "--epsilon", "1/10")

    assert "no place for names, an expert, a learner" in found["notes"][-1]
    back = content(capsys, "convert", of, str(tmp_path / "back.json"))
    assert back["content"] == found["content"]
    assert not back["notes"] or "no place" not in back["notes"][-1]


def test_without_a_horizon_the_expert_is_left_to_be_planned(tmp_path, capsys):
    pytest.importorskip("gymnasium")
    assert main(["convert", "gymnasium:FrozenLake-v1", str(tmp_path / "lake.drn")]) == 0
    said = " ".join(capsys.readouterr().out.split())

    assert "17 states, 4 actions" in said
    assert "The best expert is planned for the horizon that is asked of the file" in said
    asked = ["--epsilon", "1/20", "--horizon", "9"]
    by_file, by_name = (
        content(capsys, "evaluate", name, *asked) for name in (str(tmp_path / "lake.drn"), "gymnasium:FrozenLake-v1")
    )
    for key in ("content", "disagreement", "task_cost", "readings", "return", "success", "tv"):
        assert by_file[key] == by_name[key]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tightrope", "x.drm", "--horizon", "3", "--epsilon", "1/2"], "x.drm must end in .json or .npz or .drn"),
        (["tightrope", "x.drn", "--epsilon", "1/2"], "tightrope is a family of problems with a horizon: give one"),
        (["exam", "x.drn", "--horizon", "3", "--epsilon", "1/2"], "these dynamics change: write a .json or .npz"),
        (["tightrope", "there.json", "--horizon", "3", "--epsilon", "1/2"], "there.json is there already"),
        (["tightrope", "there.json/x.npz", "--horizon", "3", "--epsilon", "1/2"], "cannot be written"),
        (["nothing.drn", "x.npz"], "nothing.drn cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_message_and_nothing_is_written(words, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.json").write_text("{}")

    assert main(["convert", *words]) == 2
    assert said in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["there.json"]
    assert (tmp_path / "there.json").read_text() == "{}"
