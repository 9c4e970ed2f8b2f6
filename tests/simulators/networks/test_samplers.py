"""Networks that see a noised action: with the best velocity they sample as the population does, and samples agree."""

from dataclasses import dataclass

import numpy as np
import pytest

from tightrope.simulators.learned import train_denoisers
from tightrope.simulators.learned.train_denoisers import KINDS, Denoiser
from tightrope.simulators.learners import diffusion as exact_diffusion
from tightrope.simulators.learners import flow_matching
from tightrope.simulators.learners.denoising import expected
from tightrope.simulators.networks import diffusion, flow
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.noised import Noised, batches
from tightrope.simulators.worlds import tree
from tightrope.simulators.worlds.tree import four_trees, one_tree

S = np.array([-0.4, 0.3])
SMALL = Noised(hidden=(5,), octaves=1)
BOTH = pytest.mark.parametrize("sampler", [flow, diffusion], ids=("flow", "diffusion"))


@dataclass(frozen=True)
class Best:
    """Stands for a network that has learned the expected velocity."""

    way: object

    def on_grid(self, parameters, s, x, t):
        c, d, faster, slower = (part.item() for part in self.way(np.array([t])))
        action = expected(parameters, x, c, d)[0]
        return faster * action + slower * (x - c * action) / d


@BOTH
@pytest.mark.parametrize("steps", [2, 5])
def test_the_best_velocity_samples_as_the_population_does(sampler, steps):
    world = four_trees()
    population = {flow: flow_matching.by_euler, diffusion: exact_diffusion.law}[sampler](world.expert(S), steps)
    found = sampler.law(Best(sampler.way), world.expert(S), S, steps)

    assert np.allclose(world.collisions(found, S), world.collisions(population, S), atol=1e-4)


@BOTH
def test_the_way_begins_at_noise_and_ends_at_the_action_with_its_own_derivatives(sampler):
    t, h = np.linspace(0.1, 0.9, 5), 1e-6
    c, d, faster, slower = sampler.way(t)
    ahead, behind = sampler.way(t + h), sampler.way(t - h)

    assert np.allclose(np.array(sampler.way(np.array([0.0, 1.0])))[:2], [[0, 1], [1, 0]], atol=1e-15)
    assert np.allclose(faster, (ahead[0] - behind[0]) / (2 * h), atol=1e-8)
    assert np.allclose(slower, (ahead[1] - behind[1]) / (2 * h), atol=1e-8)


def test_the_law_is_that_of_noise_carried_one_by_one():
    parameters, count = SMALL.initial(np.random.default_rng(3)), 20_000
    noise = np.random.default_rng(4).standard_normal((1, count))
    came = flow.euler(SMALL, parameters, S[:1], noise, 3)
    law = flow.law(SMALL, parameters, S[:1], 3)

    for place in (-1.0, 0.0, 0.7):
        exact = law.mass(-99.0, place)[0]
        assert abs((came <= place).mean() - exact) < 4 * np.sqrt(exact * (1 - exact) / count)
        assert 0.01 < exact < 0.99


@BOTH
def test_no_step_no_state_and_no_number_are_errors(sampler):
    parameters = SMALL.initial(np.random.default_rng(3))
    with pytest.raises(ValueError, match="at least one step; got 0"):
        sampler.law(SMALL, parameters, S, 0)
    with pytest.raises(ValueError, match="finite state"):
        sampler.law(SMALL, parameters, np.array([0.0, np.nan]), 2)
    with pytest.raises(ValueError, match="finite"):
        sampler.law(SMALL, parameters | {"bias1": np.array([np.nan])}, S, 2)


@pytest.mark.parametrize("wrong", [{"hidden": (0,)}, {"hidden": (4,), "octaves": -1}])
def test_layers_and_waves_that_are_none_are_errors(wrong):
    with pytest.raises(ValueError, match="at least|not be negative"):
        Noised(**wrong)


@BOTH
def test_batches_have_the_velocity_of_their_own_way_and_are_the_same_for_a_seed(sampler):
    shown = one_tree().demonstrations(50, 1)
    s, x, t, moves = next(batches(sampler.way, shown, 200, np.random.default_rng(7)))
    again = next(batches(sampler.way, shown, 200, np.random.default_rng(7)))
    c, d, faster, slower = sampler.way(t)
    a = np.array([dict(zip(*shown, strict=True))[one] for one in s])
    n = (x - c * a) / d

    assert np.allclose(moves, faster * a + slower * n)
    assert (again[1] == x).all()


@BOTH
def test_demonstrations_that_are_none_are_errors(sampler):
    for states, actions in (([], []), ([0.0], [np.nan]), ([0.0, 1.0], [0.0])):
        with pytest.raises(ValueError, match="demonstrations"):
            next(batches(sampler.way, (np.array(states), np.array(actions)), 4, np.random.default_rng(1)))


@BOTH
def test_a_short_training_lowers_the_loss(sampler):
    pytest.importorskip("autograd")
    random = np.random.default_rng(1)
    drawn = batches(sampler.way, one_tree().demonstrations(500, 1), 64, random)
    start, one = SMALL.initial(random), next(drawn)
    parameters = trained(SMALL.loss, start, drawn, 60, 0.02)

    assert SMALL.loss(np, parameters, one) < 0.9 * SMALL.loss(np, start, one)


def test_one_step_is_averaged_over_many_states_and_every_average_has_weights_of_one():
    found = Denoiser(kind=KINDS[0], sampler="flow", parameters=KINDS[0].network.initial(np.random.default_rng(1)))
    for steps, count in ((1, train_denoisers.FINE), (2, train_denoisers.STATES)):
        s, weights, law = found.averaged_over(steps)
        assert (len(s), len(law.ends)) == (count, count)
        assert weights.sum() == pytest.approx(1)
        assert weights @ s == pytest.approx(0, abs=1e-12)
    assert found.hits(2) == pytest.approx(
        one_tree().collisions(found.law(tree.states(60), 2), tree.states(60)).mean(), abs=0.02
    )
