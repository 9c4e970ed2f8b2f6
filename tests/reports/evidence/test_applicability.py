"""Bounds asked of a problem: those that apply hold, those that do not say which assumption fails."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.reports.evidence.applicability import apply, measure
from tightrope.simulators.formats.problem_json import from_document, to_document
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import witness


@settings(max_examples=100)
@given(imitation_problems())
def test_no_bound_of_the_catalogue_is_exceeded_by_a_problem_that_meets_its_assumptions(drawn):
    quantities = measure(*drawn)
    for one in BOUNDS:
        for asked in apply(one, quantities):
            if one.kind == "inequality" and not asked.failed:
                assert asked.actual <= asked.value, one.key


@pytest.mark.parametrize("one", [b for b in BOUNDS if b.sharp], ids=lambda b: b.key)
def test_every_sharp_bound_is_attained_by_its_witness_and_one_percent_less_is_refuted(one):
    best = Fraction(0)
    for n in (2, 5, 20):
        for horizon in (each for each in (2, 5, 20) if each <= n):  # epsilon T <= 1: beyond it, much is T in any case
            quantities = measure(witness(one.sharp.witness).problem(Fraction(1, n), horizon), horizon)
            best = max([best, *(a.ratio for a in apply(one, quantities) if not a.failed and a.ratio)])

    assert best == 1
    assert best > Fraction(99, 100)


def test_a_cost_above_one_is_named_as_the_assumption_that_fails():
    document = to_document(problem("tightrope", 4, Fraction(1, 4)))
    document["cost"]["off"] = {"right": "2", "wrong": "2"}
    (asked,) = apply(bound("cloning-task-cost"), measure(from_document({**document, "version": 1}, "costly"), 4))

    assert asked.failed == ("every decision costs between 0 and 1",)
    assert asked.value is None


def test_an_uncovered_expert_fails_no_reading_but_the_mass_that_the_data_lacks_counts():
    lake = problem("gymnasium:FrozenLake-v1", 6)
    made = epsilon_learner(lake, "finite_data", Fraction(1, 50), 6, missing=Fraction(1, 5))
    quantities = measure(made, 6)
    finite, pointwise = (apply(bound(key), quantities)[0] for key in ("worst-case-finite-data", "worst-case-pointwise"))

    assert finite.actual <= finite.value
    assert pointwise.value > finite.value
