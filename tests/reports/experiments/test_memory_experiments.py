"""The experiments on memory answer L15 and L16 by what they computed, and refuse when samples contradict it."""

import pytest

from tightrope.reports.experiments import history, memoryless
from tightrope.reports.publishing.experiment import QUICK


@pytest.fixture(scope="module")
def floors():
    return memoryless.EXPERIMENT.run(QUICK)


@pytest.fixture(scope="module")
def cures():
    return history.EXPERIMENT.run(QUICK)


def test_a_memoryless_clone_has_a_floor_and_of_a_markovian_expert_it_has_none(floors):
    errors = {row["world"]: row["error on the expert's states"]["value"] for row in floors.table}

    assert errors["lag 3, lambda = 0"] == 0.75
    assert errors["lag 0, the contrast: a Markovian expert"] == errors["lag 3, lambda = 1"] == 0


def test_only_a_history_of_own_actions_errs_more_on_its_own_states(floors):
    for row in floors.table:
        seen, own = (row[f"error on {whose} states"]["value"] for whose in ("the expert's", "its own"))
        assert (own > seen) == ("own last action" in row["world"])


def test_the_price_of_memory_is_that_of_the_formula(cures):
    assert [row[history.TABLE] for row in cures.table] == [4, 9, 18, 73, 294]
    assert all(row[history.LONGER] > row[history.TABLE] for row in cures.table)
    assert {row[history.ONE] for row in cures.table} == {6}


def test_both_claims_are_answered_with_their_conditions(floors, cures):
    (first,), (second,) = floors.answers, cures.answers

    assert (first.claim, first.verdict) == ("L15", "conditional")
    assert (second.claim, second.verdict) == ("L16", "conditional")
    assert "j \\geq K" in second.condition


def test_samples_that_contradict_the_exact_values_are_an_error():
    with pytest.raises(RuntimeError, match="contradicts"):
        history._sampled(history.lag(2, 3, 7, history.Fraction(1, 2)), [history.Fraction(1, 10)] * 8, QUICK)
