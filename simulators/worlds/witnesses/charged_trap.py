"""The trap whose errors cost at most u, with an expert that pays J_star."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses.charged_exam import examined
from tightrope.simulators.worlds.witnesses.charges import CHARGES

ZERO, ONE = Fraction(0), Fraction(1)


def charged_trap(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """All exams at the first decision: a share epsilon T of the runs fails. gap = min(v T min(1, eps T), T - J_star)."""
    share = min(ONE, epsilon * horizon)
    return examined("charged-trap", share, [ZERO] * horizon, share * horizon, horizon, u, J_star)


FAMILY = Family(
    key="charged-trap",
    words="all exams at the first decision, with errors that cost at most u and an expert that pays J_star",
    reading="time_averaged",
    parameters=CHARGES,
    build=charged_trap,
    size=lambda epsilon, horizon, **_: 8 * horizon,
    examples=("charged-trap:u=1,J_star=0",),
)
