"""A tightrope with a start that the data lack."""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Parameter
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def unseen_start(epsilon: Fraction, horizon: int, missing: Fraction) -> Problem:
    """A tightrope that the expert mounts, with probability `missing`, from a state that the data lacks.

    There the learner is always wrong and falls. Error epsilon on the data; C = sum_t [1 - (1 - missing)(1 - epsilon)^t].
    """
    mdp = tabular_mdp(
        states=("on", "off", "unseen"),
        actions=("right", "wrong"),
        start=(1 - missing, ZERO, missing),
        transition=[[[{0: ONE}, {1: ONE}], [{1: ONE}, {1: ONE}], [{0: ONE}, {1: ONE}]]],
        cost=((0, 1), (1, 1), (0, 1)),
    )
    return right_or_wrong("unseen-start", mdp, right=[1 - epsilon, ZERO, ZERO], data=np.array([True, False, False]))


FAMILY = Family(
    key="unseen-start",
    words="a rope that some runs mount from a state that the data lack",
    reading="finite_data",
    parameters=(Parameter("missing", PROBABILITY, Fraction(1, 10)),),
    build=unseen_start,
    examples=("unseen-start:missing=1/10",),
)
