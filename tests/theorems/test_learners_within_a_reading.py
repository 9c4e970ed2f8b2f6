"""Learners that meet a reading never exceed its worst case, and those that Hypothesis draws come near enough to it."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, find, settings

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.simulators.learners.within_reading import ADVERSARIES, OFF_SUPPORT, epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import learners_within, problems

ERROR, HORIZON = Fraction(1, 50), 12
PROBLEMS = (
    "gymnasium:FrozenLake-v1",
    "gymnasium:CliffWalking-v1",
    "garnet:states=6,actions=3,branching=2,seed=4",
)
GENERATED = settings(
    max_examples=2000,
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


@pytest.mark.parametrize("reading", ["pointwise", "per_step", "time_averaged"])
def test_drawn_learners_refute_half_of_the_worst_case(reading):
    error, horizon = Fraction(1, 5), 3

    def exceeds(problem):
        return 2 * evaluate(problem, horizon).disagreement > worst_case(reading, error, horizon)

    drawn = problems().flatmap(lambda problem: learners_within(problem, reading, error, horizon))
    assert exceeds(find(drawn, exceeds, settings=GENERATED))
