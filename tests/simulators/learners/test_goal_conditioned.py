"""Hindsight: the labels it makes, the clone of them, and that every run teaches the way to its end if moves are
certain.
"""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tightrope.simulators.learners.goal_conditioned import (
    any_later_state,
    best_chances,
    clone,
    counted,
    expected,
    goal_shift,
    input_shift,
    knows,
    last_state,
    pooled,
    reaches,
    target_shift,
)
from tightrope.simulators.measures.occupancy import push
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.worlds.goal_grid import LEFT, RIGHT, goal_grid
from tightrope.simulators.worlds.lock import ALIVE, DEAD, lock

HALF = Fraction(1, 2)
LINE = goal_grid(4, 1)
FORWARD = (np.array([0, 1, 2, 3]), np.array([RIGHT] * 3))


def uniform(mdp):
    return Table(np.full((1, *mdp.shape), fmpq(1, mdp.shape[1]), dtype=object))


@st.composite
def certain_worlds(draw):
    """A process whose actions have certain outcomes, and some runs in it, not all of the same length."""
    states, choices = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    goes = draw(
        st.lists(
            st.lists(st.integers(0, states - 1), min_size=choices, max_size=choices), min_size=states, max_size=states
        )
    )
    mdp = tabular_mdp(
        states=[f"s{s}" for s in range(states)],
        actions=[f"a{a}" for a in range(choices)],
        start=[Fraction(1, states)] * states,
        transition=[[[{to: Fraction(1)} for to in row] for row in goes]],
        cost=[[0] * choices] * states,
    )
    runs = []
    for _ in range(draw(st.integers(1, 4))):
        visited, taken = (
            [draw(st.integers(0, states - 1))],
            draw(st.lists(st.integers(0, choices - 1), min_size=1, max_size=4)),
        )
        for action in taken:
            visited.append(goes[visited[-1]][action])
        runs.append((np.array(visited), np.array(taken)))
    return mdp, runs


def from_state(mdp, policy, state, goal, steps):
    law = np.array([fmpq(int(s == state)) for s in range(mdp.shape[0])])
    for decision in range(len(policy.probability) - steps + 1, len(policy.probability) + 1):
        law = push(mdp, law, policy.at(decision, EXACT), decision, EXACT)
    return law[goal]


@given(certain_worlds(), st.sampled_from([last_state, any_later_state]))
def test_with_certain_moves_and_the_steps_told_the_clone_always_arrives_from_where_it_has_a_label(drawn, rule):
    mdp, runs = drawn
    weight = counted(mdp, runs, rule)
    for goal, steps, state in product(range(mdp.shape[0]), range(1, len(weight) + 1), range(mdp.shape[0])):
        if knows(weight, goal)[steps - 1, state]:
            assert from_state(mdp, clone(weight, goal), state, goal, steps) == 1


def test_that_is_false_if_the_steps_are_not_told():
    wander = (np.array([0, 1, 0, 1, 2]), np.array([RIGHT, LEFT, RIGHT, RIGHT]))
    weight = counted(LINE, [wander], last_state)

    assert reaches(LINE, clone(weight, 2), 2, 4) == 1
    assert reaches(LINE, clone(pooled(weight), 2), 2, 4) < 1


def test_that_is_false_if_moves_are_left_to_chance():
    weight = counted(lock([Fraction(1), HALF]), [(np.array([ALIVE, ALIVE]), np.array([1]))], last_state)

    assert reaches(lock([Fraction(1), HALF]), clone(weight, ALIVE), ALIVE, 1) == HALF


def test_the_last_state_alone_makes_a_label_of_each_decision_and_any_later_state_one_of_each_pair():
    last, later = (counted(LINE, [FORWARD], rule) for rule in (last_state, any_later_state))

    assert last.shape == later.shape == (3, 4, 4, 2)
    assert (last.sum(), later.sum()) == (3, 6)
    assert np.argwhere(last).tolist() == [[0, 3, 2, RIGHT], [1, 3, 1, RIGHT], [2, 3, 0, RIGHT]]
    assert later[1, 2, 0, RIGHT] == 1


