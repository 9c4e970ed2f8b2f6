"""A policy with a memory costs, as a table over states and memories, what it costs: by two roads each."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from tightrope.simulators.learners.copycat import Copycat
from tightrope.simulators.learners.table import best_table
from tightrope.simulators.learners.window import Window, best_window
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model import unrolling
from tightrope.simulators.model.unrolling import unrolled
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import problems
from tightrope.simulators.worlds.brake_light import LIGHT, SEES_BOTH, VIEW, brake_light
from tightrope.simulators.worlds.hidden_mode import hidden_mode
from tightrope.simulators.worlds.lag import lag, sees_last

HALF, ONE = Fraction(1, 2), Fraction(1)


@given(problems(max_horizon=4))
def test_a_table_is_a_policy_and_unrolled_it_is_itself(made):
    horizon = 4
    there = unrolled(made, made.learner, horizon)
    before, after = evaluate(made, horizon), evaluate(there.problem, horizon)
    state = np.array([s for s, _ in there.pairs])
    marginal = np.array([[law[state == s].sum() for s in range(made.mdp.shape[0])] for law in after.laws])

    assert (marginal == before.laws).all()
    assert (after.costs == before.costs).all()
    assert (after.expert_errors == before.expert_errors).all()
    assert (after.learner_task, after.expert_task) == (before.learner_task, before.expert_task)
    assert (after.survival == before.survival).all()


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_a_window_on_the_present_symbol_is_the_table_of_that_order_once_it_is_full(length):
    world, horizon, now = lag(2, 2, 3, Fraction(3, 4)), 6, np.arange(16) % 2
    learner = best_window(world, length, horizon, sees=now)
    costs = evaluate(unrolled(world, learner, horizon, sees=now).problem, horizon).costs
    tables = [
        world.with_learner(best_table(world, sees_last(2, 3, seen - 1), horizon)) for seen in range(1, length + 1)
    ]
    floors = [evaluate(one, horizon).costs[0] for one in tables]

    assert costs.tolist() == floors + [floors[-1]] * (horizon - length)


def test_a_window_of_one_place_remembers_nothing():
    world = lag(2, 1, 1, HALF)
    there = unrolled(world, best_window(world, 1, 3), 3)

    assert [memory for _, memory in there.pairs] == [None] * 4
    assert there.problem.mdp.states == world.mdp.states


def test_a_copycat_repeats_its_first_guess_and_the_expert_never_sees_it_err_later():
    blind = np.zeros(2, dtype=int)
    found = evaluate(unrolled(hidden_mode(0, Fraction(0)), Copycat({0: HALF, 1: HALF}), 10, sees=blind).problem, 10)

    assert (2 * found.costs).tolist() == [1] * 10
    assert (2 * found.expert_errors).tolist() == [1] + [0] * 9


def test_the_own_last_action_is_what_the_brake_light_shows():
    """Where the light is put out of sight, who remembers its own last action knows as much from decision 2 on."""
    road, horizon = brake_light(Fraction(1, 20), Fraction(1, 5)), 8
    there = unrolled(road, Copycat({0: ONE}), horizon, sees=VIEW)
    told = evaluate(road.with_learner(best_table(road, SEES_BOTH, horizon)), horizon)
    remembers = {(light, memory) for (s, memory) in there.pairs if memory is not None for light in (LIGHT[s],)}
    own = there.problem.with_learner(best_table(there.problem, there.cell, horizon))

    assert remembers == {(0, 0), (1, 1)}
    assert evaluate(own, horizon).expert_errors[1:].tolist() == told.expert_errors[1:].tolist()


@pytest.mark.parametrize("name", ["unseen-start:missing=1/3", "exam", "gymnasium:FrozenLake-v1"])
def test_data_changing_dynamics_and_states_without_decision_stay_what_they_are(name):
    if name.startswith("gymnasium"):
        pytest.importorskip("gymnasium")
    made = problem(name, 5, Fraction(1, 4) if "gym" not in name else None)
    made = made.with_learner(made.expert_table)
    there = unrolled(made, Window(length=2, label={(s, before): 0 for s in range(17) for before in range(17)}), 5)
    copied = evaluate(there.problem.with_learner(there.problem.expert_table), 5)

    assert (copied.missing, copied.expert_task) == (evaluate(made, 5).missing, evaluate(made, 5).expert_task)
    assert copied.disagreement == 0
    assert (there.problem.mdp.decides == made.mdp.decides[[s for s, _ in there.pairs]]).all()


def test_it_is_not_evaluated_beyond_the_memories_that_were_laid_out():
    world = lag(2, 0, 0, HALF)
    there = unrolled(world, Window(length=9, label={}), 3).problem

    assert 2 * evaluate(there, 3).disagreement == 3
    with pytest.raises(ValueError, match="given for 3 decisions; the horizon is 4"):
        evaluate(there, 4)
    with pytest.raises(ValueError, match="given for 2 decisions; the horizon is 3"):
        evaluate(unrolled(world, Window(length=9, label={}), 1).problem, 3)


def test_a_memory_of_everything_is_refused(monkeypatch):
    monkeypatch.setattr(unrolling, "MOST_STATES", 100)
    with pytest.raises(ValueError, match="remembers too much: more than 100 states"):
        unrolled(lag(2, 0, 0, HALF), Window(length=40, label={}), 30)


def test_a_law_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="sum to 1/2, not 1"):
        unrolled(lag(2, 0, 0, HALF), Copycat({0: HALF}), 3)


def test_a_window_without_a_place_is_refused():
    with pytest.raises(ValueError, match="length >= 1; got 0"):
        best_window(lag(2, 0, 0, HALF), 0, 3)


def test_laws_of_states_are_those_of_the_expert_whatever_is_remembered():
    world = lag(2, 1, 1, Fraction(3, 4))
    there = unrolled(world, Window(length=3, label={}), 4)
    state = np.array([s for s, _ in there.pairs])
    laws = state_laws(there.problem.mdp, there.problem.expert_table, 4)

    assert [[law[state == s].sum() for s in range(4)] for law in laws] == state_laws(
        world.mdp, world.expert_table, 4
    ).tolist()
