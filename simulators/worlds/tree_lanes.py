"""Trees in a row, where the way past a tree decides the lane at the next: an expert who draws its way (L8, L12).

States    lanes -n, ..., n, and the ditch, from which no action leads back. The start is the middle lane
Actions   left and right: to the next lane on that side; from the outermost lane outward, into the ditch
Expert    drives towards the middle with probability 1 - astray, else away from it; in the middle either way, evenly; in
          the outermost lanes and in the ditch it steers inward, surely
Wrong     an action that the expert would not take: outward in an outermost lane and in the ditch
Cost      1 for a wrong action

A learner without a wrong action has not the expert's states: it may take the same ways, but more often.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.policy import Table, policy

LEFT, RIGHT = 0, 1


@dataclass(frozen=True, kw_only=True)
class TreeLanes:
    """So many lanes on each side of the middle one. Raises ValueError unless there is one, and 0 < astray < 1."""

    each_side: int
    astray: Fraction

    def __post_init__(self) -> None:
        if self.each_side < 1:
            raise ValueError(f"there must be a lane on each side of the middle one; got {self.each_side}")
        if not 0 < self.astray < 1:
            raise ValueError(f"the expert goes astray with a probability between 0 and 1; got {self.astray}")

    @property
    def lanes(self) -> range:
        return range(-self.each_side, self.each_side + 1)

    @cached_property
    def mdp(self) -> TabularMDP:
        count, cost = len(self.lanes), self.wrong.astype(int).tolist()
        moves = [[{s - 1 if s else count: 1}, {s + 1: 1}] for s in range(count)]  # the ditch is behind the last lane
        return tabular_mdp(
            states=[*(f"lane {x}" for x in self.lanes), "ditch"],
            actions=("left", "right"),
            start=[int(x == 0) for x in self.lanes] + [0],
            transition=[[*moves, [{count: 1}, {count: 1}]]],
            cost=cost,
        )

    @cached_property
    def expert(self) -> Table:
        return policy([[self._law(x) for x in self.lanes] + [[1, 0]]], "expert")

    @property
    def wrong(self) -> np.ndarray:
        """What the expert would not take, shape (S, 2)."""
        return ~self.expert.takes(1)

    def evenly(self) -> Table:
        """Left or right with the same probability, wherever it is; in the ditch, where it never was, wrong."""
        half = Fraction(1, 2)
        return policy([[[half, half]] * len(self.lanes) + [[0, 1]]], "learner")

    def _law(self, lane: int) -> list[Fraction]:
        away = Fraction(0) if abs(lane) == self.each_side else self.astray
        right = Fraction(1, 2) if lane == 0 else away if lane > 0 else 1 - away
        return [1 - right, right]
