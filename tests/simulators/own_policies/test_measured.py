"""A policy that only samples, beside what is exact of the table behind it."""

from dataclasses import replace

import numpy as np
import pytest

import tightrope
from tests.simulators.own_policies.policies import Answers, Batched, Copycat, Sampled
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.own_policies import played
from tightrope.simulators.training.tree_course import LAWS
from tightrope.simulators.worlds.tree_course import TreeCourse

GARNET = replace(
    tightrope.problem("garnet:states=4,actions=3,branching=2,seed=1", 6), data=np.array([True, False, True, True])
)
TWO = tightrope.problem("garnet:states=3,actions=2,branching=2,seed=2", 4)
SHARES = np.array([[0.8, 0.1, 0.1], [0.25, 0.5, 0.25], [0.1, 0.0, 0.9], [0.0, 1, 0]])
STATES, NAMES = np.arange(4), played.of_names(GARNET)


def contains(found, exact):
    for one in found.readings:
        assert one.epsilon.lower <= exact.epsilon[one.epsilon.what] <= one.epsilon.upper
    assert found.disagreement.lower <= exact.disagreement <= found.disagreement.upper
    assert found.task_cost.lower <= exact.learner_task <= found.task_cost.upper
    assert found.expert_task == pytest.approx(float(exact.expert_task), rel=1e-12)


@pytest.mark.parametrize("kind", [Sampled, Batched])
def test_every_interval_contains_what_is_exact_of_the_table(kind):
    found = tightrope.measure(kind(SHARES), GARNET, 6, episodes=3000, seed=1)

    contains(found, tightrope.evaluate(GARNET, 6, learner=SHARES))
    assert {one.epsilon.what for one in found.readings} == set(tightrope.evaluate(GARNET, 6, learner=SHARES).epsilon)
    assert found.epsilon("per_step").upper - found.epsilon("per_step").lower < 0.06


def test_a_policy_with_a_memory_is_measured_as_what_it_is():
    exact = tightrope.evaluate(tightrope.from_policy(Copycat(), TWO, 4), 4)
    found = tightrope.measure(Copycat(), TWO, 4, episodes=3000, seed=1)

    assert found.epsilon("per_step").lower <= exact.epsilon["per_step"] <= found.epsilon("per_step").upper
    assert found.disagreement.lower <= exact.disagreement <= found.disagreement.upper
    assert found.task_cost.lower <= exact.learner_task <= found.task_cost.upper


def test_an_episode_is_the_same_however_many_are_played():
    few, many = (played.own_episodes(Sampled(SHARES), GARNET, 6, n, 7, STATES, NAMES) for n in (5, 50))
    other = played.own_episodes(Sampled(SHARES), GARNET, 6, 50, 8, STATES, NAMES)

    assert (few.states == many.states[:5]).all() and (few.actions == many.actions[:5]).all()
    assert (other.actions != many.actions).any()


def test_an_expert_that_samples_drives_the_experts_episodes():
    always = replace(GARNET, expert=GARNET.expert_at(1)[None])
    perfect = Sampled(np.eye(3)[always.expert_at(1)])
    shown, own = (
        play(perfect, always, 6, 40, 3, STATES, NAMES) for play in (played.shown_episodes, played.own_episodes)
    )

    assert (shown.states == own.states).all()
    assert (shown.actions == shown.labels).all()


def test_the_episodes_follow_the_problem():
    """Each state is as often as the exact law says, and no impossible step is taken."""
    own = played.own_episodes(Batched(SHARES), GARNET, 6, 4000, 5, STATES, NAMES)
    law = tightrope.evaluate(GARNET, 6, learner=SHARES).law(6)

    assert np.abs(np.bincount(own.states[:, 6], minlength=4) / 4000 - np.array(law, dtype=float)).max() < 0.04
    assert tightrope.from_trajectories(own, problem=GARNET).horizon == 6


def test_where_nothing_is_decided_nobody_is_asked():
    pytest.importorskip("gymnasium")
    lake = tightrope.problem("gymnasium:FrozenLake-v1", 30)
    decided = np.flatnonzero(lake.mdp.decides)

    class Careful:
        def sample(self, observation, rng):
            assert observation in decided
            return rng.integers(4)

    exact = tightrope.evaluate(lake, 30, learner=np.full((len(lake.mdp.states), 4), 0.25))
    contains(tightrope.measure(Careful(), lake, 30, episodes=300, seed=1), exact)


