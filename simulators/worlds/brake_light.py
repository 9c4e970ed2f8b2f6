"""A car with a blurred windscreen and its own brake light in view (L17).

Obstacle     o_t in {0, 1}: the other one next time with probability `switch`; at the start either with probability 1/2.
Windscreen   x_t = o_t, or the other one with probability `blur`, independently at each decision.
Light        b_t = a_{t-1}, the car's own last action. Before decision 1 the expert drove.
Expert       brakes if and only if there is an obstacle, a_t = o_t; it sees the obstacle itself.
Cost         1 for each decision with a_t != o_t, so the task cost is the disagreement.

A state is the triple (o, x, b). What a learner sees is a cell of states: the windscreen, or windscreen and light.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.table import best_table
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import Number, OneOf, Parameter, require
from tightrope.simulators.model.problem import Problem

HALF = Fraction(1, 2)
OBSTACLE, VIEW, LIGHT = np.array([(o, x, b) for o in (0, 1) for x in (0, 1) for b in (0, 1)]).T

SWITCH, BLUR = (
    Parameter("switch", Number(0, HALF)),
    Parameter("blur", Number(0, HALF)),
)  # beyond, the opposite is likelier
SEES_VIEW = VIEW[None]  # cells for a learner that sees the windscreen only
SEES_BOTH = (2 * VIEW + LIGHT)[None]  # and for one that sees the light too


def brake_light(switch: Fraction, blur: Fraction) -> Problem:
    """The world above. Raises ValueError unless switch and blur lie in [0, 1/2]."""
    return _wired("brake-light", switch, blur, lambda x, a: {a: Fraction(1)}, wrong=switch)


def light_at_random(switch: Fraction, blur: Fraction) -> Problem:
    """The intervention: the wire from the pedal is cut, and the light goes on and off by a fair coin."""
    return _wired("light-at-random", switch, blur, lambda x, a: {0: HALF, 1: HALF}, wrong=HALF)


def previous_view(switch: Fraction, blur: Fraction) -> Problem:
    """The contrast: b_t = x_{t-1}, a history of what was seen in place of what was done."""
    wrong = switch * (1 - blur) + (1 - switch) * blur
    return _wired("previous-view", switch, blur, lambda x, a: {x: Fraction(1)}, wrong)


def _wired(
    name: str,
    switch: Fraction,
    blur: Fraction,
    light: Callable[[int, int], Mapping[int, Fraction]],
    wrong: Fraction,
) -> Problem:
    """The problem whose next light has the law `light(x, a)` and whose first one differs from o_1 with probability wrong."""
    require(SWITCH, BLUR, switch=switch, blur=blur)
    states = list(zip(OBSTACLE.tolist(), VIEW.tolist(), LIGHT.tolist(), strict=True))

    def move(o: int, x: int, a: int) -> dict[int, Fraction]:
        return {
            i: _differs(o_next != o, switch) * _differs(x_next != o_next, blur) * light(x, a).get(b_next, Fraction(0))
            for i, (o_next, x_next, b_next) in enumerate(states)
        }

    mdp = tabular_mdp(
        states=[f"obstacle{o}-view{x}-light{b}" for o, x, b in states],
        actions=("go", "brake"),
        start=[HALF * _differs(x != o, blur) * _differs(b != o, wrong) for o, x, b in states],
        transition=[[[move(o, x, a) for a in (0, 1)] for o, x, _ in states]],
        cost=[[Fraction(a != o) for a in (0, 1)] for o, _, _ in states],
    )
    return Problem(name=name, mdp=mdp, expert=OBSTACLE[None])


def _differs(different: bool, chance: Fraction) -> Fraction:
    return chance if different else 1 - chance


def cloned_road(horizon: int, switch: Fraction, blur: Fraction, sees: str) -> Problem:
    """The world with the best table of the view, or of view and light, over the expert's own visits."""
    road = brake_light(switch, blur)
    return road.with_learner(best_table(road, SEES_BOTH if sees == "light" else SEES_VIEW, horizon))


FAMILY = Family(
    key="brake-light",
    words="an obstacle and the best table of the view, or of view and brake light",
    parameters=(SWITCH, BLUR, Parameter("sees", OneOf(("view", "light")))),
    build=cloned_road,
    examples=("brake-light:switch=1/20,blur=1/5,sees=light",),
)
