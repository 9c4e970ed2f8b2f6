"""Each way to estimate has the exact value for its mean, keeps to its range, and is better where it says so."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tests.simulators.rollouts.problems import HORIZON, PROBLEMS, drawing
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.anytime import Anytime
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages, performance_difference
from tightrope.simulators.model.arithmetic import EXACT, FLOAT
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts import estimators as module
from tightrope.simulators.rollouts.estimators import QUANTITIES, disagreeing, estimators, expected_advantages
from tightrope.simulators.rollouts.precision import counted, estimate
from tightrope.simulators.rollouts.tables import tables

ALARM, EPISODES = 1e-8, 6000


def exact(made, quantity, horizon=HORIZON):
    found = evaluate(made, horizon)
    return float(found.disagreement if quantity == "disagreement" else found.gap)


def garnet(error, horizon=20, off="uniform"):
    return epsilon_learner(
        problem("garnet:states=12,actions=3,branching=3,seed=4", horizon), "pointwise", error, horizon, off
    )


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("name", PROBLEMS)
def test_every_estimator_is_unbiased_and_keeps_to_its_range(name, quantity, false_alarm):
    made = PROBLEMS[name]()
    truth = exact(made, quantity)
    false_alarm(4 * ALARM)
    for one in estimators(made, HORIZON, quantity, seed=3):
        values = one.draw(0, EPISODES)

        assert values.min() >= one.least - 1e-9 and values.max() <= one.most + 1e-9
        if one.least < one.most:
            interval = Anytime(one.least, one.most, 1 - ALARM)
            interval.add(values)
            assert interval.interval.lower <= truth <= interval.interval.upper, one.name
        else:
            assert truth == pytest.approx(one.least), one.name


def test_an_estimator_that_forgets_the_probability_of_a_mistake_is_found_out():
    made = garnet(Fraction(1, 10))
    truth = exact(made, "disagreement", 20)
    one = next(one for one in estimators(made, 20, "disagreement", 1) if one.name == "conditioned")
    wrong = Anytime(one.least, one.most / one.least, 1 - ALARM)
    wrong.add(one.draw(0, EPISODES) / one.least)

    assert wrong.interval.lower > truth


def test_values_do_not_depend_on_how_they_are_cut_into_parts_that_matter():
    """Naive, expected and advantages give episode i the same value whoever asks; all give the same twice."""
    made = garnet(Fraction(1, 10))
    for quantity in QUANTITIES:
        for one in estimators(made, 20, quantity, 1):
            assert np.array_equal(one.draw(0, 500), one.draw(0, 500))
            if one.name in ("naive", "expected", "advantages", "common"):
                assert np.array_equal(one.draw(0, 500)[200:], one.draw(200, 300))


def test_the_law_of_the_first_mistake_sums_to_its_probability():
    made = garnet(Fraction(1, 10), off="worst")
    first = module._Setting(made, 20, 1, 1).first
    survival = float(evaluate(made, 20).survival[-1])

    assert first.chance == pytest.approx(1 - survival, rel=1e-12)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_law_of_a_wrong_action_is_the_learners_given_that_it_is_wrong(name):
    made = PROBLEMS[name]()
    sampled = tables(made)
    laws = np.diff(disagreeing(sampled.kinds, sampled.actions), prepend=0.0, axis=1)
    for t in range(1, HORIZON + 1):
        table = made.learner.at(t, FLOAT).copy()
        table[np.arange(len(table)), made.expert_at(t)] = 0.0
        total = table.sum(axis=1)
        wrong = (total > 0) & made.mdp.decides

        assert laws[sampled.codes_at(t)][wrong] == pytest.approx(table[wrong] / total[wrong, None], abs=1e-12)


def test_expected_advantages_add_up_to_the_gap():
    made = garnet(Fraction(1, 7))
    laws = evaluate(made, 20).laws
    floats = FLOAT.convert(laws[:-1])

    assert (floats * expected_advantages(made, 20)).sum() == pytest.approx(exact(made, "gap", 20), rel=1e-10)
    assert float(performance_difference(made, advantages(made, 20, EXACT), laws)) == pytest.approx(
        exact(made, "gap", 20)
    )


def test_for_rare_mistakes_the_special_estimators_are_far_better():
    """Variance times decisions, at epsilon = 1e-4: the least gains that are relied upon."""
    made = garnet(Fraction(1, 10_000), off="expert")
    work = {}
    for quantity in QUANTITIES:
        for one in estimators(made, 20, quantity, 2):
            work[quantity, one.name] = max(np.var(one.draw(0, 200_000 if "naive" in one.name else 4000)), 1e-12) * (
                one.decisions
            )

    assert work["disagreement", "conditioned"] < work["disagreement", "naive"] / 500
    assert work["gap", "common"] < work["gap", "apart"] / 20
    assert work["gap", "conditioned"] < work["gap", "apart"] / 50_000
    assert work["gap", "advantages"] < work["gap", "apart"] / 100_000


def test_where_too_many_numbers_would_be_kept_the_tables_are_left_out(monkeypatch):
    monkeypatch.setattr(module, "MOST_PLACES", 10)

    assert [one.name for one in estimators(garnet(Fraction(1, 10)), 20, "gap", 1)] == ["apart", "common"]


@pytest.mark.parametrize(("quantity", "precision"), [("disagreement", 0.05), ("gap", 0.05)])
@pytest.mark.parametrize("error", [Fraction(1, 5), Fraction(1, 1000)])
def test_an_estimate_is_as_precise_as_asked_and_contains_the_exact_value(quantity, precision, error, false_alarm):
    false_alarm(ALARM)
    made = garnet(error, off="worst")
    found = estimate(made, 20, quantity, precision, seed=1, confidence=1 - ALARM)

    assert found.interval.upper - found.interval.lower <= 2 * precision
    assert found.interval.lower <= exact(made, quantity, 20) <= found.interval.upper
    assert found.predicted[found.estimator] == min(found.predicted.values())
    assert ("first disagreement" in found.why) == (found.estimator in ("conditioned", "jump"))


def test_where_no_chance_is_left_no_episode_is_played():
    """With one probability of a mistake everywhere its sum is the same in every episode."""
    made = epsilon_learner(
        problem("garnet:states=5,actions=2,branching=2,seed=1", 6), "on_policy", Fraction(1, 8), 6, "worst"
    )
    found = estimate(made, 6, "disagreement", 1e-9, seed=1)

    assert (found.episodes, found.estimator) == (0, "expected")
    assert found.interval.mean == pytest.approx(0.75, rel=1e-12)


def test_the_estimate_does_not_depend_on_threads():
    made = garnet(Fraction(1, 10))
    one, two = (estimate(made, 20, "gap", 0.02, seed=1, threads=threads) for threads in (1, 2))

    assert one == two


def test_many_episodes_are_counted_in_memory_that_does_not_grow(monkeypatch, false_alarm):
    false_alarm(ALARM)
    made, heard = garnet(Fraction(1, 10)), []
    monkeypatch.setattr("tightrope.simulators.rollouts.precision.MANY", 1000)
    found = counted(made, 20, 5500, 1, 1 - ALARM, progress=lambda so_far, in_all: heard.append((so_far, in_all)))

    assert found.lower <= exact(made, "disagreement", 20) <= found.upper
    assert found.method == "betting, at any time" and heard[-1] == (5500, 5500)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda made: estimate(made, 20, "tv", 0.1, 1), "the quantity must be one of disagreement, gap; got 'tv'"),
        (lambda made: estimate(made, 20, "gap", 0.0, 1), "precision must be positive"),
        (lambda made: estimate(made, 20, "gap", 0.1, 1, confidence=1.0), "strictly between 0 and 1"),
        (lambda made: estimate(made, 20, "gap", 1e-12, 1), "would need about"),
        (lambda made: estimate(replace(made, learner=None), 20, "gap", 0.1, 1), "has no learner"),
        (lambda made: estimate(drawing(), HORIZON, "gap", 0.1, 1), "draws its actions"),
        (lambda made: counted(made, 20, 10**13, 1), "would take about"),
        (lambda made: counted(made, 20, 0, 1), "at least 1"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call(garnet(Fraction(1, 10)))
