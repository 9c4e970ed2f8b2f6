"""A curve: what happens beside bound and worst case at each horizon, true in every point, and drawn."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest

import tightrope
from tightrope.reports.publishing.cost_curve import MOST

TENTH = Fraction(1, 10)


def test_a_witness_lies_on_the_worst_case_and_below_the_bound():
    found = tightrope.curve("exam", [5, 2, 5, "3"], epsilon=TENTH)

    assert [one.horizon for one in found.points] == [2, 3, 5]
    for one in found.points:
        assert one.disagreement == one.worst_case == tightrope.worst_case("per_step", TENTH, one.horizon).value
        assert one.bound == TENTH * one.horizon + 2 * TENTH * one.horizon**2


@pytest.mark.parametrize("under", ["pointwise", "per_step", "time_averaged"])
def test_no_problem_lies_above_the_worst_case_for_the_error_that_is_measured(under):
    found = tightrope.curve("garnet:states=4,actions=2,branching=2,seed=1", [1, 4], epsilon=TENTH, under=under)

    for one in found.points:
        evaluated = tightrope.evaluate(found.name, one.horizon, TENTH)
        assert one.epsilon == evaluated.epsilon[under]
        assert one.disagreement == evaluated.disagreement <= one.worst_case <= one.bound


def test_it_is_drawn_with_its_names_and_shows_its_numbers_as_a_table():
    found = tightrope.curve("tightrope", [1, 2, 4], epsilon=TENTH, under="pointwise", bound="worst-case-pointwise")

    ElementTree.fromstring(found._repr_svg_())
    assert repr(found).startswith("<tightrope, 3 horizons; T = 4, pointwise error 1/10 = 0.1: 9049/10000 = 0.9049 dis")
    assert found.table().count("<tr>") == 4
    assert found.figure().see == "tightrope, pointwise error 1/10 = 0.1"


def test_where_nobody_errs_there_is_nothing_to_draw():
    found = tightrope.curve("tightrope", [1, 2], epsilon=0)

    assert found._repr_svg_() is None
    assert "0 disagreements" in repr(found)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"horizons": []}, "from 1 to 60 horizons; got 0"),
        ({"horizons": range(1, MOST + 2)}, "got more"),
        ({"horizons": "12"}, "a list of whole numbers; got '12'"),
        ({"horizons": [2.5]}, "whole number"),
        ({"horizons": [2], "under": "on_policy"}, "lecture does not hold for the on policy error"),
        ({"horizons": [2], "bound": "density-ratio"}, "by epsilon and T alone; density-ratio is not"),
        ({"horizons": [2], "bound": "lectur"}, "did you mean lecture"),
        ({"horizons": [2], "under": "perstep"}, "per_step"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(asked, words):
    with pytest.raises((ValueError, TypeError), match=words):
        tightrope.curve("exam", epsilon=TENTH, **asked)
