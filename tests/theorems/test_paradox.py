"""L13: the phase transition, the fixed budget and kept mistakes, closed forms against exact costs;
each has a contrast.
"""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, epsilon, rho
from tightrope.bounds.lecture.data_budget import (
    COST_OF_LAST,
    ERROR,
    FIRST_HELPS,
    HELPS_IN_THE_LONG_RUN,
    WAY_BACK,
    labelled_off,
    labelled_on,
    off_states,
    track_states,
)
from tightrope.bounds.lecture.paradox import (
    BOUGHT,
    KEPT_LIMIT,
    LINEAR_CAP,
    NOT_SPLIT,
    OFF_ERROR,
    ON_ERROR,
    off_share,
    split,
    unlearned,
)
from tightrope.bounds.lecture.recovery import EXPECTED_COST
from tightrope.simulators.learners.split_error import best_share, kept_limit, worst_split
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.policy import policy
from tightrope.simulators.names import problem
from tightrope.simulators.training.data_budget import Budget, best_recoveries
from tightrope.simulators.worlds.recovery_contexts import chain_cost

SMALL, WAY = Fraction(1, 20), Fraction(1, 5)
AVERAGE = Fraction(1, 100)  # error over the data


def exact_cost(on, off, horizon):
    """The recovery chain with a learner of those error rates, evaluated."""
    made = problem(f"recovery:rho={WAY}", horizon, SMALL).with_learner(policy([[[1 - on, on], [1 - off, off]]]))
    return evaluate(made, horizon).learner_task


def split_rates(share, part, error=SMALL):
    at = {epsilon: error, off_share: share, split: part}
    return exact_value(ON_ERROR, at), exact_value(OFF_ERROR, at)


@pytest.mark.parametrize("horizon", [1, 2, 10])
@pytest.mark.parametrize("share", [Fraction(1, 100), SMALL, Fraction(1, 4)])
def test_the_ends_of_the_split_cost_what_their_closed_forms_say(share, horizon):
    at = {epsilon: SMALL, rho: WAY, off_share: share, T: horizon}

    assert exact_value(NOT_SPLIT, at) == exact_cost(*split_rates(share, Fraction(0)), horizon)
    if share < SMALL:
        on, off = split_rates(share, share / SMALL)
        assert off == 1
        assert exact_value(BOUGHT, at) == exact_cost(on, off, horizon)


@pytest.mark.parametrize("share", [SMALL, Fraction(2, 25), Fraction(1, 2)])
def test_from_epsilon_on_no_split_costs_more_than_none_and_none_more_than_the_cap(share):
    for horizon in (1, 5, 25):
        whole = exact_cost(*split_rates(share, Fraction(0)), horizon)
        at = {epsilon: SMALL, rho: WAY, off_share: share, T: horizon}

        assert all(exact_cost(*split_rates(share, Fraction(i, 10)), horizon) <= whole for i in range(1, 11))
        assert whole <= exact_value(LINEAR_CAP, at)


def test_just_below_epsilon_some_split_costs_more_and_passes_the_cap():
    share, horizon = SMALL * 9 / 10, 300
    on, off = split_rates(share, share / SMALL)

    assert exact_cost(on, off, horizon) > exact_cost(*split_rates(share, Fraction(0)), horizon)
    assert exact_cost(on, off, horizon) > exact_value(
        LINEAR_CAP, {epsilon: SMALL, rho: WAY, off_share: share, T: horizon}
    )


def test_the_worst_split_can_lie_between_the_ends():
    found = worst_split(0.009, AVERAGE, WAY, 100)
    ends = [chain_cost((1 - x) * 0.01 / 0.991, 0.2 * (1 - off), 100) for x, off in ((0, 0), (0.9, 1))]

    assert found.cost > 1.05 * max(ends)
    assert 0 < found.off < 1


def test_the_transition_grows_with_the_horizon_and_more_data_off_the_track_do_harm():
    for horizon, factor in ((20, 2), (100, 7), (400, 15)):
        few, enough, many = (worst_split(share, AVERAGE, WAY, horizon).cost for share in (1e-4, 0.01, 0.3))
        assert few > factor * enough
        assert enough < many
    shares = [best_share(AVERAGE, WAY, horizon) for horizon in (20, 100, 400)]
    assert shares == sorted(shares)
    assert all(share < 0.01 for share in shares)


