"""Cloning from N demonstrations of Reset-Cliff costs the tightrope's closed form, exactly."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language import letters
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, samples
from tightrope.bounds.lecture.reset_cliff import EXPECTED_COST, EXPECTED_ERROR
from tightrope.reports.evidence.reset_cliff import Cliff
from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.worlds.reset_cliff import expected_clone, reset_cliff, uniform_cliff


@pytest.mark.parametrize(
    ("states", "actions", "shown", "horizon"), [(2, 2, 0, 3), (2, 2, 1, 1), (3, 4, 2, 6), (20, 4, 16, 10)]
)
def test_the_closed_form_is_the_expected_task_cost(states, actions, shown, horizon):
    made = uniform_cliff(states, actions)
    found = evaluate(made.with_learner(expected_clone(made, shown)), horizon)
    at = {letters.states: states, letters.actions: actions, samples: shown}

    assert exact_value(EXPECTED_COST, {**at, T: horizon}) == found.learner_task
    assert exact_value(EXPECTED_ERROR, at) == found.epsilon["time_averaged"]
    assert found.expert_task == 0


def test_with_unequal_states_the_error_is_the_sum_of_the_missing_masses():
    law, shown, horizon = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)), 3, 5
    made = reset_cliff(law, 4)
    error = Fraction(3, 4) * sum(p * (1 - p) ** shown for p in law)
    found = evaluate(made.with_learner(expected_clone(made, shown)), horizon)

    assert found.learner_task == worst_case("pointwise", error, horizon)
    assert found.learner_task != worst_case("pointwise", error * Fraction(3, 4), horizon)


def test_one_table_for_all_times_costs_the_average_over_the_coupon_law():
    """All data sets of one demonstration of three steps, by their probability; the average error alone does not do."""
    states, actions, horizon = 2, 3, 3
    made = uniform_cliff(states, actions)
    total = Fraction(0)
    for seen in product(range(states), repeat=horizon):
        counts = np.zeros((1, states + 1, actions), dtype=np.int64)
        np.add.at(counts[0, :, 0], list(seen), 1)
        found = evaluate(made.with_learner(Clone().fit(counts)), horizon)
        total += found.learner_task / states**horizon
    errors = [Fraction(2, 3) * (1 - Fraction(m, states)) for m in range(states + 1)]
    law = known_law(states, states, horizon)

    assert total == sum(p * worst_case("pointwise", e, horizon) for p, e in zip(law, errors, strict=True))
    average = sum(p * e for p, e in zip(law, errors, strict=True))
    assert total != worst_case("pointwise", average, horizon)


def test_a_missing_mass_times_N_stays_below_its_sharp_constant_and_passes_three_quarters_of_four_ninths():
    """max over p of N p (1 - p)^N is (N/(N + 1))^(N + 1), which rises to 1/e < 4/9."""
    for n in (1, 2, 5, 50):
        best = Fraction(1, n + 1)
        top = n * best * (1 - best) ** n

        assert top == Fraction(n, n + 1) ** (n + 1) < Fraction(4, 9)
        assert all(n * p * (1 - p) ** n <= top for p in (Fraction(i, 40) for i in range(41)))
    assert top > Fraction(3, 4) * Fraction(4, 9)


def test_more_demonstrations_cost_less_and_a_table_for_all_times_needs_fewer():
    cliff = Cliff()
    costs = [cliff.cost(n) for n in (1, 4, 16)]

    assert costs == sorted(costs, reverse=True)
    assert all(cliff.pooled_cost(n) < cliff.cost(n) for n in (1, 4))
    assert all(cliff.cost(n) > cliff.errors(n) for n in (1, 4, 16))
