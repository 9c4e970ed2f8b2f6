"""The side cameras' experiment answers L14 by what it computed, and refuses when samples contradict it."""

from fractions import Fraction

import pytest

from tightrope.reports.experiments import side_cameras
from tightrope.reports.experiments.pictures import side_cameras as pictures
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.worlds.lane import lane


@pytest.fixture(scope="module")
def result():
    return side_cameras.EXPERIMENT.run(QUICK)


@pytest.fixture
def study():
    return side_cameras.Study(cells=(), rows=(), profile=QUICK)


def test_the_table_shows_the_gain_and_the_contrast_that_lacks_it(result):
    off = {(row["width w"], row["flipped"]): row["off within 60"]["value"] for row in result.table}

    assert off[1, "0"] == 0
    assert off[0, "-"] > off[1, "1/10"] > off[2, "1/10"] > off[3, "1/10"] > 0
    assert off[3, "1/2"] > 100 * off[3, "1/10"]


def test_the_verdict_names_its_condition(result):
    (answer,) = result.answers

    assert (answer.claim, answer.verdict, answer.evidence) == ("L14", "conditional", "exact")
    assert "1 - g" in answer.condition


def test_the_threshold_lies_below_one_half(result):
    assert all(0.48 < entry["value"] < 0.49 for entry in result.numbers.values())


def test_samples_that_contradict_the_exact_values_are_an_error(study):
    with pytest.raises(RuntimeError, match="contradict"):
        pictures.sampled_frames(lane(3), Fraction(3, 10), [Fraction(1, 2)] * len(pictures.FRAMES), study)
