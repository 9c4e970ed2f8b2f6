"""Play with many goals in the complete graph: who knows the way, in closed form, and from what slip on many goals win."""

from collections.abc import Iterable
from fractions import Fraction
from functools import partial

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import goals, samples, states
from tightrope.bounds.lecture.goal_coverage import ONE_GOAL, SELF_CORRECTION
from tightrope.simulators.worlds.complete_graph import success

STEP = Fraction(1, 1000)  # slips are looked at in steps of this


def correction(places: int, count: int, pairs: int) -> Fraction:
    """The expected share of states that know the way to the target."""
    if count == 1:
        return exact_value(ONE_GOAL, {states: places})
    return exact_value(SELF_CORRECTION, {states: places, goals: count, samples: pairs})


def best_goals(places: int, pairs: int, counts: Iterable[int]) -> int:
    """The first of these numbers of goals from which most states know the way."""
    return max(counts, key=lambda count: correction(places, count, pairs))


def least_slip(places: int, pairs: int, decisions: int) -> Fraction | None:
    """The smallest slip, in steps of 1/1000, at which some number of goals arrives more often than one goal."""
    low, high = Fraction(0), Fraction(1)
    wins = partial(_many_goals_win, places, pairs, decisions)
    if not wins(high - STEP):
        return None
    while high - low > STEP:
        middle = ((low + high) / 2 / STEP).__floor__() * STEP
        low, high = (low, middle) if wins(middle) else (middle, high)
    return high


def _many_goals_win(places: int, pairs: int, decisions: int, slip: Fraction) -> bool:
    one = success(places, 1, pairs, slip, decisions)
    return any(success(places, count, pairs, slip, decisions) > one for count in range(2, places + 1))
