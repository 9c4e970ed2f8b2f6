"""A claim from below: for all epsilon and T of a domain, some problem has at least so much.

The worst case is attained, so that is true if and only if the formula is never above it. One point at which it is
above, compared exactly, refutes: there no problem reaches the claim, as the worst case's certificate shows.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tightrope.bounds.language.meaning import Between
from tightrope.bounds.proof.comparison import AT_ONCE, reached, reached_at
from tightrope.reports.evidence.counterexamples import FAR, PRECISIONS, Trial, worst_at
from tightrope.reports.evidence.definedness import defined_nowhere, defined_somewhere, where_undefined
from tightrope.reports.evidence.finding import Finding
from tightrope.reports.evidence.in_words import point_in_words, shown
from tightrope.reports.evidence.question import Conjecture, claimed_at, known_at

MOST_POINTS = 40  # that are compared exactly at one horizon
MOST_HORIZONS = 60  # that are proved one by one


def decide_at_least(asked: Conjecture) -> Finding:
    """Refuted at a point, proved, or undecided. Raises ValueError if it is defined nowhere on its domain."""
    trial = Trial(asked=asked, values={})
    if point := next(_above(trial), None):
        error, horizon, claimed, worst = point
        because = (
            f"at {point_in_words(error, horizon, {})} it claims {shown(claimed.lower)}, and no problem has more than "
            f"{shown(worst.upper)}; tightrope worst-case has the certificate"
        )
        return Finding(conjecture=asked, verdict="refuted", evidence="certified", because=because)
    end = where_undefined(asked, [trial])
    if how := _how_proved(asked):
        because = f"the exact worst case, which is attained, is never below it, by {how}{end}"
        return Finding(conjecture=asked, verdict="holds", evidence="proved", because=because)
    if not defined_somewhere(trial) and defined_nowhere(asked):
        raise ValueError(f"{asked.text} is defined nowhere on this domain: it claims nothing")
    because = f"at no point looked at is it above the worst case, and no proof was found{end}"
    searched = (f"{trial.points} points with T up to {max((look.horizon for look in trial.looks), default=0)}",)
    return Finding(conjecture=asked, verdict="undecided", evidence="searched", because=because, searched=searched)


def _above(trial: Trial) -> Iterator[tuple[Fraction, int, Between, Between]]:
    """Points where the claim is certainly above the worst case; floats only say where to look first."""
    for look in trial.looks:
        slack = dict(zip(look.errors, look.slack, strict=True))
        for error in sorted(look.errors, key=lambda one: (not slack[one] > 0, one.denominator))[:MOST_POINTS]:
            worst = worst_at(trial.asked.setting, error, look.horizon)
            if worst is None or not slack[error] > -1e-6:
                continue
            for bits in (*PRECISIONS, FAR):
                claimed = claimed_at(trial.asked, error, look.horizon, bits)
                if isinstance(claimed, Between) and claimed.lower > worst.upper:
                    yield error, look.horizon, claimed, worst
                if not isinstance(claimed, Between) or claimed.upper <= worst.lower:
                    break


def _how_proved(asked: Conjecture) -> str:
    if asked.formula is None:
        return ""
    known = asked.known.conditions
    if reached(asked.formula, asked.setting, asked.domain, known):
        return AT_ONCE
    domain = asked.domain
    if domain.last is None or domain.last - domain.first >= MOST_HORIZONS:
        return ""
    horizons = range(domain.first, domain.last + 1)
    if not all(known_at(asked, horizon) for horizon in horizons):
        return ""  # the formula is an upper bound of the worst case there
    each = (reached_at(asked.formula, asked.setting, replace(domain, first=h, last=h), h) for h in horizons)
    return "one statement for each T" * all(each)
