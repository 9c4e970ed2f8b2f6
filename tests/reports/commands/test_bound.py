"""`bound` over the whole catalogue: each is shown with its value, or says which letters it needs and what they are."""

import json
from fractions import Fraction

import pytest

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.language.letters import MEANS, T, epsilon
from tightrope.reports.commands.bound import LETTERS
from tightrope.reports.commands.cli import main

VALUES = {"N": "10", "N_rounds": "10", "S_count": "5", "Pi_count": "100"}  # of all other letters 1/2 is possible
ASKED = ["--epsilon", "1/4", "--horizon", "4"]
ALL_GIVEN = [word for name in LETTERS for word in ("--assume", f"{name}={VALUES.get(name, '1/2')}")]


def run(capsys, *words):
    status = main(["bound", *ASKED, *words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def document(capsys, *words):
    status, out, _ = run(capsys, "--json", *words)
    assert status == 0
    return json.loads(out)


def others(one):
    return {str(letter) for letter in one.expression.free_symbols - {epsilon, T}}


def test_every_letter_of_a_bound_is_explained():
    assert set(LETTERS.values()) <= set(MEANS)


@pytest.mark.parametrize("one", BOUNDS, ids=lambda one: one.key)
def test_every_bound_has_a_value_if_its_letters_have_one(one, capsys):
    given = [word for name in sorted(others(one)) for word in ("--assume", f"{name}={VALUES.get(name, '1/2')}")]
    (row,) = document(capsys, one.key, *given)["bounds"]

    assert row["key"] == one.key
    assert row["bound"]["value"] >= 0


def test_with_all_letters_given_every_bound_is_shown(capsys):
    found = document(capsys, *ALL_GIVEN)

    assert [row["key"] for row in found["bounds"]] == [one.key for one in BOUNDS]
    assert found["needs"] == found["undefined"] == []


def test_without_any_every_bound_is_shown_or_says_what_it_needs(capsys):
    found = document(capsys)
    _, out, _ = run(capsys)

    assert {row["key"] for row in found["bounds"]} == {one.key for one in BOUNDS if not others(one)}
    assert {row["key"]: set(row["needs"]) for row in found["needs"]} == {
        one.key: others(one) for one in BOUNDS if others(one)
    }
    assert all(one.key in out for one in BOUNDS)
    assert all(words in " ".join(out.split()) for words in map(MEANS.get, LETTERS.values()))


@pytest.mark.parametrize("one", BOUNDS, ids=lambda one: one.key)
def test_a_bound_that_is_asked_for_has_a_row_whether_or_not_it_speaks_of_an_error(one, capsys):
    assert len(run(capsys, one.key, *ALL_GIVEN)[1].split(one.key)) > 1


def test_a_letter_of_no_bound_is_refused_with_all_that_there_are(capsys):
    status, out, err = run(capsys, "--assume", "v=1")

    assert (status, out) == (2, "")
    assert all(name in err for name in LETTERS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--assume", "m=2"], "--assume m must be a number from 0 to 1"),
        (["--assume", "u=-1"], "--assume u must be a number of at least 0"),
        (["--assume", "delta=0"], "--assume delta must be a number above 0, at most 1"),
        (["dagger-task-cost"], "needs a value for u (the most that one error can cost"),
        (["discounted-gail", "--assume", "gamma=1", "--assume", "JS=1/2"], "it assumes that the horizon is infinite"),
        (["known-dynamics-lower", "--assume", "N=0"], "it assumes that the learner was fitted to at least one"),
    ],
)
def test_a_value_that_a_letter_or_a_bound_cannot_have_is_refused(words, said, capsys):
    status, out, err = run(capsys, *words)

    assert (status, out) == (2, "")
    assert said in err


def test_in_the_list_a_bound_that_is_not_defined_says_why_and_the_others_stay(capsys):
    found = document(capsys, "--assume", "gamma=1", "--assume", "JS=1/2")

    assert {row["key"] for row in found["undefined"]} >= {"discounted-gail"}
    assert "lecture" in [row["key"] for row in found["bounds"]]


@pytest.mark.parametrize(
    ("words", "worst"),
    [
        (["cloning-task-cost"], {"time_averaged": "4"}),
        (["cloning-task-cost-truncated", "--assume", "J_star=3"], {"time_averaged": "1"}),
        (["dagger-task-cost", "--assume", "u=2"], {"on_policy": "2"}),
        (["homework-shift"], {"time_averaged": "1"}),
        (["worst-case-finite-data", "--assume", "m=1"], {"finite_data": "4"}),
    ],
)
def test_beside_a_task_cost_and_a_distance_stands_their_exact_worst_case(words, worst, capsys):
    (row,) = document(capsys, *words)["bounds"]

    assert {key: one["worst_case"]["exact"] for key, one in row["readings"].items()} == worst


def test_no_bound_of_the_catalogue_is_below_the_worst_case_that_stands_beside_it(capsys):
    for row in document(capsys, *ALL_GIVEN)["bounds"]:
        for one in row["readings"].values():
            assert one["looseness"] is None or Fraction(one["looseness"]["exact"]) >= 1


def test_a_bound_that_assumes_more_than_a_reading_has_no_worst_case_beside_it(capsys):
    (row,) = document(capsys, "gcsl-deterministic")["bounds"]

    assert row["readings"]["pointwise"]["worst_case"] is None


def test_a_bound_from_below_is_not_shown_as_one_from_above(capsys):
    _, out, _ = run(capsys, *ALL_GIVEN)
    rows = [line.split() for line in out.partition("bound  ")[2].split("\n")]
    signs = {words[0]: words[1] for words in rows if len(words) > 1 and words[1] in {">~", "<~"}}

    assert {key for key, sign in signs.items() if sign == ">~"} == {
        "tabular-lower", "known-dynamics-lower", "discounted-lower", "continuous-lower",
    }  # fmt: skip
    assert set(signs) == {one.key for one in BOUNDS if one.kind == "order"}
    assert bound("tabular-lower").from_below
