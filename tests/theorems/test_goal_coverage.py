"""L25: the share of states that know the way, closed form and exact; where many goals help and where they do not."""

from fractions import Fraction

import pytest
from sympy import exp

from tightrope.bounds.language.letters import goals, samples, states
from tightrope.bounds.lecture.goal_coverage import BEST_CORRECTION, BEST_GOALS, MANY_GOALS_HELP, PAIRS_PER_CELL
from tightrope.reports.evidence.goal_coverage import correction, least_slip
from tightrope.reports.experiments.goal_coverage import EXPERIMENT
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.worlds.complete_graph import knows_the_way, success


@pytest.mark.parametrize(("places", "count", "pairs"), [(5, 1, 3), (5, 2, 3), (12, 12, 40), (40, 9, 100)])
def test_the_closed_form_is_the_expectation_over_data_sets(places, count, pairs):
    assert correction(places, count, pairs) == knows_the_way(places, count, pairs)


def test_a_cell_that_is_drawn_with_chance_1_over_G_is_another_closed_form():
    assert Fraction(9, 40) * (1 - (1 - Fraction(1, 9)) ** 100) != knows_the_way(40, 9, 100)


@pytest.mark.parametrize("pairs", [100, 400, 2500])
def test_the_best_number_of_goals_is_about_0_892_root_N(pairs):
    counts = range(2, 80)
    best = max(counts, key=lambda count: correction(80, count, pairs))

    assert abs(best - BEST_GOALS.subs(samples, pairs)) < 1
    assert float(BEST_CORRECTION.subs({samples: pairs, states: 80})) == pytest.approx(
        float(correction(80, best, pairs)), rel=0.01
    )
    assert abs(best - pairs**0.5) >= 1


def test_the_ridge_solves_its_equation():
    assert abs(exp(PAIRS_PER_CELL) - 1 - 2 * PAIRS_PER_CELL) < 1e-12
    assert PAIRS_PER_CELL > 1


@pytest.mark.parametrize("pairs", [1, 2, 3, 10, 100])
@pytest.mark.parametrize("count", [2, 3, 9, 40])
def test_many_goals_know_the_way_more_often_exactly_if_the_condition_holds(count, pairs):
    condition = MANY_GOALS_HELP.subs({goals: count, samples: pairs})

    assert bool(condition) == (correction(40, count, pairs) > correction(40, 1, pairs))


def test_without_slips_one_goal_is_better_than_many_however_much_data():
    """The contrast: nothing to correct, nothing gained."""
    for pairs in (10, 100, 1000):
        assert success(12, 1, pairs, Fraction(0), 2) == 1
        assert all(success(12, count, pairs, Fraction(0), 2) < 1 for count in (2, 5, 12))


def test_with_little_data_one_goal_wins_at_every_slip_and_with_more_from_a_slip_on():
    grid = [Fraction(i, 50) for i in range(50)]

    assert least_slip(12, 10, 2) is None
    assert all(success(12, 1, 10, s, 2) >= success(12, count, 10, s, 2) for s in grid for count in range(2, 13))
    turn = least_slip(12, 50, 2)
    for slip in grid:
        wins = any(success(12, count, 50, slip, 2) > success(12, 1, 50, slip, 2) for count in range(2, 13))
        assert wins == (slip >= turn)


def test_two_step_successes_at_slips_of_a_fiftieth_and_a_half():
    best = {pairs: max((success(12, g, pairs, Fraction(1, 2), 2), g) for g in range(2, 13)) for pairs in (50, 400)}

    assert float(success(12, 1, 50, Fraction(1, 50), 2)) == pytest.approx(0.98469, abs=1e-5)
    assert float(success(12, 1, 50, Fraction(1, 2), 2)) == pytest.approx(0.59896, abs=1e-5)
    assert [(float(value), count) for value, count in best.values()] == [
        (pytest.approx(0.61968, abs=1e-5), 4),
        (pytest.approx(0.76217, abs=1e-5), 12),
    ]


def test_the_experiment_answers_its_claim_with_the_condition():
    result = EXPERIMENT.run(QUICK)

    assert [(answer.claim, answer.verdict) for answer in result.answers] == [("L25", "conditional")]
    assert "G \\left(1 -" in result.answers[0].condition
    assert result.table[0]["slip from which many goals win"] == "never"
