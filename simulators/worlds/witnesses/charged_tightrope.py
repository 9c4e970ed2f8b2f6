"""The tightrope whose errors cost at most u, with an expert that pays J_star."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses.charged_unseen_start import charged_rope
from tightrope.simulators.worlds.witnesses.charges import CHARGES

ZERO = Fraction(0)


def charged_tightrope(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """Chance alone decides who errs, so the expert pays on the earliest decisions, when few have erred."""
    return charged_rope("charged-tightrope", epsilon, horizon, ZERO, u, J_star)


FAMILY = Family(
    key="charged-tightrope",
    words="the rope, with errors that cost at most u and an expert that pays J_star",
    reading="pointwise",
    parameters=CHARGES,
    build=charged_tightrope,
    size=lambda epsilon, horizon, **_: 4 * horizon,
    examples=("charged-tightrope:u=1,J_star=0",),
)
