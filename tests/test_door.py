"""The public door: `import tightrope` and nothing else is needed to ask,
and nothing is loaded before it is asked for.
"""

import inspect
import json
import subprocess
import sys
from fractions import Fraction

import pytest

import tightrope
from tightrope.bounds import check_certificate
from tightrope.bounds.extremes import worst_case as extremes
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.commands.cli import main
from tightrope.simulators.model.problem import Problem

PUBLIC = (
    "bound",
    "bounds_that_apply",
    "bracket",
    "check",
    "curve",
    "evaluate",
    "evaluate_many",
    "from_arrays",
    "from_environment",
    "from_policy",
    "from_trajectories",
    "measure",
    "measure_action",
    "problem",
    "refute",
    "report",
    "simulate",
    "sweep",
    "worst_case",
)
TENTH = Fraction(1, 10)


def test_the_door_has_these_names_and_each_is_a_documented_function():
    assert tuple(sorted(tightrope.__all__)) == PUBLIC
    for name in PUBLIC:
        one = getattr(tightrope, name)
        assert inspect.isfunction(one)
        assert inspect.getdoc(one)
        assert f"tightrope.{name}(" in tightrope.__doc__
        assert name in dir(tightrope)


def test_what_the_type_checker_is_told_is_what_is_loaded():
    source = inspect.getsource(tightrope)

    for name in PUBLIC:
        assert f"from {getattr(tightrope, name).__module__} import {name} as {name}" in source


def test_a_name_that_it_lacks_is_answered_with_those_that_it_has():
    with pytest.raises(AttributeError, match="no 'worstcase'; it has .*worst_case"):
        _ = tightrope.worstcase


def modules_after(code):
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys; print(json.dumps(list(sys.modules)))"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(ran.stdout))


def test_importing_it_loads_no_library_and_no_folder_of_it():
    added = modules_after("import tightrope") - modules_after("import pathlib, importlib, typing")

    assert added == {"tightrope"}


def test_an_evaluation_loads_no_proofs_and_no_pictures():
    loaded = modules_after("import tightrope; tightrope.evaluate('exam', 5, epsilon=0.1)")

    assert "tightrope.simulators.names" in loaded
    assert not {"z3", "matplotlib", "scipy", "sympy", "tightrope.bounds.catalogue"} & loaded


@pytest.mark.parametrize("epsilon", [TENTH, "1/10", "0.1", ".1", "1e-1", 0.1])
def test_a_number_means_the_same_however_it_is_written(epsilon):
    assert tightrope.worst_case("per_step", epsilon, 5).value == Fraction(3, 2)
    assert tightrope.evaluate("exam", "5", epsilon).disagreement == Fraction(3, 2)


@pytest.mark.parametrize(
    ("epsilon", "horizon", "words"),
    [
        (1.5, 5, r"must lie in \[0, 1\]; got 3/2"),
        ("a", 5, "must be a number"),
        (float("nan"), 5, "must be a number"),
        (0.1, 2.5, "must be a whole number"),
        (0.1, 0, "whole number >= 1"),
        (None, 5, "must be a number"),
    ],
)
def test_what_is_no_number_or_out_of_range_is_refused_in_words(epsilon, horizon, words):
    with pytest.raises(ValueError, match=words):
        tightrope.worst_case("pointwise", epsilon, horizon)


@pytest.mark.parametrize("reading", READINGS, ids=lambda one: one.key)
@pytest.mark.parametrize("quantity", ["disagreement", "gap", "tv"])
def test_a_worst_case_is_a_value_with_a_certificate_that_proves_it_and_a_witness_that_attains_it(reading, quantity):
    missing = Fraction(1, 6) if reading.leaves_data else None
    found = tightrope.worst_case(reading.key, TENTH, 7, quantity=quantity, missing=missing)
    evaluated = tightrope.evaluate(found.witness, 7, found.epsilon)
    attained = {"disagreement": evaluated.disagreement, "gap": evaluated.gap, "tv": max(evaluated.tv)}

    assert found.value == attained[quantity] == extremes.largest(found.setting, TENTH, 7)
    assert evaluated.epsilon[reading.key] <= TENTH
    assert check_certificate.errors(found.document()) == []
    assert check_certificate.errors({**found.document(), "exact": str(found.value + 1)})
    assert type(found.value) is Fraction


