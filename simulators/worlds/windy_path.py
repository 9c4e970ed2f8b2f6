"""A path through a field, round a ring: wind blows off the path, and the way back has to be learned in each place.

States    (column, row): columns 0..length-1 in a ring, rows -half..half; the path is row 0. An episode starts at (0, 0).
Actions   ahead, left and right: every action moves one column on; left and right also one row.
Wind      with probability `wind` the step is blown one row to either side, each alike. Beyond the edge is the edge.
Expert    ahead on the path, otherwise back towards it.
Cost      1 for a decision after which the walker is not on the path, in expectation over the wind.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, Whole, require
from tightrope.simulators.model.problem import Problem

AHEAD, LEFT, RIGHT = 0, 1, 2
TURN = {AHEAD: 0, LEFT: -1, RIGHT: 1}
PARAMETERS = (
    Parameter("length", Whole(1, 10_000)),
    Parameter("half", Whole(1, 10_000)),
    Parameter("wind", PROBABILITY),
)


def windy_path(length: int, half: int, wind: Fraction) -> Problem:
    """The path and its expert. Raises ValueError outside the domains of PARAMETERS."""
    require(*PARAMETERS, length=length, half=half, wind=wind)
    rows = range(-half, half + 1)
    place = {
        (column, row): i for i, (column, row) in enumerate((column, row) for column in range(length) for row in rows)
    }

    def law(column: int, row: int, action: int) -> dict[int, Fraction]:
        result: dict[int, Fraction] = {}
        for blown, chance in ((0, 1 - wind), (-1, wind / 2), (1, wind / 2)):
            reached = max(-half, min(half, row + TURN[action] + blown))
            successor = place[(column + 1) % length, reached]
            result[successor] = result.get(successor, Fraction(0)) + chance
        return result

    transition = [[law(column, row, action) for action in TURN] for column, row in place]
    on_path = {i for (_, row), i in place.items() if row == 0}
    mdp = tabular_mdp(
        states=[f"{column},{row}" for column, row in place],
        actions=("ahead", "left", "right"),
        start=[Fraction(int(i == place[0, 0])) for i in place.values()],
        transition=[transition],
        cost=[[sum(p for s, p in moved.items() if s not in on_path) for moved in state] for state in transition],
    )
    expert = np.array([[AHEAD if row == 0 else RIGHT if row < 0 else LEFT for _, row in place]])
    return Problem(name="windy-path", mdp=mdp, expert=expert)


FAMILY = Family(
    key="windy-path",
    words="a path in the wind, round a ring; no learner",
    parameters=PARAMETERS,
    build=lambda horizon, **values: windy_path(**values),
    size=lambda horizon, length, half, wind: 9 * length * (2 * half + 1),
    examples=("windy-path:length=12,half=2,wind=1/20",),
)
