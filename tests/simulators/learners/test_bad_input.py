"""What no law, no step, no table can be is refused, in words that say what must hold and what came."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.learners import (
    denoising,
    denoising_balls,
    diffusion,
    discretised,
    flow_matching,
    gaussian_mixture,
    latent_variable,
    least_squares,
)
from tightrope.simulators.measures.law_distances import divergence, nodes
from tightrope.simulators.model.laws import Atoms, Bins, binned, divided
from tightrope.simulators.model.plane_laws import RoundMixture
from tightrope.simulators.model.pushed import Pushed, standard
from tightrope.simulators.worlds.tree import one_tree, states

ROAD = one_tree()
TWO = ROAD.expert(np.array([0.0, 0.5]))
ALONE = ROAD.expert(np.zeros(1))
LAWS = {
    "a mixture": TWO,
    "bins": Bins(np.array([-1.0, 0.0, 1.0]), np.full((2, 2), 0.5)),
    "atoms": Atoms(np.zeros((2, 1)), np.ones((2, 1))),
    "pushed noise": flow_matching.by_euler(TWO, 2),
}
PLANE = RoundMixture(np.ones((1, 1)), np.zeros((1, 1, 2)), np.ones((1, 1)))
NAN = np.array([0.0, np.nan])
TABLE = np.full((2, 2, 2), 0.25)
LATENT = latent_variable.Latent(
    deviation=Fraction(1, 2), mean=np.zeros(3), log_deviation=np.zeros(3), decoder=np.zeros(latent_variable.CELLS)
)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0, NAN, "neither of them NaN; got 0.0 and nan"),
        (np.nan, 1.0, "got nan and 1.0"),
        (1.0, 0.0, "low <= high.*got 1.0 and 0.0"),
        (np.zeros(2), np.array([1.0, -1.0]), "got 0.0 and -1.0"),
        (np.zeros(3), np.ones(3), "one for each of 2 states; got 3, 3"),
        (np.zeros((2, 2)), 1.0, "one for each of 2 states; got 4, 1"),
    ],
)
def test_what_is_no_interval_has_no_mass(law, low, high, words):
    with pytest.raises(ValueError, match=words):
        law.mass(low, high)


@pytest.mark.parametrize("law", [LAWS[key] for key in ("a mixture", "bins", "pushed noise")])
@pytest.mark.parametrize(
    ("a", "words"),
    [
        (np.zeros((3, 4)), r"\(S, N\) with S = 2 states; got \(3, 4\)"),
        (np.zeros((2, 2, 2)), r"got \(2, 2, 2\)"),
        (NAN, "must be a number; got nan in the row 0"),
        (np.array([[0.0], [np.nan]]), "got nan in the row 1"),
    ],
)
def test_a_batch_of_another_shape_or_with_nan_has_no_density(law, a, words):
    with pytest.raises(ValueError, match=words):
        law.density(a)


def test_one_row_and_one_end_stand_for_every_state():
    for law in LAWS.values():
        assert (law.mass(-1.0, 1.0) == law.mass(np.full(2, -1.0), np.full(2, 1.0))).all()
        assert (law.mass(0.5, 0.5) == 0).all()
        assert law.mass(-np.inf, np.inf) == pytest.approx(1)
    for key in ("a mixture", "bins", "pushed noise"):
        at = np.array([-0.5, 0.5])
        assert (LAWS[key].density(at) == LAWS[key].density(np.stack([at, at]))).all()


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: binned(TWO, np.array([1.0, 0.0])), "low <= high"),
        (lambda: divided(ALONE, np.array([-1.0, 1.0])), "must hold all of the law"),
        (lambda: nodes(TWO, 0), "at least one step in a standard deviation; got 0"),
        (lambda: divergence(TWO, ROAD.expert(np.zeros(3))), r"got \(2, "),
        (lambda: Pushed(start=standard(1), forward=lambda z: (z * np.nan, z)).mass(0.0, 1.0), "it becomes nan"),
        (lambda: PLANE.near(np.zeros(2), -1), "radius >= 0"),
        # zero steps, zero components
        (lambda: flow_matching.euler(TWO, np.zeros((2, 1)), 0), "at least one step; got 0"),
        (lambda: flow_matching.heun(TWO, np.zeros((2, 1)), -1), "at least one step; got -1"),
        (lambda: flow_matching.by_euler(TWO, 0).mass(0.0, 1.0), "at least one step"),
        (lambda: flow_matching.gaussian_deviation(Fraction(1), 0), "at least one step"),
        (lambda: flow_matching.gaussian_deviation(Fraction(-1), 1), "not negative; got -1"),
        (lambda: flow_matching.euler(TWO, np.zeros((2, 1)), 4, 5), "of 4 steps from 0 to 4 can be taken; got 5"),
        (lambda: flow_matching.euler(TWO, np.zeros((2, 1)), 4, -1), "got -1"),
        (lambda: diffusion.law(TWO, 0), "at least one step; got 0"),
        (lambda: denoising_balls.collision(ROAD, 0), "at least one step.*got 0"),
        (lambda: denoising_balls.collision(ROAD, 1, Fraction(2)), r"lie in \[-1, 1\]; got 1 and 2"),
        (lambda: gaussian_mixture.best(ALONE, 0), "at least one component; got K = 0"),
        (lambda: gaussian_mixture.drawn(ALONE, -1, np.random.default_rng(1)), "got K = -1"),
        (lambda: list(gaussian_mixture.grouped(ALONE, 0)), "got K = 0"),
        (lambda: gaussian_mixture.fitted(ALONE, ALONE, rounds=0), "at least one round; got 1 and 0"),
        (lambda: gaussian_mixture.fitted(ALONE, TWO), "a start in one state.*got 2 and"),
        (lambda: gaussian_mixture.fitted(TWO, ALONE), "in one state; got laws of 2"),
        # denoisers
        (lambda: denoising.expected(TWO, np.zeros(2), 0.5, 0.5), r"shape \(2, Z\), a row a state; got \(2,\)"),
        (lambda: denoising.expected(TWO, np.zeros((3, 1)), 0.5, 0.5), r"got \(3, 1\)"),
        (lambda: denoising.expected(TWO, np.array([[0.0], [np.nan]]), 0.5, 0.5), "got nan in the row 1"),
        (lambda: denoising.expected(TWO, np.zeros((2, 1)), 0.5, 0.0), "d > 0; got c = 0.5, d = 0.0"),
        (lambda: denoising.expected(TWO, np.zeros((2, 1)), np.nan, 1.0), "got c = nan"),
        (lambda: flow_matching.velocity(TWO, np.zeros((2, 1)), 1.0), "d > 0"),
        # the latent variable
        (lambda: replace(LATENT, deviation=Fraction(0)), "must be positive; got 0"),
        (lambda: replace(LATENT, decoder=np.zeros(3)), r"each of 80 cells; got the shape \(3,\)"),
        (lambda: replace(LATENT, mean=np.zeros(4)), r"shapes \(4,\) and \(3,\)"),
        (lambda: replace(LATENT, log_deviation=np.full(3, np.nan)), "must be finite"),
        (lambda: LATENT.given(0.0, 0.01), "at least one cell, 0.05 wide; got 0.0 to 0.01"),
        # bins
        (lambda: discretised.divergence(TABLE, TABLE[:1]), r"one shape \(S, B, C\).*\(2, 2, 2\) and \(1, 2, 2\)"),
        (lambda: discretised.divergence(TABLE, 2 * TABLE), "one sum is off by 1"),
        (lambda: discretised.divergence(TABLE * np.nan, TABLE), "finite and not negative"),
        (lambda: discretised.product_of_marginals(np.full((2, 2), 1 / 4)), "one for each state; got"),
        (lambda: discretised.product_of_marginals(np.full((1, 2, 2), 0.2)), "off by 0.2"),
        (lambda: discretised.mixed_sides(0), "number of parts must be at least 1; got 0"),
        (lambda: discretised.joint_numbers(0, 2), "number of bins must be at least 1"),
        (lambda: discretised.chain_numbers(2, 0, 1), "number of parts"),
        (lambda: discretised.chain_numbers(2, 3, -1), "or none; got -1"),
        (lambda: discretised.unknown_side(Fraction(0)), "must be positive; got 0"),
        (lambda: discretised.sides_correlation(0, Fraction(1)), "number of parts"),
        # the world
        (lambda: replace(ROAD, sigma=Fraction(0)), "standard deviation must be positive"),
        (lambda: replace(ROAD, modes=()), "at least one mode"),
        (lambda: replace(ROAD, radius=Fraction(-1)), "positive radius"),
        (lambda: replace(ROAD, trees=(Fraction(0), Fraction(1, 2))), "in order, each behind the one before"),
        (lambda: ROAD.demonstrations(0, 1), "at least one demonstration must be asked for; got 0"),
        (lambda: ROAD.expert(NAN), "finite and not negative"),
        (lambda: ROAD.collisions(TWO, states(3)), "one for each of 2 states"),
        (lambda: states(0), "at least one; got 0"),
        (lambda: ROAD.collisions(least_squares.law(ROAD, NAN), NAN), "finite"),
    ],
)  # fmt: skip
def test_it_is_refused_with_what_must_hold_and_what_came(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()


def test_just_beside_what_is_refused_there_is_an_answer():
    assert flow_matching.euler(TWO, np.zeros((2, 1)), 4, 0)[0].tolist() == [[0.0], [0.0]]
    assert flow_matching.gaussian_deviation(Fraction(0), 3) == 0
    assert gaussian_mixture.fitted(ALONE, ALONE, rounds=1).loss < 1e-9
    assert discretised.chain_numbers(2, 1, 0) == discretised.joint_numbers(2, 1) == 1
    assert LATENT.given(0.0, 0.05).weights.shape == (1, 1)
    assert replace(ROAD, trees=(Fraction(0), Fraction(4, 5))).key == ROAD.key
