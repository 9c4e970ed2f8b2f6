"""Two states and the per-step reading: what is reached there, and that a third state is worth something from T = 3
on.
"""

from fractions import Fraction

import pytest

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.worlds.queue import queue


@pytest.mark.parametrize("error", [Fraction(1, 100), Fraction(1, 10), Fraction(1, 4), Fraction(1, 3)])
def test_two_states_reach_the_per_step_worst_case_for_two_decisions_and_miss_it_with_this_problem_for_three(error):
    two, three = (evaluate(queue(error, horizon, places=2), horizon) for horizon in (2, 3))

    assert two.epsilon["per_step"] == three.epsilon["per_step"] == error
    assert two.disagreement == worst_case("per_step", error, 2)
    assert three.disagreement == 6 * error - error**2 / (1 - error) < worst_case("per_step", error, 3)
