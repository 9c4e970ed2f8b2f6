"""What logs say of an expert and of a learner's epsilon, through the public door, on problems of known readings."""

from dataclasses import replace

import numpy as np
import pytest

import tightrope
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.measures.readings import KEYS

MADE = tightrope.problem("garnet:states=6,actions=3,branching=2,seed=1", 5)
ERRING = tightrope.problem(MADE, 5, "1/10", reading="pointwise")
EXACT = tightrope.evaluate(ERRING, 5)
SHOWN = demonstrate(MADE, MADE.expert_table, 5, 200, seed=1)
PLAYED = demonstrate(ERRING, ERRING.learner_table, 5, 200, seed=2)
EXPERT = np.array([MADE.expert_at(t) for t in range(1, 6)])
LABELLED = replace(PLAYED, labels=EXPERT[np.arange(5), PLAYED.states[:, :-1]])


def contains(found, key):
    one = found.estimate(key)
    return one.lower <= EXACT.epsilon[key] <= one.upper


@pytest.mark.parametrize(
    ("given", "whose"),
    [
        ({"learner": ERRING.learner_table}, "the table that is given"),
        ({"learner_log": LABELLED}, "the learner of its own log"),
        ({"learner_log": PLAYED}, "the learner of its own log"),
        ({"learner": ERRING.learner_table, "learner_log": LABELLED}, "the table that is given"),
        ({}, "the clone of every other demonstration, tried on the rest"),
    ],
)
def test_every_reading_has_an_interval_or_words_for_what_it_lacks(given, whose):
    found = tightrope.from_trajectories(SHOWN, problem=MADE, **given)

    assert found.whose == whose
    assert [one.what for one in found.estimates] == list(KEYS)
    for one in found.table:
        assert 0 <= one.lower <= one.upper <= (5 if one.what == "disagreement" else 1)
        assert one.estimate is None or one.lower <= one.estimate <= one.upper
        assert one.words
    if given:
        assert all(contains(found, key) for key in KEYS)


def test_what_is_known_makes_the_intervals_shorter():
    def width(given, key="on_policy"):
        found = tightrope.from_trajectories(SHOWN, problem=MADE, **given).estimate(key)
        return found.upper - found.lower

    nothing, unasked, asked = {}, {"learner_log": PLAYED}, {"learner_log": LABELLED}
    table = {"learner_log": LABELLED, "learner": ERRING.learner_table}

    assert 1 == width(nothing) > width(unasked) >= width(asked) > width(table)
    assert width(asked, "per_step") > width(table, "per_step")
