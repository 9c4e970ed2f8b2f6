"""A user's formula, held against the exact worst case: proved, refuted with a witness, or undecided.

The conjecture: for every finite problem with a deterministic expert whose error, as the reading says, is at most epsilon,
the quantity is at most the formula, for all epsilon and T of a domain where the formula is defined. Since the worst case is
attained at every epsilon and T, that is true if and only if the formula is never below it. What it says at a point is for
`tightrope.bounds.language.meaning` alone. First points are looked at where floats suspect it: one point, compared exactly or in a rigorous
ball, refutes. If none does, `tightrope.bounds.proof.comparison` is asked for a proof. What neither decides is undecided. Where the worst
case is not known (a broken recoverability, on policy), problems themselves are searched.

An answer says in words where the formula is not defined everywhere; one that is defined nowhere claims nothing, and is
refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr

from tightrope.bounds.extremes.worst_case import Setting, largest
from tightrope.bounds.language.meaning import UNDEFINED, Between, Nothing
from tightrope.bounds.proof.comparison import prove
from tightrope.bounds.proof.screening import CLEAR, Look, Screen
from tightrope.reports.evidence.extremal import attained
from tightrope.reports.evidence.question import (
    Conjecture,
    claimed_at,
    conjecture,
    defined_nowhere,
    defined_somewhere,
    domain_of,
    known_at,
    where_undefined,
)
from tightrope.reports.evidence.search import Found, search
from tightrope.reports.evidence.telling import EDGE, telling
from tightrope.simulators.model.arithmetic import exact_number

PRECISIONS = (128, 512, 2048)  # bits: a ball that does not tell is made smaller
MOST_EXACT = 12  # points of one horizon that are compared exactly
LAST_TIE = 40  # beyond it, points where claim and worst case look equal are left to the proof


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """A problem of that error and horizon where the quantity exceeds what the formula claims."""

    error: Fraction
    horizon: int
    claimed: Between
    actual: Fraction
    problem: str
    found: Found | None = None  # the problem itself, if it has no name


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer. `tightest` is the largest share of the claim that the worst case was seen to reach, and where."""

    conjecture: Conjecture
    verdict: str
    evidence: str
    because: str
    counterexample: Counterexample | None
    searched: tuple[str, ...]
    tightest: tuple[float, Fraction, int] | None


def refute(
    text: str,
    *,
    reading: str,
    quantity: str = "disagreement",
    assume: Mapping[str, str | Fraction] | None = None,
    missing: str | Fraction = 0,
    epsilon: str = "0:1",
    horizon: str = "1:",
) -> Finding:
    """Ask whether a formula bounds a quantity, as `tightrope refute` does; domains are written LOW:HIGH.

    >>> refute("epsilon*T**2/2", reading="per_step").verdict
    'refuted'
    """
    numbers = {name: exact_number(str(number), name) for name, number in {"missing": missing, **(assume or {})}.items()}
    setting = Setting(reading=reading, quantity=quantity, **numbers)
    return decide(conjecture(text, setting, domain_of(epsilon, horizon)))


def decide(asked: Conjecture) -> Finding:
    """Refute it, prove it, or say what was tried. Raises ValueError if it is defined nowhere on its domain."""
    screen = Screen(claimed=asked.tree, worst=_worst(asked), domain=asked.domain)
    everything = [screen.first_look(horizon) for horizon in screen.horizons]
    looks = [look for look in everything if known_at(asked, look.horizon)]
    searched = [_looked(looks)] if looks else []
    found = _first_counterexample(asked, screen, [look for look in looks if look.looks_false])
    defined = bool(found) or defined_somewhere(asked, everything)
    how = _how(asked) if defined and not found else ""
    if not found and not how:
        found = _first_counterexample(asked, screen, [look for look in looks if look.horizon <= LAST_TIE])
    if found:
        evidence = "exact" if found.claimed.exact is not None else "certified"
        because = f"{found.problem} exceeds it; the problem was evaluated in rational arithmetic"
        return _finding(asked, "refuted", evidence, because, found, searched, _tightest(looks))
    end = where_undefined(asked, everything)
    tightest = _capped(_tightest(looks))  # where floats saw more, the exact comparison did not
    if how:
        sharp = _touches(asked, looks)
        because = f"the exact worst case is never above it, by {how}{_equal(sharp)}{end}"
        tightest = (1.0, *sharp) if sharp else tightest
        return _finding(asked, "attained" if sharp else "holds", "proved", because, None, searched, tightest)
    if not defined:
        if defined_nowhere(asked):
            raise ValueError(f"{asked.text} is defined nowhere on this domain: it claims nothing")
        because = "at no point looked at was it seen to be defined, and not proved that it is defined nowhere"
        return _finding(asked, "undecided", "searched", because, None, searched, None)
    searched.append(
        "no proof: polynomial statements for all epsilon and T, induction on T, single T"
        if asked.formula is not None
        else "no proof: the formula has no form that the solver could be trusted with"
    )
    if len(looks) < len(everything):  # the exact worst case is not known everywhere
        problems, lines = search(asked.setting, asked.domain, lambda e, h, x: _is_below(claimed_at(asked, e, h), x))
        searched += lines
        if problems:
            found = _counterexample_from(asked, problems)
            because = "a problem exceeds it, evaluated in rational arithmetic"
            evidence = "exact" if found.claimed.exact is not None else "certified"
            return _finding(asked, "refuted", evidence, because, found, searched, tightest)
    because = f"no point looked at refutes it, and no proof was found{end}"
    return _finding(asked, "undecided", "searched", because, None, searched, tightest)


