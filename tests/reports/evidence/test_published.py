"""What a reader is told of a published bound: its letters, its share if it has one, what it says of a small problem."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.proof.implication import implications
from tightrope.reports.evidence import published
from tightrope.reports.evidence.applicability import EXPLICIT, apply
from tightrope.reports.experiments import catalogue, published_rates, recalled_bounds
from tightrope.reports.publishing.promises import Promise, Promises, promises
from tightrope.simulators.measures.disagreement import evaluate

every = pytest.mark.parametrize("one", BOUNDS, ids=lambda one: one.key)
EXACT = evaluate(published.small_problem(), published.HORIZON)


def test_each_bound_stands_in_one_of_the_three_tables_and_what_is_recalled_stands_apart():
    tables = [{cell.bound for cell in each.CELLS} for each in (catalogue, published_rates, recalled_bounds)]

    assert sum(map(len, tables)) == len(BOUNDS) == len(set().union(*tables))
    assert tables[2] == {one.key for one in BOUNDS if one.source.read == "recalled"}
    assert {bound(key).kind for key in tables[0]} == {"inequality", "identity"}
    assert {bound(key).kind for key in tables[1]} == {"order", "probability"}


@every
def test_every_letter_of_its_formula_is_explained_in_words_and_no_formula_is_plain_text(one):
    words = published.said(one)
    outside = words.split("$")[::2]

    assert published.unexplained(one, words) == []
    assert not any(sign in part for part in outside for sign in ("_", "^", "\\", "*", "epsilon", "pi("))


def test_a_letter_without_words_is_seen():
    one = bound("dagger-task-cost")

    assert published.unexplained(one, published.said(one).replace("$u$ is", "$u$, say,")) == ["u"]
    assert published.unexplained(one, "") == ["epsilon", "u"]


@every
def test_only_an_inequality_has_a_share_and_only_what_has_constants_a_value(one):
    row = published.standing(one)

    if one.kind != "inequality":
        assert row["largest share"] == ""
    if one.kind not in EXPLICIT:
        assert "share" in row["reached by"]
        assert row["exact there"] == ""


def test_an_order_of_the_same_formula_as_an_inequality_has_no_share():
    """T^2 epsilon is attained as an inequality; as an order nobody knows what it says."""
    one = bound("cloning-task-cost")

    assert published.furthest(one).share == 1
    assert published.furthest(replace(one, kind="order")) is None
    assert published.of_the_small_problem(replace(one, kind="order")).value is None


def test_the_lectures_share_is_largest_at_the_longest_horizon_that_is_tried():
    """At epsilon T <= 1 it is min(epsilon T^2) over epsilon T + 2 epsilon T^2: T/(1 + 2T), which grows."""
    best = published.furthest(bound("lecture"))

    assert best.share == Fraction(8, 17)
    assert published.at(best.witness) == "trap, $\\epsilon = 1/10$, $T = 8$"


@every
def test_no_bound_says_less_of_the_small_problem_than_the_exact_number(one):
    said = published.of_the_small_problem(one)

    assert (said.value is None) == (said.exact is None) == bool(said.failed)
    if said.value is not None:
        assert said.value >= said.exact
        assert one.quantity not in catalogue.DRAWN or said.exact == EXACT.disagreement == EXACT.gap


def test_the_exact_worst_case_says_the_number_and_the_lectures_bound_nothing():
    exact = published.of_the_small_problem(bound("worst-case-pointwise"))

    assert exact.value == exact.exact == EXACT.disagreement
    assert published.of_the_small_problem(bound("lecture")).value == Fraction(11, 2) > published.HORIZON


def test_what_does_not_hold_there_is_told_in_words():
    assert published.of_the_small_problem(bound("density-ratio")).failed.startswith("not meant: the learner, wherever")


def test_a_sharper_bound_is_named_with_its_factors():
    said = published.cited(bound("lecture"))

    assert "*The exact worst case, time averaged error*, smaller by a factor of 2.02 to 81 (proved)" in said


def test_the_factors_that_are_shown_enclose_those_that_were_found():
    """From 81/40 on is not from 2.03 on."""
    for found in implications(BOUNDS):
        shown = [Fraction(x) for x in re.findall(r"(?:factor of|to) ([\d.]+)", published._implied(found))] or [
            Fraction(1)
        ]

        assert min(shown) <= found.least <= found.most <= max(shown)
        assert max(shown) - min(shown) <= (found.most - found.least) + found.most / 50


def test_bounds_are_drawn_the_closest_first_and_one_below_the_number_is_refused():
    said = promises([("far", Fraction(3)), ("near", Fraction(1))])
    axes = {"x": catalogue.Axis(label="cost"), "y": catalogue.Axis(label="bound")}

    assert said == (Promise(label="near", value=1.0), Promise(label="far", value=3.0))
    with pytest.raises(ValueError, match="below it lies 'near'"):
        Promises(promises=said, exact=1.5, horizon=2, **axes)
    with pytest.raises(ValueError, match="there is no bound"):
        Promises(promises=(), exact=1.5, horizon=2, **axes)
    with pytest.raises(ValueError, match="between 0 and the horizon"):
        Promises(promises=said, exact=1.0, horizon=0, **axes)
    assert Promises(promises=said, exact=1.0, horizon=2, **axes).points()[-2:] == [
        ("", "exact", "cost", 1.0, "", ""),
        ("", "the most there is", "cost", 2, "", ""),
    ]


@every
def test_a_problem_has_no_share_of_a_bound_whose_constant_is_unknown(one):
    for asked in apply(one, published.measured_small_problem()):
        assert asked.ratio is None or one.kind in EXPLICIT


def test_two_bounds_that_follow_from_each_other_say_the_same_and_a_sharper_one_does_not_follow():
    assert "it says the same as *Task cost from the learner's own errors*" in published.cited(bound("forward-training"))
    assert "it says the same as *Forward training's task cost*" in published.cited(bound("dagger-task-cost"))
    assert "it follows from *The exact worst case, per step error*" in published.cited(bound("triangle"))
    assert "follows" not in published.cited(bound("worst-case-per-step"))
