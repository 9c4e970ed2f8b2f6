"""Networks and the brake light: what confuses those that are kept, and what the experiment refuses."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tightrope.reports.experiments import brake_light_networks
from tightrope.reports.experiments.brake_light_networks import BLIND, EXPERIMENT, LONG, NOISY, Training, trained
from tightrope.reports.publishing.experiment import QUICK

SEEN, MET = "error on the expert's states", "error on its own states"


@pytest.fixture(scope="module")
def study():
    return EXPERIMENT.study(cells=EXPERIMENT.cells, rows=EXPERIMENT.table(QUICK), profile=QUICK)


def errors(study, cell):
    return study.row(cell)[SEEN]["value"], study.row(cell)[MET]["value"]


def test_every_line_of_the_page_is_checked(study):
    for check in EXPERIMENT.checks:
        assert check.apply(study)


def test_few_steps_noise_and_a_strong_decay_confuse_and_a_weak_decay_does_not(study):
    assert errors(study, trained(LONG)) == (0, 0)
    assert errors(study, trained(Training(decay=0.01))) == (0, 0)
    for training in (Training(steps=100), NOISY, Training(decay=0.03)):
        seen, own = errors(study, trained(training))
        assert seen == 0.05 < 0.3 < own


def test_noise_confuses_if_and_only_if_the_view_errs_more_often_than_the_obstacle_changes(study):
    for turned, row in zip(study.noises, study.noisy, strict=True):
        assert (row[MET]["value"] > 0.3) == (study.blur(turned) > study.switch)


def test_drawn_actions_are_better_with_the_light_and_likelier_ones_worse(study):
    drawn = [errors(study, replace(trained(one), acts="drawn")) for one in (NOISY, BLIND)]
    likelier = [errors(study, trained(one)) for one in (NOISY, BLIND)]

    assert drawn[0][1] < drawn[1][1]
    assert likelier[0][1] > likelier[1][1]
    assert likelier[0][0] < likelier[1][0]


def test_a_network_that_is_no_table_of_its_noise_is_an_error(study, monkeypatch):
    monkeypatch.setattr(brake_light_networks, "greedy_error", lambda *_: Fraction(1, 7))
    with pytest.raises(RuntimeError, match="err as the greedy tables"):
        EXPERIMENT.checks[0].apply(study)


def test_a_training_of_which_nothing_is_kept_has_no_cell():
    with pytest.raises(ValueError, match="no network was trained with 7 steps"):
        trained(Training(steps=7))
