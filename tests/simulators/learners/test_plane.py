"""Mixtures, flow and diffusion in the plane, beside the line, Bayes' rule, closed forms and drawn actions."""

import numpy as np
import pytest

from tightrope.simulators.learners import denoising, diffusion, flow_matching, gaussian_mixture, plane_mixture
from tightrope.simulators.learners.plane_denoising import diffused, expected, flow
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.plane_laws import RoundMixture
from tightrope.simulators.worlds import clearings

RANDOM = np.random.default_rng(20261126)
FOREST = clearings.expert(np.zeros(1))
ASKEW = clearings.expert(np.array([0.6]))
NOISE = RANDOM.standard_normal((40, 2))


def along_a_line(law):
    """The law of the line as one of the plane that does not move along the second axis."""
    means = np.stack([law.means, np.zeros_like(law.means)], axis=2)
    return RoundMixture(law.weights, means, law.deviations)


LINE = Mixture(np.array([[0.3, 0.7]]), np.array([[-1.0, 0.5]]), np.array([[0.2, 0.2]]))


def test_the_expected_action_is_that_of_bayes_rule():
    """Averages of drawn actions, weighted by how likely each makes the noised one."""
    a = RoundMixture(*(np.repeat(part, 200_000, axis=0) for part in (ASKEW.weights, ASKEW.means, ASKEW.deviations)))
    drawn = a.sample(np.random.default_rng(1))
    for c, d in ((0.3, 0.7), (0.9, 0.4)):
        for x in NOISE[:4]:
            likely = np.exp(-((x - c * drawn) ** 2).sum(axis=1) / (2 * d**2))
            by_rule = (likely[:, None] * drawn).sum(axis=0) / likely.sum()
            assert expected(ASKEW, x[None], c, d)[0] == pytest.approx(by_rule, abs=0.03)


def test_on_a_line_the_plane_is_the_line():
    plane = along_a_line(LINE)
    there = expected(plane, NOISE, 0.4, 0.6)

    assert there[:, 0] == pytest.approx(denoising.expected(LINE, NOISE[None, :, 0], 0.4, 0.6)[0][0], abs=1e-12)
    for steps in (1, 2, 7):
        moved = flow(plane, NOISE, steps)
        assert moved[:, 0] == pytest.approx(flow_matching.euler(LINE, NOISE[None, :, 0], steps)[0][0], abs=1e-12)


@pytest.mark.parametrize("s", [-0.8, 0.0, 0.6])
def test_one_step_is_the_expected_action_whatever_the_noise(s):
    law, mean = clearings.expert(np.array([s])), clearings.mean(np.array([s]))[0]

    assert np.abs(flow(law, NOISE, 1) - mean).max() < 1e-12
    assert np.abs(diffused(law, 1)[2] - mean).max() < 1e-12
    assert np.abs(flow(law, NOISE, 2) - mean).max() > 0.3


def test_a_turn_of_the_noise_turns_the_action():
    """In the state s = 0, by a fifth of a turn, and in the mirror of the first axis; in no other state."""
    turn = np.array([[np.cos(2 * np.pi / 5), -np.sin(2 * np.pi / 5)], [np.sin(2 * np.pi / 5), np.cos(2 * np.pi / 5)]])
    for change in (turn, np.diag([1.0, -1.0])):
        assert np.abs(flow(FOREST, NOISE @ change.T, 6) - flow(FOREST, NOISE, 6) @ change.T).max() < 1e-9
    assert np.abs(flow(ASKEW, NOISE @ turn.T, 6) - flow(ASKEW, NOISE, 6) @ turn.T).max() > 0.1


def test_diffusion_on_a_line_is_the_line_and_its_hits_are_those_of_drawn_chains():
    grid, weights, action = diffused(along_a_line(LINE), 4)
    law = diffusion.law(LINE, 4)
    for low, high in ((-0.5, 0.2), (-2.0, -0.6)):
        inside = np.minimum(action[:, 0] - low, high - action[:, 0])
        assert grid.positive(weights, inside) == pytest.approx(law.mass(low, high)[0], abs=2e-3)
    grid, weights, action = diffused(ASKEW, 4)
    assert grid.positive(weights, clearings.outside(action)) == pytest.approx(drawn_hits(ASKEW, 4, 20_000), abs=0.015)


