"""Averages over data sets: the sum of powers is what all data sets that can be drawn cost, one by one."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from tightrope.simulators.learners.cloning import Clone, pooled
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.training import seen_states
from tightrope.simulators.training.seen_states import (
    by_decision,
    by_state,
    cloning_curve,
    dagger_laws,
    drawn_cloning,
    drawn_dagger,
    expected_cost,
    price_list,
)
from tightrope.simulators.worlds.reset_cliff import expected_clone, uniform_cliff

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def three_states() -> Problem:
    """The expert meets the first two states by chance, the third never; dynamics that depend on the decision."""
    first = [
        [{0: HALF, 1: HALF}, {2: 1}],
        [{0: THIRD, 1: 1 - THIRD}, {1: THIRD, 2: 1 - THIRD}],
        [{0: HALF, 2: HALF}, {2: 1}],
    ]
    later = [[{0: HALF, 1: HALF}, {2: 1}], [{0: THIRD, 1: 1 - THIRD}, {0: 1}], [{2: 1}, {1: 1}]]
    mdp = tabular_mdp(
        states=("a", "b", "c"),
        actions=("x", "y"),
        start=(THIRD, 1 - THIRD, 0),
        transition=[first, later, first],
        cost=((0, 1), (HALF, 0), (1, 1)),
    )
    return Problem(name="three states", mdp=mdp, expert=np.array([[0, 0, 1]]))


def runs_of_the_expert(made: Problem, horizon: int):
    """(states at the decisions, probability), from the table alone."""
    mdp = made.mdp
    size, choices = mdp.shape
    for states in product(range(size), repeat=horizon):
        chance = Fraction(int(mdp.start[states[0]]), int(mdp.start.sum()))
        for t, (here, there) in enumerate(zip(states, states[1:], strict=False), 1):
            row = (mdp.layer_of(t) * size + here) * choices + int(made.expert_at(t)[here])
            part = slice(int(mdp.indptr[row]), int(mdp.indptr[row + 1]))
            moves = dict(zip(mdp.successor[part].tolist(), mdp.exact_probability[part], strict=True))
            chance *= Fraction(str(moves.get(there, 0)))
        if chance:
            yield states, chance


@pytest.mark.parametrize("samples", [1, 2])
@pytest.mark.parametrize(("cell", "fold"), [(by_state, pooled), (by_decision, lambda counts: counts)])
def test_the_sum_of_powers_is_the_average_cost_of_the_clones_of_all_data_sets(cell, fold, samples):
    made, horizon, average = three_states(), 3, Fraction(0)
    for shown in product(list(runs_of_the_expert(made, horizon)), repeat=samples):
        counts = np.zeros((horizon, 3, 2), dtype=np.int64)
        for states, _ in shown:
            for t, s in enumerate(states):
                counts[t, s, made.expert_at(t + 1)[s]] += 1
        chance = np.prod([chance for _, chance in shown])
        average += chance * task_cost(made.mdp, Clone().fit(fold(counts)), horizon)

    assert cloning_curve(made, horizon, cell)(samples) == average


def test_without_data_the_clone_guesses_and_with_data_without_end_it_is_the_expert():
    made, horizon = three_states(), 3
    curve = cloning_curve(made, horizon, by_state)
    guess = policy([[(HALF, HALF)] * 3])

    assert curve(0) == task_cost(made.mdp, guess, horizon)
    assert curve.limit == task_cost(made.mdp, made.expert_table, horizon) != curve(100)
    assert curve(40) - curve.limit == pytest.approx((curve(41) - curve.limit) / float(curve.slowest), rel=1e-6)


def test_on_the_cliff_the_average_policy_costs_the_same_but_not_where_decisions_share_a_table():
    """A clone without a clock meets the same state again: its average policy is another learner."""
    cliff = uniform_cliff(3, 4)
    average = evaluate(cliff.with_learner(expected_clone(cliff, 2)), 3).learner_task

    assert cloning_curve(cliff, 3, by_decision)(2) == average
    assert cloning_curve(cliff, 3, by_state)(2) < average


def test_the_first_round_of_dagger_is_cloning_and_its_laws_are_laws():
    made, horizon, rounds = three_states(), 3, (2, 1, 3)
    price = price_list(made, horizon)
    laws = list(dagger_laws(made, horizon, rounds))

    assert expected_cost(laws[0], price) == cloning_curve(made, horizon, by_state)(2)
    assert all(sum(law.values()) == 1 and min(law.values()) > 0 for law in laws)
    assert max(len(seen) for seen in laws[0]) == 2  # the expert never shows the third state
    assert max(len(seen) for seen in laws[1]) == 3


def test_a_round_of_two_episodes_is_not_two_rounds_of_one():
    """Between two rounds the learner is fitted again, and goes elsewhere."""
    made, horizon = three_states(), 3
    together, apart = (list(dagger_laws(made, horizon, rounds))[-1] for rounds in ((1, 2), (1, 1, 1)))

    assert together != apart


def test_drawn_data_sets_follow_the_exact_laws():
    """Every share of 4,000 draws within five standard deviations: fixed seeds, so the alarm is spent once."""
    made, horizon, rounds, runs = problem("windy-path:length=2,half=1,wind=1/5", 4), 4, (1, 1, 2), 4_000
    laws = list(dagger_laws(made, horizon, rounds))
    drawn = drawn_dagger(made, horizon, rounds, runs, seed=1)
    clones = drawn_cloning(made, horizon, (1, 4), runs, seed=2)
    price = price_list(made, horizon)

    for law, seen in zip(laws, drawn, strict=True):
        assert set(seen) <= set(law)
        for one, chance in law.items():
            share = seen.count(one) / runs
            assert abs(share - chance) <= 5 * (float(chance * (1 - chance)) / runs) ** 0.5 + 1 / runs
    for size, seen in zip((1, 4), clones, strict=True):
        paid = np.array([float(price(one)) for one in seen])
        exact = float(cloning_curve(made, horizon, by_state)(size))
        assert abs(paid.mean() - exact) <= 5 * paid.std() / runs**0.5


def test_more_cells_than_can_be_handled_are_refused_in_words(monkeypatch):
    monkeypatch.setattr(seen_states, "MOST", 3)

    with pytest.raises(ValueError, match="more than 3 terms: choose fewer states or a shorter horizon"):
        cloning_curve(three_states(), 3, by_decision)
    with pytest.raises(ValueError, match="more than 3 terms"):
        list(dagger_laws(three_states(), 3, (1, 1)))


def test_actions_that_depend_on_the_state_are_refused():
    mdp = tabular_mdp(
        states=("a", "b"),
        actions=("x", "y", "z"),
        start=(1, 0),
        transition=[[[{0: 1}, {1: 1}, {1: 1}], [{1: 1}, {1: 1}, {1: 1}]]],
        cost=((0, 1, 1), (0, 0, 1)),
        available=np.array([[True, True, True], [True, True, False]]),
    )
    some = Problem(name="some actions", mdp=mdp, expert=np.array([[0, 0]]))

    with pytest.raises(ValueError, match="some actions has actions that depend on the state"):
        cloning_curve(some, 2, by_state)


def test_a_table_for_all_decisions_is_refused_where_the_expert_looks_at_the_time():
    """Its one label would be wrong at some decision, however many demonstrations there are."""
    mdp = tabular_mdp(states=("only",), actions=("x", "y"), start=(1,), transition=[[[{0: 1}, {0: 1}]]], cost=((0, 1),))
    alternating = Problem(name="alternating", mdp=mdp, expert=np.array([[0], [1], [0]]))

    with pytest.raises(ValueError, match="in state 0 depends on the decision .at decision 2.: use a table for each"):
        cloning_curve(alternating, 3, by_state)
    assert cloning_curve(alternating, 3, by_decision)(1) == 1
