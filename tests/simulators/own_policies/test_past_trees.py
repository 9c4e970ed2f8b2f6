"""A policy with continuous actions, past trees: beside what is exact of laws that are known."""

from functools import partial

import numpy as np
import pytest

import tightrope
from tests.simulators.own_policies.policies import Answers, Tensor
from tightrope.simulators.learners import least_squares
from tightrope.simulators.measures.law_distances import total_variation
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.worlds.tree import four_trees, one_tree, states

ROAD = one_tree()
measure = partial(tightrope.measure_action, world="one-tree", samples=4000, seed=1)


class Normal:
    """A Gaussian around the expected action: with deviation 0 squared error itself."""

    def __init__(self, deviation, world=ROAD):
        self.deviation, self.world = deviation, world

    def law(self, s):
        return Mixture(np.ones((len(s), 1)), self.world.mean(s)[:, None], np.full((len(s), 1), self.deviation))

    def samples(self, s, rng):
        return self.world.mean(s) + self.deviation * rng.standard_normal(len(s))


class Dense(Normal):
    def log_density(self, s, a):
        with np.errstate(divide="ignore"):
            return np.log(self.law(np.array([s])).density(a)[0])


class Expert:
    def samples(self, s, rng):
        return ROAD.expert(s).sample(rng)

    def log_density(self, s, a):
        with np.errstate(divide="ignore"):
            return np.log(ROAD.expert(np.array([s])).density(a)[0])


@pytest.mark.parametrize("world", [one_tree(), four_trees()], ids=lambda world: world.key)
def test_squared_error_hits_the_trees_as_often_as_the_balls_say(world):
    found = measure(Normal(0.0, world), world=world)

    assert found.hits.lower < found.squared_hits < found.hits.upper
    assert found.squared_hits == float(least_squares.collision(world))
    assert found.expert_hits < 1e-3
    assert found.density is None


def test_the_distance_from_below_is_below_and_not_far():
    s = states(400)
    for deviation in (0.3, 0.6, 1.5):
        policy = Normal(deviation)
        exact = total_variation(ROAD.expert(s), policy.law(s)).mean()
        assert exact - 0.1 < measure(policy).distance < exact
    assert measure(Expert()).distance == 0


def test_a_density_gives_distances():
    s, policy = states(400), Dense(0.6)
    found = measure(policy)

    assert found.density.distance == pytest.approx(total_variation(ROAD.expert(s), policy.law(s)).mean(), abs=1e-3)
    assert found.density.hits == pytest.approx(ROAD.collisions(policy.law(s), s).mean(), abs=1e-3)
    assert found.hits.lower < found.density.hits < found.hits.upper
    assert measure(Expert()).density.log_loss < 1e-12


def test_where_a_policy_has_no_density_and_the_expert_has_the_log_loss_is_infinite():
    narrow = measure(Dense(1e-3)).density

    assert narrow.log_loss == np.inf
    assert narrow.distance == pytest.approx(1, abs=0.05)


def with_density(log_density, deviation=0.6):
    policy = Normal(deviation)
    policy.log_density = log_density
    return policy


right = Dense(0.6).log_density


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (
            with_density(lambda s, a: right(s, a) + 0.01),
            r"must integrate to 1.*integrates to 1\.01.* in the state -0\.8",
        ),
        (with_density(lambda s, a: right(s, a) - 0.1), r"integrates to 0\.90"),
        (with_density(lambda s, a: -((a - s) ** 2)), r"integrates to 1\.7.*normalising constant"),
        (with_density(Dense(0.4).log_density), "samples must come from the law.*are 0.* apart"),
        (with_density(lambda s, a: right(s, a - 0.2)), "samples must come from the law"),
        (with_density(lambda s, a: right(s, a)[:-1]), "one number for each of the .* actions"),
        (with_density(lambda s, a: right(s, a)[0]), r"values of shape \(\)"),
        (with_density(lambda s, a: np.full_like(a, np.nan)), "got nan at the action"),
        (with_density(lambda s, a: np.full_like(a, np.inf)), "got inf at the action"),
        (with_density(lambda s, a: ["x"] * len(a)), "one number for each"),
        (with_density(right, 0.0), "has no action twice; in the state -0.8 all 2000 samples are"),
        (with_density(lambda s, a: 30 * np.sin(1e9 * a)), "cannot: leave log_density out|integrates to"),
    ],
)
def test_what_is_no_density_or_another_laws_is_refused_and_the_message_says_where(policy, words):
    with pytest.raises(ValueError, match=words):
        measure(policy)


def test_a_density_and_its_samples_are_hardly_ever_refused():
    """Heavy tails, a narrow law, a uniform one, two at once."""

    class Heavy(Normal):
        def samples(self, s, rng):
            return rng.standard_cauchy(len(s))

        def log_density(self, s, a):
            return -np.log(np.pi * (1 + a**2))

    class Uniform(Normal):
        def samples(self, s, rng):
            return rng.random(len(s))

        def log_density(self, s, a):
            return np.where((a >= 0) & (a <= 1), 0.0, -np.inf)

    for seed in range(3):
        for policy in (Heavy(1), Uniform(1), Dense(1e-9), Dense(3.0), Expert()):
            assert measure(policy, seed=seed).density is not None


@pytest.mark.parametrize(
    ("policy", "given", "words"),
    [
        (Answers(sample=float("nan")), {}, "must be finite; got nan in the state"),
        (Answers(sample=[0.0, 1.0]), {}, r"must be one number; got float64 values of shape \(2,\)"),
        (Answers(sample="left"), {}, "must be one number"),
        (Answers(samples=np.zeros(3)), {}, r"for each of the 4000 observations.*\(3,\)"),
        (Answers(samples=np.zeros((4000, 1))), {}, r"shape \(1,\) for each observation"),
        (Normal(3.0), {"box": (-2, 2)}, r"must lie in the box from -2.0 to 2.0; got .* in the state .*clip it"),
        (Normal(0.0), {"box": (2, -2)}, "must have low < high"),
        (Normal(0.0), {"box": 2}, "its two ends"),
        (Normal(0.0), {"samples": 0}, "from 1 to 10000000; got 0"),
        (Normal(0.0), {"seed": -1}, "seed must be a whole number from 0"),
        (Normal(0.0), {"confidence": 0}, "strictly between 0 and 1"),
        (Normal(0.0), {"world": "three-trees"}, "the world must be one of one-tree, four-trees"),
    ],
)
def test_what_is_no_action_or_makes_no_sense_is_refused(policy, given, words):
    with pytest.raises(ValueError, match=words):
        measure(policy, **given)


def test_inside_the_box_nothing_is_refused_and_tensors_are_taken():
    class Torch(Normal):
        def samples(self, s, rng):
            return Tensor(super().samples(s, rng))

    assert measure(Torch(0.0), box=(-2, "2")).hits == measure(Normal(0.0)).hits


def test_few_samples_say_little_and_are_not_refused():
    found = measure(Normal(0.5), samples=1)

    assert found.distance == 0
    assert found.hits.upper > 0.9
