"""Where a formula is defined: a claim is made there only, and an answer says so.

`meaning` alone decides it, point by point. That it is defined nowhere is proved from the conditions of its parts.
"""

from dataclasses import replace
from fractions import Fraction

from tightrope.bounds.language.meaning import UNDEFINED, Between
from tightrope.bounds.proof.comparison import Domain, empty_at
from tightrope.bounds.proof.far_points import errors_at
from tightrope.bounds.proof.screening import LARGEST_TURN, LAST_HORIZON, spoken_of, terms
from tightrope.bounds.proof.solver_letters import never
from tightrope.reports.evidence.counterexamples import Trial
from tightrope.reports.evidence.in_words import point_in_words
from tightrope.reports.evidence.question import Conjecture, claimed_at

MOST_ASKED, MOST_ERRORS = 40, 12  # points, and those of one horizon, that are asked
MOST_ADDED = 20_000  # terms of sums at a large horizon that is asked
LATE = 2**1000, 2**100, 10**6, LAST_HORIZON  # horizons at which a claim for large T must be defined, if they can be


def defined_somewhere(trial: Trial) -> bool:
    """Whether the formula certainly has a value at a point of its domain, of those that were looked at."""
    looks = trial.everything
    points = [(look.least[1], look.horizon) for look in looks if look.least][:MOST_ASKED]
    points += [(error, look.horizon) for look in looks[:MOST_ASKED] for error in look.errors[:MOST_ERRORS]]
    return any(isinstance(claimed_at(trial.asked, *point), Between) for point in points)


def defined_late(trial: Trial) -> bool:
    """Whether the formula certainly has a value at a horizon beyond all that it speaks of, the longest that can be
    asked, or at the next one.
    """
    tree, domain = trial.asked.tree, trial.asked.domain
    after = max((domain.first, *spoken_of(tree)))
    late = (h for h in (*LATE, after + 1) if h > after and terms(tree, {"T": h + 1}) <= MOST_ADDED)
    if (horizon := next(late, None)) is None:
        return False
    points = ((error, h) for h in (horizon, horizon + 1) for error in errors_at(h, domain))
    return any(isinstance(claimed_at(trial.asked, *point), Between) for point in points)


def where_undefined(asked: Conjecture, trials: list[Trial], since: int = 1) -> str:
    """In words, for the end of a sentence, where the formula is not defined for T >= since; empty if it is defined
    everywhere. `asked` is the conjecture of which the trials are instances.
    """
    if asked.known.everywhere:
        return ""
    for trial in trials:
        if point := _undefined_at(trial, since):
            where = point_in_words(*point, trial.values)
            return f"; it claims nothing where it is not defined, as at {where}"
    return "; where it is not defined, if it is not everywhere, it claims nothing"


def _undefined_at(trial: Trial, since: int) -> tuple[Fraction, int] | None:
    if trial.asked.known.everywhere:
        return None
    looks = [look for look in trial.everything if look.horizon >= since]
    points = [(error, look.horizon) for look in looks for error in look.undefined[:MOST_ERRORS]]
    undefined = (point for point in points[:MOST_ASKED] if claimed_at(trial.asked, *point) is UNDEFINED)
    return next(undefined, None)


def defined_nowhere(asked: Conjecture) -> bool:
    """Whether it is certain that the formula has no value on its domain: its parts contradict each other,
    or no point is left. With letters without a value only the first is asked.
    """
    domain = asked.domain
    if _contradicts_itself(asked, domain):
        return True
    if domain.last is None or domain.last - domain.first > MOST_ASKED or asked.ranges:
        return False
    horizons = range(domain.first, domain.last + 1)
    if domain.low == domain.high:
        return all(claimed_at(asked, domain.low, horizon) is UNDEFINED for horizon in horizons)
    return all(empty_at(asked.known.conditions, horizon) for horizon in horizons)


def defined_never_late(asked: Conjecture) -> bool:
    """Whether it is certain that the formula has no value for large T: its parts contradict each other from a T on."""
    after = max((asked.domain.first, *spoken_of(asked.tree)))
    return any(
        _contradicts_itself(asked, replace(asked.domain, first=first)) for first in (after + 1, 10**6, LARGEST_TURN)
    )


def _contradicts_itself(asked: Conjecture, domain: Domain) -> bool:
    assumed = [condition for one in asked.ranges for condition in one.hypotheses]
    return never((*asked.known.conditions, *domain.hypotheses, *assumed), domain.first)
