"""Mixture density networks: the loss is the likelihood of the law, and the ball holds what floats say."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.measures.law_distances import divergence
from tightrope.simulators.networks import mixture_density_balls
from tightrope.simulators.networks.mixture_density import MixtureDensity
from tightrope.simulators.worlds.tree import four_trees

NETWORK = MixtureDensity(components=3, hidden=(5, 4))
RANDOM = np.random.default_rng(20261126)
START = {name: value + 0.2 for name, value in NETWORK.initial(RANDOM, np.array([-1.0, 0.0, 1.0])).items()}


def test_the_loss_is_minus_the_logarithm_of_the_laws_density():
    s, a = 2 * RANDOM.random(6) - 1, RANDOM.standard_normal(6)
    densities = [NETWORK.law(START, s[i : i + 1]).density(a[i : i + 1])[0, 0] for i in range(6)]

    assert NETWORK.loss(np, START, (s, a)) == pytest.approx(-np.mean(np.log(densities)), rel=1e-12)


def test_it_begins_near_the_actions_that_it_was_given_with_nearly_equal_weights():
    law = NETWORK.law(NETWORK.initial(RANDOM, np.array([-1.0, 0.0, 1.0])), np.linspace(-1, 1, 5))

    assert np.abs(law.means - [-1, 0, 1]).max() < 0.5
    assert np.abs(law.weights - 1 / 3).max() < 0.2


@pytest.mark.parametrize("s", [Fraction(0), Fraction(1, 3), Fraction(-1)])
def test_the_ball_holds_what_floats_say(s):
    world, at = four_trees(), np.array([float(s)])
    ball = mixture_density_balls.collision(NETWORK, START, world, s)

    assert float(ball.rad()) < 1e-12
    assert float(ball.mid()) == pytest.approx(world.collisions(NETWORK.law(START, at), at)[0], abs=1e-13)
    assert not ball.overlaps(mixture_density_balls.collision(NETWORK, START, world, s / 2 + Fraction(1, 9)))


@pytest.mark.parametrize("far, widest", [(10, 1e-11), (5, 1e-2), (3, 30)])
def test_the_ball_of_the_loss_holds_the_integral_however_early_its_tails_begin(far, widest, monkeypatch):
    monkeypatch.setattr(mixture_density_balls, "FAR", far)
    world, s = four_trees(), Fraction(1, 3)
    found = divergence(world.expert(np.array([float(s)])), NETWORK.law(START, np.array([float(s)])))[0]
    ball = mixture_density_balls.divergence(NETWORK, START, world, s)

    assert abs(found - float(ball.mid())) <= float(ball.rad()) + 1e-12
    assert float(ball.rad()) < widest


def test_no_component_is_refused():
    with pytest.raises(ValueError, match="at least one component; got K = 0"):
        MixtureDensity(components=0)


def test_actions_in_another_shape_than_their_states_are_refused():
    with pytest.raises(ValueError, match=r"states and actions of one shape \(N,\); got \(4,\) and \(3,\)"):
        NETWORK.loss(np, START, (np.zeros(4), np.zeros(3)))
