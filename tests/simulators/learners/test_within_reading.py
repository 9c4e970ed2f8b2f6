"""Learners made for a reading meet it, use it up, and tell the readings apart."""

from fractions import Fraction

import pytest

from tightrope.simulators.learners.within_reading import ADVERSARIES, OFF_SUPPORT, epsilon_learner, frequent_states
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.reset_cliff import reset_cliff, uniform_cliff
from tightrope.simulators.worlds.two_state_chain import two_state_chain

ERROR, HORIZON = Fraction(1, 50), 12
LAKE = "gymnasium:FrozenLake-v1"
PROBLEMS = (LAKE, "gymnasium:CliffWalking-v1", "garnet:states=6,actions=3,branching=2,seed=4")


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("reading", ADVERSARIES)
@pytest.mark.parametrize("off_support", OFF_SUPPORT)
def test_the_learner_meets_its_reading(name, reading, off_support):
    made = epsilon_learner(problem(name, HORIZON), reading, ERROR, HORIZON, off_support, missing=Fraction(1, 10))
    evaluation = evaluate(made, HORIZON)

    assert evaluation.epsilon[reading] <= ERROR
    assert evaluation.missing <= Fraction(1, 10)


@pytest.mark.parametrize("reading", ["per_step", "time_averaged"])
def test_a_learner_that_chooses_where_to_err_exceeds_epsilon_somewhere(reading):
    evaluation = evaluate(epsilon_learner(problem(LAKE, HORIZON), reading, ERROR, HORIZON), HORIZON)

    assert evaluation.epsilon[reading] == ERROR
    assert evaluation.epsilon["pointwise"] > ERROR


def test_the_readings_differ_on_the_learner_that_errs_early():
    evaluation = evaluate(epsilon_learner(problem(LAKE, HORIZON), "time_averaged", ERROR, HORIZON), HORIZON)
    epsilon = evaluation.epsilon

    assert epsilon["time_averaged"] == ERROR < epsilon["per_step"] <= epsilon["pointwise"]


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_worst_behaviour_off_the_support_costs_at_least_as_much_as_the_others(name):
    worst, uniform, expert = (
        fraction(
            evaluate(epsilon_learner(problem(name, HORIZON), "pointwise", ERROR, HORIZON, off), HORIZON).disagreement
        )
        for off in OFF_SUPPORT
    )

    assert worst >= uniform >= expert
    assert worst > expert


def test_a_data_set_that_may_lack_nothing_keeps_every_state_the_expert_needs():
    made = problem(LAKE, HORIZON)

    assert evaluate(epsilon_learner(made, "finite_data", ERROR, HORIZON), HORIZON).missing == 0
    assert frequent_states(made, HORIZON, Fraction(1, 3)).sum() < frequent_states(made, HORIZON, Fraction(0)).sum()


@pytest.mark.parametrize(
    ("law", "missing", "kept"),
    [
        (("1/2", "1/3", "1/6"), "1/6", [True, True, False, False]),  # exactly what is allowed, and no more
        (("1/2", "1/3", "1/6"), "1/7", [True, True, True, False]),
        (("1/2", "1/3", "1/6"), "1/2", [True, False, False, False]),
        (("1/3", "1/3", "1/3"), "1/3", [False, True, True, False]),  # of equally rare ones the first
    ],
)
def test_a_data_set_lacks_the_rarest_states_up_to_what_is_allowed(law, missing, kept):
    """The last state is below the cliff: the expert is never there."""
    cliff = reset_cliff(tuple(map(Fraction, law)), 3)

    assert frequent_states(cliff, 1, Fraction(missing)).tolist() == kept


@pytest.mark.parametrize(("reading", "horizon"), [("per_step", 1), ("time_averaged", 1), ("time_averaged", 2)])
def test_where_errors_cost_the_same_the_first_decision_the_first_state_and_the_first_wrong_action_are_taken(
    reading, horizon
):
    """Three equally likely states, two wrong actions; a third of all decisions may go wrong.
    With two decisions an error costs two at the first of them, and one at the second.
    """
    made = epsilon_learner(uniform_cliff(3, 3), reading, Fraction(1, 3), horizon, "expert")
    rates = [[fraction(x) for x in row] for row in made.learner.at(1, EXACT)[:3]]
    spent = horizon  # all of it at the first decision: a state each

    assert rates == [[0, 1, 0]] * spent + [[1, 0, 0]] * (3 - spent)


def test_where_errors_cost_the_same_at_every_decision_they_are_made_at_the_first_ones():
    """In the chain an error moves nothing."""
    made = epsilon_learner(two_state_chain(Fraction(1, 2), Fraction(0)), "time_averaged", Fraction(1, 2), 4, "expert")
    wrong = [fraction(made.learner.at(t, EXACT)[:, 1].sum()) for t in range(1, 5)]

    assert wrong == [2, 2, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("average", ERROR, 3), "reading must be one of pointwise"),
        (("pointwise", ERROR, 3, "random"), "off-support behaviour must be one of worst"),
        (("pointwise", Fraction(2), 3), r"epsilon is a probability and must lie in \[0, 1\]; got 2"),
        (("finite_data", ERROR, 3, "worst", Fraction(-1)), "missing is a probability"),
        (("pointwise", ERROR, 0), "whole number >= 1"),
    ],
)
def test_bad_input_is_refused_in_words(arguments, words):
    with pytest.raises(ValueError, match=words):
        epsilon_learner(problem(LAKE, 3), *arguments)


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("reading", ADVERSARIES)
@pytest.mark.parametrize("off_support", OFF_SUPPORT)
def test_reckoned_in_floats_it_meets_the_reading_exactly_and_does_as_much_harm(name, reading, off_support):
    made = problem(name, HORIZON)
    exact, floats = (
        evaluate(epsilon_learner(made, reading, ERROR, HORIZON, off_support, Fraction(1, 10), arithmetic), HORIZON)
        for arithmetic in (EXACT, FLOAT)
    )

    assert floats.epsilon[reading] <= ERROR
    assert floats.missing <= Fraction(1, 10)
    grid = 1e-3 if "log_loss" in reading else 1e-9  # rates of a log loss are rounded to multiples of 1/4096
    assert float(floats.disagreement) == pytest.approx(float(exact.disagreement), rel=grid)
