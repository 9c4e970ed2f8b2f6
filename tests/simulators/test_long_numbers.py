"""What is too small or too long for floats is exact, refused, or said; found by attack, and tests since."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.imitation import estimate, simulate
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.long_horizons import task_cost_curve
from tightrope.simulators.measures.occupancy import relative_error, supports
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, object_array, rational
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import EVENLY, Erring, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import Numbered, mdp_from_weights

RIGHT = np.zeros((1, 2), dtype=np.int64)


def slipping(q, learner=None, costs=((0, 0), (0, 0))):
    """From a to b with probability q, whatever is done; b is never left."""
    transition = [[[{0: 1 - q, 1: q}] * 2, [{1: 1}, {1: 1}]]]
    mdp = tabular_mdp(states=["a", "b"], actions=["x", "y"], start=[1, 0], transition=transition, cost=costs)
    return Problem(name="slipping", mdp=mdp, expert=RIGHT, learner=learner)


@pytest.mark.parametrize("q", [Fraction(3, 2**64), Fraction(1, 2**63), Fraction(1, 3**50)])
def test_episodes_of_long_weights_are_played_and_never_leave_for_what_is_nearly_impossible(q):
    always_wrong_in_b = policy([[[1, 0], [0, 1]]])

    assert simulate(slipping(q, always_wrong_in_b), 5, episodes=200, seed=1).mean == 0


def test_a_chance_that_episodes_do_not_know_is_refused():
    rare = policy([[[1 - Fraction(1, 10**20), Fraction(1, 10**20)], [1, 0]]])
    with pytest.raises(ValueError, match="do not know a probability of error below"):
        estimate(slipping(Fraction(1, 2), rare), 50, precision=1e-21, seed=1)


@pytest.mark.parametrize("reading", ["pointwise", "log_loss", "log_loss_averaged", "finite_data"])
def test_a_state_that_floats_take_for_unreachable_belongs_to_the_support(reading):
    made = slipping(Fraction(1, 2**1100))

    assert supports(made.mdp, made.expert_table, 3).tolist() == [[True, False], [True, True], [True, True]]
    assert evaluate(epsilon_learner(made, reading, Fraction(1, 10), 3), 3).epsilon[reading] <= Fraction(1, 10)


@pytest.mark.parametrize("wrong", [0, EVENLY])
def test_where_nothing_can_go_wrong_a_rule_is_still_a_law(wrong):
    nowhere, rates = np.zeros((1, 1), dtype=np.int8), object_array([rational(Fraction(1, 3))], (1,))
    rule = Erring(actions=1, expert=nowhere, wrong=np.full((1, 1), wrong), which=nowhere, rates=rates)

    assert rule.at(1, EXACT).tolist() == [[1]] and rule.at(1, FLOAT).tolist() == [[1.0]]


def test_the_stated_error_counts_how_many_moves_lead_into_one_state():
    states = 1000
    mdp = mdp_from_weights(
        states=Numbered("s", states),
        actions=("x", "y"),
        start=np.ones(states, dtype=int),
        indptr=np.arange(2 * states + 1),
        successor=np.zeros(2 * states, dtype=int),
        weight=np.ones(2 * states, dtype=int),
        cost_numerator=np.zeros((states, 2), dtype=int),
        cost_denominator=1,
    )
    half = policy([[[Fraction(1, 2)] * 2] * states])
    made = Problem(name="funnel", mdp=mdp, expert=np.zeros((1, states), dtype=int), learner=half)
    found = evaluate(made, 3, FLOAT).disagreement

    assert abs(Fraction(found) - Fraction(3, 2)) <= Fraction(3, 2) * Fraction(relative_error(mdp, 3))


@pytest.mark.parametrize("reading", ["per_step", "time_averaged"])
@pytest.mark.parametrize("error", [Fraction(1, 1000), Fraction(1, 10**6), Fraction(9, 10**17), Fraction(1, 10**18)])
def test_a_budget_spent_in_floats_is_never_exceeded_and_spent_nearly_whole(reading, error):
    made = slipping(Fraction(1, 2))
    measured = evaluate(epsilon_learner(made, reading, error, 1, arithmetic=FLOAT), 1).epsilon[reading]

    assert error * (1 - Fraction(1, 10**10)) <= measured <= error


def test_an_epsilon_that_floats_take_for_nothing_is_refused_in_floats():
    with pytest.raises(ValueError, match="cannot be told from 0 or 1"):
        epsilon_learner(slipping(Fraction(1, 2)), "pointwise", Fraction(1, 10**400), 2, arithmetic=FLOAT)


def test_costs_that_cancel_have_the_error_of_their_size():
    large = 3 * 10**16
    half = policy([[[Fraction(1, 2)] * 2] * 2])
    curve = task_cost_curve(slipping(Fraction(1, 2), half, ((large + 1, -large), (0, 0))), half, 4)

    assert abs(Fraction(curve.costs[0]) - Fraction(1, 2)) <= Fraction(curve.error)


def test_the_hash_is_of_what_happens_and_not_of_how_it_is_stored():
    made = slipping(Fraction(1, 2), policy([[[1, 0], [0, 1]]]))
    repeated = Problem(
        name="other",
        mdp=made.mdp,
        expert=np.zeros((3, 2), dtype=np.int8),
        learner=policy([[[1, 0], [0, 1]]] * 3),
        data=np.ones(2, dtype=bool),
    )

    assert content_hash(repeated) == content_hash(made)
    assert content_hash(slipping(Fraction(1, 2), policy([[[1, 0], [1, 0]]]))) != content_hash(made)
