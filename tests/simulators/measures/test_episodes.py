"""Episodes: the same seed gives the same episodes, however they are cut, and probabilities come out right."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures import episodes as rollout
from tightrope.simulators.measures.confidence import clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.episodes import disagreements, rollouts, visits
from tightrope.simulators.measures.occupancy import push, state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem

TIGHTROPE = problem("tightrope", 8, Fraction(1, 5))


def test_the_same_seed_gives_the_same_episodes_and_another_seed_others():
    first, again, other = (disagreements(TIGHTROPE, 8, 500, seed) for seed in (3, 3, 4))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(("block", "threads"), [(7, 1), (100, 2), (4096, 1)])
def test_episodes_do_not_depend_on_blocks_threads_or_how_many_are_run(block, threads, monkeypatch):
    expected = disagreements(TIGHTROPE, 8, 300, 1)
    monkeypatch.setattr(rollout, "BLOCK", block)

    assert np.array_equal(disagreements(TIGHTROPE, 8, 300, 1, threads), expected)
    assert np.array_equal(disagreements(TIGHTROPE, 8, 100, 1), expected[:100])


def test_a_fallen_walker_never_returns():
    block = next(rollouts(TIGHTROPE, 8, 400, 2))

    assert np.array_equal(block.states[:, 1:], np.maximum.accumulate(block.disagreed.astype(int), axis=1))


def test_visits_follow_the_exact_law(false_alarm):
    horizon, episodes, alarm = 10, 5000, 1e-9
    made = problem("garnet:states=5,actions=2,branching=3,seed=2", horizon)
    made = epsilon_learner(made, "pointwise", Fraction(1, 3), horizon, "uniform")
    counts = visits(made, horizon, episodes, seed=9)
    laws = state_laws(made.mdp, made.learner, horizon)
    false_alarm(alarm * counts.size)

    assert (counts.sum(axis=1) == episodes).all()
    for count, exact in zip(counts.flat, laws[:-1].flat, strict=True):
        interval = clopper_pearson(int(count), episodes, 1 - alarm)
        assert interval.lower <= float(fraction(exact)) <= interval.upper


def test_where_nothing_is_decided_nobody_disagrees():
    """The learner never does what the expert would; after the first decision there is nothing left to decide."""
    mdp = tabular_mdp(
        states=("here", "end"),
        actions=("right", "wrong"),
        start=(1, 0),
        transition=[[[{1: 1}, {1: 1}], [{1: 1}, {1: 1}]]],
        cost=((0, 0), (0, 0)),
        decides=[True, False],
    )
    made = Problem(name="short", mdp=mdp, expert=np.zeros((1, 2), dtype=np.int64), learner=policy([[[0, 1], [0, 1]]]))

    assert set(disagreements(made, 4, 20, seed=1)) == {1}
    assert evaluate(made, 4).disagreement == 1


@given(changing_problems())
@settings(max_examples=25)
def test_episodes_are_possible_at_each_decision_where_everything_changes_with_time(drawn):
    """Each action, move and disagreement is one of its own decision, not of another one."""
    made, horizon = drawn
    block = next(rollouts(made, horizon, 20, seed=1))
    for t in range(1, horizon + 1):
        before, after, action = block.states[:, t - 1], block.states[:, t], block.actions[:, t - 1]
        assert all(made.learner.at(t, EXACT)[before, action])
        assert np.array_equal(block.disagreed[:, t - 1], action != made.expert_at(t)[before])
        for s, a, s_next in zip(before, action, after, strict=True):
            mass, table = EXACT.zeros(len(made.mdp.states)), EXACT.zeros(*made.mdp.shape)
            mass[s] = table[s, a] = EXACT.number(Fraction(1))
            assert push(made.mdp, mass, table, t, EXACT)[s_next]


@pytest.mark.parametrize(
    ("episodes", "seed", "threads", "words"),
    [(0, 1, 1, "episodes must be at least 1"), (5, -1, 1, "seed"), (5, 1, 0, "threads must be at least 1")],
)
def test_bad_input_is_refused_in_words(episodes, seed, threads, words):
    with pytest.raises(ValueError, match=words):
        disagreements(TIGHTROPE, 8, episodes, seed, threads)


def test_a_problem_without_learner_cannot_be_rolled_out():
    with pytest.raises(ValueError, match="has no learner"):
        disagreements(problem("gymnasium:FrozenLake-v1", 3), 3, 5, 1)
