"""Readings, measured in floats."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.names import problem


def test_a_long_episode_in_floats_has_the_log_loss_of_each_of_its_decisions():
    """A product of 20,000 floats of 0.9 would stop at the least float there is."""
    found = evaluate(problem("tightrope", 20_000, Fraction(1, 10)), 20_000, FLOAT)

    assert found.epsilon["log_loss_averaged"] == pytest.approx(0.1)
