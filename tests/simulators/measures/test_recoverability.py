"""What an error costs: by hand, by another road to the same values, and added up to the difference of costs."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import push
from tightrope.simulators.measures.recoverability import advantages, performance_difference, recoverability
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import witness

PROBLEMS = st.one_of(imitation_problems(max_states=3, max_horizon=4), changing_problems())


def cost_after(problem, state, action, decision, horizon):
    """cost of taking the action there and then doing what the expert does, by pushing the state's law forward."""
    expert = deterministic(problem.expert, problem.mdp.shape[1])
    mass, total = EXACT.zeros(problem.mdp.shape[0]), EXACT.zeros(1)[0]
    mass[state] += 1
    for now in range(decision, horizon + 1):
        table = expert.at(now, EXACT)
        if now == decision:
            table = EXACT.zeros(*problem.mdp.shape)
            table[state, action] += 1
        total = total + (mass[:, None] * table * problem.mdp.cost(EXACT)).sum()
        mass = push(problem.mdp, mass, table, now, EXACT)
    return total


@settings(max_examples=60)
@given(PROBLEMS)
def test_an_advantage_is_what_the_action_costs_more_than_the_experts_if_he_takes_over(drawn):
    problem, horizon = drawn
    found = advantages(problem, horizon)

    for decision in range(1, horizon + 1):
        for state in range(problem.mdp.shape[0]):
            right = cost_after(problem, state, problem.expert_at(decision)[state], decision, horizon)
            for action in range(problem.mdp.shape[1]):
                more = cost_after(problem, state, action, decision, horizon) - right
                assert found[decision - 1, state, action] == more


@settings(max_examples=60)
@given(PROBLEMS)
def test_the_advantages_add_up_to_the_difference_of_costs(drawn):
    problem, horizon = drawn
    evaluation = evaluate(problem, horizon)

    assert performance_difference(problem, advantages(problem, horizon), evaluation.laws) == evaluation.gap


@settings(max_examples=60)
@given(PROBLEMS)
def test_recoverability_is_the_largest_advantage_where_the_learner_goes(drawn):
    problem, horizon = drawn
    advantage, laws = advantages(problem, horizon), evaluate(problem, horizon).laws
    seen = [advantage[t, s, a] for t, s, a in np.ndindex(*advantage.shape) if laws[t, s] > 0]

    assert recoverability(advantage, laws) == fraction(max(seen))


def test_a_fall_in_the_recovery_chain_costs_more_the_more_decisions_are_left():
    problem = witness("recovery").problem(Fraction(1, 10), 4)
    largest = [fraction(layer.max()) for layer in advantages(problem, 4)]

    assert largest == sorted(largest, reverse=True)
    assert largest[-1] == 1
    assert len(set(largest)) == 4


def test_floats_are_near_the_exact_advantages():
    problem = witness("recovery").problem(Fraction(1, 3), 4)
    exact, floats = advantages(problem, 4), advantages(problem, 4, FLOAT)

    assert floats.dtype == float
    assert floats.ravel() == pytest.approx([float(fraction(x)) for x in exact.flat], abs=1e-12)
    laws = evaluate(problem, 4, FLOAT)
    assert performance_difference(problem, floats, laws.laws, FLOAT) == pytest.approx(float(laws.gap), abs=1e-12)
