"""Estimates from logs keep their level where the truth is known, and what is false nearby does not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import binom

import tightrope
from tightrope.simulators.formats.demonstrations import Demonstrations, demonstrate
from tightrope.simulators.logs import from_trajectories
from tightrope.simulators.measures.logged_errors import Errors, enclosed, largest_in_a_state, largest_mean, mean
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.strategies import imitation_problems

LEVEL, ALARM = 0.8, 1e-6


def most_misses(repeats):
    return binom.ppf(1 - ALARM, repeats, 1 - LEVEL)


def test_the_largest_of_many_means_is_enclosed_and_without_its_share_of_the_level_it_is_not(false_alarm):
    """20 decisions, each wrong in a tenth of 100 episodes: some interval of level 0.8 lies above nearly always."""
    false_alarm(ALARM)
    rng, repeats = np.random.default_rng(1), 200
    drawn = [(rng.random((100, 20)) < 0.1).astype(float) for _ in range(repeats)]
    limits = [largest_mean(values, values, 1.0, LEVEL) for values in drawn]
    careless = [max(mean(column, 1.0, LEVEL)[0] for column in values.T) for values in drawn]

    assert sum(not low <= 0.1 <= high for low, high in limits) <= most_misses(repeats)
    assert sum(low > 0.1 for low in careless) > repeats / 2


def test_the_largest_error_of_a_state_is_bounded_from_below_and_the_largest_share_is_none(false_alarm):
    """Ten states, each wrong with probability 1/2, seen about ten times."""
    false_alarm(ALARM)
    rng, repeats = np.random.default_rng(2), 200
    lower, shares = [], []
    for _ in range(repeats):
        states = rng.integers(10, size=(100, 1))
        wrong = (rng.random((100, 1)) < 0.5).astype(float)
        errors = Errors(surely=wrong, perhaps=wrong, states=states)
        lower.append(largest_in_a_state(errors, states >= 0, LEVEL))
        shares.append(max(wrong[states == s].mean() for s in np.unique(states)))

    assert 0.1 < np.median(lower) < 0.5
    assert sum(low > 0.5 for low in lower) <= most_misses(repeats)
    assert sum(share > 0.5 for share in shares) > repeats / 2


@settings(max_examples=25)
@given(imitation_problems())
def test_first_disagreements_enclose_the_errors_on_the_experts_states(case):
    """f_t <= epsilon_t <= 1 - S_t, in rationals; and 1 - S_{t-1} is no upper limit, see below."""
    found = tightrope.evaluate(*case)
    survived = found.survival

    for t, error in enumerate(found.expert_errors, start=1):
        assert survived[t - 1] - survived[t] <= error <= 1 - survived[t]


EXAM = tightrope.problem("exam", 6, "1/10")
TRUE = tightrope.evaluate(EXAM, 6)


def test_surviving_up_to_the_decision_before_is_no_limit():
    assert any(error > 1 - TRUE.survival[t - 1] for t, error in enumerate(TRUE.expert_errors, start=1))


REPEATS, EPISODES = 60, 60
PLAYED = demonstrate(EXAM, EXAM.learner_table, 6, REPEATS * EPISODES, seed=3)
SHOWN = demonstrate(EXAM, EXAM.expert_table, 6, REPEATS * EPISODES, seed=4)
EXPERT = np.array([EXAM.expert_at(t) for t in range(1, 7)])


def parts(log: Demonstrations):
    return [log.part(slice(i * EPISODES, (i + 1) * EPISODES)) for i in range(REPEATS)]


def with_expert(log):
    return replace(log, labels=EXPERT[np.arange(6), log.states[:, :-1]])


def test_logs_of_the_learner_enclose_every_reading_and_its_own_errors_are_not_those_of_the_experts_states(false_alarm):
    """On the exam an error leads to errors: the learner's own states are much worse than the expert's."""
    false_alarm(7 * ALARM)
    misses, confused = dict.fromkeys(TRUE.epsilon, 0) | {"disagreement": 0}, 0
    for shown, played in zip(parts(SHOWN), parts(with_expert(PLAYED)), strict=True):
        found = from_trajectories(shown, learner_log=played, confidence=LEVEL)
        for key, true in (*TRUE.epsilon.items(), ("disagreement", TRUE.disagreement)):
            one = next(one for one in found.table if one.what == key)
            misses[key] += not one.lower <= true <= one.upper
        own = found.estimate("on_policy")
        confused += not own.lower <= TRUE.epsilon["time_averaged"] <= own.upper

    assert max(misses.values()) <= most_misses(REPEATS)
    assert confused > most_misses(REPEATS)


def test_labels_of_the_learner_in_the_experts_states_give_every_reading_there(false_alarm):
    false_alarm(5 * ALARM)
    rng, misses = np.random.default_rng(5), dict.fromkeys(TRUE.epsilon, 0)
    chances = np.array([EXAM.learner_table.at(t, FLOAT) for t in range(1, 7)])
    for shown in parts(SHOWN):
        wrong = rng.random(shown.actions.shape) < chances[np.arange(6), shown.states[:, :-1], 1 - shown.actions]
        found = from_trajectories(replace(shown, labels=shown.actions ^ wrong), confidence=LEVEL)
        for key in misses:
            one = found.estimate(key)
            misses[key] += not one.lower <= TRUE.epsilon[key] <= one.upper

    assert max(misses.values()) <= most_misses(REPEATS)
    assert found.estimate("per_step").lower > 0


def test_a_table_on_the_experts_states_gives_every_reading_there(false_alarm):
    """A learner that may take any action anywhere, more wrongly in one state than in another."""
    false_alarm(7 * ALARM)
    made = tightrope.problem("garnet:states=4,actions=2,branching=2,seed=3", 2)
    wrong = np.array([[0.5, 0.1, 0.05, 0.2]] * 2)
    table = np.stack([wrong, wrong], axis=2)
    for t in (0, 1):
        table[t, np.arange(4), made.expert_at(t + 1)] = 1 - wrong[t]
    true = tightrope.evaluate(made, 2, learner=table)
    shown = parts(demonstrate(made, made.expert_table, 2, REPEATS * EPISODES, seed=6))
    played = parts(demonstrate(true.problem, true.problem.learner_table, 2, REPEATS * EPISODES, seed=7))
    misses = dict.fromkeys(true.epsilon, 0)
    for experts, own in zip(shown[:30], played, strict=False):
        found = from_trajectories(experts, learner=table, learner_log=own, confidence=LEVEL)
        for key in misses:
            one = found.estimate(key)
            misses[key] += not one.lower <= true.epsilon[key] <= one.upper

    assert max(misses.values()) <= most_misses(30)
    assert found.estimate("log_loss").upper < 1
    assert found.estimate("log_loss").lower > 0.01


def test_a_table_that_never_does_what_the_expert_did_has_an_infinite_log_loss():
    found = from_trajectories({"states": [[0, 1]], "actions": [[1]]}, learner=[[1.0, 0.0], [0.5, 0.5]])

    assert (found.estimate("log_loss").lower, found.estimate("log_loss").upper) == (1, 1)
    assert found.estimate("pointwise").lower == 1


def test_an_upper_limit_of_a_log_loss_takes_a_smallest_probability():
    states, actions = np.zeros((50, 2), dtype=int), np.zeros((50, 1), dtype=int)
    for table, limited in (([[0.9, 0.1]], True), ([[1.0, 0.0]], False)):
        one = from_trajectories({"states": states, "actions": actions}, learner=table).estimate("log_loss")
        assert (one.upper < 1) == limited
        assert ("no upper limit" in one.words) != limited


def test_what_nobody_knows_may_be_either():
    errors = Errors(surely=np.zeros((40, 3)), perhaps=np.ones((40, 3)), states=np.zeros((40, 3), dtype=int))
    found = enclosed(errors, 0.95, "nothing")

    assert all((one.lower, one.upper, one.estimate) == (0, 1, None) for one in found.values())


@pytest.mark.parametrize("confidence", [0.5, 0.99])
def test_limits_do_not_depend_on_the_order_of_episodes(confidence):
    values = np.random.default_rng(8).random(50) ** 4

    assert mean(np.sort(values), 1.0, confidence) == pytest.approx(mean(values, 1.0, confidence))


def test_the_largest_limits_are_those_of_all_means():
    values = np.random.default_rng(9).random((40, 8)) ** np.arange(1, 9)
    each = [mean(column, 1.0, 1 - 0.1 / 8) for column in values.T]

    low, high = largest_mean(values, values, 1.0, 0.9)
    assert (low, high) == pytest.approx((max(one[0] for one in each), max(one[1] for one in each)))
    assert largest_mean(values, values[:, ::-1] ** 2, 1.0, 0.9)[1] < high
