"""The swap under log loss: the mixture identity of L8 stays false although survival is the lecture's."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.witnesses.swap import swapped

ONE = Fraction(1)


def swap_log_loss(epsilon: Fraction, horizon: int) -> Problem:
    """Two states that the expert swaps; the learner errs in one only, with probability 1 - (1 - epsilon)^2, and stays there.

    The geometric mean of its probabilities of agreeing is sqrt((1 - epsilon)^2 1) = 1 - epsilon at the first decision, and
    at every other one. After one action p(y) = (1 - epsilon)^2/2, less than (1 - epsilon)/2.
    """
    return right_or_wrong("swap-log-loss", swapped(), right=[(1 - epsilon) ** 2, ONE])


FAMILY = Family(
    key="swap-log-loss",
    words="two states that the expert swaps, all of the log loss in one of them",
    reading="log_loss",
    build=swap_log_loss,
    examples=("swap-log-loss",),
)
