"""Episodes agree with the exact value, within intervals whose level is far beyond chance; seeded, never rerun."""

from fractions import Fraction

import pytest

from tightrope.reports.evidence.growth import CLIFF, cloned
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.confidence import betting, clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts.episodes import disagreements

ALARM = 1e-6
EPISODES = 20_000


@pytest.mark.parametrize("name", ["tightrope", "exam", "trap", CLIFF, "gymnasium:FrozenLake-v1", "gymnasium:Taxi-v4"])
def test_the_exact_cost_lies_in_the_interval_from_episodes(name, false_alarm):
    false_alarm(ALARM)
    horizon, error = 30, Fraction(1, 50)
    made = cloned(name, error, horizon)
    interval = betting(disagreements(made, horizon, EPISODES, seed=11), horizon, 1 - ALARM)

    assert interval.lower <= float(evaluate(made, horizon, FLOAT).disagreement) <= interval.upper


def test_a_cost_that_is_wrong_by_a_fifth_lies_outside_the_interval():
    horizon = 30
    made = cloned("tightrope", Fraction(1, 50), horizon)
    interval = betting(disagreements(made, horizon, EPISODES, seed=11), horizon, 1 - ALARM)
    exact = float(evaluate(made, horizon).disagreement)

    assert not interval.lower <= 0.8 * exact <= interval.upper
    assert not interval.lower <= 1.2 * exact <= interval.upper


def test_the_share_of_episodes_without_disagreement_is_the_survival(false_alarm):
    false_alarm(ALARM)
    horizon = 20
    made = epsilon_learner(problem("gymnasium:FrozenLake-v1", horizon), "per_step", Fraction(1, 30), horizon)
    clean = int((disagreements(made, horizon, EPISODES, seed=5) == 0).sum())
    interval = clopper_pearson(clean, EPISODES, 1 - ALARM)

    assert interval.lower <= float(evaluate(made, horizon).survival[-1]) <= interval.upper
