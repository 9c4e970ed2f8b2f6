"""The brake light's world is what its docstring says, and its wires are three."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.brake_light import LIGHT, OBSTACLE, VIEW, brake_light, light_at_random, previous_view

SWITCH, BLUR = Fraction(1, 10), Fraction(1, 4)


def chance(problem, law, event):
    return fraction(law[event].sum()) if event.any() else Fraction(0)


def laws(problem, action, horizon=6):
    return state_laws(problem.mdp, deterministic(action[None], 2), horizon)


def test_the_expert_keeps_the_world_stationary_and_each_sign_errs_as_stated():
    problem = brake_light(SWITCH, BLUR)
    for law in laws(problem, problem.expert[0]):
        assert chance(problem, law, OBSTACLE == 1) == Fraction(1, 2)
        assert chance(problem, law, VIEW != OBSTACLE) == BLUR
        assert chance(problem, law, LIGHT != OBSTACLE) == SWITCH
        assert chance(problem, law, (VIEW != OBSTACLE) & (LIGHT != OBSTACLE)) == BLUR * SWITCH


@pytest.mark.parametrize("action", [OBSTACLE, VIEW, LIGHT, 1 - LIGHT], ids=["expert", "view", "light", "opposite"])
def test_from_every_state_the_obstacle_moves_by_itself_and_the_light_shows_the_action(action):
    mdp = brake_light(SWITCH, BLUR).mdp
    for state in range(8):
        row = mdp.indptr[2 * state + action[state]], mdp.indptr[2 * state + action[state] + 1]
        to, weight = mdp.successor[slice(*row)], mdp.exact_probability[slice(*row)]

        assert set(LIGHT[to]) == {action[state]}
        assert fraction(weight[OBSTACLE[to] != OBSTACLE[state]].sum()) == SWITCH
        assert fraction(weight[VIEW[to] != OBSTACLE[to]].sum()) == BLUR


def test_the_cost_is_a_wrong_action():
    problem = brake_light(SWITCH, BLUR)

    assert problem.mdp.cost(EXACT).tolist() == [[int(a != o) for a in (0, 1)] for o in OBSTACLE]


def test_a_light_at_random_tells_nothing_and_a_previous_view_is_wrong_as_often_as_a_view_and_a_change_make_it():
    cut, seen = light_at_random(SWITCH, BLUR), previous_view(SWITCH, BLUR)
    wrong = SWITCH * (1 - BLUR) + (1 - SWITCH) * BLUR
    for action in (OBSTACLE, LIGHT):
        for law in laws(cut, action):
            assert chance(cut, law, LIGHT != OBSTACLE) == Fraction(1, 2)
        for law in laws(seen, action):
            assert chance(seen, law, LIGHT != OBSTACLE) == wrong


@pytest.mark.parametrize(("switch", "blur"), [(Fraction(-1, 10), BLUR), (SWITCH, Fraction(3, 5))])
def test_probabilities_beyond_one_half_are_refused(switch, blur):
    with pytest.raises(ValueError, match="must be a number from 0 to 1/2"):
        brake_light(switch, blur)


def test_with_both_certain_the_world_stands_still():
    problem = brake_light(Fraction(0), Fraction(0))
    last = laws(problem, LIGHT)[-1]

    assert np.flatnonzero(last.astype(bool)).tolist() == [0, 7]
