"""The worlds with trees are what their docstrings say."""

from fractions import Fraction
from math import atanh, erf, exp, sqrt

import numpy as np
import pytest

from tightrope.simulators.model.laws import atom
from tightrope.simulators.worlds import clearings
from tightrope.simulators.worlds.tree import four_trees, one_tree, states

WORLDS = (one_tree(), four_trees())
SEED, COUNT = 20261126, 20_000


def tail(x):
    return (1 - erf(x / sqrt(2))) / 2


def test_the_expected_action_past_one_tree_is_a_hyperbolic_tangent():
    s = states(1000)

    assert np.allclose(one_tree().mean(s), s / 5 + np.tanh(2 * s), atol=1e-14)
    assert not np.allclose(one_tree().mean(s), s / 5 + np.tanh(s), atol=1e-2)


def test_the_mean_hits_the_tree_as_often_as_the_closed_form_says():
    world, s = one_tree(), states()

    assert world.collisions(atom(world.mean(s)), s).mean() == pytest.approx(atanh(0.4) / 2, abs=1e-4)


@pytest.mark.parametrize("world", WORLDS, ids=lambda one: one.key)
def test_the_expert_hits_the_trees_beside_its_mode_and_hardly_ever(world):
    s = states(1000)
    sides = np.array([sum(abs(tree - mode) <= 1 for tree in world.trees) for mode in world.modes])
    gap = float(abs(world.trees[0] - world.modes[0]) - world.radius) / float(world.sigma)
    found = world.collisions(world.expert(s), s)

    assert np.allclose(found, (world.weights(s) * sides).sum(axis=1) * tail(gap), rtol=1e-3)
    assert found.max() < 1e-3


@pytest.mark.parametrize("world", WORLDS, ids=lambda one: one.key)
def test_demonstrations_have_the_experts_law_and_do_not_depend_on_anything_but_the_seed(world):
    s, a = world.demonstrations(COUNT, SEED)
    again = world.demonstrations(COUNT, SEED)
    offsets = a - world.middle(s)

    assert (s == again[0]).all()
    assert (a == again[1]).all()
    assert (world.demonstrations(COUNT, SEED + 1)[1] != a).any()
    for mode, weight in zip(world.modes, world.weights(states(1000)).mean(axis=0), strict=True):
        near = np.abs(offsets - float(mode)) < 5 * float(world.sigma)
        assert near.mean() == pytest.approx(weight, abs=4 * sqrt(0.25 / COUNT))
        assert offsets[near].std() == pytest.approx(float(world.sigma), rel=0.05)
    assert world.collide(s, a).mean() < 2e-3
    assert world.collide(s, world.middle(s) + float(world.trees[0])).all()


@pytest.mark.parametrize("world", WORLDS, ids=lambda one: one.key)
def test_trees_and_modes_bend_with_the_road(world):
    s = np.array([-1.0, 0.0, 1.0])
    low, high = world.trees_at(s)

    assert np.allclose(high - low, 2 * float(world.radius))
    assert np.allclose(low[2] - low[0], 0.4)
    assert np.allclose(world.expert(s).means[2] - world.expert(s).means[0], 0.4)


def test_between_the_clearings_is_where_the_mean_lies_and_the_expert_does_not():
    s = states(200)
    _, a = clearings.demonstrations(COUNT, SEED)

    assert clearings.collide(clearings.mean(s)).all()
    assert np.allclose(clearings.collisions(clearings.expert(s)), exp(-8), rtol=1e-6)
    assert clearings.collide(a).mean() == pytest.approx(exp(-8), abs=5 * sqrt(exp(-8) / COUNT))
    assert not clearings.collide(clearings.MIDDLES).any()


def test_what_makes_no_world_is_named():
    with pytest.raises(ValueError, match="standard deviation must be positive"):
        one_tree(sigma=Fraction(0))
    with pytest.raises(ValueError, match="needs at least one"):
        states(0)
