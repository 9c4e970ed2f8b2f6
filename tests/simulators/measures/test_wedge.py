"""The mass of N(0, I) where a symmetric function is positive, and of a law on a grid, beside closed forms."""

import numpy as np
import pytest

from tightrope.simulators.measures import wedge
from tightrope.simulators.model.plane_grid import PlaneGrid
from tightrope.simulators.model.plane_laws import RoundMixture

STANDARD = RoundMixture(np.ones((1, 1)), np.zeros((1, 1, 2)), np.ones((1, 1)))


def angle(a, ways):
    """From the nearest of the rays that are mirrors."""
    turn = np.arctan2(a[:, 1], a[:, 0]) % (2 * np.pi / ways)
    return np.minimum(turn, 2 * np.pi / ways - turn)


@pytest.mark.parametrize("radius", [0.3, 1.3, 3.0])
def test_a_disc_has_the_mass_that_it_has(radius):
    exact = 1 - np.exp(-(radius**2) / 2)

    assert wedge.positive(lambda a: radius - np.hypot(*a.T), 5) == pytest.approx(exact, abs=0.01)
    # a ring counts whole by its middle; a function that depends on the angle evens that out
    grid = PlaneGrid(5.0, 401)
    inside = grid.positive(grid.weights(STANDARD), radius - np.hypot(*grid.points.T))
    assert inside == pytest.approx(exact, abs=3e-4)


@pytest.mark.parametrize("ways", [1, 3, 5])
@pytest.mark.parametrize("share", [1e-5, 0.01, 0.37, 0.5, 0.999])
def test_rays_as_thin_as_one_likes_have_their_share_of_the_turn(ways, share):
    for g in (lambda a: share * np.pi / ways - angle(a, ways), lambda a: angle(a, ways) - (1 - share) * np.pi / ways):
        assert wedge.positive(g, ways) == pytest.approx(share, rel=1e-5)


def test_what_lies_outside_of_clearings_is_what_their_laws_say():
    """The standard law far from five points, beside the masses of discs."""
    turns = 2 * np.pi * np.arange(5) / 5
    middles = 1.2 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    exact = 1 - sum(STANDARD.near(middle, 0.5)[0] for middle in middles)

    found = wedge.positive(lambda a: np.hypot(*(a[:, None] - middles).transpose(2, 0, 1)).min(axis=1) - 0.5, 5)
    assert found == pytest.approx(exact, abs=2e-3)


def test_everything_and_nothing():
    assert wedge.positive(lambda a: np.ones(len(a)), 5) == pytest.approx(1, abs=1e-8)
    assert wedge.positive(lambda a: np.zeros(len(a)), 5) == 0
    grid = PlaneGrid(1.0, 5)
    assert grid.positive(np.full((5, 5), 0.04), np.ones(25)) == pytest.approx(1)
    assert grid.positive(np.full((5, 5), 0.04), -np.ones(25)) == 0


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: wedge.positive(lambda a: a[:, 0], 0), "at least one; got 0"),
        (lambda: wedge.positive(lambda a: np.full(len(a), np.nan), 5), "nan somewhere"),
        (lambda: PlaneGrid(0.0, 5), "a reach and at least three places; got 0.0 and 5"),
        (lambda: PlaneGrid(1.0, 2), "got 1.0 and 2"),
        (lambda: PlaneGrid(np.inf, 5), "got inf"),
    ],
)
def test_what_cannot_be_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()
