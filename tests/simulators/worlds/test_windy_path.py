"""The path does what its docstring says."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.windy_path import AHEAD, LEFT, RIGHT, windy_path

WIND = Fraction(1, 10)
PATH = windy_path(3, 1, WIND)


def law(state, action):
    part = PATH.mdp.entries(1)
    rows = PATH.mdp.entry_row[part] == PATH.mdp.states.index(state) * 3 + action
    chances = PATH.mdp.probability(EXACT)[part][rows]
    places = [PATH.mdp.states[s] for s in PATH.mdp.successor[part][rows]]
    return {place: fraction(chance) for place, chance in zip(places, chances, strict=True)}


def test_every_action_moves_one_column_on_and_the_wind_blows_to_either_side():
    calm, gust = 1 - WIND, WIND / 2

    assert law("0,0", AHEAD) == {"1,0": calm, "1,-1": gust, "1,1": gust}
    assert law("2,0", RIGHT) == {"0,1": calm + gust, "0,0": gust}
    assert law("1,-1", AHEAD) == {"2,-1": calm + gust, "2,0": gust}
    assert law("1,-1", LEFT) == {"2,-1": 1}  # a turn beyond the edge, blown back to it


def test_the_expert_goes_ahead_on_the_path_and_back_to_it_and_pays_for_the_wind_alone():
    action = dict(zip(PATH.mdp.states, PATH.expert[0], strict=True))
    found = evaluate(PATH.with_learner(deterministic(PATH.expert, 3)), 8)
    laws = state_laws(PATH.mdp, deterministic(PATH.expert, 3), 8)
    off = [s for s, name in enumerate(PATH.mdp.states) if not name.endswith(",0")]

    assert [action[state] for state in ("0,0", "1,-1", "2,1")] == [AHEAD, RIGHT, LEFT]
    assert found.learner_task == sum(fraction(each[off].sum()) for each in laws[1:]) == 8 * WIND


@pytest.mark.parametrize("bad", [(0, 1, WIND), (3, 0, WIND), (3, 1, Fraction(3, 2))])
def test_a_path_without_places_or_field_or_with_impossible_wind_is_refused(bad):
    with pytest.raises(ValueError, match="must be a"):
        windy_path(*bad)
