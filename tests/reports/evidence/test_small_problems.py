"""All problems with S states: what the optimiser finds is rounded to a rational problem that meets the reading
exactly.
"""

import importlib.util
import json
from fractions import Fraction

import pytest

from tightrope.bounds.extremes import small_problems
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.small_problems import Optimum, optimum
from tightrope.bounds.extremes.worst_case import largest, worst_case
from tightrope.reports.commands.cli import main
from tightrope.reports.evidence.small_problems import rounded
from tightrope.simulators.formats.problem_json import load
from tightrope.simulators.measures.disagreement import evaluate

HAS_SCIP = importlib.util.find_spec("pyscipopt") is not None
needs_scip = pytest.mark.skipif(not HAS_SCIP, reason="the global optimiser is not installed: pip install '.[global]'")
THIRD = 1 / 3
PER_STEP = Setting(reading="per_step")

# The exam of three decisions in two states, as an optimiser would print it: not quite rational, not quite feasible.
NEARLY = Optimum(
    value=1.8333,
    dual=1.8334,
    closed=True,
    start=[2 * THIRD + 1e-9, THIRD - 1e-9],
    move=[[[0.5000001, 0.4999999], [1.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]]],
    wrong=[[[0.0, 0.0], [0.0, THIRD]], [[0.0, 0.0], [0.0, 0.6]]],
    errors=[[0.0, 1.0], [1e-9, 0.9999999], [0.3333, 0.9]],
)


@pytest.mark.parametrize("reading", ["pointwise", "per_step", "time_averaged"])
def test_whatever_the_optimiser_says_the_rounded_problem_meets_the_reading_exactly(reading):
    problem, value = rounded(NEARLY, Setting(reading=reading), Fraction(1, 3), 3)
    found = evaluate(problem, 3)

    assert found.epsilon[reading] <= Fraction(1, 3)
    assert found.disagreement == value <= worst_case(reading, Fraction(1, 3), 3)


@needs_scip
@pytest.mark.parametrize("reading", ["pointwise", "per_step", "time_averaged"])
@pytest.mark.parametrize("error", ["1/4", "1/3"])
def test_two_states_reach_the_unrestricted_worst_case_of_two_decisions(reading, error, tmp_path, capsys):
    line = f"worst-case --reading {reading} --epsilon {error} --horizon 2 --states 2 --json --out {tmp_path}/two.json"
    status = main(line.split())
    document = json.loads(capsys.readouterr().out)
    again = evaluate(load(tmp_path / "two.json"), 2)

    assert (status, document["states"], document["evidence"]) == (0, 2, "certified")
    assert Fraction(document["exact"]) == worst_case(reading, Fraction(error), 2) == again.disagreement
    assert document["dual"]["closed"]
    assert document["dual"]["value"] == pytest.approx(document["value"], abs=1e-4)


@needs_scip
def test_two_states_do_not_reach_the_exam_of_three_decisions():
    """11/6 against 2: a run that passed must look like one that was not examined yet.

    One state only never goes astray.
    """
    error = Fraction(1, 3)
    found = optimum(PER_STEP, error, 3, 2)
    problem, value = rounded(found, PER_STEP, error, 3)

    assert value == Fraction(11, 6) < worst_case("per_step", error, 3)
    assert found.closed
    assert found.dual < 1.8345
    assert rounded(optimum(PER_STEP, error, 3, 1), PER_STEP, error, 3)[1] == 1


@needs_scip
def test_the_cuts_are_true_of_the_witness_that_attains_them():
    """A cut that was too strong would push the optimum below the worst case; at epsilon = 1/2 two states attain it."""
    assert optimum(PER_STEP, Fraction(1, 2), 3, 2).value == pytest.approx(2.5, abs=1e-4)


@needs_scip
def test_no_problem_of_two_states_exceeds_two_budgets_at_once(monkeypatch):
    """Without the cuts, which say what is to be shown."""
    setting = Setting(reading="per_step", also=(("pointwise", Fraction(1, 2)),))
    worst = largest(setting, Fraction(1, 3), 2)
    monkeypatch.setattr(small_problems, "largest", lambda *_: Fraction(2))
    found = optimum(setting, Fraction(1, 3), 2, 2)
    problem, value = rounded(found, setting, Fraction(1, 3), 2)

    assert found.closed
    assert found.dual <= worst + Fraction(1, 1000)
    assert evaluate(problem, 2).disagreement == value <= worst
    assert value >= worst * Fraction(9, 10)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            (Setting(reading="on_policy"), Fraction(1, 2), 2, 2),
            "for the readings .*; got 'on_policy'",
        ),
        ((PER_STEP, Fraction(1, 2), 6, 2), "at most 4 states and 5 decisions"),
        ((PER_STEP, Fraction(1, 2), 2, 0), "got 0 and 2"),
        ((PER_STEP, Fraction(2), 2, 2), r"\[0, 1\]; got 2"),
    ],
)
def test_what_the_program_does_not_cover_is_refused_in_words(arguments, words):
    with pytest.raises(ValueError, match=words):
        optimum(*arguments)


def test_without_the_optimiser_the_answer_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "pyscipopt", None)
    status = main(["worst-case", "--reading", "per_step", "--epsilon", "1/2", "--horizon", "2", "--states", "2"])

    assert status == 2
    assert "install tightrope[global]" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["--states 2 --quantity gap", "--out x.json", "--states 1/2"])
def test_options_that_do_not_fit_end_in_status_2(line, capsys):
    assert main(f"worst-case --reading per_step --epsilon 1/2 --horizon 2 {line}".split()) == 2
