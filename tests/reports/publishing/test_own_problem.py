"""A report about one's own problem: it says what evaluate says, verify finds forgeries, nothing is half written."""

import io
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from matplotlib import pyplot as plt

import tightrope
from tests.attacks.reports import made_once
from tightrope.reports.commands.cli import main
from tightrope.reports.evidence import own_problem as evidence
from tightrope.reports.publishing.check import problems_of
from tightrope.reports.publishing.citation import report as citation
from tightrope.reports.publishing.files import data_hashes, write_texts
from tightrope.reports.publishing.manifest import write_manifest
from tightrope.reports.publishing.results import sealed
from tightrope.simulators.formats import problem_json
from tightrope.simulators.formats.demonstrations import demonstrate, relabelled, save
from tightrope.simulators.model.content import content_hash

EXAM = ["check", "exam", "--epsilon", "1/10", "--horizon", "5", "--episodes", "1000"]
LAKE = "gymnasium:FrozenLake-v1"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports") / "exam"
    assert main([*EXAM, "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module", autouse=True)
def made_files(tmp_path_factory):
    """What verify makes of the same results is made once."""
    with made_once(tmp_path_factory.mktemp("made")):
        yield


@pytest.fixture
def copied(report, tmp_path):
    return Path(shutil.copytree(report, tmp_path / "copy"))


@pytest.fixture(scope="module")
def lake():
    return tightrope.check(LAKE, 12, epsilon="1/20", episodes=1000)


def results(folder):
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def remade(folder, changed):
    """What a forger does who has the program: all texts but the problem's, of other results."""
    whole = {key: value for key, value in changed.items() if key not in ("id", "data")}
    whole = sealed(whole, data_hashes(whole))
    write_texts(whole, folder)
    write_manifest(folder, whole)


def test_a_report_has_all_its_parts_and_verifies_also_when_it_is_computed_again(report, capsys):
    names = {path.relative_to(report).as_posix() for path in report.rglob("*")}

    assert {
        "index.html",
        "report.pdf",
        "report.md",
        "results.json",
        "manifest.json",
        "cite.bib",
        "problem.json",
    } <= names
    assert {"figures/cost.svg", "figures/states.png", "figures/labels.svg", "data/bounds-table.csv"} <= names
    assert main(["verify", str(report), "--recompute"]) == 0
    assert "Computed again here from the problem" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "epsilon", "horizon"), [("exam", "1/10", 5), (LAKE, "1/20", 12)])
def test_it_says_what_evaluate_says(name, epsilon, horizon, lake):
    found = lake if name == LAKE else tightrope.check(name, horizon, epsilon=epsilon, episodes=100)
    one, numbers = tightrope.evaluate(name, horizon, epsilon=epsilon), found.results["numbers"]

    assert Fraction(numbers["disagreements"]["exact"]) == one.disagreement
    assert numbers["gap"]["value"] == pytest.approx(float(one.gap), rel=1e-9)
    assert [float(row["epsilon"]) for row in found.tables["readings"]] == pytest.approx(
        [float(one.epsilon[row["reading"].replace(" ", "_")]) for row in found.tables["readings"]], rel=1e-9
    )
    applying = tightrope.bounds_that_apply(name, horizon, epsilon=epsilon)
    assert [(row["bound"], row["says at most"]) for row in found.results["tables"]["bounds"]] == [
        (each.bound.key, evidence.number(each.value)) for each in applying
    ]
    assert sum(float(row["disagreements"]) for row in found.tables["states"]) == pytest.approx(float(one.disagreement))


def test_states_that_only_a_learner_that_has_erred_meets_are_listed_with_their_errors_and_costs():
    one, other, beside = [[[0, 1, 0], [0, 1, 0], [0, 0, 1]], [[0, 0, 1], [0, 1, 0], [0, 0, 1]]], [0, 1, 0], "s2"
    walk = tightrope.from_arrays(one, [[1, 0], [1, 1], [0, 1]], start=0, expert=other)
    found = tightrope.check(walk, 3, learner=[[0.5, 0.5], [0.5, 0.5], [0.25, 0.75]], episodes=10)
    rows = {row["state"]: row for row in found.tables["states"]}
    evaluation = tightrope.evaluate(walk, 3, learner=[[0.5, 0.5], [0.5, 0.5], [0.25, 0.75]])

    assert (rows[beside]["one leads to"], float(rows[beside]["disagreements"])) == (None, 0)
    for column, whole in (("errors", evaluation.disagreement), ("task cost", evaluation.gap)):
        assert sum(float(row[column]) for row in rows.values()) == pytest.approx(float(whole))


