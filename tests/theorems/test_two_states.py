"""Two states and the per-step reading: what is reached there, and that a third state is worth something from T = 3
on.
"""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.bounds.extremes.few_states import without_clock
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.queue import queue


@pytest.mark.parametrize("error", [Fraction(1, 100), Fraction(1, 10), Fraction(1, 4), Fraction(1, 3)])
def test_two_states_reach_the_per_step_worst_case_for_two_decisions_and_miss_it_with_this_problem_for_three(error):
    two, three = (evaluate(queue(error, horizon, places=2), horizon) for horizon in (2, 3))

    assert two.epsilon["per_step"] == three.epsilon["per_step"] == error
    assert two.disagreement == worst_case("per_step", error, 2)
    assert three.disagreement == 6 * error - error**2 / (1 - error) < worst_case("per_step", error, 3)


def test_an_expert_with_a_clock_saves_a_state_where_dynamics_and_learner_have_none():
    """So `without_clock` says it of the expert, too. Who errs in x at decision 1 stays there; then the expert's action
    in x is one that the learner never takes.
    """
    error, errs = Fraction(1, 10), 1 - Fraction(9, 10) ** 2
    mdp = tabular_mdp(
        states=("x", "y"),
        actions=("first", "wrong", "second"),
        start=(1, 0),
        transition=[[[{1: 1}, {0: 1}, {0: 1}], [{1: 1}] * 3]],
        cost=((0, 1, 1), (0, 0, 0)),
    )
    learner = policy([[[1 - errs, errs, 0], [1, 0, 0]]])
    found = evaluate(Problem(name="clock", mdp=mdp, expert=np.array([[0, 0], [2, 0]]), learner=learner), 2)

    assert found.epsilon["log_loss_averaged"] <= error
    assert found.disagreement == worst_case("log_loss_averaged", error, 2)
    assert mdp.shape[0] == 2 < without_clock("log_loss_averaged", error, 2)
