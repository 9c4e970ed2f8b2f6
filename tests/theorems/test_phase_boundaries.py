"""The formulas of the boundaries in the phase diagrams, beside what happens and in their limits."""

from fractions import Fraction
from math import exp

import pytest
from sympy import Poly, Rational, Symbol

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, epsilon, goals, rho, samples, states
from tightrope.bounds.lecture.goal_coverage import PAIRS_NEEDED
from tightrope.bounds.lecture.label_budget import CLONING_ERROR, DAGGER_ERROR, LIMIT, MANY_GAIN, MANY_WASTE
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.paradox import (
    DIVIDED_UP_TO,
    FIRST_PART,
    LOST_UP_TO,
    WORTH_KEEPING,
    off_share,
    slope,
)
from tightrope.bounds.lecture.recovery import CORNER, LAST_DECISION, closed_form
from tightrope.bounds.lecture.side_cameras import NARROW_PLAIN, NARROW_SILENT, NARROW_TIME, gain, narrow_excess
from tightrope.reports.evidence.causal_confusion import copier_cost
from tightrope.simulators.learners.side_labels import mean_time
from tightrope.simulators.training.label_budget import dagger
from tightrope.simulators.training.late_labels import long_run, returning_in_floats
from tightrope.simulators.worlds.excursions import excursions
from tightrope.simulators.worlds.fresh_states import fresh_states
from tightrope.simulators.worlds.lane import lane, steered
from tightrope.simulators.worlds.recovery_contexts import chain, chain_cost

BACK, ERROR = Fraction(1, 5), Fraction(1, 20)


@pytest.mark.parametrize("horizon", [1, 3, 20])
def test_the_last_decision_costs_what_its_formula_says(horizon):
    last, cost = chain(ERROR, BACK, horizon)
    at = {epsilon: ERROR, rho: BACK, T: horizon}

    assert exact_value(LAST_DECISION, at) == last
    assert exact_value(closed_form(), at) == cost


@pytest.mark.parametrize("kept", [0.5, 0.9, 0.999])
def test_the_exponent_is_three_halves_after_about_the_same_multiple_of_the_memory(kept):
    horizon = float(CORNER) / (1 - kept)
    last, mean = 1 - kept**horizon, 1 - kept * (1 - kept**horizon) / ((1 - kept) * horizon)

    assert (horizon + 1) / horizon * last / mean == pytest.approx(1.5, rel=2e-3)
    assert horizon / (horizon + 1) < 1


@pytest.mark.parametrize("horizon", range(1, 25))
def test_one_over_the_cost_of_a_small_error_is_convex_in_the_way_back(horizon):
    """All coefficients of 2 S'^2 - S S'' in 1 - rho are non-negative; of 2 S'^2 - 2 S S'' they are not."""
    kept = Symbol("z")
    cost = Poly([i + 1 for i in range(horizon)], kept)
    first, second = cost.diff(), cost.diff().diff()

    assert all(x >= 0 for x in (2 * first**2 - cost * second).all_coeffs())
    assert horizon < 3 or any(x < 0 for x in (2 * first**2 - 2 * cost * second).all_coeffs())
    assert cost.eval(1 - Rational(1, 5)) == slope().subs({rho: Rational(1, 5), T: horizon})


@pytest.mark.parametrize("formula", [LOST_UP_TO, DIVIDED_UP_TO])
def test_the_shares_for_small_errors_are_where_learners_change_places(formula):
    """Just below it some learner off the track costs more than none, just above it none of them does."""
    error, horizon = Fraction(1, 10**7), 20
    border = exact_value(formula, {rho: BACK, T: horizon}) * error
    off = 1 if formula is LOST_UP_TO else Fraction(1, 10**4)

    def gains(share):
        on = (error - share * off) / (1 - share)
        return chain_cost(on, BACK * (1 - off), horizon) - chain_cost(error / (1 - share), BACK, horizon)

    assert gains(border * Fraction(999, 1000)) > 0 > gains(border * Fraction(1001, 1000))


def test_the_first_part_of_the_error_off_the_track_adds_what_the_derivative_says():
    share, error, horizon, part = Fraction(1, 50), Fraction(1, 20), 20, Fraction(1, 10**6)
    on, off = (1 - part) * error / (1 - share), part * error / share
    added = (chain_cost(on, BACK * (1 - off), horizon) - chain_cost(error / (1 - share), BACK, horizon)) / part
    told = exact_value(FIRST_PART, {off_share: share, epsilon: error, rho: BACK, T: horizon})

    assert float(added) == pytest.approx(float(told), rel=1e-4)


def test_a_chain_that_overshoots_may_cost_more_divided_though_the_first_part_adds_nothing():
    """What is conjectured of the boundary is false where epsilon/(1 - alpha) + rho > 1."""
    share, error, back = Fraction(1, 8), Fraction(6, 7), Fraction(14, 15)
    at = {off_share: share, epsilon: error, rho: back, T: 3}

    assert exact_value(FIRST_PART, at) < 0
    assert chain_cost((error - share) / (1 - share), Fraction(0), 3) > chain_cost(error / (1 - share), back, 3)