def _how(asked: Conjecture) -> str:
    """How it was proved; empty if it was not."""
    if asked.formula is None:
        return ""
    return prove(asked.formula, asked.setting, asked.domain, asked.known.conditions)


def _finding(asked, verdict, evidence, because, counterexample, searched, tightest) -> Finding:
    return Finding(
        conjecture=asked,
        verdict=verdict,
        evidence=evidence,
        because=because,
        counterexample=counterexample,
        searched=tuple(searched),
        tightest=tightest,
    )


def _worst(asked: Conjecture) -> Expr:
    return asked.setting.formula.subs(asked.setting.letters())


def _is_below(claimed: Between | Nothing, actual: Fraction) -> bool:
    return isinstance(claimed, Between) and claimed.upper < actual


def _exceeded(asked: Conjecture, error: Fraction, horizon: int) -> Between | None:
    """The claim at a point where the worst case is certainly above it."""
    worst = largest(asked.setting, error, horizon)
    for bits in PRECISIONS:
        claimed = claimed_at(asked, error, horizon, bits)
        if _is_below(claimed, worst):
            return claimed
        if claimed is UNDEFINED or (isinstance(claimed, Between) and claimed.lower >= worst):
            return None
    return None


def _first_counterexample(asked: Conjecture, screen: Screen, looks: list[Look]) -> Counterexample | None:
    """The one with the shortest horizon, of those the one with the simplest error."""
    before = asked.domain.first - 1
    for look in looks:
        if (point := _at(asked, look)) is None:
            before = look.horizon
            continue
        while look.horizon - before > 1:  # between horizons that were looked at
            middle = screen.look((before + look.horizon) // 2)
            if there := _at(asked, middle) if middle.looks_false else None:
                look, point = middle, there
            else:
                before = middle.horizon
        error, claimed = point
        problem, actual = attained(asked.setting, error, look.horizon)
        return Counterexample(error=error, horizon=look.horizon, claimed=claimed, actual=actual, problem=problem)
    return None


def _at(asked: Conjecture, look: Look) -> tuple[Fraction, Between] | None:
    """The simplest of a few suspected errors at which the claim is exceeded in truth."""
    for error in look.some(MOST_EXACT):
        if claimed := _exceeded(asked, error, look.horizon):
            return error, claimed
    return None


def _touches(asked: Conjecture, looks: list[Look]) -> tuple[Fraction, int] | None:
    """An error and a horizon where the claim is the worst case exactly; one that tells, if one is seen, else at the edge."""
    edge = None
    for look in looks:
        for error in () if look.horizon > LAST_TIE else look.suspects()[:MOST_EXACT]:
            tells = telling(error, look.horizon)
            if edge and not tells:
                continue
            claimed = claimed_at(asked, error, look.horizon)
            if isinstance(claimed, Between) and claimed.exact == largest(asked.setting, error, look.horizon):
                if tells:
                    return error, look.horizon
                edge = error, look.horizon
    return edge


def _equal(sharp: tuple[Fraction, int] | None) -> str:
    """Where the claim is attained, in words."""
    if not sharp:
        return ""
    point = f"epsilon = {sharp[0]}, T = {sharp[1]}"
    return f"; equal to it at {point}" if telling(*sharp) else f"; seen equal to it only where {EDGE}, as at {point}"


def _tightest(looks: list[Look]) -> tuple[float, Fraction, int] | None:
    """worst/claimed at its largest; where the claim is not positive it is no share."""
    least = [(look.least[0], look.least[1], look.horizon) for look in looks if look.least and look.least[0] > -1]
    if not least:
        return None
    slack, error, horizon = min(least, key=lambda one: (one[0], one[2]))
    return 1 / (1 + slack if abs(slack) > CLEAR else 1), error, horizon


def _capped(tightest: tuple[float, Fraction, int] | None) -> tuple[float, Fraction, int] | None:
    return tightest and (min(1.0, tightest[0]), *tightest[1:])


def _looked(looks: list[Look]) -> str:
    points = sum(len(look.errors) for look in looks)
    return f"{points} points with T from {looks[0].horizon} to {looks[-1].horizon}, compared with the exact worst case"


def _counterexample_from(asked: Conjecture, found: Found) -> Counterexample:
    return Counterexample(
        error=found.error,
        horizon=found.horizon,
        claimed=claimed_at(asked, found.error, found.horizon),
        actual=found.actual,
        problem=found.problem.name,
        found=found,
    )
