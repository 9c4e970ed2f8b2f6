"""How many independent samples the steps of one trajectory are worth: the closed forms at numbers, and exact counts."""

from fractions import Fraction

from sympy import lambdify

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.effective_samples import (
    FOR_AVERAGES,
    FOR_COVERAGE,
    FOR_LABELS,
    MISSING_MASS,
    UNSEEN,
    VARIANCE,
    memory,
    share,
)
from tightrope.simulators.measures.visit_counts import count_law, never, visits_of
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.worlds.two_state_chain import RARE, two_state_chain

WORTH = {
    name: lambdify((share, memory, T), formula, "math")
    for name, formula in (("labels", FOR_LABELS), ("coverage", FOR_COVERAGE), ("averages", FOR_AVERAGES))
}


def worth(what: str, value: Fraction, held: Fraction, length: int) -> float:
    """Of so many steps of the chain of two states, for labels, coverage or averages of the state of that share."""
    return WORTH[what](float(value), float(held), length)


def unseen(value: Fraction, held: Fraction, length: int) -> Fraction:
    """P(the state is not in the trajectory)."""
    return exact_value(UNSEEN, {share: value, memory: held, T: length})


def closed_forms(value: Fraction, held: Fraction, length: int) -> tuple[Fraction, Fraction, Fraction]:
    """The variance of the share of steps in the state, P(it is not in the trajectory), and the missing mass."""
    at = {share: value, memory: held, T: length}
    return tuple(exact_value(formula, at) for formula in (VARIANCE, UNSEEN, MISSING_MASS))


def counted(value: Fraction, held: Fraction, length: int) -> tuple[Fraction, Fraction, Fraction]:
    """The same from the law of the visits of the two states; exact."""
    made = two_state_chain(value, held)
    expert = made.expert_table
    law = [fraction(p) for p in count_law(made.mdp, expert, length, visits_of(made.mdp, RARE))]
    mean = sum(k * p for k, p in enumerate(law)) / length
    variance = sum((Fraction(k, length) - mean) ** 2 * p for k, p in enumerate(law))
    other = never(made.mdp, expert, length, visits_of(made.mdp, 1 - RARE))
    return variance, law[0], value * law[0] + (1 - value) * other
