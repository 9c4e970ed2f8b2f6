"""The wager: all of the log loss that the average over decisions allows is spent at the first one."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import Number, Parameter
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.witnesses.charges import CHARGES

ZERO, ONE = Fraction(0), Fraction(1)
PARAMETERS = (CHARGES[0], Parameter("J_star", Number(0, 0), ZERO))  # what an expert that pays changes is not known


def wager(epsilon: Fraction, horizon: int, u: Fraction = ONE, J_star: Fraction = ZERO) -> Problem:
    """The learner errs at the first decision with probability 1 - (1 - epsilon)^T, and never again if that goes well.

    Its log loss averaged over the decisions is that of a constant error epsilon. Off the expert's way it errs for ever,
    and each error costs v = min(1, u): C = T (1 - (1 - epsilon)^T), gap = v C. J_star is 0.
    """
    price = min(ONE, u)
    mdp = tabular_mdp(
        states=("first", "on", "off"),
        actions=("right", "wrong"),
        start=(ONE, ZERO, ZERO),
        transition=[[[{1: ONE}, {2: ONE}]] * 3],
        cost=[(ZERO, price)] * 3,
    )
    return right_or_wrong("wager", mdp, right=[(1 - epsilon) ** horizon, ONE, ZERO])


FAMILY = Family(
    key="wager",
    words="with probability 1 - (1 - epsilon)^T, at the first decision, off the way for good",
    reading="log_loss_averaged",
    parameters=PARAMETERS,
    build=wager,
    size=lambda epsilon, horizon, **_: 4 * horizon * epsilon.denominator.bit_length(),  # digits of (1 - epsilon)^T
    examples=("wager:u=1,J_star=0",),
)
