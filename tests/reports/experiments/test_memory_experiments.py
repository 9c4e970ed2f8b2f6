"""The experiments on memory answer L15 and L16 by what they computed, and refuse when samples contradict it."""

from fractions import Fraction

import pytest

from tightrope.reports.experiments import history, memoryless
from tightrope.reports.experiments.pictures.history import sampled_tables
from tightrope.reports.publishing.experiment import QUICK


@pytest.fixture(scope="module")
def floors():
    return memoryless.EXPERIMENT.run(QUICK)


@pytest.fixture(scope="module")
def cures():
    return history.EXPERIMENT.run(QUICK)


def test_a_memoryless_clone_has_a_floor_and_of_a_markovian_expert_it_has_none(floors):
    errors = {row["world"]: row["error on the expert's states"]["value"] for row in floors.table}

    assert errors["lag 3, λ = 0"] == 0.75
    assert errors["lag 0, the contrast: a Markovian expert"] == errors["lag 3, λ = 1"] == 0


def test_only_a_history_of_own_actions_errs_more_on_its_own_states(floors):
    for row in floors.table:
        seen, own = (row[f"error on {whose} states"]["value"] for whose in ("the expert's", "its own"))
        assert (own > seen) == ("own last action" in row["world"])


def test_the_price_of_memory_is_that_of_the_formula(cures):
    assert [row["examples for 5 %, order K"] for row in cures.table] == [4, 9, 18, 73, 294]
    assert all(row["examples for 5 %, order K + 2"] > row["examples for 5 %, order K"] for row in cures.table)
    assert {row["examples for 5 %, one lag of 0 to 7"] for row in cures.table} == {6}


def test_both_claims_are_answered_with_their_conditions(floors, cures):
    (first,), (second,) = floors.answers, cures.answers

    assert (first.claim, first.verdict) == ("L15", "conditional")
    assert (second.claim, second.verdict) == ("L16", "conditional")
    assert "j \\geq K" in second.condition


def test_samples_that_contradict_the_exact_values_are_an_error():
    study = history.Study(cells=(), rows=(), profile=QUICK)
    with pytest.raises(RuntimeError, match="contradicts"):
        sampled_tables(study, [Fraction(1, 10)] * 8)
