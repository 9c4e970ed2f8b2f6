"""State laws: two roads to the same number, and floats within the error that they state."""

from dataclasses import replace
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.measures.disagreement import error_rates, evaluate
from tightrope.simulators.measures.occupancy import (
    expected_total,
    pull,
    push,
    relative_error,
    state_laws,
    supports,
    task_cost,
    total_variation,
)
from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction, rational
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import witness


@settings(max_examples=60)
@given(imitation_problems())
def test_laws_are_distributions_and_floats_are_within_their_stated_error(drawn):
    made, horizon = drawn
    exact = state_laws(made.mdp, made.learner, horizon)
    floats = state_laws(made.mdp, made.learner, horizon, FLOAT)

    assert all(law.sum() == 1 for law in exact)
    for x, y in zip(exact.flat, floats.flat, strict=True):
        assert abs(Fraction(y) - fraction(x)) <= fraction(x) * Fraction(relative_error(made.mdp, horizon))


@settings(max_examples=60)
@given(st.one_of(imitation_problems(), changing_problems()))
def test_pushing_laws_forward_and_pulling_values_back_give_the_same_cost(drawn):
    made, horizon = drawn
    value = EXACT.zeros(made.mdp.shape[0])
    for decision in range(horizon, 0, -1):
        table = made.learner.at(decision, EXACT)
        value = (table * (made.mdp.cost(EXACT) + pull(made.mdp, value, decision, EXACT))).sum(axis=1)

    assert fraction((made.mdp.start_law(EXACT) * value).sum()) == task_cost(made.mdp, made.learner, horizon)


@settings(max_examples=60)
@given(imitation_problems())
def test_the_master_lemma_holds_without_any_assumption(drawn):
    made, horizon = drawn
    evaluation = evaluate(made, horizon)
    survival = evaluation.survival

    assert evaluation.disagreement <= (1 - survival[1:]).sum()
    assert all(evaluation.tv <= 1 - survival)
    assert all(1 - survival[1:] <= np.cumsum(evaluation.expert_errors))


def test_total_variation_is_half_the_l1_distance():
    assert total_variation(np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])) == 0.5


def test_the_optimal_expert_is_as_good_as_the_best_of_all_policies():
    mdp = witness("recovery").problem(Fraction(1, 10), 3).mdp
    expert = deterministic(optimal_expert(mdp, 3), 2)
    best = min(
        task_cost(mdp, deterministic(np.array(choice).reshape(3, 2), 2), 3) for choice in product((0, 1), repeat=6)
    )

    assert task_cost(mdp, expert, 3) == best


def test_ties_go_to_the_lowest_action():
    mdp = witness("cycle").problem(Fraction(1, 3), 2).mdp

    assert optimal_expert(mdp, 2)[-1].tolist() == [0, 0, 0]


def test_a_small_epsilon_does_not_drown_in_the_rounding_of_one_minus_it():
    for error in (Fraction(1, 20_000), Fraction(1, 10**15)):
        made = witness("tightrope").problem(error, 10)
        exact, floats = evaluate(made, 10).disagreement, evaluate(made, 10, FLOAT).disagreement

        assert abs(Fraction(float(floats)) - exact) <= exact * Fraction(relative_error(made.mdp, 10))


def test_the_stated_error_is_a_few_roundings_for_each_factor_of_a_path():
    """The tightrope: three moves into a state, two actions; so (3 + 2 + 4) (T + 1) roundings, each at most 2^-52."""
    mdp = witness("tightrope").problem(Fraction(1, 3), 3).mdp

    assert (mdp.branching, mdp.shape[1]) == (1, 2)
    assert relative_error(mdp, 3) == (9 * 4 + 36) * 2.0**-52
    assert relative_error(mdp, 10) == (9 * 11 + 38) * 2.0**-52


def test_the_task_cost_in_floats_is_a_float_near_the_exact_one():
    made = witness("recovery").problem(Fraction(1, 7), 6)
    exact, floats = task_cost(made.mdp, made.learner, 6), task_cost(made.mdp, made.learner, 6, FLOAT)

    assert isinstance(floats, float)
    assert abs(Fraction(float(floats)) - exact) <= exact * Fraction(relative_error(made.mdp, 6))


def test_long_fractions_are_gathered_over_one_denominator_and_stay_exact():
    made = problem("garnet:states=5,actions=2,branching=3,seed=2", 3)
    masses = [Fraction(s + 1, below) for s, below in enumerate((3**400, 5**300, 7**300, 2**999, 11))]
    table = made.expert_table.at(1, EXACT)
    arrived = push(made.mdp, np.array([rational(mass) for mass in masses]), table, 1, EXACT)
    move = pull(made.mdp, np.array([rational(Fraction(7) ** s) for s in range(5)]), 1, EXACT)

    assert sum(fraction(x) * Fraction(7) ** s for s, x in enumerate(arrived)) == sum(
        mass * fraction(move[s, a]) for s, mass in enumerate(masses) for a in [made.expert_at(1)[s]]
    )
    assert sum(map(fraction, arrived)) == sum(masses)


@settings(max_examples=60)
@given(st.one_of(imitation_problems(), changing_problems()))
def test_the_support_is_where_the_law_is_positive(drawn):
    made, horizon = drawn

    assert (
        supports(made.mdp, made.learner, horizon) == state_laws(made.mdp, made.learner, horizon)[:-1].astype(bool)
    ).all()


def totals(made, horizon, engine, threads=None):
    """Disagreements and task cost by the backward form."""
    cost, rates = made.mdp.cost(FLOAT), partial(error_rates, made, made.learner, arithmetic=FLOAT)
    paid = (rates, lambda t: (made.learner.at(t, FLOAT) * cost).sum(axis=1))
    return [expected_total(made.mdp, made.learner, horizon, each, engine, threads) for each in paid]


@settings(max_examples=60)
@given(st.one_of(imitation_problems(), changing_problems()))
def test_the_backward_form_is_within_its_error_compiled_or_not(drawn):
    made, horizon = drawn
    exact = evaluate(made, horizon)
    engines = ("numpy", "compiled") if find_spec("numba") else ("numpy",)

    for found in (totals(made, horizon, engine) for engine in engines):
        for x, y in zip(found, (exact.disagreement, exact.learner_task), strict=True):
            assert abs(Fraction(x) - y) <= y * Fraction(relative_error(made.mdp, horizon))


def test_threads_change_no_bit_of_a_total():
    pytest.importorskip("numba")
    made = problem("garnet:states=997,actions=3,branching=5,seed=2", 7)
    acting = replace(made, learner=np.tile([0.5, 0.25, 0.25], (997, 1)))

    assert len({tuple(totals(acting, 7, "compiled", threads)) for threads in (1, 2, 3, 8)}) == 1


def test_an_engine_that_is_not_there_is_refused():
    made = witness("tightrope").problem(Fraction(1, 3), 2)
    with pytest.raises(ValueError, match="the engine is one of auto, numpy, compiled; got 'fast'"):
        totals(made, 2, "fast")
