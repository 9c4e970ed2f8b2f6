"""Many horizons and epsilons at once cost what each pair costs alone, within the error that stands beside it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tightrope.simulators.imitation import evaluate, problem
from tightrope.simulators.learners.many_errors import SAME_EVERYWHERE
from tightrope.simulators.learners.within_reading import ADVERSARIES, OFF_SUPPORT
from tightrope.simulators.many import evaluate_many
from tightrope.simulators.worlds.witnesses import WITNESSES

TIMES, EPSILONS = (4, 1, 3), (Fraction(1, 1000), Fraction(1, 3), Fraction(1), Fraction(0))
SMALL = ("garnet:states=5,actions=3,branching=2,seed=4", "gymnasium:FrozenLake-v1")


def agree(name, times, epsilons, ways, **asked):
    found = evaluate_many(name, times, epsilons, **asked)
    pairs = [(time, epsilon) for time in times for epsilon in epsilons or [None]]

    assert [(one.horizon, one.epsilon) for one in found] == pairs
    for one in found:
        alone = evaluate(name, one.horizon, one.epsilon, **asked)
        assert abs(Fraction(one.disagreement) - alone.disagreement) <= Fraction(one.disagreement_error)
        for came, must in ((one.learner_task, alone.learner_task), (one.expert_task, alone.expert_task)):
            assert abs(Fraction(came) - must) <= Fraction(one.task_error)
        assert one.disagreement_error < 1e-11 and one.task_error < 1e-11
    assert {one.way for one in found} <= ways


@pytest.mark.parametrize("reading", ADVERSARIES)
@pytest.mark.parametrize("name", SMALL)
def test_every_reading_costs_what_it_costs_alone(name, reading):
    if name.startswith("gymnasium"):
        pytest.importorskip("gymnasium")
    way = {"together"} if reading in SAME_EVERYWHERE else {"alone"}
    for off_support in OFF_SUPPORT:
        agree(name, TIMES, EPSILONS, way, reading=reading, off_support=off_support)


@pytest.mark.parametrize("one", WITNESSES, ids=lambda one: one.key)
def test_every_witness_costs_what_it_costs_alone(one):
    agree(one.examples[0], TIMES, (Fraction(1, 4), Fraction(1, 2)), {"curve", "alone"})


def test_a_horizon_of_a_million_is_one_pass():
    near, far = evaluate_many("recovery:rho=1/5", [40, 10**6], ["1/10"])

    assert near.way == far.way == "curve"
    assert far.disagreement - near.disagreement == pytest.approx((10**6 - 40) * 2 / 30, abs=1e-3)
    assert far.disagreement_error < 0.01


def test_a_learner_of_ones_own_is_stepped_where_the_expert_changes_and_is_one_curve_where_not():
    made, table = problem(SMALL[0], 4), [[0.5, 0.25, 0.25]] * 5
    agree(made, (4, 2), (), {"alone"}, learner=table)
    steady = replace(made, expert=made.expert_actions[:1])
    agree(steady, (4, 2), (), {"curve"}, learner=table)
    agree(replace(steady, learner=table), (4, 2), (), {"curve"})


def test_exact_numbers_are_exact():
    found = evaluate_many("exam", [5], ["1/10", "1/5"], arithmetic="exact")

    assert [one.disagreement for one in found] == [Fraction(3, 2), 3]
    assert {one.disagreement_error for one in found} == {0.0}


def test_balls_come_with_their_radii():
    (found,) = evaluate_many("recovery:rho=1/5", [5], ["1/10"], arithmetic="ball")
    exact = evaluate("recovery:rho=1/5", 5, "1/10")

    assert 0 < found.disagreement_error < 1e-16 and 0 < found.task_error < 1e-16
    assert abs(float(found.gap) - float(exact.gap)) < 1e-15


def test_an_epsilon_that_floats_take_for_nothing_is_evaluated_alone():
    found = evaluate_many(SMALL[0], [2], ["1e-400", "1/10"])

    assert [one.way for one in found] == ["alone", "together"]


@pytest.mark.parametrize(
    ("times", "epsilons", "asked", "words"),
    [
        ([], ["1/10"], {}, "at least one horizon"),
        ([0], ["1/10"], {}, "the horizon must be a whole number >= 1"),
        ([3], ["11/10"], {}, "must lie in"),
        ([3], [], {}, "has no learner"),
        ([3], ["1/10"], {"reading": "nonsense"}, "reading must be"),
        ([3], ["1/10"], {"missing": "1/2"}, "missing goes with"),
        ([3], ["1/10"], {"arithmetic": "decimal"}, "arithmetic must be"),
        (range(1, 102), [f"1/{k}" for k in range(1, 102)], {}, "pairs"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(times, epsilons, asked, words):
    with pytest.raises(ValueError, match=words):
        evaluate_many(SMALL[0], times, epsilons, **asked)


def test_a_problem_that_carries_its_learner_takes_no_epsilon():
    made = problem("recovery:rho=1/5", 4, Fraction(1, 10))
    with pytest.raises(ValueError, match="carries its own learner"):
        evaluate_many(made, [4], ["1/10"])


@pytest.mark.parametrize(("reading", "off_support"), [("pointwise", "uniform"), ("on_policy", "worst")])
def test_with_one_wrong_action_many_epsilons_are_one_polynomial(reading, off_support):
    epsilons = [Fraction(k, 100_000) for k in range(1, 17)]
    name = "garnet:states=5,actions=2,branching=2,seed=4"
    agree(name, (4,), epsilons, {"polynomial"}, reading=reading, off_support=off_support)
