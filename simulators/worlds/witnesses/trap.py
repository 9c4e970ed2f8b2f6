"""The trap: what the average over decisions allows is spent at the first one."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def trap(epsilon: Fraction, horizon: int) -> Problem:
    """All that the average over decisions allows is spent at the first one: with probability epsilon T, into the trap.

    Error averaged over the decisions: min(epsilon, 1/T); C = T min(1, epsilon T), the worst case of the reading.
    """
    return right_or_wrong("trap", trapped(), right=[1 - min(ONE, epsilon * horizon), ONE, ZERO])


def trapped() -> TabularMDP:
    """The first decision leads to safety or into the trap, for good; in the trap every decision costs 1."""
    return tabular_mdp(
        states=("start", "safe", "trap"),
        actions=("right", "wrong"),
        start=(ONE, ZERO, ZERO),
        transition=[[[{1: ONE}, {2: ONE}], [{1: ONE}, {1: ONE}], [{2: ONE}, {2: ONE}]]],
        cost=((0, 1), (0, 0), (1, 1)),
    )


FAMILY = Family(
    key="trap",
    words="with probability epsilon T, at the first decision, into a trap for good",
    reading="time_averaged",
    build=trap,
    examples=("trap",),
)
