"""The tightrope after DAgger: what to do off the rope is labelled too."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.witnesses.tightrope import rope


def tightrope_labelled(epsilon: Fraction, horizon: int) -> Problem:
    """The same rope after DAgger: off it, too, the learner errs with probability epsilon only. C = epsilon T."""
    return right_or_wrong("tightrope-labelled", rope(), right=[1 - epsilon, 1 - epsilon])


FAMILY = Family(
    key="tightrope-labelled",
    words="the same rope after DAgger: off it, too, the learner errs with probability epsilon only",
    reading="on_policy",
    build=tightrope_labelled,
    examples=("tightrope-labelled",),
)