@pytest.mark.parametrize("rule", [last_state, any_later_state])
def test_exact_data_are_the_mean_of_all_runs_counted(rule):
    runs = []
    for actions in product((LEFT, RIGHT), repeat=3):
        states = [1]
        for action in actions:
            states.append(min(max(states[-1] + (1 if action == RIGHT else -1), 0), 3))
        runs.append((np.array(states), np.array(actions)))
    line = goal_grid(4, 1, start=[1])
    counts = counted(line, runs, rule)

    assert (expected(line, uniform(line), 3, rule) * 8 == counts).all()


def test_exact_data_of_chance_are_bayes_rule():
    made = lock([Fraction(1), Fraction(2, 5)])
    behaviour = policy([[[Fraction(1, 4), Fraction(3, 4)], [HALF, HALF]]])
    weight = expected(made, behaviour, 1, last_state)

    assert list(map(fraction, weight[0, ALIVE, ALIVE])) == [Fraction(1, 4), Fraction(3, 10)]
    assert fraction(clone(weight, ALIVE).probability[0, ALIVE, 0]) == Fraction(5, 11)
    assert goal_shift(weight, ALIVE) == 1 - Fraction(11, 20)


def test_the_clone_is_the_maximum_of_the_likelihood():
    """Its frequencies beat any other table of the same cell; a uniform table does not."""
    weight = counted(LINE, [FORWARD, (np.array([0, 0, 1, 2, 3]), np.array([LEFT, RIGHT, RIGHT, RIGHT]))], last_state)
    votes = pooled(weight)[0, 3, 0].astype(float)
    fitted = clone(pooled(weight), 3).probability[0, 0]

    def likelihood(right):
        return votes[LEFT] * np.log(1 - right) + votes[RIGHT] * np.log(right)

    assert fraction(fitted[RIGHT]) == Fraction(2, 3)
    assert all(likelihood(2 / 3) > likelihood(x) for x in np.linspace(0.05, 0.95, 19))


def test_cells_without_labels_are_uniform():
    assert (clone(counted(LINE, [FORWARD], last_state), 0).probability == fmpq(1, 2)).all()


def test_the_best_chances_of_a_lock_are_powers():
    chances = best_chances(lock([Fraction(1, 2), Fraction(1, 3)]), ALIVE, 3)

    assert [fraction(each[ALIVE].max()) for each in chances] == [HALF, HALF**2, HALF**3]
    assert fraction(chances[2][ALIVE][1]) == Fraction(1, 3) * HALF**2
    assert chances[2][DEAD].max() == 0


def test_the_shifts_of_a_lock():
    """Five tumblers, chances 1 and x: TV of the states 1 - p^t, of the labels x/(1 + x)."""
    x = Fraction(2, 5)
    made, kept = lock([Fraction(1), x]), (1 + x**2) / (1 + x)
    weight = expected(made, uniform(made), 5, last_state)
    acting = clone(weight, ALIVE)

    assert list(map(fraction, input_shift(made, weight, acting, ALIVE))) == [1 - kept**t for t in range(5)]
    assert target_shift(made, weight, acting, ALIVE) == x / (1 + x)
    assert target_shift(made, weight, uniform(made), ALIVE) == HALF != x / (1 + x)


def test_a_goal_that_no_run_ends_in_has_no_shift():
    weight = counted(LINE, [FORWARD], last_state)

    with pytest.raises(ValueError, match="no run ends in"):
        input_shift(LINE, weight, clone(weight, 0), 0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: counted(LINE, [], last_state), "the data set is empty"),
        (lambda: counted(LINE, [(np.array([0]), np.array([], dtype=int))], last_state), "one more state than actions"),
        (lambda: counted(LINE, [(np.array([0, 1]), np.array([0, 1]))], last_state), "one more state than actions"),
        (lambda: counted(LINE, [(np.array([0, 4]), np.array([1]))], last_state), "states 0 to 3"),
        (lambda: clone(counted(LINE, [FORWARD], last_state), 4), "the goal must be a state, 0 to 3"),
        (lambda: expected(LINE, uniform(LINE), 0, last_state), "horizon"),
        (lambda: expected(LINE, Table(np.full((2, 4, 2), fmpq(1, 2), dtype=object)), 2, last_state), "depend on time"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
