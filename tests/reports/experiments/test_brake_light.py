"""The brake light's experiment answers L17 by what it computed, and refuses to answer when samples contradict it."""

from fractions import Fraction

import pytest

from tightrope.reports.experiments import brake_light
from tightrope.reports.experiments.pictures.brake_light import by_examples
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.learners import fitted_tables


@pytest.fixture(scope="module")
def result():
    return brake_light.EXPERIMENT.run(QUICK)


def test_the_light_lowers_the_training_error_and_raises_the_cost_and_each_contrast_does_not(result):
    rows = {
        row["learner"]: (row["error on the expert's states"]["value"], row["error on its own states"]["value"])
        for row in result.table
    }
    without, with_light = rows.pop("windscreen"), rows.pop("windscreen and light")

    assert with_light[0] < without[0]
    assert with_light[1] > without[1]
    drawn = [
        rows.pop(f"windscreen{seen}") for seen in (", actions drawn in proportion", " and light, drawn in proportion")
    ]
    assert drawn[1][1] < drawn[0][1]
    assert rows.pop("the same, the light obeyed only when it is on")[1] > with_light[1]
    assert all(trained == driven for trained, driven in rows.values())


def test_the_verdict_names_its_condition(result):
    (answer,) = result.answers

    assert (answer.claim, answer.verdict, answer.evidence) == ("L17", "conditional", "proved")
    assert "q < d" in answer.condition


def test_samples_that_contradict_the_exact_values_are_an_error(monkeypatch):
    study = brake_light.Study(cells=(), rows=(), profile=QUICK)
    monkeypatch.setattr(fitted_tables, "expected_error", lambda *_: Fraction(99, 100))
    with pytest.raises(RuntimeError, match="contradicts the exact value"):
        by_examples(study)


def test_a_closed_form_that_is_not_what_happens_is_an_error(monkeypatch):
    monkeypatch.setattr(brake_light, "greedy_error", lambda *_: Fraction(1, 7))
    with pytest.raises(RuntimeError, match="errs as the closed forms say: at Cell"):
        brake_light.EXPERIMENT.run(QUICK)
