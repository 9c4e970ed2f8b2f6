"""The trap after DAgger: the learner knows what the expert would do inside it, and pays all the same."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.witnesses.trap import trapped

ONE = Fraction(1)


def trap_labelled(epsilon: Fraction, horizon: int) -> Problem:
    """The same trap after DAgger: inside it the learner does what the expert would, and pays all the same.

    On-policy error min(epsilon, 1/T), all at the first decision; u = T; gap = u epsilon T while epsilon T <= 1.
    """
    return right_or_wrong("trap-labelled", trapped(), right=[1 - min(ONE, epsilon * horizon), ONE, ONE])


FAMILY = Family(
    key="trap-labelled",
    words="the same trap after DAgger: inside it the learner does what the expert would",
    reading="on_policy",
    build=trap_labelled,
    examples=("trap-labelled",),
)
