"""The closed forms of the brake light at numbers: what a clone that obeys its own light costs, and when DAgger drops it."""

from fractions import Fraction
from functools import cache

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.causal_confusion import COPIER_COST, ROUNDS, blur, light_error, switch


@cache
def copier_cost(q: Fraction, horizon: int) -> Fraction:
    """C(q, T): expected disagreements of who repeats its first action for ever."""
    return exact_value(COPIER_COST, {switch: q, T: horizon})


def greedy_error(q: Fraction, d: Fraction, horizon: int) -> Fraction:
    """On-policy error, averaged over the decisions, of the greedy table with the light."""
    return copier_cost(q, horizon) / horizon if q < d else d


def rounds_until_dropped(q: Fraction, d: Fraction, horizon: int) -> int | None:
    """Rounds until DAgger obeys the windscreen; None if it never does."""
    wrong = copier_cost(q, horizon) / horizon
    if q >= d:
        return 0
    return int(exact_value(ROUNDS, {switch: q, blur: d, light_error: wrong})) if wrong > d else None
