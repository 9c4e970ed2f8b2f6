"""Gymnasium's tables: repeated entries add up, done belongs to the transition, and Gymnasium itself agrees."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.simulators.formats.gymnasium_tables import END, ENVIRONMENTS, environment_problem, from_table, success
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.measures.outcomes import decisions, totals
from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.policy import deterministic, policy
from tightrope.simulators.names import problem

gymnasium = pytest.importorskip("gymnasium")
THIRD = 1 / 3


def fake(table, **more):
    return SimpleNamespace(P=table, initial_state_distrib=[1.0] + [0.0] * (len(table) - 1), **more)


def convert(environment, restart=False):
    return from_table(environment, "fake", restart=restart, cost=lambda reward: -reward)


def uniform(made):
    size, choices = made.mdp.shape
    return policy([[[Fraction(1, choices)] * choices] * size])


def test_repeated_next_states_add_up_and_thirds_are_thirds():
    mdp = convert(fake({0: {0: [(THIRD, 0, 0, False), (THIRD, 0, 0, False), (THIRD, 0, 1.0, True)]}}))

    assert mdp.states == ("s0", END)
    assert mdp.successor[:2].tolist() == [0, 1]
    assert mdp.weight[:2].tolist() == [2, 1]
    assert fraction(mdp.exact_cost[0, 0]) == Fraction(-1, 3)


def test_a_state_reached_with_and_without_done_is_not_absorbing():
    table = {0: {0: [(0.5, 1, 0, True), (0.5, 1, 0, False)]}, 1: {0: [(1.0, 0, 0, False)]}}
    laws = state_laws(convert(fake(table)), deterministic(np.zeros((1, 3), dtype=int), 1), 2)

    assert [fraction(x) for x in laws[1]] == [0, Fraction(1, 2), Fraction(1, 2)]
    assert [fraction(x) for x in laws[2]] == [Fraction(1, 2), 0, Fraction(1, 2)]


def test_with_restart_the_end_is_a_fresh_start():
    mdp = convert(fake({0: {0: [(1.0, 1, 0, False)]}, 1: {0: [(1.0, 1, 0, True)]}}), restart=True)

    assert END not in mdp.states
    assert mdp.successor.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        (SimpleNamespace(), "has no transition table"),
        (fake({0: {0: [(1.0, 0, 0, False)]}}, fickle_passenger=True), "fickle_passenger"),
        (fake({0: {0: [(0.5, 0, 0, False)]}}), "sum to 1/2, not 1"),
        (fake({0: {0: [(0.1234567890123, 0, 0, False), (0.8765432109877, 0, 0, True)]}}), "no fraction"),
    ],
)
def test_tables_that_are_not_what_they_should_be_are_refused(environment, words):
    with pytest.raises(ValueError, match=words):
        convert(environment)


@pytest.mark.parametrize(("name", "words"), [("Blackjack-v1", "has no transition table"), ("Nope-v3", "cannot make")])
def test_an_environment_without_table_or_unknown_is_refused(name, words):
    with pytest.raises(ValueError, match=words):
        environment_problem(3, name)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_costs_lie_between_zero_and_one_and_nothing_is_decided_after_the_end(name):
    mdp = problem(f"gymnasium:{name}", 2).mdp
    costs = [fraction(x) for x in mdp.exact_cost.flat]

    assert (min(costs), max(costs) <= 1) == (0, True)
    assert mdp.decides.tolist() == [True] * (mdp.shape[0] - 1) + [False]
    assert set(mdp.exact_cost[-1]) == {0}


def test_the_expert_plans_for_one_episode_also_if_the_task_starts_again():
    """Whoever plans for all episodes of 40 decisions does something else: he hurries."""
    once, again = (problem(f"gymnasium:FrozenLake-v1,restart={restart}", 40) for restart in ("false", "true"))
    hurrying = optimal_expert(again.mdp, 40)

    assert np.array_equal(once.expert[:, :-1], again.expert)
    assert not np.array_equal(hurrying, again.expert)


@pytest.mark.parametrize("name", ["FrozenLake-v1", "Taxi-v4"])
def test_gymnasiums_own_episodes_cost_what_the_table_says(name, false_alarm):
    """The expert played in the environment itself: rewards turned into costs, 0 after the end."""
    false_alarm(1e-6)
    horizon, episodes = 20, 1500
    made = problem(f"gymnasium:{name}", horizon)
    environment = gymnasium.make(name).unwrapped
    rewards = [r for rows in environment.P.values() for row in rows.values() for _, _, r, _ in row]
    best, worst = max(rewards), min(rewards)
    totals = []
    for episode in range(episodes):
        state, _ = environment.reset(seed=episode)
        total, done = 0.0, False
        for t in range(1, horizon + 1):
            if not done:
                state, reward, done, _, _ = environment.step(int(made.expert_at(t)[state]))
                total += (best - reward) / (best - worst)
        totals.append(total)
    exact = task_cost(made.mdp, deterministic(made.expert, made.mdp.shape[1]), horizon, FLOAT)
    interval = betting(np.array(totals), horizon, 1 - 1e-6)

    assert interval.lower <= exact <= interval.upper
    assert not interval.lower <= 1.2 * exact <= interval.upper


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_cost_return_and_length_of_an_episode_say_the_same(name):
    """A reward r costs (best - r)/(best - worst): the cost times the span is best times the length less the return."""
    made = problem(f"gymnasium:{name}", 16)
    learned = made.with_learner(uniform(made))
    found = evaluate(learned, 16, FLOAT)
    rewards = [r for rows in gymnasium.make(name).unwrapped.P.values() for row in rows.values() for *_, r, _ in row]
    best, span = max(rewards), max(rewards) - min(rewards)
    lasted, counted = decisions(learned, found), totals(learned, found, FLOAT)["return"]

    assert lasted is not None
    assert found.learner_task * span == pytest.approx(best * lasted.learner - counted.learner)
    assert found.expert_task * span == pytest.approx(best * lasted.expert - counted.expert)


def test_on_the_lake_the_learner_pays_less_and_succeeds_less():
    made = epsilon_learner(problem("gymnasium:FrozenLake-v1", 100), "pointwise", Fraction(1, 100), 100)
    found = evaluate(made, 100, FLOAT)
    reached = totals(made, found, FLOAT)["success"]

    assert found.gap < -1.9
    assert reached.expert == pytest.approx(0.744, abs=5e-4)
    assert reached.learner == pytest.approx(0.673, abs=5e-4)


GOAL_OR_HOLE = {0: {0: [(0.5, 0, 1.0, True), (0.5, 0, 0, True)], 1: [(1.0, 0, 0, False)]}}
STEPS_COST = {0: {0: [(1.0, 0, -1, True)], 1: [(1.0, 0, -1, False)], 2: [(1.0, 0, -100, False)]}}
LONGER_IS_BETTER = {0: {0: [(0.5, 0, 1, False), (0.5, 0, 1, True)]}}
ONLY_FAILURES_END = {0: {0: [(1.0, 0, -1, False)], 1: [(1.0, 0, -10, True)]}}


@pytest.mark.parametrize(
    ("table", "succeeds"),
    [
        (GOAL_OR_HOLE, {(1, True): 1, (0, True): 0, (0, False): 0}),
        (STEPS_COST, {(-1, True): 1, (-1, False): 0}),
        (LONGER_IS_BETTER, None),
        (ONLY_FAILURES_END, None),
    ],
)
def test_a_success_is_an_end_with_the_largest_reward_where_going_on_never_pays(table, succeeds):
    found = success(fake(table), "fake")

    assert (found is None) == (succeeds is None)
    assert succeeds is None or {at: found(Fraction(at[0]), at[1]) for at in succeeds} == succeeds


def test_a_task_that_starts_again_counts_its_return_and_no_success():
    assert set(problem("gymnasium:FrozenLake-v1,restart=true", 3).totals) == {"return"}


def test_the_expert_of_the_lake_does_not_jump_into_a_hole_to_be_done():
    """It maximises Gymnasium's reward: success within 100 decisions is what value iteration gives, 0.73 or so."""
    made = problem("gymnasium:FrozenLake-v1", 100)
    laws = state_laws(made.mdp, deterministic(made.expert, 4), 100, EXACT)
    reached = sum(fraction(laws[t][14]) * Fraction(int(made.expert_at(t + 1)[14] in (1, 2, 3)), 3) for t in range(100))

    assert Fraction(7, 10) < reached < Fraction(4, 5)
