"""Two states that swap: the mixture identity of L8 would need a negative probability."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

ONE = Fraction(1)


def swap(epsilon: Fraction, horizon: int) -> Problem:
    """Two states that the expert swaps; the learner errs in one only, twice as often as on average, and stays there.

    Error per step epsilon (at most 1/2); after one action p(y) = 1/2 - epsilon < (1 - epsilon)/2: the mixture identity
    would need p_mistake(y) = -1/2.
    """
    if epsilon > Fraction(1, 2):
        raise ValueError(f"swap needs epsilon <= 1/2, since one of its two states takes all errors; got {epsilon}")
    return right_or_wrong("swap", swapped(), right=[1 - 2 * epsilon, ONE])


def swapped() -> TabularMDP:
    """The expert goes from x to y and from y to x, half of its runs in each; who errs in x stays there."""
    return tabular_mdp(
        states=("x", "y"),
        actions=("right", "wrong"),
        start=(Fraction(1, 2), Fraction(1, 2)),
        transition=[[[{1: ONE}, {0: ONE}], [{0: ONE}, {0: ONE}]]],
        cost=((0, 1), (0, 1)),
    )


FAMILY = Family(
    key="swap",
    words="two states that the expert swaps, all errors in one of them",
    reading="per_step",
    build=swap,
    examples=("swap",),
)