def test_answers_show_themselves():
    worst, exam = tightrope.worst_case("per_step", TENTH, 5), tightrope.evaluate("exam", 5, TENTH)

    assert repr(worst) == (
        "<3/2 = 1.5, largest expected number of disagreements in 5 decisions, per_step error 1/10; certified, "
        "attained by exam>"
    )
    assert repr(exam).startswith("<exam, T = 5: 3/2 = 1.5 disagreements, gap 3/2 = 1.5; epsilon: pointwise 1, ")
    assert "per_step 1/10 = 0.1" in repr(exam)
    for one in (worst, exam):
        assert one._repr_html_().startswith("<table>")
        assert "3/2 = 1.5" in one._repr_html_()
    assert worst._repr_latex_().endswith("= 3/2 = 1.5$")
    assert r" \leq 2 T^{2} \epsilon + T \epsilon$ (pointwise, " in tightrope.bound("lecture")._repr_latex_()
    assert "lecture" in repr(tightrope.bound("lecture"))


def test_what_is_measured_leaves_as_fractions_or_floats():
    exact = tightrope.evaluate("exam", 5, TENTH)
    floats = tightrope.evaluate("exam", 5, TENTH, arithmetic="float")

    for found, kind in ((exact, Fraction), (floats, float)):
        single = [found.disagreement, found.gap, found.learner_task, found.expert_task, found.missing]
        single += [
            *found.epsilon.values(),
            *found.costs,
            *found.expert_errors,
            *found.survival,
            *found.tv,
            *found.law(3),
        ]
        assert all(isinstance(value, kind) for value in single)
    assert floats.disagreement == pytest.approx(1.5)


def test_a_problem_of_ones_own_is_asked_like_a_named_one():
    made = tightrope.problem("garnet:states=5,actions=2,branching=2,seed=1", 4)
    erring = tightrope.problem(made, 4, 0.1, reading="per_step")

    assert isinstance(made, Problem)
    assert made.learner is None
    assert tightrope.evaluate(erring, 4).epsilon["per_step"] <= TENTH
    with pytest.raises(ValueError, match="has no learner"):
        tightrope.evaluate(made, 4)
    with pytest.raises(ValueError, match="carries its own learner"):
        tightrope.evaluate(erring, 4, 0.1)


def test_the_bounds_that_apply_hold_and_those_that_do_not_are_left_out():
    applying = tightrope.bounds_that_apply("exam", 5, 0.1)

    assert {one.bound.key for one in applying} >= {"lecture", "triangle", "worst-case-per-step"}
    assert not any(one.failed for one in applying)
    assert all(one.actual <= one.value for one in applying if one.bound.kind == "inequality")


def test_simulation_gives_the_interval_that_the_command_prints(capsys):
    found = tightrope.simulate("exam", 5, 0.1, episodes=500, seed=1)
    main(["simulate", "exam", "--epsilon", "1/10", "--horizon", "5", "--episodes", "500", "--seed", "1", "--json"])
    printed = json.loads(capsys.readouterr().out)

    assert [found.mean, found.lower, found.upper] == [printed["mean"], printed["lower"], printed["upper"]]


def test_a_conjecture_is_refuted_through_the_door():
    assert tightrope.refute("epsilon*T**2*3/4", reading="per_step").verdict == "refuted"


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"only": ["clonng"]}, "did you mean cloning"), ({"profile": "slow"}, "profile must be one of full, quick")],
)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_run(asked, words, tmp_path):
    with pytest.raises(ValueError, match=words):
        tightrope.report(tmp_path / "out", **asked)

    assert list(tmp_path.iterdir()) == []
