"""L31: closed forms of late and wrong labels beside the exact loop."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.causal_confusion import switch
from tightrope.bounds.lecture.late_labels import LONGEST, OUTDATED, RIGHT_SHARE, back, latency, lost, noisy_cost
from tightrope.bounds.lecture.majority import eta
from tightrope.reports.experiments import late_labels, wrong_labels
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.late_labels import first_without_gain, late_loop, late_votes, long_run
from tightrope.simulators.worlds.excursions import OFF, RETURN, driver, excursions

SLIP, LOST, BACK = Fraction(1, 20), Fraction(1, 20), Fraction(9, 10)


def flipping(q):
    """The right action is the obstacle's side, which changes with probability q whatever is done."""
    move = [[{o: 1 - q, 1 - o: q}] * 2 for o in (0, 1)]
    mdp = tabular_mdp(
        states=("left", "right"),
        actions=("left", "right"),
        start=(Fraction(1, 2), Fraction(1, 2)),
        transition=[move],
        cost=((0, 1), (1, 0)),
    )
    return Problem(name="flipping", mdp=mdp, expert=np.array([[0, 1]]))


@pytest.mark.parametrize("q", [Fraction(1, 50), Fraction(1, 10), Fraction(7, 10), Fraction(1)])
@pytest.mark.parametrize("late", [1, 2, 5])
def test_a_late_label_in_a_flipping_world_is_wrong_as_often_as_the_closed_form_says(q, late):
    """Frame t is labelled min(t, late) frames late."""
    made, horizon = flipping(q), 12
    votes = late_votes(made, deterministic(made.expert, 2), horizon, late)
    wrong = [exact_value(OUTDATED, {switch: q, latency: min(t, late)}) for t in range(horizon)]

    assert fraction(votes[0, 1] + votes[1, 0]) == sum(wrong) / horizon


def test_the_share_of_right_labels_tends_to_its_long_run():
    slip, untaught, late = Fraction(1, 50), Fraction(1, 20), 3
    votes = late_votes(excursions(Fraction(1), untaught), driver(slip, Fraction(1), Fraction(0)), 1000, late)[OFF]
    share = exact_value(RIGHT_SHARE, {epsilon: slip, rho: untaught, latency: late})

    assert float(fraction(votes[RETURN] / votes.sum())) == pytest.approx(float(share), abs=4e-3)
    assert float(fraction(votes[RETURN] / votes.sum())) != pytest.approx(float(share) ** 2, abs=2e-2)


@pytest.mark.parametrize("late", [1, 5, 10, 15])
def test_the_rounds_that_return_have_the_long_runs_share(late):
    world = excursions(BACK, LOST)
    rounds = list(islice(late_loop(world, SLIP, 100, late), 3000))
    good = long_run(world, SLIP, 100, late).good

    assert sum(rounds) / len(rounds) == pytest.approx(float(good), abs=2e-3)


def test_from_sixteen_frames_on_nothing_is_left_and_at_fifteen_something_is():
    world = excursions(BACK, LOST)

    assert first_without_gain(world, SLIP, 100) == 16
    assert long_run(world, SLIP, 100, 15).good > 0
    assert long_run(world, SLIP, 100, 0).good == 1


def test_longer_excursions_bear_later_labels():
    """A driver that is off more than half of the time needs no memory: the share of right labels stays above one half."""
    short, long = (LONGEST.subs({epsilon: Fraction(1, 50), rho: r}) for r in (Fraction(1, 10), Fraction(1, 25)))

    assert float(short) < float(long)
    assert exact_value(RIGHT_SHARE, {epsilon: Fraction(1, 10), rho: Fraction(1, 20), latency: 500}) > Fraction(1, 2)


@pytest.mark.parametrize("rate", [Fraction(0), Fraction(1, 10), Fraction(2, 5)])
@pytest.mark.parametrize("horizon", [1, 10, 100])
def test_the_clone_of_noisy_labels_costs_what_the_closed_form_says(rate, horizon):
    cell = wrong_labels.Cell(horizon=horizon)
    values = {epsilon: cell.slip, lost: cell.lost, back: cell.back, eta: rate, T: horizon}

    assert task_cost(cell.world.mdp, cell.noisy(rate), horizon) == exact_value(noisy_cost(), values)


@pytest.mark.parametrize(("horizon", "limit"), [(10, 0.037042), (100, 0.134089), (1000, 0.158315)])
def test_where_noise_takes_all_of_the_gain(horizon, limit):
    cell = wrong_labels.Cell(horizon=horizon)

    assert cell.break_even == pytest.approx(limit, abs=1e-6)
    if horizon <= 100:
        clean = task_cost(cell.world.mdp, cell.untaught, horizon)
        for shift, worse in ((Fraction(-1, 1000), False), (Fraction(1, 1000), True)):
            acting = cell.noisy(Fraction(cell.break_even).limit_denominator(10**6) + shift)
            assert (task_cost(cell.world.mdp, acting, horizon) > clean) == worse


def test_the_experiments_answer_L31_with_its_condition_and_majorities_do_not_mind_noise():
    answers = late_labels.EXPERIMENT.run(QUICK).answers
    rows = wrong_labels.EXPERIMENT.run(QUICK).table

    assert [(a.claim, a.verdict) for a in answers] == [("L31", "conditional")]
    assert answers[0].numbers["frames late without any gain"]["exact"] == "16"
    assert all(row["majority, 2/5 wrong"] == row["DAgger, no noise"] for row in rows)
