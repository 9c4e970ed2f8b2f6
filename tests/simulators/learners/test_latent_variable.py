"""The latent variable policy: its bound is what it says by sampling and by quadrature, and nothing is above it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import norm

from tightrope.simulators.learned.find_latent_variable import loss
from tightrope.simulators.learners import latent_variable as latent
from tightrope.simulators.learners.latent_variable import CELLS, Latent
from tightrope.simulators.measures.law_distances import total_variation
from tightrope.simulators.worlds.tree import four_trees, one_tree

WORLD = one_tree()
D = Fraction(3, 10)


def some(deviation=D, slope=0.8):
    """A decoder that is a ramp, with its exact linear encoder."""
    a, _ = latent.actions(WORLD)
    middles = (np.arange(CELLS) + 0.5) / 20
    spread = slope**2 + float(deviation) ** 2
    mean = slope * a / spread
    return Latent(
        deviation=deviation,
        mean=mean,
        log_deviation=np.full(len(a), np.log(float(deviation) / spread**0.5)),
        decoder=slope * middles,
    )


def test_the_bound_of_a_linear_decoder_and_its_encoder_is_nearly_the_closed_form():
    slope = float(latent.variance(WORLD) - D**2) ** 0.5

    assert latent.elbo(WORLD, some(slope=slope)) == pytest.approx(latent.linear(WORLD, D), abs=2e-3)
    assert latent.elbo(WORLD, some(slope=slope / 2)) < latent.linear(WORLD, D) - 0.1


def test_the_bound_is_that_of_samples():
    one, random = some(), np.random.default_rng(20261126)
    a, weights = latent.actions(WORLD)
    which = random.choice(len(a), 40_000, p=weights)
    z = one.mean[which] + np.exp(one.log_deviation[which]) * random.standard_normal(len(which))
    f = one.values[np.searchsorted(latent.EDGES, z) - 1]
    drawn = norm.logpdf(a[which], f, float(D)) + norm.logpdf(z)
    drawn -= norm.logpdf(z, one.mean[which], np.exp(one.log_deviation[which]))

    assert abs(drawn.mean() - latent.elbo(WORLD, one)) < 4 * drawn.std() / np.sqrt(len(drawn))


def test_no_bound_is_above_the_likelihood_of_its_own_policy_or_of_the_expert():
    a, weights = latent.actions(WORLD)
    likelihood = float((weights * np.log(some().law().density(a)[0])).sum())

    assert latent.elbo(WORLD, some()) < likelihood < latent.log_likelihood_of_expert(WORLD)


def test_the_best_decoder_is_better_than_its_neighbours():
    one = some()
    a, weights = latent.actions(WORLD)
    best = latent.best_decoder(a, weights, latent.masses(one.mean, one.log_deviation))
    assert np.allclose(best, -best[::-1])

    bound = latent.elbo(WORLD, replace(one, decoder=best[CELLS:]))
    for cell in (0, 5, 20):
        for step in (-0.05, 0.05):
            other = best[CELLS:].copy()
            other[cell] += step
            assert latent.elbo(WORLD, replace(one, decoder=other)) < bound


def test_the_gradient_of_the_search_is_that_of_differences():
    one = some()
    a, weights = latent.actions(WORLD)
    v, h = np.concatenate((one.mean, one.log_deviation)), 1e-6
    slope = loss(v, a, weights, float(D))[1]
    for place in (3, 20, len(a) + 5, len(v) - 10):
        step = np.zeros(len(v))
        step[place] = h
        ahead, behind = (loss(v + side * step, a, weights, float(D))[0] for side in (1, -1))
        assert slope[place] == pytest.approx((ahead - behind) / (2 * h), abs=1e-8)


def test_collisions_in_a_ball_are_those_of_the_law_and_those_given_z_average_to_them():
    for world in (WORLD, four_trees()):
        one = some()
        ball = latent.collision(world, one)
        whole = world.collisions(one.law(), np.zeros(1))[0]
        sides = [world.collisions(one.given(*ends), np.zeros(1))[0] for ends in ((-np.inf, 0), (0, np.inf))]

        assert float(ball.rad()) < 1e-12
        assert float(ball.mid()) == pytest.approx(whole, abs=1e-12)
        assert np.mean(sides) == pytest.approx(whole, abs=1e-12)
        assert abs(world.collisions(one.given(0, 1), np.zeros(1))[0] - whole) > 0.01


def test_a_continuous_decoder_that_is_a_quantile_function_makes_the_expert_itself_if_its_noise_is_less():
    """f(z) is the quantile of modes of variance sigma^2 - d^2: with the noise these are the expert's."""
    for deviation in (Fraction(1, 10), Fraction(3, 10)):
        narrow = float(max(WORLD.sigma**2 - deviation**2, Fraction(0)) + Fraction(1, 10**6)) ** 0.5
        grid = np.linspace(-3, 3, 200_001)
        reached = (norm.cdf(grid, -1, narrow) + norm.cdf(grid, 1, narrow)) / 2
        middles = (np.arange(CELLS) + 0.5) / 20
        decoder = np.interp(norm.cdf(middles), reached, grid)
        law = replace(some(deviation), decoder=decoder).law()
        apart = total_variation(WORLD.expert(np.zeros(1)), law)[0]
        assert (deviation < WORLD.sigma) == (apart < 0.01)
