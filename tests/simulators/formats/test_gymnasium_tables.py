"""Gymnasium's tables: repeated entries add up, done belongs to the transition, and Gymnasium itself agrees."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.simulators.formats.gymnasium_tables import ENVIRONMENTS, _table, from_environment, success
from tightrope.simulators.formats.rewards import END
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.measures.outcomes import decisions, totals
from tightrope.simulators.measures.planning import optimal_expert, planned
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.policy import deterministic, policy
from tightrope.simulators.names import problem

gymnasium = pytest.importorskip("gymnasium")
THIRD = 1 / 3


def fake(table, **more):
    return SimpleNamespace(P=table, initial_state_distrib=[1.0] + [0.0] * (len(table) - 1), **more)


def convert(environment, restart=False):
    return from_environment(environment, restart=restart, name="fake").mdp


def uniform(made):
    size, choices = made.mdp.shape
    return policy([[[Fraction(1, choices)] * choices] * size])


def test_repeated_next_states_add_up_and_thirds_are_thirds():
    mdp = convert(fake({0: {0: [(THIRD, 0, 0, False), (THIRD, 0, 0, False), (THIRD, 0, 1.0, True)]}}))

    assert mdp.states == ("s0", END)
    assert mdp.successor[:2].tolist() == [0, 1]
    assert mdp.weight[:2].tolist() == [2, 1]
    assert fraction(mdp.exact_cost[0, 0]) == Fraction(2, 3)


def test_the_first_state_may_be_given_by_its_number():
    table = [[[(1.0, 0, 1, False)]], [[(1.0, 1, 0, False)]]]
    one, other = (from_environment(SimpleNamespace(P=table), start=start) for start in (1, [0, 1]))

    assert content_hash(one) == content_hash(other)
    with pytest.raises(ValueError, match="must be a number, 0 to 1"):
        from_environment(SimpleNamespace(P=table), start="s1")


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
        (fake({0: {0: [(0.5, 0, 0, False)]}}), r"fake, P\[0\]\[0\] sums to 0.5, not 1"),
        (fake({0: {0: [(0.9, 0, 0, False), (0.9, 0, 0, True)]}}), r"P\[0\]\[0\] sums to 1.8, not 1"),
        (fake({0: {0: [(-1.0, 0, 0, False), (2.0, 0, 0, True)]}}), "holds -1.0, which is no probability"),
        (fake({0: {0: [(1.0, 7, 0, False)]}}), r"P\[0\]\[0\] leads to 7; states are 0 to 0"),
        (fake({0: {0: [(1.0, 0, 0)]}}), "must list .probability, next state, reward, done."),
        (fake({0: {0: [(1.0, 0, float("nan"), False)]}}), "the rewards of fake must be finite"),
        (fake({0: {0: []}}), "no action in any state"),
        (fake({"a": {0: [(1.0, 0, 0, False)]}}), "whole numbers from 0 on as keys"),
        (SimpleNamespace(P=[[[(1.0, 0, 0, False)]]]), "give start"),
        (fake({0: {0: [(1.0, 0, 0, "no")]}}), r"P\[0\]\[0\] must say with True or False whether a move is done"),
        (fake({0: {0: [(1.0, 0, 0, None)]}}), "True or False"),
        (fake({0: {0: 5}}), r"P\[0\]\[0\] must be a list, or a dict by number; got 5"),
        (fake({0: 5}), r"P\[0\] must be a list"),
        (SimpleNamespace(P=5), "P must be a list"),
        (fake({0: {10**12: [(1.0, 0, 0, False)]}}), "number the actions of each state from 0 on"),
        (SimpleNamespace(P=[[[(1.0, 0, 0, False)]]], initial_state_distrib=7), "must be a number, 0 to 0, or a law"),
    ],
)
def test_tables_that_are_not_what_they_should_be_are_refused(environment, words):
    with pytest.raises(ValueError, match=words):
        convert(environment)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Blackjack-v1", "has no transition table"),
        ("Nope-v3", "cannot make"),
        ("FrozenLake-v1,slippery=true", "it takes desc, map_name, is_slippery, success_rate"),
        ("FrozenLake-v1,map=5x5", "cannot make 'FrozenLake-v1'"),
        ("no_such_module:Thing", "cannot make 'no_such_module:Thing'.*No module named"),
    ],
)
def test_an_environment_without_table_or_unknown_is_refused(name, words):
    with pytest.raises(ValueError, match=words):
        problem(f"gymnasium:{name}", 3)


@pytest.mark.parametrize(
    ("written", "name", "keywords"),
    [
        ("is_slippery=false", "FrozenLake-v1", {"is_slippery": False}),
        ("is_slippery=False", "FrozenLake-v1", {"is_slippery": False}),
        ("success_rate=4/5,map=8x8", "FrozenLake-v1", {"success_rate": 0.8, "map_name": "8x8"}),
        ("success_rate=0.123456789", "FrozenLake-v1", {"success_rate": 0.123456789}),
        ("desc=SFH/FFF/HFG", "FrozenLake-v1", {"desc": ["SFH", "FFF", "HFG"]}),
        ("reward_schedule=5/-2/-1", "FrozenLake-v1", {"reward_schedule": (5, -2, -1)}),
        ("is_slippery=true", "CliffWalking-v1", {"is_slippery": True}),
        ("is_rainy=true,rainy_probability=0.9", "Taxi-v4", {"is_rainy": True, "rainy_probability": 0.9}),
        ("fickle_passenger=true,fickle_probability=0", "Taxi-v4", {}),
    ],
)
def test_every_keyword_of_an_environment_can_be_written(written, name, keywords):
    by_name = problem(f"gymnasium:{name},{written}", 3)
    by_python = planned(from_environment(gymnasium.make(name, **keywords)), 3)

    assert content_hash(by_name) == content_hash(by_python)


def test_a_slip_that_is_written_is_exact():
    """Gymnasium computes (1 - 0.8)/2, which is 0.09999999999999998."""
    lake = problem("gymnasium:FrozenLake-v1,success_rate=4/5", 3).mdp

    assert {fraction(x) for x in lake.exact_probability} == {Fraction(x, 10) for x in (1, 2, 8, 9, 10)}


def test_an_environment_of_ones_own_is_named_by_its_class(tmp_path, monkeypatch):
    module = (
        "class Toy:\n"
        "    def __init__(self, odds=0.5):\n"
        "        self.P = [[[(odds, 1, 2.5, True), (1 - odds, 0, -1, False)], [(1, 0, 0, False)]],\n"
        "                  [[(1, 1, 0, True)]]]\n"
        "        self.initial_state_distrib = [1, 0]\n"
    )
    (tmp_path / "toy_of_a_test.py").write_text(module)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="No module named"):  # the current folder is not looked at by itself
        problem("gymnasium:toy_of_a_test:Toy", 3)
    monkeypatch.syspath_prepend(tmp_path)
    made = problem("gymnasium:toy_of_a_test:Toy,odds=1/3", 3)

    assert made.mdp.states == ("s0", "s1", END)
    assert made.mdp.decides.tolist() == [True, False, False], "a state with a single action decides nothing"
    assert fraction(made.mdp.exact_cost[0, 0]) == Fraction(2, 3)
    assert "rewards r from -1 to 2.5" in made.notes[-1] or "5/2" in made.notes[-1]


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
NO_GOAL = {0: {0: [(0.5, 0, 0, True), (0.5, 0, 0, False)]}}
ONLY_FAILURES_END = {0: {0: [(1.0, 0, -1, False)], 1: [(1.0, 0, -10, True)]}}


@pytest.mark.parametrize(
    ("table", "succeeds"),
    [
        (GOAL_OR_HOLE, {(1, True): 1, (0, True): 0, (0, False): 0}),
        (STEPS_COST, {(-1, True): 1, (-1, False): 0}),
        (LONGER_IS_BETTER, None),
        (ONLY_FAILURES_END, None),
        (NO_GOAL, None),
    ],
)
def test_a_success_is_an_end_with_the_largest_reward_where_going_on_never_pays(table, succeeds):
    read = _table(fake(table), "fake")
    found = success(read)

    assert (found is None) == (succeeds is None)
    if succeeds is not None:
        moves = zip(read.reward.numerator.tolist(), read.done.tolist(), strict=True)
        counted = dict(zip(moves, found.tolist(), strict=True))
        assert {at: counted[at] for at in succeeds} == succeeds


def test_a_task_that_starts_again_counts_its_return_and_no_success():
    assert set(problem("gymnasium:FrozenLake-v1,restart=true", 3).totals) == {"return"}


def test_the_expert_of_the_lake_does_not_jump_into_a_hole_to_be_done():
    """It maximises Gymnasium's reward: success within 100 decisions is what value iteration gives, 0.73 or so."""
    made = problem("gymnasium:FrozenLake-v1", 100)
    laws = state_laws(made.mdp, deterministic(made.expert, 4), 100, EXACT)
    reached = sum(fraction(laws[t][14]) * Fraction(int(made.expert_at(t + 1)[14] in (1, 2, 3)), 3) for t in range(100))

    assert Fraction(7, 10) < reached < Fraction(4, 5)
