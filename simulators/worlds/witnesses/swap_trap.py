"""Two states that swap, and a trap behind the error."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def swap_trap(epsilon: Fraction, horizon: int) -> Problem:
    """The same with a trap behind the error, where the learner is always wrong: |p - p*|_1 = 4 epsilon after two actions."""
    if epsilon > Fraction(1, 2):
        raise ValueError(f"swap-trap needs epsilon <= 1/2, since one of its states takes all errors; got {epsilon}")
    mdp = tabular_mdp(
        states=("x", "y", "z"),
        actions=("right", "wrong"),
        start=(Fraction(1, 2), Fraction(1, 2), ZERO),
        transition=[[[{1: ONE}, {2: ONE}], [{0: ONE}, {0: ONE}], [{2: ONE}, {2: ONE}]]],
        cost=((0, 1), (0, 1), (1, 1)),
    )
    return right_or_wrong("swap-trap", mdp, right=[1 - 2 * epsilon, ONE, ZERO])


FAMILY = Family(
    key="swap-trap",
    words="the same with a trap behind the error",
    reading="per_step",
    build=swap_trap,
    examples=("swap-trap",),
)
