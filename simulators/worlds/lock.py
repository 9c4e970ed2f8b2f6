"""A lock with T tumblers: action a turns the next one with probability P_a, or breaks the key for good (L27).

States    alive, dead; start alive. From alive, action a leads to alive with probability chances[a], else to dead.
Goal      to be alive after the last decision. The best policy takes the most likely action every time.
"""

from collections.abc import Sequence
from fractions import Fraction

from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp

ALIVE, DEAD = 0, 1


def lock(chances: Sequence[Fraction]) -> TabularMDP:
    """The world above. Raises ValueError if a chance is no probability, or there is none."""
    alive = [{ALIVE: Fraction(chance), DEAD: 1 - Fraction(chance)} for chance in chances]
    return tabular_mdp(
        states=("alive", "dead"),
        actions=[f"turn {a}" for a in range(len(chances))],
        start=(1, 0),
        transition=[[alive, [{DEAD: Fraction(1)}] * len(chances)]],
        cost=[[0] * len(chances)] * 2,
    )
