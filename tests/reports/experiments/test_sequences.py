"""Networks with a memory: what is said of the parameters that are kept, on any processor, and what is refused."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from tightrope.reports.evidence import windows
from tightrope.reports.experiments import brake_light_networks, sequences
from tightrope.reports.experiments.sequences import CELLS, EXPERIMENT, LAGS, is_exact
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.learned.train_sequences import MOST
from tightrope.simulators.learners.sequence_networks import NETWORKS, TASKS
from tightrope.simulators.worlds.lag_from_start import LagFromStart


@pytest.fixture(scope="module")
def study():
    return EXPERIMENT.study(cells=EXPERIMENT.cells, rows=EXPERIMENT.table(QUICK), profile=QUICK)


def value(study, name, column="error"):
    return study.row_of[name][column]["value"]


def test_every_line_of_the_page_is_checked(study):
    for check in EXPERIMENT.checks:
        assert check.apply(study)


def test_short_convolutions_come_down_to_the_floor_and_long_ones_to_nothing(study):
    assert value(study, "lag3_convolution1") == 39 / 64
    assert value(study, "lag3_convolution2") == 141 / 256
    assert value(study, "lag7_convolution4") == 27 / 64
    assert value(study, "first_convolution4") == 3 / 8
    assert [value(study, name) for name in ("lag3_convolution4", "lag7_convolution8", "first_convolution16")] == [0] * 3


def test_who_sees_everything_is_measured_unless_there_are_two_sequences(study):
    evidence = {cell.policy: row["evidence"] for cell, row in zip(study.cells, study.rows, strict=True)}

    assert {evidence[f"{task}_{kind}"] for task in LAGS for kind in ("attention", "recurrent")} == {"measured"}
    assert evidence["first_recurrent"] == evidence["lag7_convolution8"] == "exact"
    for name in NETWORKS:
        assert value(study, name, "not below") <= value(study, name) <= value(study, name, "not above")


def test_the_lstm_needs_more_steps_at_the_longer_lag(study):
    assert value(study, "lag3_recurrent") < 0.001
    assert value(study, "lag7_recurrent_longer", "not above") < value(study, "lag7_recurrent", "not below")


def test_the_bands_of_training_are_the_floors():
    floors = {cell.policy: float(cell.floor) for cell in CELLS if cell.architecture and cell.floor}

    assert floors == {name: most for name, most in MOST.items() if not name.startswith("lag7_recurrent")}


@pytest.mark.parametrize("seen", [1, 2, 3, 4])
def test_the_floors_hold_of_other_lags_and_horizons(seen):
    world = LagFromStart(symbols=3, delay=2, stay=Fraction(2, 5))
    for horizon in (4, 9):
        assert windows.tabled(world, horizon, seen) == windows.floor(world, horizon, seen)
        assert windows.timed_tabled(world, horizon, seen) == windows.timed_floor(world, horizon, seen)


def test_observations_that_avoid_each_other_have_no_such_floor():
    with pytest.raises(ValueError, match="persist, lambda >= 0; got -1/2"):
        windows.floor(LagFromStart(symbols=3, delay=2, stay=Fraction(0)), 4, 1)


def test_a_network_below_its_floor_is_an_error(study):
    rows = tuple(
        {**row, "error": {"value": 0.1}} if cell.policy == "lag3_convolution2" else row
        for cell, row in zip(study.cells, study.rows, strict=True)
    )
    with pytest.raises(RuntimeError, match="no network is better than the best window"):
        EXPERIMENT.checks[1].apply(replace(study, rows=rows))


def test_actions_that_hang_on_the_last_digits_are_an_error(study, monkeypatch):
    monkeypatch.setattr(sequences, "CLEAR", 1e3)
    with pytest.raises(RuntimeError, match="no action hangs on the last digits"):
        EXPERIMENT.checks[2].apply(study)


def test_more_than_can_be_looked_at_is_not_exact():
    long = next(cell for cell in CELLS if cell.policy == "lag3_convolution16")

    assert not is_exact(long)
    with pytest.raises(ValueError, match="the most handled"):
        TASKS["lag3"].exact_error(long.architecture, sequences.network("lag3_convolution16"))


ERRORS = """
import json
from tightrope.reports.experiments import sequences, brake_light_networks
from tightrope.reports.publishing.experiment import QUICK
print(json.dumps([one.EXPERIMENT.table(QUICK) for one in (sequences, brake_light_networks)]))
"""


def test_other_kernels_of_linear_algebra_give_the_same_ten_digits(study):
    other = subprocess.run(
        [sys.executable, "-c", ERRORS],
        env=os.environ | {"OPENBLAS_CORETYPE": "Prescott"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = [study.rows, brake_light_networks.EXPERIMENT.table(QUICK)]

    assert json.loads(other.stdout) == json.loads(json.dumps(here))
