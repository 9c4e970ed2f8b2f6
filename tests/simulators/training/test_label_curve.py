"""Labels on any problem: what a learner that remembers answers costs, and how many it needed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.imitation import problem
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.training import label_curve
from tightrope.simulators.training.label_curve import LabelCurve, expected_disagreements, label_curves

LAKE = "gymnasium:FrozenLake-v1"


def some_lack_actions() -> Problem:
    """Two states and three actions, of which the second state has two."""
    rows = [[{0: 1}, {1: 1}, {1: "1/2", 0: "1/2"}], [{0: 1}, {1: 1}, {1: 1}]]
    available = np.array([[True, True, True], [True, True, False]])
    zero = [[0] * 3] * 2
    mdp = tabular_mdp(
        states=["a", "b"], actions=["l", "m", "r"], start=[1, 0], transition=[rows], cost=zero, available=available
    )
    return Problem(name="lacking", mdp=mdp, expert=np.array([[2, 0]]))


@settings(max_examples=40)
@given(st.one_of(imitation_problems(max_states=3, max_horizon=4), changing_problems()), st.data())
def test_the_cost_of_a_learner_that_remembers_is_what_evaluate_says(drawn, data):
    made, horizon = drawn
    shape = made.expert_actions.shape
    known = np.array(data.draw(st.lists(st.booleans(), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])))
    learner = label_curve._remembering(made, known.reshape(shape))

    exact = evaluate(made.with_learner(learner), horizon).disagreement
    assert expected_disagreements(made, known.reshape(shape), horizon) == pytest.approx(float(exact), abs=1e-12)


def test_who_guesses_guesses_among_the_actions_that_a_state_has():
    made = some_lack_actions()
    nothing = np.zeros((1, 2), dtype=bool)
    learner = label_curve._remembering(made, nothing)

    assert learner.probability.astype(str).tolist() == [[["1/3"] * 3, ["1/2", "1/2", "0"]]]
    exact = float(evaluate(made.with_learner(learner), 4).disagreement)
    assert expected_disagreements(made, nothing, 4) == pytest.approx(exact, abs=1e-12)


def test_labels_double_every_episode_is_counted_and_the_seed_decides():
    cloning, asking = label_curves(problem("exam", 5, epsilon=0), 5, rounds=4, runs=3, seed=7)
    again, other = (label_curves(problem(LAKE, 5), 5, rounds=3, runs=2, seed=seed)[1] for seed in (7, 8))
    same = label_curves(problem(LAKE, 5), 5, rounds=3, runs=2, seed=7)[1]

    assert cloning.labels.tolist() == asking.labels.tolist() == [[5, 10, 20, 40]] * 3  # the exam never ends early
    assert same.labels.tolist() == again.labels.tolist() and same.cost.tolist() == again.cost.tolist()
    assert same.labels.tolist() != other.labels.tolist()


def test_on_the_lake_both_come_down_and_cloning_never_learns_where_the_expert_never_goes():
    cloning, asking = label_curves(problem(LAKE, 12), 12, rounds=9, runs=3, seed=1)

    for curves in (cloning, asking):
        assert (np.diff(curves.cost, axis=1) <= 1e-12).all() or curves is asking
        assert curves.cost[:, -1].max() < curves.cost[:, 0].min() / 5


def test_the_labels_needed_are_those_from_which_on_the_cost_stays_down():
    labels = np.array([[1, 2, 4, 8]] * 3)
    curves = LabelCurve(labels=labels, cost=np.array([[3, 1, 2, 1.0], [1, 1, 1, 1], [3, 3, 3, 3]]))

    assert curves.needed(1) == [8, 1, None]
    assert curves.needed(2) == [2, 1, None]
