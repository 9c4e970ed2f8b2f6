"""A claim for large T: there is a T0 so that it holds for all T >= T0 and all epsilon of the domain.

holds      it is proved from a T0 on; the largest T at which it was seen to fail says how far T0 is from the least
refuted    it is proved that it fails at every point of a family of ever longer horizons: at infinitely many T
undecided  otherwise: that it fails wherever one looks says nothing of all T beyond
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from tightrope.bounds.language.meaning import Between
from tightrope.bounds.proof.comparison import AT_ONCE, follows
from tightrope.bounds.proof.families import Family, exceeds, longer, roots
from tightrope.bounds.proof.far_points import MOST_TERMS, far_points
from tightrope.bounds.proof.screening import terms
from tightrope.reports.evidence.binding import notes
from tightrope.reports.evidence.counterexamples import FAR, MOST_EXACT, Trial, counterexample_at, trials_of, worst_at
from tightrope.reports.evidence.deciding import how_proved
from tightrope.reports.evidence.definedness import defined_late, defined_never_late, where_undefined
from tightrope.reports.evidence.finding import Counterexample, Finding
from tightrope.reports.evidence.in_words import point_in_words
from tightrope.reports.evidence.open_letters import instances
from tightrope.reports.evidence.question import Conjecture, claimed_at, known_at

ROUND = (100, 1_000, 10**6)  # horizons from which on a proof is tried
FEW = 10  # horizons: from there on induction has too much to write out at its start
SEEN = 1_000, 10**6  # points of a family at which it must fail before a proof is tried
TRIED = ("points with T up to 2**1000", "no proof from any T tried, nor that it fails along a family of points")


def decide_eventually(asked: Conjecture) -> Finding:
    """Proved from some T on, refuted by a family of points, or undecided.

    Raises ValueError if the formula is certainly not defined for large T.
    """
    trials = trials_of(instances(asked))
    for trial in trials:
        q = 1 if trial.asked.formula is None else roots(trial.asked.formula)
        for family in longer(trial.asked.domain, q):
            if start := _fails_along(trial, family):
                return _refuted(asked, trial, family, start)
    if not asked.known.everywhere and not any(map(defined_late, trials)):
        return _unseen(asked)
    last = _last_failure(trials)
    first = asked.domain.first if last is None else last.horizon + 1
    for since in sorted({first, *(h for h in (2 * first, 10 * first, *ROUND) if h > first)}):
        later = replace(asked, domain=replace(asked.domain, first=since), eventually=False)
        if how := how_proved(later) if since <= FEW else _at_once(later):
            return _proved(asked, since, how, f"{_seen(last)}{where_undefined(asked, trials, since)}")
    because = f"no T was found from which on it could be proved{_seen(last)}{where_undefined(asked, trials)}"
    return _finding(asked, verdict="undecided", evidence="searched", because=because, searched=TRIED)


def _unseen(asked: Conjecture) -> Finding:
    """Nobody saw it defined at a large T. What claims nothing there does not hold."""
    if defined_never_late(asked):
        raise ValueError(f"{asked.text} is defined nowhere on this domain for large T: it claims nothing there")
    because = "at no large T looked at was it seen to be defined, and not proved that it is defined at none"
    return _finding(asked, verdict="undecided", evidence="searched", because=because, searched=TRIED[:1])


def _at_once(asked: Conjecture) -> str:
    """Where the first T of many is of no interest, small horizons are not proved apart."""
    known = asked.known
    proved = known.formula is not None and follows(known.formula, asked.assumed_of, asked.domain, known.conditions)
    return AT_ONCE if proved else ""


def _fails_along(trial: Trial, family: Family) -> int | None:
    """An n from which on the claim is proved to fail at every point of the family, where it is defined everywhere."""
    known = trial.asked.known
    if known.formula is None or not known.everywhere or not all(_failure(trial, *family.point(n)) for n in SEEN):
        return None
    return exceeds(known.formula, trial.asked.setting, trial.asked.domain, family)


def _failure(trial: Trial, error: Fraction, horizon: int) -> Counterexample | None:
    """The point, if the claim certainly fails there."""
    asked = trial.asked
    if terms(asked.tree, {"T": horizon}) > MOST_TERMS:
        return None
    worst = worst_at(asked.setting, error, horizon) if known_at(asked, horizon) else None
    claimed = claimed_at(asked, error, horizon, FAR)
    if worst is None or not isinstance(claimed, Between) or claimed.upper >= worst.lower:
        return None
    return counterexample_at(trial, error, horizon, claimed, worst)


def _last_failure(trials: list[Trial]) -> Counterexample | None:
    """Where it fails with the longest horizon, of the points that are looked at."""
    found: Counterexample | None = None
    for trial in trials:
        points = [(error, look.horizon) for look in trial.looks if look.looks_false for error in look.some(MOST_EXACT)]
        points += far_points(trial.asked.tree, trial.asked.domain)
        for error, horizon in sorted(points, key=lambda point: -point[1]):
            if found and horizon <= found.horizon:
                break
            found = _failure(trial, error, horizon) or found
    return found


def _proved(asked: Conjecture, since: int, how: str, end: str) -> Finding:
    because = f"for all T >= {since} the exact worst case is never above it, by {how}{end}"
    return _finding(asked, verdict="holds", evidence="proved", because=because, since=since)


def _refuted(asked: Conjecture, trial: Trial, family: Family, start: int) -> Finding:
    because = f"it fails however large T is: where {family.words}, {family.from_in_words(start)}"
    witness = _failure(trial, *family.point(start))
    return _finding(asked, verdict="refuted", evidence="proved", because=because, counterexample=witness)


def _seen(last: Counterexample | None) -> str:
    if last is None:
        return "; no point looked at refutes it"
    return (
        f"; the longest horizon at which it was seen to fail: {point_in_words(last.error, last.horizon, last.values)}"
    )


def _finding(asked: Conjecture, **more: Any) -> Finding:
    return Finding(conjecture=asked, notes=notes(asked, more.get("counterexample")), **more)
