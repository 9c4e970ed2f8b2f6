"""The goal grid and the lock do what their docstrings say."""

from fractions import Fraction

import pytest

from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.worlds.goal_grid import goal_grid
from tightrope.simulators.worlds.lock import ALIVE, DEAD, lock


def law(mdp, s, a):
    row = s * mdp.shape[1] + a
    part = slice(mdp.indptr[row], mdp.indptr[row + 1])
    return dict(zip(mdp.successor[part].tolist(), map(fraction, mdp.exact_probability[part]), strict=True))


def test_steps_go_where_they_say_and_into_the_wall_stay():
    grid = goal_grid(3, 2)

    assert grid.actions == ("left", "right", "up", "down")
    assert [law(grid, 0, a) for a in range(4)] == [{0: 1}, {1: 1}, {0: 1}, {3: 1}]
    assert [law(grid, 5, a) for a in range(4)] == [{4: 1}, {5: 1}, {2: 1}, {5: 1}]


def test_a_line_has_two_actions():
    line = goal_grid(4, 1, start=[1, 3])

    assert line.actions == ("left", "right")
    assert law(line, 3, 1) == {3: 1}
    assert line.start.tolist() == [0, 1, 0, 1]


def test_a_slip_goes_in_a_uniform_direction():
    grid = goal_grid(3, 3, slip=Fraction(1, 5))

    assert law(grid, 4, 1) == {
        1: Fraction(1, 20),
        3: Fraction(1, 20),
        5: Fraction(4, 5) + Fraction(1, 20),
        7: Fraction(1, 20),
    }


def test_the_lock_opens_with_the_chance_of_the_action_and_stays_broken():
    made = lock([Fraction(1), Fraction(1, 3)])

    assert law(made, ALIVE, 1) == {ALIVE: Fraction(1, 3), DEAD: Fraction(2, 3)}
    assert law(made, DEAD, 0) == {DEAD: 1}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: goal_grid(1, 1), "width >= 2"),
        (lambda: goal_grid(3, 1, slip=Fraction(-1, 2)), "slip in"),
        (lambda: goal_grid(3, 1, start=[3]), "cells 0 to 2"),
        (lambda: goal_grid(3, 1, start=[]), "the start must be"),
        (lambda: lock([Fraction(3, 2)]), "not a probability distribution"),
        (lambda: lock([]), "an action"),
    ],
)
def test_what_is_no_such_world_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
