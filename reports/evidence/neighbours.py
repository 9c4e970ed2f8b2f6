"""The false neighbours of a bound: what a check must be able to refute, or it shows nothing.

A neighbour is the bound a little changed: its constant less by 1 %, 10 %, half or nine tenths; T - 1 for T; one power
of T less; a weaker reading of epsilon. Each is put to the witnesses with the same machinery that checks the bound. A
neighbour that survives is either true, since the bound is loose (proved where the exact worst case is known), or beyond
what the witnesses can tell. One that is refuted only where all bounds say the same (`telling`) is told apart:
that takes no power.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sympy import Expr, Rational, Symbol

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language import letters
from tightrope.bounds.language.assumptions import within
from tightrope.bounds.language.bound import Bound
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.language.readings import KEYS
from tightrope.bounds.proof.comparison import Domain, prove
from tightrope.reports.evidence.applicability import claimed
from tightrope.reports.evidence.measured_witnesses import Measured, counts, meeting

LESS = {"1 % less": "99/100", "10 % less": "9/10", "half": "1/2", "a tenth": "1/10"}
REFUTED, EDGE = "refuted", "at the edge"  # refuted, but only where T = 1, epsilon = 1 or epsilon T > 1
Met = tuple[
    Measured, Mapping[Expr, Fraction]
]  # a witness that meets the assumptions, and the values of the letters there
NAMED: dict[Symbol, str] = {letters.disagreement: "disagreement", letters.gap: "gap", letters.largest_shift: "tv"}


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a neighbour: refuted where it counts, at the edge only (each with the simplest witness that
    refutes it), true (with how that was proved), or survives.
    """

    bound: str
    change: str
    fate: str
    witness: Measured | None = None
    proof: str = ""


def neighbours(bound: Bound) -> Iterator[tuple[str, Bound]]:
    """(what was changed, the changed bound)."""
    for change, factor in LESS.items():
        yield change, replace(bound, expression=bound.expression * Rational(factor))
    if bound.expression.has(T):
        yield "T - 1 for T", replace(bound, expression=bound.expression.subs(T, T - 1))
        yield "one power of T less", replace(bound, expression=bound.expression / T)
    if weaker := _weaker(bound):
        yield f"{weaker.readings[0].spoken.replace(' ', '-')} reading", weaker


def _weaker(bound: Bound) -> Bound | None:
    """The bound under the reading that its weakest one may be mistaken for, if there is one."""
    other = bound.readings[-1].mistaken_for if bound.readings else None
    if other is None:
        return None
    ours = {letters.measured(key) for key in KEYS}
    kept = tuple(one for one in bound.assumptions if not one.condition.atoms(letters.measured) & ours)
    if len(kept) == len(bound.assumptions):
        return None  # its epsilon is no reading's: nothing to weaken
    return replace(bound, readings=(other,), assumptions=(*kept, within(other)))


def fates(bound: Bound) -> list[Fate]:
    """What becomes of each neighbour of a bound of kind inequality or identity;
    nothing if no witness meets its assumptions.
    """
    found, met = [], {bound.readings: list(meeting(bound))}
    if not met[bound.readings]:
        return []
    for change, neighbour in neighbours(bound):
        if neighbour.readings not in met:
            met[neighbour.readings] = list(meeting(neighbour))
        found.append(Fate(bound=bound.key, change=change, **_fate(neighbour, met[neighbour.readings])))
    return found


def _fate(bound: Bound, met: list[Met]) -> dict[str, Any]:
    told = [(one, values) for one, values in met if counts(one, values)]
    for fate, asked in ((REFUTED, told), (EDGE, met)):
        if witness := _refuted_by(bound, asked):
            return {"fate": fate, "witness": witness}
    how = _proved(bound)
    return {"fate": "true", "proof": how} if how else {"fate": "survives"}


def _refuted_by(bound: Bound, met: list[Met]) -> Measured | None:
    """The first of them that exceeds the bound; where its expression is not defined it claims nothing."""
    for one, values in met:
        try:
            if values[bound.quantity] > claimed(bound.expression, values):
                return one
        except ValueError:
            continue
    return None


def _proved(bound: Bound) -> str:
    """How the neighbour is proved true, if its quantity has a known worst case and it speaks of epsilon and T only."""
    if bound.quantity not in NAMED or not bound.expression.free_symbols <= {epsilon, T} or not bound.readings:
        return ""
    settings = [
        Setting(reading=one.key, quantity=NAMED[bound.quantity]) for one in bound.readings if not one.leaves_data
    ]
    hows = [prove(bound.expression, setting, Domain()) for setting in settings]
    return hows[0] if hows and all(hows) else ""