def test_contrast_where_every_action_leads_back_data_off_the_track_only_cost_labels():
    costs = [worst_split(share, AVERAGE, WAY, 400, loss=0.0).cost for share in (1e-3, 1e-2, 0.1, 0.3)]

    assert costs == sorted(costs)
    assert worst_split(1e-3, AVERAGE, WAY, 400).cost > 10 * costs[0]


def test_kept_mistakes_are_worth_it_up_to_their_limit_and_not_beyond():
    for horizon, limit in ((5, 0.102), (20, 0.394), (100, 0.819)):
        eta = kept_limit(SMALL, SMALL, 1, horizon)
        without = chain_cost(0.05, 0.05, horizon)

        assert eta == pytest.approx(limit, abs=5e-4)
        assert (
            chain_cost(1 - 0.95 * (1 - 0.9 * eta), 1.0, horizon)
            < without
            < chain_cost(1 - 0.95 * (1 - 1.1 * eta), 1.0, horizon)
        )


def test_the_limit_of_kept_mistakes_is_to_first_order_its_closed_form():
    """With errors that are small against 1/T the two agree; in the experiment they are not small."""
    error, lost, horizon = Fraction(1, 10**6), Fraction(1, 20), 20
    limit = exact_value(KEPT_LIMIT, {epsilon: error, unlearned: lost, rho: Fraction(1), T: horizon})
    without = exact_value(EXPECTED_COST, {epsilon: error, rho: lost, T: horizon})
    at_limit = exact_value(EXPECTED_COST, {epsilon: error + limit, rho: Fraction(1), T: horizon})

    assert float(at_limit / without) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(("on", "off", "labels"), [(3, 2, (1, 1)), (4, 4, (3, 0)), (2, 5, (2, 5))])
def test_labels_on_either_side_make_the_chain_of_the_formulas(on, off, labels):
    at = {actions: 3, track_states: on, off_states: off, labelled_on: labels[0], labelled_off: labels[1]}
    error, back = exact_value(ERROR, at), exact_value(WAY_BACK, at)

    assert chain_cost(error, back, 6) == exact_value(EXPECTED_COST, {epsilon: error, rho: back, T: 6})
    if labels[0] == on - 1:
        last = exact_value(COST_OF_LAST, {actions: 3, track_states: on, rho: back, T: 6})
        assert last == chain_cost(error, back, 6)


def helps(on, off, horizon, number_of_actions=10):
    at = {track_states: on, off_states: off, actions: number_of_actions, T: horizon}
    return exact_value(FIRST_HELPS.lhs, at) < exact_value(FIRST_HELPS.rhs, at)


@pytest.mark.parametrize("on", [2, 3, 4, 6])
@pytest.mark.parametrize("off", [1, 2, 6])
def test_the_first_recovery_helps_just_where_the_formula_says_and_never_at_one_decision(on, off):
    best = {horizon: best_recoveries(on, off, 10, horizon)[0] for horizon in (1, 5, 40)}

    assert best[1] == 0
    for horizon in (1, 5, 40):
        assert helps(on, off, horizon) == (best[horizon] > 0)
    long_run = HELPS_IN_THE_LONG_RUN.subs({track_states: on, off_states: off, actions: 10})
    assert helps(on, off, 2000) == bool(long_run)


def test_the_best_number_of_recoveries_does_not_depend_on_how_many_labels_there_are():
    on, off, horizon = 4, 2, 20
    best = best_recoveries(on, off, 10, horizon)[0]
    for labels in (60, 120):
        costs = [Budget(on=on, off=off, actions=10, labels=labels).cost(k, horizon) for k in range(8)]
        assert int(np.argmin(costs)) == best > 0


def test_contrast_where_being_off_is_harmless_no_recovery_is_worth_its_label():
    budget = Budget(on=6, off=2, actions=10, labels=20)
    harmless = [budget.ratio(k, 20, harmless=True) for k in range(5)]

    assert harmless == sorted(harmless)
    assert budget.ratio(2, 20) < 0.6 < 1 < harmless[2]


def test_with_two_states_on_the_track_and_six_off_it_recoveries_hurt_at_every_horizon():
    for horizon in (1, 5, 20, 100, 2000):
        assert best_recoveries(2, 6, 10, horizon) == (0, 1.0)
