"""One pass for all epsilons gives what each epsilon gives alone, but for what it says it leaves out."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.many_epsilons import binomial, polynomial
from tightrope.simulators.model.arithmetic import object_array, rational
from tightrope.simulators.model.policy import EVENLY, Erring
from tightrope.simulators.names import problem

HORIZON, EPSILONS = 9, (Fraction(1, 1000), Fraction(1, 10), Fraction(1, 2), Fraction(1))
PROBLEMS = ("garnet:states=6,actions=3,branching=2,seed=4", "gymnasium:FrozenLake-v1")
ENGINES = ("numpy", "compiled")


def learner(made, epsilon):
    """Errs with epsilon in even states, and always with 1/3, evenly, in every fifth."""
    size, actions = made.mdp.shape
    which, wrong = np.arange(size)[None] % 2, (made.expert_actions + 1) % actions
    which[:, ::5], wrong[:, ::5] = 2, EVENLY
    rates = object_array(map(rational, (epsilon, Fraction(0), Fraction(1, 3))), (3,))
    return Erring(actions=actions, expert=made.expert_actions, wrong=wrong, which=which, rates=rates)


def together(name, mistakes, engine, threads=1):
    made = problem(name, HORIZON)
    return made, polynomial(made, learner(made, 0), learner(made, 1), HORIZON, mistakes, engine, threads)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("mistakes", [1, 2, 5, HORIZON + 1, HORIZON + 4])
@pytest.mark.parametrize("name", PROBLEMS)
def test_every_epsilon_costs_what_it_costs_alone(name, mistakes, engine):
    if engine == "compiled":
        pytest.importorskip("numba")
    made, found = together(name, mistakes, engine)
    costs = found.costs(EPSILONS)

    for i, epsilon in enumerate(EPSILONS):
        exact = evaluate(made.with_learner(learner(made, epsilon)), HORIZON)
        error, left_out = Fraction(costs.error), Fraction(costs.left_out[i])
        came, must = Fraction(costs.disagreement[i]), exact.disagreement
        assert came - error * must <= must <= came + error * must + left_out
        assert abs(Fraction(costs.task_cost[i]) - exact.learner_task) <= error * HORIZON + left_out
    assert (costs.left_out == 0).all() == (mistakes > HORIZON)
    assert costs.error < 1e-11


def test_a_mistake_that_is_left_out_is_missed():
    made, found = together(PROBLEMS[0], 1, "numpy")

    exact = evaluate(made.with_learner(learner(made, Fraction(1, 10))), HORIZON).disagreement
    assert found.costs([Fraction(1, 10)]).disagreement[0] < 0.9 * exact


def test_threads_and_engines_give_the_same_within_the_error():
    pytest.importorskip("numba")
    one, two = (together(PROBLEMS[0], 4, "compiled", threads)[1] for threads in (1, 2))
    reference = together(PROBLEMS[0], 4, "numpy")[1]

    assert one.disagreement.tolist() == two.disagreement.tolist() and one.task_cost.tolist() == two.task_cost.tolist()
    assert (abs(one.disagreement - reference.disagreement) <= one.error * one.disagreement).all()


@pytest.mark.parametrize("epsilon", [Fraction(0), Fraction(1), Fraction(1, 7), Fraction(1, 10**30)])
@pytest.mark.parametrize(("horizon", "mistakes"), [(1, 1), (3, 2), (3, 9), (1000, 8)])
def test_the_binomial_law_is_right_and_what_is_beyond_is_not_more_than_said(epsilon, horizon, mistakes):
    law, tail = binomial(horizon, epsilon, mistakes)
    exact = [
        math.comb(horizon, k) * epsilon**k * (1 - epsilon) ** (horizon - k) for k in range(min(mistakes, horizon + 1))
    ]

    assert law == pytest.approx([float(p) for p in exact] + [0] * (mistakes - len(exact)), rel=1e-15, abs=0)
    beyond = 1 - sum(exact)
    assert beyond <= Fraction(tail) <= beyond * (1 + Fraction(1, 10**12)) + Fraction(1, 2**240)


def test_at_least_what_happens_without_a_mistake_is_kept():
    with pytest.raises(ValueError, match="mistakes >= 1"):
        together(PROBLEMS[0], 0, "numpy")
