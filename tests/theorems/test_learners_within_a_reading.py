"""Learners that meet a reading never exceed its worst case, and those that Hypothesis draws come near enough to it."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, find, settings

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.simulators.learners.within_reading import ADVERSARIES, OFF_SUPPORT, epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import problems_within

ERROR, HORIZON = Fraction(1, 50), 12
PROBLEMS = (
    "gymnasium:FrozenLake-v1",
    "gymnasium:CliffWalking-v1",
    "garnet:states=6,actions=3,branching=2,seed=4",
)
FIRST = settings(
    max_examples=1,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("reading", ADVERSARIES)
@pytest.mark.parametrize("off_support", OFF_SUPPORT)
def test_a_learner_of_a_reading_does_not_exceed_its_worst_case(name, reading, off_support):
    made = epsilon_learner(problem(name, HORIZON), reading, ERROR, HORIZON, off_support, missing=Fraction(1, 10))
    evaluation = evaluate(made, HORIZON)
    missing = evaluation.missing

    assert evaluation.disagreement <= worst_case(reading, ERROR, HORIZON, missing)


@pytest.mark.parametrize("reading", ADVERSARIES)
@pytest.mark.parametrize(("error", "horizon"), [(Fraction(1, 5), 3), (Fraction(1, 2), 2), (Fraction(2, 3), 4)])
def test_the_first_problem_that_is_drawn_attains_the_worst_case(reading, error, horizon):
    found = evaluate(find(problems_within(reading, error, horizon), lambda _: True, settings=FIRST), horizon)

    assert found.disagreement == worst_case(reading, error, horizon, found.missing if reading == "finite_data" else 0)
