"""A reading is one value: every place that knows readings knows all of them, and their order is true of problems."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.theorems.meanings import imitation
from tests.theorems.truth import meets
from tightrope.bounds import check_certificate
from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS, closed_forms
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.readings import KEYS, READINGS, reading
from tightrope.bounds.lecture import distribution_shift
from tightrope.simulators.learners.within_reading import ADVERSARIES
from tightrope.simulators.measures import readings as measured
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import WITNESSES

PAIRS = [(a, b) for a in READINGS for b in READINGS]
UNRELATED = [(a, b) for a, b in PAIRS if not a.implies(b)]
ERRORS, HORIZONS = (Fraction(1, 3), Fraction(1, 5)), (1, 2, 4)


def names(pair):
    return "-".join(one.key for one in pair)


def test_whoever_lists_readings_lists_the_same_ones():
    lists = (check_certificate.READINGS, tuple(one.reading.key for one in CLOSED_FORMS), measured.KEYS, ADVERSARIES)

    assert all(tuple(one) == KEYS for one in lists)


def test_every_reading_is_called_by_its_key_and_a_misspelled_one_is_recognised():
    assert all(reading(one.key) is one for one in READINGS)
    with pytest.raises(ValueError, match=r"reading must be one of .*: did you mean per_step\?"):
        reading("per_stp")


def test_the_order_weaker_than_goes_one_way():
    assert [(a.key, b.key) for a, b in PAIRS if a is not b and a.implies(b) and b.implies(a)] == []


@settings(max_examples=60)
@given(imitation_problems())
def test_who_meets_a_reading_meets_the_weaker_ones_with_the_same_epsilon(drawn):
    epsilon = evaluate(*drawn).epsilon

    assert [
        names(pair) for pair in PAIRS if pair[0].implies(pair[1]) and epsilon[pair[0].key] < epsilon[pair[1].key]
    ] == []


def test_a_problem_meets_what_a_reading_assumes_if_and_only_if_its_measured_error_is_no_more_than_epsilon():
    """Which states count, those that the expert reaches, is said twice: in the assumption and in the measure."""
    rng = np.random.default_rng(5)
    for made, horizon in (
        *islice(imitation.witnesses(), 0, None, 9),
        *(imitation.random_problem(rng) for _ in range(12)),
    ):
        evaluation = evaluate(made, horizon)
        for key in ("pointwise", "per_step", "time_averaged"):
            least = evaluation.epsilon[key]
            for epsilon in {least, least / 2}:
                world = imitation.world(made, horizon, evaluation, epsilon)
                assert meets(distribution_shift.DERIVATION, key, world) == (epsilon == least), (made.name, key)


@pytest.mark.parametrize("pair", UNRELATED, ids=names)
def test_readings_that_do_not_imply_each_other_are_told_apart_by_a_witness(pair):
    stronger, weaker = (one.key for one in pair)
    found = (
        evaluate(witness.problem(error, horizon), horizon).epsilon
        for witness in WITNESSES
        for error in ERRORS
        for horizon in HORIZONS
    )

    assert any(one[stronger] < one[weaker] for one in found)


@given(st.sampled_from(PAIRS), st.sampled_from((*ERRORS, Fraction(0), Fraction(1))), st.integers(1, 12))
def test_the_worst_case_of_a_weaker_reading_is_not_smaller(pair, error, horizon):
    stronger, weaker = pair
    if stronger.implies(weaker):
        for quantity in ("disagreement", "gap", "tv"):
            small, large = (Setting(reading=one.key, quantity=quantity) for one in pair)
            assert largest(small, error, horizon) <= largest(large, error, horizon)


@pytest.mark.parametrize("forms", CLOSED_FORMS, ids=lambda forms: forms.reading.key)
def test_the_problems_that_are_said_to_attain_a_worst_case_exist(forms):
    known = {witness.key for witness in WITNESSES}

    assert {forms.witness, forms.costly} <= known
    assert not forms.charged or forms.charged in known
    assert closed_forms(forms.reading.key) is forms
