"""A grid where every cell can be a goal; with one row it is a line (L24, L26).

States    cells (x, y), numbered along the rows from a corner; start in cell 0, or uniform over the cells of `start`.
Actions   left, right, and with several rows up, down. A step into the wall stays. With probability `slip` the step
          goes in a uniform direction in place of the chosen one.
"""

from collections.abc import Sequence
from fractions import Fraction

from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp

STEPS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
LEFT, RIGHT = 0, 1


def goal_grid(width: int, height: int, slip: Fraction = Fraction(0), start: Sequence[int] = (0,)) -> TabularMDP:
    """The world above. Raises ValueError unless width >= 2, height >= 1, slip in [0, 1] and the start in the grid."""
    if width < 2 or height < 1 or not 0 <= slip <= 1:
        raise ValueError(f"a grid needs width >= 2, height >= 1 and slip in [0, 1]; got {width}, {height}, {slip}")
    if not start or not all(0 <= s < width * height for s in start):
        raise ValueError(f"the start must be some of the cells 0 to {width * height - 1}; got {list(start)}")
    actions = list(STEPS)[: 2 if height == 1 else 4]
    cells = [(x, y) for y in range(height) for x in range(width)]

    def arrive(x: int, y: int, action: str) -> int:
        dx, dy = STEPS[action]
        return min(max(x + dx, 0), width - 1) + width * min(max(y + dy, 0), height - 1)

    def move(x: int, y: int, action: str) -> dict[int, Fraction]:
        law = {arrive(x, y, action): 1 - slip}
        for other in actions:
            law[arrive(x, y, other)] = law.get(arrive(x, y, other), Fraction(0)) + slip / len(actions)
        return law

    return tabular_mdp(
        states=[f"({x}, {y})" for x, y in cells],
        actions=actions,
        start=[Fraction(s in start, len(set(start))) for s in range(len(cells))],
        transition=[[[move(x, y, action) for action in actions] for x, y in cells]],
        cost=[[0] * len(actions) for _ in cells],
    )
