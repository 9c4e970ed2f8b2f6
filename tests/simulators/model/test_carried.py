"""Laws carried piece by piece: of functions that increase as by `Pushed`, of others as by hand, and of samples."""

import numpy as np
import pytest
from scipy.stats import norm

from tightrope.simulators.learners import flow_matching
from tightrope.simulators.model.carried import Pieces, carried
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.pushed import standard
from tightrope.simulators.worlds.tree import four_trees, one_tree

S = np.array([-0.7, 0.1])


@pytest.mark.parametrize("world", [one_tree(), four_trees()], ids=lambda one: one.key)
@pytest.mark.parametrize("steps", [2, 10])
def test_of_an_increasing_function_it_is_the_law_that_is_pushed(world, steps):
    pushed = flow_matching.by_euler(world.expert(S), steps)
    found = carried(pushed.start, lambda z: pushed.forward(z)[0])

    assert np.allclose(world.collisions(found, S), world.collisions(pushed, S), atol=5e-5)
    at = np.linspace(-2, 2, 9)
    assert np.allclose(found.density(at), pushed.density(at), rtol=0.1, atol=1e-2)


def test_where_it_turns_back_both_sides_count():
    """z^2 is chi-square, and |z| below 1 has the mass of (-1, 1)."""
    found = carried(standard(2), np.square)

    assert found.mass(-1.0, 1.0) == pytest.approx(2 * norm.cdf(1) - 1, abs=1e-4)
    assert found.mass(1.0, 4.0) == pytest.approx(2 * (norm.cdf(2) - norm.cdf(1)), abs=1e-4)
    assert found.mass(-9.0, 0.0).max() < 1e-3
    assert found.density(np.array([1.0]))[0, 0] == pytest.approx(2 * norm.pdf(1) / 2, rel=0.01)


def test_of_a_constant_it_is_one_action():
    found = carried(standard(1), lambda z: np.full(z.shape, 0.5))

    assert found.mass(0.4, 0.5)[0] == pytest.approx(1)
    assert found.mass(0.5, 0.6)[0] == 0
    assert found.sample(np.random.default_rng(1)).tolist() == [0.5]


def test_samples_have_the_law():
    rows = 20_000
    start = Mixture(np.full((1, 2), 0.5), np.array([[-1.0, 2.0]]), np.array([[0.3, 1.0]]))
    one = carried(start, np.sin, rounds=(16, 32))
    many = Pieces(np.repeat(one.ends, rows, axis=0), np.repeat(one.masses, rows, axis=0))
    drawn = many.sample(np.random.default_rng(2))
    exact = one.mass(0.2, 0.9)[0]

    assert abs(((drawn > 0.2) & (drawn <= 0.9)).mean() - exact) < 4 * np.sqrt(exact * (1 - exact) / rows)
    assert 0.1 < exact < 0.9


@pytest.mark.filterwarnings("ignore:overflow")
def test_actions_that_are_not_finite_are_an_error():
    with pytest.raises(ValueError, match="must be finite"):
        carried(standard(1), lambda z: np.exp(1000 * z))
    with pytest.raises(ValueError, match="must be finite"):
        carried(standard(1), lambda z: z * np.nan)
