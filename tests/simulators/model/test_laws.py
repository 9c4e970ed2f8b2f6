"""Laws of a continuous action: mass, density and samples are of one law, and what is no law is refused."""

import numpy as np
import pytest
from scipy.integrate import quad

from tightrope.simulators.model.laws import Atoms, Bins, Mixture, atom, binned, divided
from tightrope.simulators.model.plane_laws import RoundMixture

SEED = 20261126
TWO = Mixture(np.array([[0.25, 0.75], [1.0, 0.0]]), np.array([[-1.0, 2.0], [0.5, 0.0]]), np.array([[0.5, 1.0], [2, 1]]))
STEPPED = Bins(np.array([-1.0, 0.0, 0.5, 3.0]), np.array([[0.2, 0.5, 0.3], [0.0, 1.0, 0.0]]))
PLANE = RoundMixture(np.array([[0.3, 0.7]]), np.array([[[0.0, 0.0], [1.0, 0.5]]]), np.array([[0.5, 0.25]]))


def copies(law, count):
    """The law of the first state, in many states."""
    return type(law)(*(np.repeat(np.atleast_2d(part)[:1], count, axis=0) for part in vars(law).values()))


@pytest.mark.parametrize("law", [TWO, STEPPED])
@pytest.mark.parametrize(("low", "high"), [(-0.7, 0.2), (0.1, 2.4), (-30.0, 30.0)])
def test_a_mass_is_the_integral_of_the_density(law, low, high):
    for state in (0, 1):
        inside = sorted({low, high, *(x for x in (-1.0, 0.0, 0.5, 3.0) if low < x < high)})
        parts = zip(inside, inside[1:], strict=False)
        found = sum(quad(lambda a, s=state: law.density(np.array([a]))[s, 0], *ends, limit=200)[0] for ends in parts)
        assert law.mass(low, high)[state] == pytest.approx(found, abs=1e-7)


@pytest.mark.parametrize("law", [TWO, STEPPED, Atoms(np.array([[0.0, 1.0]]), np.array([[0.25, 0.75]]))])
def test_samples_fall_where_the_mass_is(law):
    drawn = copies(law, 20_000).sample(np.random.default_rng(SEED))
    for low, high in ((-1.5, -0.2), (-0.2, 0.3), (0.3, 4.0)):
        share, chance = ((low < drawn) & (drawn <= high)).mean(), law.mass(low, high)[0]
        assert abs(share - chance) < 4 * np.sqrt(0.25 / len(drawn))


def test_the_far_tail_of_a_gaussian_keeps_its_digits_on_both_sides():
    one = Mixture(np.ones((1, 1)), np.zeros((1, 1)), np.ones((1, 1)))

    assert one.mass(9.0, 10.0)[0] == pytest.approx(one.mass(-10.0, -9.0)[0], rel=1e-12)
    assert one.mass(9.0, 10.0)[0] == pytest.approx(1.1285884059538e-19, rel=1e-10)


def test_an_atom_is_in_the_interval_that_ends_at_it_and_not_in_the_one_that_begins_there():
    law = atom(np.array([0.0, 1.0]))

    assert law.mass(-1.0, 0.0).tolist() == [1, 0]
    assert law.mass(0.0, 1.0).tolist() == [0, 1]


def test_a_divided_law_has_the_masses_of_its_bins_and_bins_that_leave_some_out_are_refused():
    edges = np.linspace(-20, 20, 81)
    law = divided(TWO, edges)

    assert np.allclose(law.masses, binned(TWO, edges), atol=1e-15)
    assert law.mass(-20.0, 0.5)[0] == pytest.approx(TWO.mass(-20.0, 0.5)[0], abs=1e-14)
    assert law.mass(-20.0, 0.25)[0] != pytest.approx(TWO.mass(-20.0, 0.25)[0], abs=1e-4)
    with pytest.raises(ValueError, match="must hold all of the law"):
        divided(TWO, np.linspace(-2, 2, 9))


def test_a_table_in_the_plane_has_the_masses_of_squares_and_of_discs():
    edges = np.linspace(-3, 4, 141)
    table, middle = PLANE.table(edges)[0], (edges[:-1] + edges[1:]) / 2
    near = ((middle[:, None] - 0.5) ** 2 + (middle[None] - 0.5) ** 2) < 1
    drawn = copies(PLANE, 20_000).sample(np.random.default_rng(SEED))

    assert np.allclose(table.sum(axis=1), binned(PLANE.along(0), edges)[0], atol=1e-9)
    assert table[near].sum() == pytest.approx(PLANE.near(np.array([0.5, 0.5]), 1.0)[0], abs=0.01)
    assert (((drawn - 0.5) ** 2).sum(axis=1) < 1).mean() == pytest.approx(
        PLANE.near(np.array([0.5, 0.5]), 1.0)[0], abs=4 * np.sqrt(0.25 / 20_000)
    )


ONE, TOO_MUCH = np.ones((1, 1)), np.full((1, 1), 1.1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Mixture(TOO_MUCH, ONE, ONE), "must add up to 1"),
        (lambda: Mixture(np.array([[1.5, -0.5]]), np.zeros((1, 2)), np.ones((1, 2))), "not negative"),
        (lambda: Mixture(ONE * np.nan, ONE, ONE), "finite and not negative"),
        (lambda: Mixture(np.ones((1, 0)), np.ones((1, 0)), np.ones((1, 0))), "at least one"),
        (lambda: Mixture(ONE, np.ones((1, 2)), ONE), "weights' shape"),
        (lambda: Mixture(ONE, ONE, 0 * ONE), "positive, finite"),
        (lambda: Mixture(ONE, ONE * np.nan, ONE), "finite means"),
        (lambda: Bins(np.array([0.0, 1.0, 2.0]), ONE), "1 bins must have 2 edges"),
        (lambda: Bins(np.array([1.0, 1.0]), ONE), "increase"),
        (lambda: Bins(np.array([0.0, 1.0]), TOO_MUCH), "must add up to 1"),
        (lambda: Atoms(ONE * np.inf, ONE), "finite place"),
        (lambda: RoundMixture(ONE, ONE, ONE), "means must have the shape"),
        (lambda: RoundMixture(ONE, np.zeros((1, 1, 2)), -ONE), "positive, finite"),
    ],
)
def test_what_is_no_law_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
