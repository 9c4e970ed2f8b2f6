"""The tightrope: on the rope the learner seldom errs; off it, it is always wrong (L11, L12)."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def tightrope(epsilon: Fraction, horizon: int) -> Problem:
    """On the rope the learner errs with probability epsilon and falls; off it, it is always wrong, for ever.

    Pointwise error epsilon; C = T - (1 - epsilon)(1 - (1 - epsilon)^T)/epsilon. Each decision that errs or is taken off
    the rope costs 1, so an error is never forgiven: u = T.
    """
    return right_or_wrong("tightrope", rope(), right=[1 - epsilon, ZERO])


def rope() -> TabularMDP:
    """On the rope or off it: the right action stays on, the wrong one falls, and there is no way back."""
    return tabular_mdp(
        states=("on", "off"),
        actions=("right", "wrong"),
        start=(ONE, ZERO),
        transition=[[[{0: ONE}, {1: ONE}], [{1: ONE}, {1: ONE}]]],
        cost=((0, 1), (1, 1)),
    )


FAMILY = Family(
    key="tightrope",
    words="a rope: the first error falls off it, and off it the learner is always wrong",
    reading="pointwise",
    build=tightrope,
    examples=("tightrope",),
)
