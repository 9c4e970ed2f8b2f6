"""The smallest problems: those without a clock have none, and each of them is all that its reading allows."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.readings import KEYS
from tightrope.simulators.worlds.smallest import MISSING, WITH_CLOCK, WITHOUT_CLOCK

TENTH = Fraction(1, 10)


def test_each_reading_has_one_with_a_clock_and_one_without():
    assert set(WITHOUT_CLOCK) == set(WITH_CLOCK) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_without_a_clock_nothing_depends_on_the_decision(key):
    made = WITHOUT_CLOCK[key](TENTH, 6)

    assert made.mdp.layers == made.learner_table.shape[0] == 1


@pytest.mark.parametrize("key", ["per_step", "log_loss_averaged"])
def test_with_a_clock_fewer_states_do_the_same(key):
    fewer, more = WITH_CLOCK[key](TENTH, 6), WITHOUT_CLOCK[key](TENTH, 6)

    assert fewer.mdp.shape[0] < more.mdp.shape[0]
    assert evaluate(fewer, 6).disagreement == evaluate(more, 6).disagreement
    assert fewer.mdp.layers > 1 or fewer.learner_table.shape[0] > 1


@pytest.mark.parametrize("key", KEYS)
def test_they_spend_all_of_epsilon_and_not_less(key):
    """A learner that errs less by the reading could not do as much: the least epsilon that is measured is epsilon."""
    for build in (WITHOUT_CLOCK[key], WITH_CLOCK[key]):
        found = evaluate(build(TENTH, 6), 6)

        assert found.epsilon[key] == TENTH
        assert found.missing == (MISSING if key == "finite_data" else 0)
