"""The experiments on the course of trees: a learner that breaks a bound is found out, and what the pages say is so."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from tightrope.reports.evidence.tree_course import COURSE, LANES, Drifting, Run, by_population, slope
from tightrope.reports.experiments import course_networks, tree_course
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.training.tree_course import LAWS

HORIZON = QUICK.horizons[-1]
FIRST, SECOND = (replace(tree_course.CELLS[0], method=method) for method in ("flow, 5 steps", "two Gaussians"))


def study(**runs):
    made = tree_course.Study(cells=(FIRST, SECOND), rows=({}, {}), profile=QUICK)
    vars(made)["runs"] = runs
    return made


def holds(compared, made):
    return all(came == must for _, came, must in compared(made))


@pytest.fixture(scope="module")
def flow():
    return by_population("flow, 5 steps", HORIZON)


def test_what_the_checks_say_is_true_of_a_method_and_false_of_one_that_was_exchanged(flow):
    """A worse method's costs beside the tables of a better one; and DAgger's rounds in the wrong order."""
    forged, backward = Run(tables=flow.tables, horizon=HORIZON), Run(tables=flow.tables[::-1], horizon=HORIZON)
    vars(forged)["rounds"] = by_population("squared error", HORIZON).rounds
    checks = (tree_course.as_on_the_tightrope, tree_course.within_the_bound, tree_course.quadratic_at_first)

    assert all(holds(one, study(flow=flow)) for one in (*checks, tree_course.one_round))
    assert not any(holds(one, study(flow=forged)) for one in (checks[0], checks[2]))
    assert not holds(tree_course.quadratic_at_first, study(flow=backward))
    assert not holds(tree_course.one_round, study(flow=backward))


def test_daggers_cost_is_linear_and_the_clones_is_not(flow):
    assert slope(flow.last.disagreements) == pytest.approx(1, abs=0.01)
    assert slope(flow.clone.disagreements) > 1.7
    assert slope(flow.last.task) < 1.1 < 1.7 < slope(flow.last_in_the_ditch.task)
    assert flow.best.disagreements[-1] <= flow.last.disagreements[-1]


def test_every_method_of_the_table_errs_less_with_more_steps():
    errors = {method: float(by_population(method, 2).error) for method in LAWS}

    assert errors["flow, 20 steps"] < errors["flow, 10 steps"] < errors["flow, 5 steps"] < errors["squared error"]
    assert errors["two Gaussians"] < errors["diffusion, 10 steps"] < errors["diffusion, 5 steps"]
    assert errors["two Gaussians"] == pytest.approx(COURSE.wrong(COURSE.expert())[COURSE.on_the_road].mean(), rel=1e-9)


@pytest.mark.parametrize("horizon", [5, 10, 20])
def test_in_the_lanes_the_bound_fails_for_wrong_actions_and_holds_for_total_variation(horizon):
    one = Drifting(world=LANES, horizon=horizon)

    assert one.bound(one.error) < one.cost <= min(one.bound(one.distance), one.bound(one.pointwise))


def test_in_the_lanes_the_bound_holds_for_an_expert_whose_every_state_is_common():
    one = Drifting(world=replace(LANES, each_side=1, astray=Fraction(1, 2)), horizon=10)

    assert one.cost <= one.bound(one.error)


def test_a_learner_that_is_right_nowhere_costs_every_decision():
    assert evaluate(COURSE.problem.with_learner(COURSE.table(np.ones(len(COURSE.views)))), 9).disagreement == 9


def test_the_networks_table_has_a_row_for_each_round_and_its_best_round_is_the_cheapest():
    made = course_networks.Study(
        cells=course_networks.CELLS, rows=course_networks.EXPERIMENT.table(QUICK), profile=QUICK
    )
    for network, run in made.runs.items():
        costs = [row[f"cost at T = {HORIZON}"]["value"] for row in made.rows if row["network"] == network]

        assert len(costs) == len(run.tables) == 4
        assert run.best.disagreements[-1] == pytest.approx(min(costs[1:]), rel=1e-9)
        assert run.clone.disagreements[-1] == pytest.approx(costs[0], rel=1e-9)


def test_words_of_networks_that_were_exchanged_are_found_out():
    made = course_networks.Study(cells=(), rows=(), profile=QUICK)
    assert holds(course_networks.as_the_page_says, made)

    for one, other in pairwise((*course_networks.WORDS[1:], course_networks.SQUARED)):
        exchanged = course_networks.Study(cells=(), rows=(), profile=QUICK)
        vars(exchanged)["runs"] = made.runs | {one: made.runs[other]}
        assert not holds(course_networks.as_the_page_says, exchanged)