def test_the_tightest_bound_is_the_least_of_those_from_the_experts_states(lake):
    said = lake.results["numbers"]["tightest of disagreements"]
    least = min(
        row["says at most"]
        for row in lake.tables["bounds"]
        if row["of"] == "C" and row["kind"] == "inequality" and row["reading"] not in ("on policy", "none")
    )

    assert said["key"] == "worst-case-pointwise"
    assert least == next(
        row["says at most"] for row in lake.tables["bounds"] if row["bound"] == said["key"] and row["of"] == "C"
    )


def test_every_interval_that_is_drawn_contains_what_was_computed(lake, false_alarm):
    false_alarm(4 * 0.01)
    for row in lake.tables["sampled"]:
        assert row["lower"] <= float(row["expected"]) <= row["upper"]


def test_floats_say_the_same_and_with_what_error(lake, monkeypatch):
    monkeypatch.setattr(evidence, "EXACT_SECONDS", -1)
    floats = tightrope.check(LAKE, 12, epsilon="1/20", episodes=1000)

    assert (floats.results["arithmetic"], lake.results["arithmetic"]) == ("float", "exact")
    assert 0 < floats.results["relative_error"] < 1e-10
    for key, one in lake.results["numbers"].items():
        if "value" in one:
            assert floats.results["numbers"][key]["value"] == pytest.approx(one["value"], rel=1e-6), key


def test_a_learner_without_an_error_has_a_report_too(tmp_path):
    found = tightrope.check("exam", 5, epsilon=0, episodes=10, out=tmp_path / "right")

    assert found.results["numbers"]["disagreements"] == {"value": 0.0, "exact": "0"}
    assert found.tables["states"] == found.tables["labels"] == []
    assert problems_of(tmp_path / "right", drawn=False) == []
    with pytest.raises(ValueError, match="no errors"):
        found.draw_states()


def test_names_of_strangers_are_words_on_every_page(tmp_path):
    names = ["a|b", "$x$ **bold** </script><b>", "\N{GRINNING FACE} \u6f22 \u202e", "@fig:cost `c` \\alpha"]
    document = problem_json.to_document(tightrope.problem("exam", 3, "1/10"))
    text = json.dumps(document, ensure_ascii=False)
    for old, new in zip(document["states"], names, strict=False):
        text = text.replace(json.dumps(old), json.dumps(new, ensure_ascii=False))
    path = tmp_path / 'a"b$c{_d}\\e.json'
    path.write_text(text, encoding="utf-8")
    tightrope.check(path, 3, episodes=10, out=tmp_path / "out")

    assert problems_of(tmp_path / "out", drawn=False) == []
    assert "<b>" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8").partition("<script")[0]


