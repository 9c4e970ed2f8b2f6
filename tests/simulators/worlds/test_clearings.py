"""The forest with clearings: where the expected action is, and what hits a tree."""

import numpy as np
import pytest
from flint import arb

from tightrope.simulators.worlds import clearings

S = np.linspace(-1, 1, 201)


def test_the_expected_action_stays_on_the_first_axis_and_comes_nearest_at_the_end():
    mean = clearings.mean(S)
    ball = clearings.furthest_mean()

    assert np.abs(mean[:, 1]).max() < 1e-15
    assert (np.diff(mean[:, 0]) > 0).all()
    assert abs(mean[-1, 0] - float(ball)) < 1e-15 and ball.rad() < 1e-12
    assert 1 - ball > arb(2) / 5
    assert (clearings.outside(mean) > 0.1).all()


def test_its_speed_is_the_variance_of_the_first_coordinate():
    law, step = clearings.expert(S), 1e-5
    spread = (law.weights * clearings.MIDDLES[:, 0] ** 2).sum(axis=1) - clearings.mean(S)[:, 0] ** 2
    slope = (clearings.mean(S + step) - clearings.mean(S - step))[:, 0] / (2 * step)

    assert slope == pytest.approx(spread, abs=1e-8)


def test_outside_is_the_distance_to_the_nearest_clearing():
    a = np.array([[1.0, 0.0], [1.3, 0.0], [1.5, 0.0], [0.0, 0.0]])

    assert clearings.outside(a) == pytest.approx([-0.4, -0.1, 0.1, 0.6])
    drawn = clearings.demonstrations(20_000, 1)[1] * 3
    assert (clearings.collide(drawn) == (clearings.outside(drawn) > 0)).all()
