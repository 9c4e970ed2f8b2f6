"""One pass for all epsilons gives what each epsilon gives alone, but for what it says it leaves out."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.many_epsilons import paid
from tightrope.simulators.model.arithmetic import FLOAT, object_array, rational
from tightrope.simulators.model.policy import Erring
from tightrope.simulators.names import problem

HORIZON, EPSILONS = 9, (Fraction(1, 1000), Fraction(1, 10), Fraction(1, 2), Fraction(1))
PROBLEMS = ("garnet:states=6,actions=3,branching=2,seed=4", "gymnasium:FrozenLake-v1")


def alone(made, wrong, epsilon):
    """The same learner as a policy."""
    nowhere = np.zeros((1, made.mdp.shape[0]), dtype=np.int8)
    rates = object_array([rational(epsilon)], (1,))
    learner = Erring(actions=made.mdp.shape[1], expert=made.expert_actions, wrong=wrong, which=nowhere, rates=rates)
    return evaluate(made.with_learner(learner), HORIZON, FLOAT)


@pytest.mark.parametrize("mistakes", [2, 5, HORIZON + 1])
@pytest.mark.parametrize("name", PROBLEMS)
def test_every_epsilon_costs_what_it_costs_alone(name, mistakes):
    made = problem(name, HORIZON)
    wrong = (made.expert_actions + 1) % made.mdp.shape[1]
    found = paid(made, wrong, HORIZON, mistakes).costs([float(e) for e in EPSILONS])

    for i, epsilon in enumerate(EPSILONS):
        exact = alone(made, wrong, epsilon)
        for came, must in ((found.disagreement[i], exact.disagreement), (found.task_cost[i], exact.learner_task)):
            assert came * (1 - 1e-12) <= must <= came * (1 + 1e-12) + found.left_out[i] + 1e-300
    assert (found.left_out > 0.01).any() if mistakes == 2 else (found.left_out[:1] < 1e-6).all()


def test_a_mistake_that_is_left_out_is_missed():
    made = problem(PROBLEMS[0], HORIZON)
    wrong = (made.expert_actions + 1) % 3
    found = paid(made, wrong, HORIZON, 1).costs([0.1])

    assert found.disagreement[0] < 0.9 * alone(made, wrong, Fraction(1, 10)).disagreement


def test_a_wrong_action_must_be_wrong():
    made = problem(PROBLEMS[0], HORIZON)
    with pytest.raises(ValueError, match="a wrong action is the expert's"):
        paid(made, made.expert_actions, HORIZON)
    with pytest.raises(ValueError, match="wrong actions must lie in 0 to 2"):
        paid(made, made.expert_actions + 3, HORIZON)