def drawn_hits(law, steps, count):
    """By drawing the chain."""
    left, random = diffusion.kept(steps), np.random.default_rng(2)
    x = random.standard_normal((count, 2))
    for k in range(steps, 1, -1):
        now, then = left[k], left[k - 1]
        drop = 1 - now / then
        action = expected(law, x, now**0.5, (1 - now) ** 0.5)
        mean = (then**0.5 * drop * action + (now / then) ** 0.5 * (1 - then) * x) / (1 - now)
        x = mean + (drop * (1 - then) / (1 - now)) ** 0.5 * random.standard_normal((count, 2))
    return clearings.collide(expected(law, x, left[1] ** 0.5, (1 - left[1]) ** 0.5)).mean()


def test_one_component_has_the_experts_mean_and_half_of_its_spread():
    fit = plane_mixture.best(FOREST, 1)
    variance = 0.5 + clearings.SIGMA**2  # the middles are at distance 1 from their mean

    assert fit.law.means[0, 0] == pytest.approx([0, 0], abs=1e-9)
    assert fit.law.deviations[0, 0] ** 2 == pytest.approx(variance, rel=1e-9)
    apart = np.log(variance / clearings.SIGMA**2) - np.log(clearings.WAYS)  # the modes hardly overlap
    assert fit.loss == pytest.approx(apart, abs=1e-3)


def test_fewer_components_lose_more_and_hit_more_and_as_many_as_ways_nothing():
    fits = [plane_mixture.best(FOREST, count) for count in range(1, 7)]
    hits = [clearings.collisions(fit.law)[0] for fit in fits]

    assert all(few.loss > more.loss + 0.3 for few, more in zip(fits[:4], fits[1:5], strict=True))
    assert all(few > more + 0.1 for few, more in zip(hits[:4], hits[1:5], strict=True))
    assert fits[4].loss == fits[5].loss == 0
    assert hits[4] == pytest.approx(np.exp(-8), rel=1e-3)


def test_em_only_gains_and_no_neighbour_of_what_it_finds_is_better():
    fit = plane_mixture.best(FOREST, 3)
    starts = list(plane_mixture.grouped(FOREST, 3))
    random = np.random.default_rng(3)

    assert [sorted(start.weights[0].round(9).tolist()) for start in starts] == [[0.2, 0.2, 0.6], [0.2, 0.4, 0.4]]
    assert all(plane_mixture.fitted(FOREST, start).loss >= fit.loss for start in starts)
    for _ in range(20):
        moved = RoundMixture(
            fit.law.weights, fit.law.means + 0.05 * random.standard_normal((1, 3, 2)), fit.law.deviations
        )
        assert divergence(moved) > fit.loss


def divergence(law):
    """KL(expert, law) on drawn actions would be noisy: the same sum over a grid."""
    axis = np.linspace(-2, 2, 161)
    at = np.stack([one.ravel() for one in np.meshgrid(axis, axis)], axis=1)
    p, q = FOREST.density(at)[0], law.density(at)[0]
    return float((p * np.log(np.where(p > 0, p, 1) / q)).sum() * (axis[1] - axis[0]) ** 2)


def test_on_a_line_em_of_the_plane_has_two_deviations_to_share():
    """Along a line a round component is wider across than it need be: it loses more than one of the line."""
    even = Mixture(np.array([[0.5, 0.5]]), np.array([[-1.0, 1.0]]), np.array([[0.2, 0.2]]))
    line, plane = gaussian_mixture.best(even, 1).loss, plane_mixture.best(along_a_line(even), 1).loss

    assert plane > line + 0.5


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: flow(FOREST, NOISE, 0), "at least one step; got 0"),
        (lambda: diffused(FOREST, 0), "at least one step; got 0"),
        (lambda: expected(FOREST, NOISE[:, :1], 0.5, 0.5), r"of shape \(N, 2\); got 1 states and \(40, 1\)"),
        (lambda: expected(clearings.expert(np.zeros(2)), NOISE, 0.5, 0.5), "got 2 states"),
        (lambda: expected(FOREST, NOISE, 0.5, 0.0), "d > 0; got c = 0.5, d = 0.0"),
        (lambda: FOREST.density(np.zeros((2, 3))), r"shape \(N, 2\); got the shape \(2, 3\)"),
        (lambda: FOREST.density(np.full((1, 2), np.nan)), "or nan"),
        (lambda: plane_mixture.best(FOREST, 0), "at least one component; got K = 0"),
        (lambda: plane_mixture.best(clearings.expert(np.zeros(2)), 1), "in one state; got laws of 2"),
        (lambda: plane_mixture.best(ASKEW, 2), "equally likely and equally wide; got the weights"),
        (lambda: clearings.demonstrations(0, 1), "at least one demonstration"),
    ],
)
def test_what_cannot_be_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()
