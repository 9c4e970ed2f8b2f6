"""What a number of an experiment's cell cannot be is refused in words, so that a sweep measures nothing of it."""

from dataclasses import fields, replace
from fractions import Fraction

import pytest

from tightrope.reports.experiments import ALL
from tightrope.reports.publishing.experiment import QUICK

BELOW = {  # where a number may be negative, or nothing need hold of it
    ("aggregation", "feedback"): "what is copied may be copied with the opposite sign, down to -1",
    ("mixture", "state"): "a place on a line",
    ("phase-side-cameras", "strength"): "labels that say the opposite are looked at too",
}


def numbers():
    """The first cell of each experiment that has this field, and the field; a number and no truth value."""
    for one in ALL:
        for name in dict.fromkeys(field.name for cell in one.cells for field in fields(cell)):
            cell = next(cell for cell in one.cells if name in {field.name for field in fields(cell)})
            if type(getattr(cell, name)) in (int, Fraction) and (one.key, name) not in BELOW:
                yield pytest.param(one, cell, name, id=f"{one.key}-{name}")


@pytest.mark.parametrize(("experiment", "cell", "name"), list(numbers()))
def test_a_negative_number_is_refused(experiment, cell, name):
    below = -2 if type(getattr(cell, name)) is int else Fraction(-1, 2)
    with pytest.raises(ValueError, match=r"must|needs|got|-(1/)?2|not a probability distribution"):
        experiment.measure(replace(cell, **{name: below}), QUICK)


@pytest.mark.parametrize(("key", "name"), BELOW)
def test_where_it_may_be_negative_it_is_measured(key, name):
    (experiment,) = (one for one in ALL if one.key == key)
    cell = next(cell for cell in experiment.cells if hasattr(cell, name))

    assert experiment.measure(replace(cell, **{name: Fraction(-1, 2)}), QUICK)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("data-budget", "on"),
        ("discretised", "bins"),
        ("goal-coverage", "decisions"),
        ("mixture", "seed"),
        ("phase-late-labels", "horizon"),
        ("play-data", "decisions"),
        ("schedules", "rounds"),
        ("wrong-labels", "horizon"),
    ],
)
def test_nothing_is_measured_of_none(key, name):
    """Once, seed 0 was the last network, and an episode of no decision cost nothing."""
    (experiment,) = (one for one in ALL if one.key == key)
    cell = next(cell for cell in experiment.cells if hasattr(cell, name))
    with pytest.raises(ValueError, match=f"{name} must be a whole number (>=|from) 1.*; got 0"):
        experiment.measure(replace(cell, **{name: 0}), QUICK)