def linked(folder):
    """What its page leads to, beside it."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    return {link for link in re.findall(r' href="([^"#]+)"', page) if not link.startswith(("http", "data:"))}


PICTURES_AND_SOURCES = r"index\.html|figures/.*|report\.md|references\.bib"


@pytest.mark.parametrize("which", ["report", "logged"])
def test_every_file_is_linked_but_pictures_and_what_the_page_is_made_of(which, request):
    folder = request.getfixturevalue(which)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert linked(folder) == {path for path in there if not re.fullmatch(PICTURES_AND_SOURCES, path)}


# Logs.


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    lake, erring = tightrope.problem(LAKE, 8), tightrope.problem(LAKE, 8, "1/20")
    shown = demonstrate(lake, lake.expert_table, 8, 30, seed=1)
    own = demonstrate(erring, erring.learner, 8, 40, seed=2)
    save(shown, folder / "shown.npz")
    save(replace(own, labels=relabelled(lake, own).actions), folder / "own.npz")
    words = ["--horizon", "8", "--demonstrations", str(folder / "shown.npz"), "--learner-log", str(folder / "own.npz")]
    assert main(["check", LAKE, *words, "--episodes", "100", "--out", str(folder / "out")]) == 0
    return folder / "out"


def test_with_demonstrations_it_is_about_their_clone_and_says_what_the_logs_say(logged):
    told = tightrope.from_trajectories(
        logged / "demonstrations.npz", learner_log=logged / "learner-log.npz", problem=LAKE, horizon=8, confidence=0.99
    )
    found = results(logged)
    by_name = {row["what"]: row for row in found["tables"]["logs"]}

    assert found["question"]["learner"] == "cloned"
    assert by_name["on policy"]["from"] == pytest.approx(told.estimate("on_policy").lower, rel=1e-9)
    assert by_name["disagreement"]["estimate"] == pytest.approx(told.disagreement.estimate, rel=1e-9)
    clone = tightrope.evaluate(LAKE, 8, learner=told.clone)
    assert found["numbers"]["disagreements"]["value"] == pytest.approx(float(clone.disagreement), rel=1e-9)
    right, shown = (found["numbers"][f"demonstrated actions{whose}"]["value"] for whose in (" of the expert", ""))
    assert right == shown > 0


def test_logs_lie_beside_the_report_and_other_ones_are_found(logged, tmp_path):
    copy = Path(shutil.copytree(logged, tmp_path / "copy"))
    assert problems_of(copy, drawn=False) == []
    shutil.copy(copy / "demonstrations.npz", copy / "learner-log.npz")
    assert problems_of(copy, drawn=False)[0] == "results.json speaks of other logs than those beside it"
    (copy / "learner-log.npz").unlink()
    assert "learner-log.npz cannot be read" in problems_of(copy, drawn=False)[0]


def test_a_learners_log_needs_demonstrations(tmp_path):
    with pytest.raises(ValueError, match="goes with demonstrations"):
        tightrope.check(LAKE, 5, epsilon="1/20", learner_log=tmp_path / "own.npz")


# What a forger does.


def test_a_changed_number_is_found(copied):
    text = (copied / "results.json").read_text(encoding="utf-8")
    (copied / "results.json").write_text(text.replace('"3/2"', '"1/2"', 1), encoding="utf-8")

    assert "the id is" in problems_of(copied)[0]


def test_a_number_that_the_problem_does_not_give_is_found_by_recomputing(copied, capsys):
    changed = results(copied)
    changed["numbers"]["disagreements"] = {"value": 0.5, "exact": "1/2"}
    remade(copied, changed)

    assert problems_of(copied, drawn=False) == []
    assert main(["verify", str(copied), "--texts", "--recompute"]) == 1
    assert "the numbers come out differently" in capsys.readouterr().out


def test_another_problem_beside_the_results_is_found(copied):
    document = json.loads((copied / "problem.json").read_text(encoding="utf-8"))
    problem_json.save(tightrope.problem("exam", 5, "1/9"), copied / "problem.json")

    assert "another problem than the one that results.json speaks of" in problems_of(copied)[0]
    (copied / "problem.json").write_text(json.dumps(document), encoding="utf-8")  # the same, written in another way
    assert problems_of(copied) == ["problem.json is not what follows from results.json"]
    (copied / "problem.json").unlink()
    assert "problem.json cannot be read" in problems_of(copied)[0]


def test_another_problem_under_the_name_is_found_by_recomputing(copied, capsys):
    changed = results(copied)
    changed["question"]["epsilon"] = "1/9"
    remade(copied, changed)

    assert main(["verify", str(copied), "--texts", "--recompute"]) == 1
    assert "the problem of the name that it has" in capsys.readouterr().out


def test_other_notes_on_the_problem_of_that_name_are_found_by_recomputing(copied, capsys):
    changed = results(copied)
    changed["question"]["notes"] = ["Its learner is as good as the expert"]
    remade(copied, changed)

    assert main(["verify", str(copied), "--texts"]) == 0
    assert "what is noted of it" in capsys.readouterr().out
    assert main(["verify", str(copied), "--texts", "--recompute"]) == 1
    assert "other things are noted" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda one: one["numbers"].update(gap={"value": 1.5, "exact": "1/2"}), "is no number"),
        (lambda one: one["tables"].update(states=[{"a": 1}, {"b": 2}]), "different columns"),
        (lambda one: one["tables"].update(states="none"), "is no table"),
        (lambda one: one.update(states=7), "another number of states"),
    ],
)
def test_results_that_contradict_themselves_or_the_problem_are_found(copied, change, found):
    changed = results(copied)
    change(changed)
    (copied / "results.json").write_text(json.dumps(sealed(changed, changed["data"])), encoding="utf-8")

    assert any(found in one for one in problems_of(copied))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.update(file="../problem.json"), "the problem's file must be"),
        (lambda one: one.update(logs={"../learner-log.npz": ""}), "logs are demonstrations.npz"),
        (lambda one: one["question"].update(learner="mine"), "the learner must be one of"),
        (lambda one: one["question"].update(epsilon="1/10, **proved**"), "epsilon must be a number"),
        (lambda one: one["question"].update(missing="2"), "missing is a probability"),
        (lambda one: one["question"].update(reading="any at all"), "reading must be one of"),
        (lambda one: one["question"].update(off_support="is perfect"), "off-support behaviour must be one of"),
        (lambda one: one["tables"].update({"../states": []}), "a key must be small letters"),
        (lambda one: one.pop("content"), "lacks content"),
    ],
)
def test_results_of_another_form_are_no_report(copied, change, said):
    changed = results(copied)
    change(changed)
    (copied / "results.json").write_text(json.dumps(changed), encoding="utf-8")

    with pytest.raises(ValueError, match=said):
        problems_of(copied)


# What goes wrong on the way.


@pytest.mark.parametrize(
    "words",
    [
        ["check", "exam", "--horizon", "5"],  # a witness needs its epsilon
        ["check", LAKE, "--horizon", "5"],  # no learner
        ["check", "exam", "--epsilon", "1/10", "--horizon", "0"],
        ["check", "exam", "--epsilon", "1/10", "--horizon", "5", "--episodes", "0"],
        ["check", "exam", "--epsilon", "1/10", "--horizon", "5", "--confidence", "1"],
        ["check", "exam", "--epsilon", "1/10", "--horizon", "5", "--seed", "-1"],
        ["check", "exam", "--epsilon", "1/10", "--horizon", "5", "--seed", "9007199254740992"],  # JSON's next is 2 off
        ["check", "nowhere.json", "--horizon", "5"],
    ],
)
def test_bad_input_is_one_message_and_leaves_nothing(words, tmp_path, capsys):
    assert main([*words, "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("tightrope:") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_seed_that_is_none_is_named():
    with pytest.raises(ValueError, match="the seed of a report must be a whole number from 0"):
        tightrope.check("exam", 5, epsilon="1/10", seed=-1)


def test_a_report_is_no_stream(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in (EXAM, ["report", "--quick"]):
        assert main([*words, "--out", "-"]) == 2
        assert "a report is a folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_comes_on_standard_input_is_called_so_on_the_page(tmp_path, monkeypatch):
    problem_json.save(tightrope.problem("exam", 2, "1/10"), tmp_path / "mine.json")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((tmp_path / "mine.json").read_bytes())))

    assert main(["check", "-", "--horizon", "2", "--episodes", "100", "--out", str(tmp_path / "out")]) == 0
    assert "The problem is `standard input`" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_labels_beyond_all_numbers_of_json_are_said_to_be_beyond(tmp_path):
    tightrope.check("tightrope", 3, epsilon="1e-17", episodes=100).write(tmp_path / "tiny")
    page = (tmp_path / "tiny" / "report.md").read_text(encoding="utf-8")

    assert "| cloning | `tabular-cloning` | beyond 2^50 | beyond 2^50 |" in page
    assert "the learner's task cost is 6 × 10⁻¹⁷ above the expert's" in page


def test_errors_too_small_for_floats_are_drawn_as_none():
    tightrope.check("exam", 3, epsilon="1e-400", episodes=100).draw_cost()


def test_a_learner_that_pays_less_than_the_expert_is_said_to_be_below(lake, tmp_path):
    write_texts(lake.results, tmp_path)
    gap = lake.results["numbers"]["gap"]["value"]

    assert gap < 0
    page = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f"the learner's task cost is {-gap:.4g} below the expert's" in page


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")

    assert main([*EXAM, "--out", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_kill_leaves_the_old_report_and_the_next_run_settles_the_rest(report, tmp_path):
    folder = Path(shutil.copytree(report, tmp_path / "mine"))
    words = [sys.executable, "-m", "tightrope", *EXAM, "--seed", "2", "--out", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as made:
        while made.poll() is None and not (tmp_path / ".mine.tightrope" / "new" / "report.md").exists():
            time.sleep(0.01)
        made.send_signal(signal.SIGKILL)
    if made.returncode != 0:  # it was quick enough to be killed
        assert results(folder) == results(report)
    assert main([*EXAM, "--seed", "2", "--out", str(folder)]) == 0
    assert results(folder)["question"]["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


# The object.


def test_figures_are_drawn_on_axes_of_ones_own_with_ones_own_style(lake):
    canvas, (left, right) = plt.subplots(1, 2)
    with plt.rc_context({"font.size": 20, "axes.prop_cycle": plt.cycler(color=["#112233"])}):
        assert lake.draw_cost(left) is left
    lake.draw_states(right, style={"axes.prop_cycle": plt.cycler(color=["#445566"])})
    alone = lake.draw_labels(style="ggplot")

    assert {line.get_color() for line in left.get_lines()} == {"#112233"}
    assert max(text.get_fontsize() for text in left.texts) > 15
    assert right.patches[0].get_facecolor() == pytest.approx(plt.matplotlib.colors.to_rgba("#445566"))
    assert alone.get_xlabel() == "labels"
    with pytest.raises(ValueError, match="style"):
        lake.draw_cost(style="nobodys")
    plt.close("all")


def test_what_is_no_axes_is_named(lake):
    with pytest.raises(TypeError, match=r"axes of matplotlib's; got 'here'"):
        lake.draw_cost("here")


def test_the_object_shows_itself_and_its_id_is_cited(lake):
    assert lake.id[:12] in repr(lake)
    assert "pointwise" in lake._repr_html_()
    assert f"number = {{{lake.id[:12]}}}" in citation(lake.results)
    assert lake.results["content"] == content_hash(tightrope.problem(LAKE, 12, "1/20"))
