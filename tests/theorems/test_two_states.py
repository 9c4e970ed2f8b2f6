"""Two states and the per-step reading: what is reached there, and that a third state is worth something from T = 3
on.
"""

from fractions import Fraction

import pytest

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import right_or_wrong

ONE = Fraction(1)


def two_state_exam(error):
    """The expert leaves the exam at once and enters it so that it is there with probability epsilon;
    the learner stays.
    """
    enter = error / (1 - error)
    mdp = tabular_mdp(
        states=("exam", "free"),
        actions=("right", "wrong"),
        start=(error, 1 - error),
        transition=[[[{1: ONE}, {0: ONE}], [{0: enter, 1: 1 - enter}, {1: ONE}]]],
        cost=((0, 1), (0, 1)),
    )
    return right_or_wrong("two-state-exam", mdp, right=[Fraction(0), ONE])


@pytest.mark.parametrize("error", [Fraction(1, 100), Fraction(1, 10), Fraction(1, 4), Fraction(1, 3)])
def test_two_states_reach_the_per_step_worst_case_for_two_decisions_and_miss_it_with_this_problem_for_three(error):
    two, three = (evaluate(two_state_exam(error), horizon) for horizon in (2, 3))

    assert two.epsilon["per_step"] == three.epsilon["per_step"] == error
    assert two.disagreement == worst_case("per_step", error, 2)
    assert three.disagreement == 6 * error - error**2 / (1 - error) < worst_case("per_step", error, 3)
