"""Denoising with the exact denoiser: laws, slopes and balls are what they say, and few steps are not many."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from tightrope.simulators.learners import denoising_balls, diffusion, flow_matching, least_squares
from tightrope.simulators.learners.denoising import expected
from tightrope.simulators.measures.pushed_distance import total_variation
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.pushed import standard
from tightrope.simulators.worlds.tree import four_trees, one_tree

ONE, FOUR = one_tree(), four_trees()
S = np.array([-0.7, 0.1, 0.9])
SAMPLERS = (flow_matching.by_euler, flow_matching.by_heun, diffusion.law)
NOISE = np.broadcast_to(np.linspace(-4, 4, 101), (3, 101))


@pytest.mark.parametrize("world", [ONE, FOUR], ids=lambda one: one.key)
def test_the_expected_action_is_that_of_bayes_rule_and_has_the_slope_of_its_variance(world):
    law, c, d, place = world.expert(S), 0.6, 0.5, 0.4

    def weigh(power, i):
        def joint(a):
            return a**power * law.density(np.array([a]))[i, 0] * norm.pdf((place - c * a) / d)

        return quad(joint, -4, 4, limit=300, points=[-2, -1, 0, 1, 2])[0]

    mean, slope = expected(law, np.full((3, 1), place), c, d)
    for i in range(3):
        first, second = (weigh(power, i) / weigh(0, i) for power in (1, 2))
        assert mean[i, 0] == pytest.approx(first, abs=1e-9)
        assert slope[i, 0] == pytest.approx(c / d**2 * (second - first**2), abs=1e-8)


@pytest.mark.parametrize("sampler", SAMPLERS, ids=("euler", "heun", "diffusion"))
@pytest.mark.parametrize("steps", [2, 3, 7])
def test_the_action_increases_with_the_noise_and_its_slope_is_that_of_differences(sampler, steps):
    law, h = sampler(FOUR.expert(S), steps), 1e-5
    action, slope = law.forward(NOISE)
    ahead, behind = (law.forward(NOISE + side * h)[0] for side in (1, -1))

    assert (np.diff(action, axis=1) > 0).all()
    assert np.allclose(slope, (ahead - behind) / (2 * h), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("sampler", SAMPLERS, ids=("euler", "heun", "diffusion"))
def test_one_step_is_least_squares_and_two_are_not(sampler):
    for world in (ONE, FOUR):
        once, twice = (sampler(world.expert(S), steps).forward(NOISE)[0] for steps in (1, 2))

        assert np.allclose(once, world.mean(S)[:, None], atol=1e-13)
        assert np.ptp(twice, axis=1).min() > 1
        law = least_squares.law(world, S)
        assert np.allclose(world.collisions(sampler(world.expert(S), 1), S), world.collisions(law, S), atol=1e-12)


@pytest.mark.parametrize("sampler", SAMPLERS, ids=("euler", "heun", "diffusion"))
def test_the_law_is_that_of_samples(sampler):
    count, s = 20_000, np.full(20_000, 0.3)
    law = sampler(FOUR.expert(s[:1]), 5)
    drawn = law.forward(law.start.sample(np.random.default_rng(1))[:1, None])[0]  # shapes only
    assert drawn.shape == (1, 1)

    random = np.random.default_rng(20261126)
    rows = Mixture(*(np.repeat(part, count, axis=0) for part in _of(law.start)))
    actions = law.forward(rows.sample(random)[None])[0][0]
    hit = FOUR.collide(s, actions).mean()
    exact = FOUR.collisions(law, s[:1])[0]
    assert abs(hit - exact) < 4 * np.sqrt(exact * (1 - exact) / count)
    assert exact > 0.03


def _of(law):
    return law.weights, law.means, law.deviations


def test_the_pushed_chain_is_that_of_samples_drawn_step_by_step():
    """Every step with fresh noise, beside the law on the grid."""
    steps, count, random = 4, 20_000, np.random.default_rng(7)
    expert, left = FOUR.expert(np.array([0.3])), diffusion.kept(4)
    x = random.standard_normal((1, count))
    for k in range(steps, 0, -1):
        action = expected(expert, x, left[k] ** 0.5, (1 - left[k]) ** 0.5)[0]
        drop = 1 - left[k] / left[k - 1]
        mean = left[k - 1] ** 0.5 * drop * action + (left[k] / left[k - 1]) ** 0.5 * (1 - left[k - 1]) * x
        deviation = (drop * (1 - left[k - 1]) / (1 - left[k])) ** 0.5
        x = mean / (1 - left[k]) + deviation * random.standard_normal(x.shape)
    law = diffusion.law(expert, steps)

    for place in (-1.5, 0.0, 0.6, 1.4):
        exact = law.mass(-9, place)[0]
        assert abs((x <= place).mean() - exact) < 4 * np.sqrt(exact * (1 - exact) / count)


def test_a_gaussian_shrinks_by_a_rational_number_and_least_in_many_steps():
    found = [flow_matching.gaussian_deviation(Fraction(1, 2), steps) for steps in (1, 4, 16, 64)]
    assert found[:2] == [0, Fraction(63, 185)]
    assert all(fewer < more < Fraction(1, 2) for fewer, more in pairwise(found))

    for sigma in (0.15, 0.5, 2.0):
        alone = Mixture(np.ones((1, 1)), np.full((1, 1), 3.0), np.full((1, 1), sigma))
        for steps in (2, 4, 9):
            action, slope = flow_matching.euler(alone, np.array([[-1.0, 0.0, 2.0]]), steps)
            exact = float(flow_matching.gaussian_deviation(Fraction(sigma).limit_denominator(100), steps))
            assert np.allclose(action, 3 + exact * np.array([[-1.0, 0.0, 2.0]]), atol=1e-12)
            assert np.allclose(slope, exact, atol=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 3, 10])
def test_the_balls_hold_the_law_that_is_pushed_and_no_neighbour(steps):
    for world, state in ((ONE, Fraction(0)), (ONE, Fraction(1, 3)), (FOUR, Fraction(-1, 2))):
        s = np.array([float(state)])
        ball = denoising_balls.collision(world, steps, state)
        found = world.collisions(flow_matching.by_euler(world.expert(s), steps), s)[0]
        other = world.collisions(flow_matching.by_euler(world.expert(s), steps + 1), s)[0]

        assert float(ball.rad()) < 1e-12
        assert abs(found - float(ball.mid())) < 1e-10
        if steps > 1:
            assert abs(other - float(ball.mid())) > 1e-5


@pytest.mark.parametrize(
    ("mode", "reach"), [(1, Fraction(2, 5)), (2, Fraction(3, 2)), (Fraction(1, 2), Fraction(1, 4))]
)
def test_two_steps_on_two_actions_hit_the_tree_as_the_closed_form_says(mode, reach):
    narrow = Mixture(np.full((1, 2), 0.5), np.array([[-float(mode), float(mode)]]), np.full((1, 2), 1e-6))
    exact = float(denoising_balls.two_steps(Fraction(mode), reach))

    assert flow_matching.by_euler(narrow, 2).mass(-float(reach), float(reach))[0] == pytest.approx(exact, abs=1e-9)
    assert abs(flow_matching.by_euler(narrow, 3).mass(-float(reach), float(reach))[0] - exact) > 0.01
    with pytest.raises(ValueError, match="between the two actions"):
        denoising_balls.two_steps(Fraction(mode), Fraction(mode))


def test_total_variation_is_that_of_normal_laws_and_is_one_for_a_single_action():
    """Of an expert N(0, 1/4) and what four steps make of it, by the places where two densities meet."""
    alone = Mixture(np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), 0.5))
    d, e = 0.5, 63 / 185
    meet = np.sqrt(2 * np.log(d / e) / (1 / e**2 - 1 / d**2))
    exact = 2 * (norm.cdf(meet / e) - norm.cdf(meet / d))

    assert total_variation(alone, flow_matching.by_euler(alone, 4))[0] == pytest.approx(exact, abs=1e-5)
    assert total_variation(alone, flow_matching.by_euler(alone, 1))[0] == pytest.approx(1, abs=1e-9)
    assert total_variation(ONE.expert(S), flow_matching.by_heun(ONE.expert(S), 200)).max() < 1e-3


def test_no_step_is_no_sampler():
    for sampler in (*SAMPLERS, lambda law, steps: flow_matching.gaussian_deviation(Fraction(1), steps)):
        with pytest.raises(ValueError, match="at least one step"):
            found = sampler(standard(1), 0)
            found.forward(np.zeros((1, 1)))
