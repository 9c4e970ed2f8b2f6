"""Bounds as values: exact, with sources, assumptions that can be evaluated, and clear refusals."""

from fractions import Fraction
from pathlib import Path

import pytest

from tightrope import bounds
from tightrope.bounds.catalogue import BOUNDS, bound, derivation
from tightrope.bounds.language.assumptions import COVERED, DETERMINISTIC, within
from tightrope.bounds.language.bound import Assumption, exact_value
from tightrope.bounds.language.letters import T, epsilon, expert_determinism, m, measured, missing
from tightrope.bounds.language.readings import PER_STEP, READINGS, reading

BIBLIOGRAPHY = (Path(bounds.__file__).parent / "references.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", BOUNDS, ids=lambda b: b.key)
def test_every_bound_names_a_source_a_reading_and_assumptions_that_exist(one):
    assert one.source.read == "own" or f"{{{one.source.bibtex_key}," in BIBLIOGRAPHY
    assert set(one.readings) <= set(READINGS)
    assert one.assumptions or one.kind != "inequality"
    assert all(assumption.words and assumption.condition.free_symbols for assumption in one.assumptions)
    if one.derivation:
        assert derivation(one.derivation).steps


def test_a_bound_is_evaluated_exactly():
    assert bound("lecture").at({epsilon: Fraction(1, 10), T: 3}) == Fraction(21, 10)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({T: 3}, "needs a value for epsilon"),
        ({epsilon: Fraction(3, 2), T: 3}, r"must lie in \[0, 1\]; got 3/2"),
        ({epsilon: Fraction(1, 2), T: 0}, "whole number >= 1; got 0"),
        ({epsilon: Fraction(1, 2), T: Fraction(5, 2)}, "whole number >= 1; got 5/2"),
    ],
)
def test_a_bound_says_what_must_hold_and_what_came(values, words):
    with pytest.raises(ValueError, match=words):
        exact_value(bound("lecture").expression, values)


def test_assumptions_are_predicates():
    assert within(PER_STEP).holds({measured("per_step"): Fraction(1, 10), epsilon: Fraction(1, 10)})
    assert not within(PER_STEP).holds({measured("per_step"): Fraction(2, 10), epsilon: Fraction(1, 10)})
    assert DETERMINISTIC.holds({expert_determinism: Fraction(1)})
    assert not COVERED.holds({missing: Fraction(1, 2), m: Fraction(1, 3)})


def test_an_assumption_without_the_quantity_it_speaks_of_is_not_decided():
    with pytest.raises(ValueError, match="a value is needed for missing"):
        Assumption(words=COVERED.words, condition=COVERED.condition).holds({m: Fraction(1)})


@pytest.mark.parametrize(("find", "words"), [(bound, "lecture"), (derivation, "dagger"), (reading, "pointwise")])
def test_an_unknown_name_is_answered_with_the_known_ones(find, words):
    with pytest.raises(ValueError, match=words):
        find("nonsense")
