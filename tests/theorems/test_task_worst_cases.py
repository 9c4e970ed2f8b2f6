"""The worst task cost when more is known of the task: attained exactly, never exceeded, and less is refuted."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.reports.evidence.extremal import attained, extremal
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import right_or_wrong
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import imitation_problems

READINGS = ("pointwise", "per_step", "time_averaged", "on_policy", "finite_data")
ERRORS = [Fraction(0), Fraction(1, 20), Fraction(1, 3), Fraction(1)]
RECOVERABILITY = [None, Fraction(0), Fraction(1, 3), Fraction(1), Fraction(3)]
EXPERT = [Fraction(0), Fraction(1, 2), Fraction(3)]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("horizon", [1, 3, 6])
def test_each_family_meets_its_assumptions_and_attains_the_worst_case(reading, horizon):
    missing = Fraction(1, 7) if reading == "finite_data" else Fraction(0)
    for error, u, paid in product(ERRORS, RECOVERABILITY, EXPERT):
        if paid > horizon:
            continue
        setting = Setting(reading=reading, quantity="gap", missing=missing, u=u, J_star=paid)
        name, value = attained(setting, error, horizon)
        made = problem(name, horizon, error)
        found = evaluate(made, horizon)
        costs = [fraction(x) for x in made.mdp.exact_cost.flat]

        assert value == largest(setting, error, horizon) == found.gap
        if u is not None or paid:
            assert found.expert_task == paid
        assert u is None or recoverability(advantages(made, horizon), found.laws) <= u
        assert 0 <= min(costs) <= max(costs) <= 1
        assert found.missing <= missing


@pytest.mark.parametrize("reading", READINGS[:4])
def test_no_random_problem_exceeds_the_worst_case_with_its_own_recoverability_and_expert_cost(reading):
    @settings(max_examples=200)
    @given(imitation_problems())
    def check(drawn):
        made, horizon = drawn
        found = evaluate(made, horizon)
        u = max(Fraction(0), recoverability(advantages(made, horizon), found.laws))
        if reading == "on_policy" and 1 < u < horizon:
            u = Fraction(-(-u.numerator // u.denominator))  # the next whole number assumes less
        setting = Setting(reading=reading, quantity="gap", u=u, J_star=found.expert_task)
        assert found.gap <= largest(setting, found.epsilon[reading], horizon)

    check()


@pytest.mark.parametrize("reading", READINGS[:4])
@pytest.mark.parametrize("quantity", ["gap", "tv"])
def test_no_random_problem_exceeds_the_worst_gap_and_the_worst_shift(reading, quantity):
    @settings(max_examples=200)
    @given(imitation_problems())
    def check(drawn):
        made, horizon = drawn
        found = evaluate(made, horizon)
        reached = found.gap if quantity == "gap" else found.tv.max()
        worst = largest(Setting(reading=reading, quantity=quantity), found.epsilon[reading], horizon)
        assert fraction(reached) <= worst

    check()


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("quantity", ["disagreement", "gap", "tv"])
def test_the_plain_worst_cases_are_attained_for_each_quantity(reading, quantity):
    missing = Fraction(1, 7) if reading == "finite_data" else Fraction(0)
    for error, horizon in product(ERRORS, (1, 2, 7)):
        setting = Setting(reading=reading, quantity=quantity, missing=missing)
        assert attained(setting, error, horizon)[1] == largest(setting, error, horizon)


def test_a_witness_that_misses_the_value_is_noticed():
    """Half the recoverability is refuted by the family built for all of it."""
    whole = Setting(reading="per_step", quantity="gap", u=Fraction(1, 2), J_star=Fraction(1))
    half = Setting(reading="per_step", quantity="gap", u=Fraction(1, 4), J_star=Fraction(1))
    found = evaluate(problem(extremal(whole, 5), 5, Fraction(1, 5)), 5)

    assert found.gap > largest(half, Fraction(1, 5), 5)


def test_a_way_back_does_not_save_from_an_average_error():
    """Why rho goes with a pointwise error: the exam's candidates come back with probability rho, to the same exam."""
    rho, error, horizon = Fraction(9, 10), Fraction(1, 10), 20
    layers = []
    for t in range(1, horizon + 1):
        called = min(Fraction(1), error / (1 - error * t)) if error * t < 1 else Fraction(1)
        waiting = {0: 1 - called, 1: called}
        layers.append(
            [[waiting] * 2, [{2: Fraction(1)}, {3: Fraction(1)}], [{2: Fraction(1)}] * 2, [{1: rho, 3: 1 - rho}] * 2]
        )
    mdp = tabular_mdp(
        states=("yet", "exam", "done", "off"),
        actions=("right", "wrong"),
        start=(1 - error, error, 0, 0),
        transition=layers,
        cost=((0, 0), (0, 1), (0, 0), (1 - rho, 1 - rho)),
    )
    found = evaluate(right_or_wrong("resit", mdp, [Fraction(1), Fraction(0), Fraction(1), Fraction(1)]), horizon)

    assert found.epsilon["per_step"] == error
    assert found.gap > 3 * largest(Setting(reading="pointwise", quantity="gap", rho=rho), error, horizon)