@pytest.mark.parametrize(("back", "horizon"), [(BACK, 50), (Fraction(1, 50), 400), (Fraction(1), 9)])
def test_recoveries_are_worth_so_many_small_mistakes(back, horizon):
    error = 1e-9
    worth = float(exact_value(WORTH_KEEPING, {rho: back, T: horizon}))
    without = chain_cost(error, 0.0, horizon)

    assert chain_cost((1 + 0.99 * worth) * error, float(back), horizon) < without
    assert chain_cost((1 + 1.01 * worth) * error, float(back), horizon) > without


@pytest.mark.parametrize(("q", "d"), [(Fraction(1, 20), Fraction(1, 5)), (Fraction(1, 100), Fraction(2, 5))])
def test_obeying_the_light_hurts_from_the_latest_horizon_on(q, d):
    latest = (1 - 2 * q) / (2 * q * (1 - 2 * d))

    assert copier_cost(q, int(latest) + 1) > d * (int(latest) + 1)
    assert copier_cost(q, int(latest / 3)) <= d * int(latest / 3)


def test_many_labels_waste_the_factor_that_the_limit_has():
    at = {states: 1, actions: 4}
    ratios = [float((DAGGER_ERROR / CLONING_ERROR).subs({**at, samples: labels})) for labels in (0, 1, 20)]

    assert ratios[0] == pytest.approx(1)
    assert ratios[0] < ratios[1] < ratios[2] == pytest.approx(float(MANY_WASTE.subs(at)))
    assert float(MANY_WASTE.subs(at)) == pytest.approx(exp(3 / 4))


def test_in_the_limit_of_many_labels_twenty_states_need_a_longer_episode_than_many_do():
    at = {states: 20, actions: 4}

    assert exact_value(LIMIT, {**at, T: 5}) > 1 > exact_value(LIMIT, {**at, T: 6})
    assert MANY_GAIN.subs({actions: 4, T: 5}) > MANY_WASTE.subs(actions, 4) > MANY_GAIN.subs({actions: 4, T: 4})


@pytest.mark.parametrize("labels", [8, 16, 40])
def test_with_more_states_daggers_mean_error_comes_nearer_to_the_conjecture(labels):
    """As many labels for each state; the conjecture is of the limit, and we look at two steps towards it."""
    told, far = float(DAGGER_ERROR.subs({states: 8, actions: 4, samples: labels})), []
    for times in (1, 3):
        law = dagger(fresh_states(8 * times, 4), labels * times + 1, labels * times)
        mean = sum(float(chance) * 0.75 * (1 - known / (8 * times)) for (known, _), chance in law.items())
        far.append(abs(mean - told))

    assert far[1] < far[0] / 2


@pytest.mark.parametrize(
    "strength", [Fraction(1, 3), Fraction(1), Fraction(3, 2), Fraction(2), Fraction(5, 2), Fraction(3)]
)
@pytest.mark.parametrize("flipped", [Fraction(1, 50), Fraction(1, 3), Fraction(1)])
def test_the_time_on_the_narrow_road_is_that_of_the_lane(strength, flipped):
    road, at = lane(1, reach=4), {epsilon: ERROR, gain: strength, eta: flipped}
    clone = steered(road, ERROR, 1, strength, "uniform", flipped)
    times = [mean_time(road, steered(road, ERROR, seen, Fraction(0), "uniform")) for seen in (0, 1)]

    assert mean_time(road, clone) == exact_value(NARROW_TIME, at)
    assert times == [exact_value(NARROW_PLAIN, at), exact_value(NARROW_SILENT, at)]
    assert (exact_value(narrow_excess(NARROW_PLAIN), at) >= 0) == (mean_time(road, clone) >= times[0])


def test_a_car_that_stays_for_ever_has_no_mean_time():
    with pytest.raises(ValueError, match="must leave the road at last"):
        mean_time(lane(1), steered(lane(1), ERROR, 1, Fraction(1), "uniform"))


@pytest.mark.parametrize(
    ("late", "back"), [(0, Fraction(1, 20)), (1, Fraction(1, 20)), (7, Fraction(1, 20)), (3, Fraction(2, 5))]
)
def test_the_rounds_that_return_are_those_of_the_exact_loop(late, back):
    world = excursions(Fraction(9, 10), back)
    exact = long_run(world, Fraction(1, 20), 60, late).good

    assert returning_in_floats(0.05, (float(back), 0.9), 60, late) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize("count", [2, 7, 30])
def test_many_goals_need_a_little_more_pairs_than_goals(count):
    needed = float(PAIRS_NEEDED.subs(goals, count))

    assert count < needed < count + 1
