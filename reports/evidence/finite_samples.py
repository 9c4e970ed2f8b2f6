"""The published order |S| T^2/N with a constant, and the cliff that nearly reaches it, at numbers; in balls.

With many demonstrations the exact numbers have hundreds of thousands of digits. A comparison of balls is true only if
it is true of all that they contain.
"""

from fractions import Fraction

from flint import arb, fmpq

from tightrope.bounds.language.evaluation import BALLS, value
from tightrope.bounds.language.letters import T, samples, states
from tightrope.bounds.lecture.finite_samples import MOST_LOST

Law = tuple[tuple[Fraction, int], ...]  # a probability, and how many states have it


def most_lost(count: int, horizon: int, demonstrations: int) -> arb:
    """What a clone of N demonstrations loses at most, in any problem of so many states: |S| mu T (T + 1)/2."""
    given = {states: count, T: horizon, samples: demonstrations}
    return value(MOST_LOST, {letter: arb(number) for letter, number in given.items()}, BALLS)


def rare_law(fresh: int, demonstrations: int) -> Law:
    """All but one of the fresh states have probability 1/(N + 1), or as much as fits: they are missing most often."""
    rare = Fraction(1, max(demonstrations + 1, fresh))
    return (rare, fresh - 1), (1 - (fresh - 1) * rare, 1)


def cliff_loss(law: Law, actions: int, horizon: int, demonstrations: int) -> arb:
    """What the clone with a clock loses on the cliff with those fresh states (`lecture.reset_cliff`):
    sum_t [1 - (1 - epsilon_N)^t], epsilon_N = (1 - 1/A) sum_i law_i (1 - law_i)^N.
    """
    chances = [(count, arb(fmpq(x.numerator, x.denominator))) for x, count in law]
    missed = sum((count * x * (1 - x) ** demonstrations for count, x in chances), arb(0))
    right, kept, lost = 1 - missed * arb(fmpq(actions - 1, actions)), arb(1), arb(0)
    for _ in range(horizon):
        kept *= right
        lost += 1 - kept
    return lost
