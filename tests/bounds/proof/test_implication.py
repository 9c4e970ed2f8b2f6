"""The graph of implications: sound on the grid, proved where z3 can, and silent where a bound is larger somewhere."""

from dataclasses import replace

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.proof.implication import implications


def arrows(bounds):
    return {(i.stronger, i.weaker): i for i in implications(bounds)}


def test_the_exact_worst_case_implies_the_lectures_bound_with_the_factor_of_the_theory():
    found = arrows(BOUNDS)["worst-case-time-averaged", "lecture"]

    assert found.evidence == "proved"
    assert 2 < found.least < 3


def test_the_worst_case_per_step_implies_the_triangle_with_equality_somewhere():
    assert arrows(BOUNDS)["worst-case-per-step", "triangle"].least == 1


def test_a_bound_does_not_imply_one_that_is_smaller_somewhere_or_assumes_less():
    found = arrows(BOUNDS)

    assert ("lecture", "worst-case-time-averaged") not in found
    assert ("worst-case-pointwise", "lecture") not in found  # its assumption is stronger
    assert ("worst-case-per-step", "worst-case-pointwise") not in found  # its expression is larger


def test_halving_a_bound_breaks_what_it_is_implied_by():
    sharp, lecture = bound("worst-case-time-averaged"), bound("lecture")

    assert arrows((sharp, lecture))
    assert not arrows((sharp, replace(lecture, expression=lecture.expression / 4)))
