"""A rope with a way back (L13)."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Parameter
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def recovery(epsilon: Fraction, horizon: int, rho: Fraction) -> Problem:
    """A rope with a way back: off it, the right action returns with probability rho; the learner knows it.

    Pay 1 for a decision that ends off the rope. J(learner) = epsilon/(epsilon + rho) [T - r (1 - r^T)/(epsilon + rho)]
    with r = 1 - epsilon - rho; an error costs at most (1 - (1 - rho)^T)/rho more. Pointwise error epsilon.
    """
    mdp = tabular_mdp(
        states=("on", "off"),
        actions=("right", "wrong"),
        start=(ONE, ZERO),
        transition=[[[{0: ONE}, {1: ONE}], [{0: rho, 1: 1 - rho}, {1: ONE}]]],
        cost=((0, 1), (1 - rho, 1)),
    )
    return right_or_wrong("recovery", mdp, right=[1 - epsilon, ONE])


FAMILY = Family(
    key="recovery",
    words="a rope with a way back, that succeeds with probability rho",
    reading="pointwise",
    parameters=(Parameter("rho", PROBABILITY, Fraction(1, 5)),),
    build=recovery,
    examples=("recovery:rho=1/5",),
)
