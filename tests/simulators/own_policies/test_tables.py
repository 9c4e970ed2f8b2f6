"""A policy that says its probabilities is evaluated exactly; one that is no table is refused with what must hold."""

from fractions import Fraction

import numpy as np
import pytest

import tightrope
from tests.simulators.own_policies.policies import Answers, Copycat, Sampled, Tensor
from tightrope.simulators.model.unrolling import unrolled

GARNET = tightrope.problem("garnet:states=4,actions=3,branching=2,seed=1", 5)
SHARES = [[0.5, 0.25, 0.25], [1, 0, 0], [0.125, 0.125, 0.75], [0.0, 0.5, 0.5]]


class Table:
    def probabilities(self, observation):
        return SHARES[observation]


def same(found, table, horizon=5):
    one, other = tightrope.evaluate(found, horizon), tightrope.evaluate(GARNET, horizon, learner=table)
    return (one.disagreement, one.epsilon, one.gap) == (other.disagreement, other.epsilon, other.gap)


def test_probabilities_are_a_table_whatever_holds_them():
    float32 = np.array(SHARES, dtype=np.float32)

    assert same(tightrope.from_policy(Table(), GARNET), SHARES)
    for given in (float32, Tensor(float32), SHARES, np.array(SHARES, dtype=object)):
        assert same(tightrope.from_policy(Answers(predict_proba=given), GARNET), SHARES)


def test_rationals_stay_rationals():
    third = Fraction(1, 3)
    found = tightrope.from_policy(Answers(probabilities=[third, third, third]), GARNET)

    assert tightrope.evaluate(found, 1).epsilon["pointwise"] == 2 * third


def test_float32_is_divided_by_its_sum():
    logits = np.random.default_rng(1).normal(size=(4, 3)).astype(np.float32)
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    exact = shares.astype(float) / shares.astype(float).sum(axis=1, keepdims=True)

    assert shares.dtype == np.float32
    assert (shares.astype(float).sum(axis=1) != 1).any()
    assert same(tightrope.from_policy(Answers(predict_proba=shares), GARNET), exact)


def test_it_sees_the_observations_and_not_the_states():
    class Sees:
        def probabilities(self, observation):
            return np.eye(3)[int(observation[0] + 2 * observation[1]) % 3]

    seen = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    assert same(tightrope.from_policy(Sees(), GARNET, observations=seen), np.eye(3)[[0, 1, 2, 0]])
    with pytest.raises(ValueError, match=r"one row for each of the 4 states.*got the shape \(3, 2\)"):
        tightrope.from_policy(Sees(), GARNET, observations=seen[:3])


def test_predict_gives_actions_and_classes_order_the_columns():
    names = np.array(GARNET.mdp.actions)
    mixed = Answers(predict_proba=np.array(SHARES)[:, [2, 0, 1]])
    mixed.classes_ = names[[2, 0, 1]]
    few = Answers(predict_proba=np.full((4, 2), 0.5))
    few.classes_ = [2, 0]

    for actions in ([0, 2, 1, 1], names[[0, 2, 1, 1]], [0.0, 2.0, 1.0, 1.0]):
        assert same(tightrope.from_policy(Answers(predict=actions), GARNET), np.eye(3)[[0, 2, 1, 1]])
    assert same(tightrope.from_policy(mixed, GARNET), SHARES)
    assert same(tightrope.from_policy(few, GARNET), [[0.5, 0, 0.5]] * 4)


def test_the_likeliest_action_is_the_lowest_of_several():
    greedy = tightrope.from_policy(Answers(predict_proba=SHARES), GARNET, acts="likeliest")

    assert same(greedy, np.eye(3)[[0, 0, 2, 1]])
    with pytest.raises(ValueError, match="acts must be one of draws, likeliest"):
        tightrope.from_policy(Answers(predict_proba=SHARES), GARNET, acts="greedy")


def test_a_policy_with_a_memory_is_a_table_on_states_with_memories():
    two = tightrope.problem("garnet:states=3,actions=2,branching=2,seed=2", 4)
    found = tightrope.evaluate(tightrope.from_policy(Copycat(), two, 4), 4)
    exact = tightrope.evaluate(unrolled(two, Copycat(), 4).problem, 4)

    assert found.disagreement == exact.disagreement
    with pytest.raises(ValueError, match="needs a horizon"):
        tightrope.from_policy(Copycat(), two)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"probabilities": [0.5, 0.5]}, r"must have the shape \(3,\).*got \(2,\) in "),
        (
            {"predict_proba": np.full((3, 4), 1 / 4)},
            r"must have the shape \(4, 3\), a row for each state; got \(3, 4\)",
        ),
        ({"predict_proba": np.full((4, 3), 0.3)}, "add up to 0.9: softmax"),
        ({"predict_proba": np.full((4, 3), np.nan)}, "must be finite"),
        ({"predict_proba": [[1.5, -0.5, 0]] * 4}, "not negative"),
        ({"predict_proba": [["a", "b", "c"]] * 4}, "must be numbers"),
        ({"predict_proba": [[1, 0, 0], [1]]}, "numbers of one shape"),
        ({"predict": [0, 1, 2]}, r"an action for each of the 4 states; got the shape \(3,\)"),
        ({"predict": [0, 1, 2, 3]}, "from 0 to 2.*got 3 in"),
        ({"predict": [0, 1, 2, 0.5]}, "got 0.5 in"),
        ({"predict": [0, 1, 2, float("nan")]}, "got nan in"),
        ({"predict": ["nowhere"] * 4}, "got nowhere in"),
        ({"predict": [[0]] * 4}, r"shape \(1,\) for each observation: take the number out of it"),
        ({"predict": ([0, 1, 2, 0], None)}, "a tuple came"),
    ],
)
def test_what_is_no_table_is_refused_with_what_must_hold_what_came_and_where(answers, words):
    with pytest.raises(ValueError, match=words):
        tightrope.from_policy(Answers(**answers), GARNET)


def test_a_network_that_answers_otherwise_when_it_is_asked_again_is_no_table():
    class Dropout:
        def __init__(self):
            self.rng = np.random.default_rng(1)

        def predict_proba(self, observations):
            return self.rng.dirichlet(np.ones(3), size=len(observations))

    with pytest.raises(ValueError, match="answered otherwise when it was asked again"):
        tightrope.from_policy(Dropout(), GARNET)


def test_who_only_samples_is_sent_to_measure_and_who_does_nothing_too():
    for nobody in (Sampled(SHARES), object(), None, lambda observation: 0):
        with pytest.raises(TypeError, match=r"tightrope\.measure plays one that has sample"):
            tightrope.from_policy(nobody, GARNET)


def test_evaluate_sends_an_object_with_methods_to_from_policy():
    with pytest.raises(ValueError, match=r"made one by tightrope\.from_policy"):
        tightrope.evaluate(GARNET, 5, learner=Table())


def test_a_check_takes_it():
    found = tightrope.check(tightrope.from_policy(Table(), GARNET), 5, episodes=100)

    assert found.question.learner == "carried"
    assert found.results["numbers"]["disagreements"]["exact"] == str(
        tightrope.evaluate(GARNET, 5, learner=SHARES).disagreement
    )
