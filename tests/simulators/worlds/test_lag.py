"""The lag world is what its docstring says."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.lag import lag, sees_last

STAY = Fraction(3, 5)


def symbol(states, symbols, steps_ago):
    return states // symbols**steps_ago % symbols


@pytest.mark.parametrize(("symbols", "delay", "depth"), [(2, 0, 0), (2, 1, 2), (3, 2, 2)])
def test_windows_shift_by_one_and_a_symbol_stays_as_often_as_stated(symbols, delay, depth):
    mdp = lag(symbols, delay, depth, STAY).mdp
    windows = np.arange(symbols ** (depth + 1))
    for row in range(len(windows) * symbols):
        part = slice(mdp.indptr[row], mdp.indptr[row + 1])
        now, to, chance = row // symbols, mdp.successor[part], mdp.exact_probability[part]

        for steps in range(depth):
            assert (symbol(to, symbols, steps + 1) == symbol(now, symbols, steps)).all()
        assert fraction(chance[symbol(to, symbols, 0) == symbol(now, symbols, 0)].sum()) == STAY


@pytest.mark.parametrize("stay", [Fraction(1, 3), STAY, Fraction(1), Fraction(0)])
def test_the_windows_are_stationary_and_the_first_symbol_is_uniform(stay):
    problem = lag(3, 1, 2, stay)
    laws = state_laws(problem.mdp, deterministic(problem.expert, 3), 3)

    assert (laws == laws[0]).all()
    for value in range(3):
        assert fraction(laws[0][symbol(np.arange(27), 3, 0) == value].sum()) == Fraction(1, 3)


@pytest.mark.parametrize("delay", [0, 1, 2])
def test_the_expert_repeats_and_costs_nothing_and_each_other_action_costs_one(delay):
    problem = lag(3, delay, 2, STAY)

    assert (problem.expert[0] == symbol(np.arange(27), 3, delay)).all()
    wrong = problem.with_learner(deterministic((problem.expert + 1) % 3, 3))
    assert evaluate(wrong, 4).learner_task == evaluate(wrong, 4).disagreement == 4
    assert evaluate(wrong, 4).expert_task == 0


def test_a_cell_is_the_last_observations():
    windows = np.arange(27)
    cell = sees_last(3, 2, 1)[0]

    assert (cell == 3 * symbol(windows, 3, 1) + symbol(windows, 3, 0)).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lag(1, 0, 0, STAY), "symbols must be a whole number from 2"),
        (lambda: lag(2, 3, 2, STAY), "windows must reach back to the delay, 3"),
        (lambda: lag(2, 1, 2, Fraction(3, 2)), "stay must be a probability"),
        (lambda: lag(10, 1, 5, STAY), "make 1000000 windows"),
        (lambda: sees_last(2, 3, 4), "order must lie between 0 and the depth 3"),
    ],
)
def test_what_makes_no_lag_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