class Wrong:
    """Does what a table says but once, in one state."""

    def __init__(self, answer, state=2):
        self.answer, self.state = answer, state

    def sample(self, observation, rng):
        return self.answer if observation == self.state else 0


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Wrong(3), "from 0 to 2.*got 3 at decision [1-6] of episode [0-9]+, in "),
        (Wrong(-1), "got -1 at decision"),
        (Wrong(0.5), "got 0.5 at decision"),
        (Wrong(float("nan")), "got nan at decision"),
        (Wrong("left"), "got left at decision|one name"),
        (Wrong([0]), r"every action must have one shape; .* gave \[\(\), \(1,\)\]"),
        (Wrong(None), "got object values"),
        (Answers(sample=[1]), r"an array of shape \(1,\) for each observation: take the number out of it"),
        (Answers(samples=[0, 0]), r"one action for each of the 20 observations.*it gave the shape \(2,\)"),
        (Answers(samples=0), r"it gave the shape \(\)"),
        (Answers(samples=np.zeros((20, 1))), r"shape \(1,\) for each observation"),
        (Answers(samples=[[0], [0, 1]]), "numbers of one shape"),
    ],
)
def test_an_action_that_is_none_is_refused_with_what_must_hold_what_came_and_where(policy, words):
    with pytest.raises(ValueError, match=words):
        tightrope.measure(policy, GARNET, 6, episodes=20, seed=1)


def test_an_action_that_the_state_lacks_is_refused():
    few = tabular_mdp(
        states=["here", "there"],
        actions=["stay", "go", "jump"],
        start=[1, 0],
        transition=[[[{0: 1}, {1: 1}, {0: 1}], [{1: 1}] * 3]],
        cost=[[0] * 3] * 2,
        available=np.array([[True, True, True], [True, False, True]]),
    )
    problem = Problem(name="few", mdp=few, expert=[0, 0])

    with pytest.raises(ValueError, match="the policy took go at decision 2 of episode 0, in there, which lacks it"):
        tightrope.measure(Answers(sample=1), problem, 3, episodes=2, seed=1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"episodes": 0}, "at least 1; got 0"),
        ({"confidence": 1}, "strictly between 0 and 1; got 1"),
        ({"seed": -1}, "seed must be a whole number from 0"),
        ({"horizon": 0}, "horizon must be a whole number >= 1"),
        ({"episodes": 10**9}, "would take .* GiB"),
        ({"observations": np.zeros((3, 2))}, "one row for each of the 4 states"),
    ],
)
def test_what_is_asked_must_make_sense(given, words):
    good = {"problem": GARNET, "horizon": 6, "episodes": 2, "seed": 1}
    with pytest.raises(ValueError, match=words):
        tightrope.measure(Batched(SHARES), **(good | given))


def test_who_neither_samples_nor_draws_is_refused():
    with pytest.raises(TypeError, match="a policy must have a method sample or samples"):
        tightrope.measure(object(), GARNET, 6, episodes=2, seed=1)


def test_an_expert_that_draws_has_no_disagreements():
    drawing = replace(GARNET, expert=SHARES)
    with pytest.raises(ValueError, match="draws its actions"):
        tightrope.measure(Sampled(SHARES), drawing, 6, episodes=2, seed=1)


def test_a_policy_drives_along_a_course_of_trees():
    """The expected action, as a policy of places, beside the same policy as the exact table of the course."""
    course = TreeCourse(road=10, verge=3)
    law = LAWS["one Gaussian"](course.expert())

    class Gaussian:
        def sample(self, s, rng):
            i = int(np.argmin(np.abs(course.views - s)))
            return law.means[i, 0] + law.deviations[i, 0] * rng.standard_normal()

    exact = tightrope.evaluate(course.problem, 8, learner=course.table(course.wrong(law)), arithmetic="float")
    contains(tightrope.measure(Gaussian(), course, 8, episodes=800, seed=1), exact)
    with pytest.raises(ValueError, match="must be finite; got inf at decision 1 of episode 0, in road, s ="):
        tightrope.measure(Answers(sample=np.inf), course, 8, episodes=2, seed=1)


def test_an_action_on_the_course_errs_as_often_as_its_law_says():
    course = TreeCourse(road=6, verge=2)
    law, many = course.expert(), 4000
    random = np.random.default_rng(1)
    errs = np.mean([course.errs(np.arange(len(course.views)), law.sample(random)) for _ in range(many)], axis=0)
    wide = Mixture(law.weights, law.means, 3 * law.deviations)
    wrong = np.mean([course.errs(np.arange(len(course.views)), wide.sample(random)) for _ in range(many)], axis=0)

    assert np.abs(errs - course.wrong(law)).max() < 0.01
    assert np.abs(wrong - course.wrong(wide)).max() < 0.04
    assert course.wrong(wide).min() > 0.05
