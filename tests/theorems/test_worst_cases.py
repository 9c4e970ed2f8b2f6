"""The exact worst cases: never exceeded, attained, and each test able to fail."""

from fractions import Fraction

import pytest
from hypothesis import example, given, settings, target
from hypothesis import strategies as st

from tightrope.bounds.catalogue import bound
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import witness

READINGS = ("pointwise", "per_step", "time_averaged")
WITNESS = {
    "pointwise": "tightrope",
    "per_step": "exam",
    "time_averaged": "trap",
    "on_policy": "tightrope-labelled",
    "finite_data": "unseen-start",
}
SHARES = [Fraction(0), Fraction(1, 100), Fraction(1, 7), Fraction(2, 5), Fraction(1, 2), Fraction(1)]
HORIZONS = [1, 2, 3, 10, 30]
TIGHT = Fraction(1, 10)  # so many examples at least must come above half of the worst case


def cost_and_error(problem, horizon, reading):
    evaluation = evaluate(problem, horizon)
    return evaluation.disagreement, evaluation.epsilon[reading]


def lecture(error, horizon):
    return bound("lecture").at({epsilon: error, T: horizon})


@pytest.mark.parametrize("reading", READINGS)
def test_no_random_problem_exceeds_the_worst_case_of_its_reading_nor_the_lectures_bound(reading, tightness):
    tight = tightness(f"worst case, {reading}, T > 1")

    @settings(max_examples=300)
    @given(imitation_problems())
    def check(drawn):
        problem, horizon = drawn
        cost, error = cost_and_error(problem, horizon, reading)
        worst = worst_case(reading, error, horizon)
        if worst and horizon > 1:  # with one decision every learner that uses its epsilon up is tight
            target(tight.add(cost, worst), label=reading)
        assert cost <= worst
        assert worst <= lecture(error, horizon)
        assert 2 * cost <= lecture(error, horizon)

    check()
    assert tight.above_half() >= TIGHT


@pytest.mark.parametrize("reading", READINGS)
def test_half_of_each_worst_case_is_refuted_by_random_problems_alone(reading):
    @settings(max_examples=300)
    @given(imitation_problems())
    def claim(drawn):
        cost, error = cost_and_error(*drawn, reading)
        assert 2 * cost <= worst_case(reading, error, drawn[1])

    with pytest.raises(AssertionError):
        claim()


@pytest.mark.parametrize("reading", WITNESS)
@pytest.mark.parametrize("error", SHARES)
@pytest.mark.parametrize("horizon", HORIZONS)
def test_each_witness_meets_its_reading_and_attains_the_worst_case_with_equality(reading, error, horizon):
    cost, measured = cost_and_error(witness(WITNESS[reading]).problem(error, horizon), horizon, reading)
    missing = Fraction(1, 10) if reading == "finite_data" else Fraction(0)

    assert measured <= error
    assert cost == worst_case(reading, error, horizon, missing)


@pytest.mark.parametrize("n", [2, 3, 10])
def test_the_cycle_attains_the_per_step_worst_case_without_depending_on_time(n):
    problem = witness("cycle").problem(Fraction(1, n), 12)
    cost, measured = cost_and_error(problem, 12, "per_step")

    assert problem.mdp.layers == 1
    assert measured == Fraction(1, n)
    assert cost == worst_case("per_step", Fraction(1, n), 12)


@given(error=st.fractions(0, 1), horizon=st.integers(1, 12))
@example(error=Fraction(1, 2), horizon=2)
def test_a_stronger_reading_never_costs_more(error, horizon):
    pointwise, per_step, averaged = (worst_case(reading, error, horizon) for reading in READINGS)

    assert pointwise <= per_step <= averaged <= horizon


def test_one_half_of_the_lectures_bound_holds_for_every_reading():
    for horizon in range(1, 40):
        for error in SHARES:
            assert 2 * worst_case("time_averaged", error, horizon) <= lecture(error, horizon)


def test_twelve_twentyfifths_of_the_lectures_bound_is_refuted_under_time_averaged():
    cost, _ = cost_and_error(witness("trap").problem(Fraction(1, 20), 20), 20, "time_averaged")

    assert cost > Fraction(12, 25) * lecture(Fraction(1, 20), 20)


@pytest.mark.parametrize(("name", "reading"), [("exam", "per_step"), ("tightrope", "pointwise")])
def test_thirteen_fiftieths_of_the_lectures_bound_is_refuted_under_per_step_and_pointwise(name, reading):
    error = Fraction(1, 1000)
    cost, measured = cost_and_error(witness(name).problem(error, 5), 5, reading)

    assert measured <= error
    assert cost > Fraction(13, 50) * lecture(error, 5)


def test_the_lectures_bound_is_false_when_only_the_states_of_a_finite_data_set_are_right():
    cost, measured = cost_and_error(witness("unseen-start").problem(Fraction(0), 5), 5, "finite_data")

    assert measured == 0
    assert cost == Fraction(1, 2)
    assert cost > lecture(Fraction(0), 5)


def test_the_looseness_of_the_lectures_bound_is_two_times_one_plus_2T_over_T_plus_one():
    for horizon in (1, 2, 7, 50):
        error = Fraction(1, 2 * horizon)
        looseness = lecture(error, horizon) / worst_case("per_step", error, horizon)

        assert looseness == Fraction(2 * (1 + 2 * horizon), horizon + 1)
        assert looseness < 4
        assert lecture(error, horizon) / worst_case("time_averaged", error, horizon) == 2 + Fraction(1, horizon)


def test_the_sharp_bound_of_the_order_is_attained_by_the_exam_while_epsilon_T_is_at_most_one():
    triangle = bound("triangle")
    cost, _ = cost_and_error(witness("exam").problem(Fraction(1, 8), 8), 8, "per_step")

    assert cost == triangle.at({epsilon: Fraction(1, 8), T: 8})
    assert exact_value(triangle.expression, {epsilon: Fraction(1, 2), T: 8}) > worst_case("per_step", Fraction(1, 2), 8)
