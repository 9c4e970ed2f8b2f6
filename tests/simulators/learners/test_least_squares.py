"""How often the expected action hits a tree: balls against closed forms, grids and episodes."""

from fractions import Fraction
from math import sqrt

import pytest
from flint import arb

from tightrope.simulators.learners import least_squares
from tightrope.simulators.model.laws import atom
from tightrope.simulators.worlds.tree import four_trees, one_tree, states

WORLDS = (one_tree(), four_trees())


@pytest.mark.parametrize("sigma", [Fraction(1, 100), Fraction(3, 20), Fraction(3)])
def test_past_one_tree_it_is_half_of_an_inverse_hyperbolic_tangent_whatever_sigma_is(sigma):
    found = least_squares.collision(one_tree(sigma=sigma))

    assert found.overlaps((arb(2) / 5).atanh() / 2)
    assert found.rad() < 1e-14
    for false in ((arb(2) / 5).atanh(), (arb(2) / 5).atanh() / 2 + arb("1e-12")):
        assert not found.overlaps(false)


@pytest.mark.parametrize("world", WORLDS, ids=lambda one: one.key)
def test_balls_agree_with_a_fine_grid_and_with_demonstrations(world):
    s, count = states(), 50_000
    mean, expert = least_squares.collision(world), least_squares.expert_collision(world)
    seen, actions = world.demonstrations(count, 20261126)
    share = world.collide(seen, world.mean(seen)).mean()

    assert world.collisions(least_squares.law(world, s), s).mean() == pytest.approx(float(mean), abs=2e-4)
    assert world.collisions(world.expert(s), s).mean() == pytest.approx(float(expert), rel=1e-7)
    assert share == pytest.approx(float(mean), abs=4 * sqrt(0.25 / count))
    assert world.collide(seen, actions).mean() == pytest.approx(float(expert), abs=5 * sqrt(float(expert) / count))


@pytest.mark.parametrize("world", WORLDS, ids=lambda one: one.key)
def test_no_other_action_has_as_small_an_error(world):
    s, actions = world.demonstrations(50_000, 20261126)
    error = ((actions - world.mean(s)) ** 2).mean()
    for mode in world.modes:
        assert ((actions - world.middle(s) - float(mode)) ** 2).mean() > 1.1 * error
    assert ((actions - atom(world.mean(s) + 0.1).places[:, 0]) ** 2).mean() > error
