"""A bound of the catalogue as a reader meets it: who says it, what its letters stand for, how much of it is reached,
and what it says of one small problem beside the exact value.

Markdown, with formulas as LaTeX. An order hides its constant, so nothing has a share of it; a statement about random
data is neither reached nor missed by one problem: shares and values are of inequalities and identities only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from sympy import Expr, Le, Symbol

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.language.bound import RELATIONS, Bound
from tightrope.bounds.language.letter import Letter
from tightrope.bounds.language.letters import MEANS, T, disagreement, epsilon, gap, to_latex
from tightrope.bounds.proof.implication import Implication, implications
from tightrope.reports.evidence.applicability import EXPLICIT, apply, measure
from tightrope.reports.evidence.measured_witnesses import Measured, Share, shares
from tightrope.reports.evidence.verdict import number
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.rounding import digits_above, digits_below
from tightrope.simulators.worlds.witnesses import witness

KNOWN = {"read": "read there", "secondary": "restated elsewhere", "recalled": "recalled", "own": "derived here"}
ERROR, HORIZON = Fraction(1, 10), 5  # of the small problem, a tightrope
LARGEST_EXACT = 10**9  # a denominator
COMMON = {T, gap, disagreement}  # letters that the text explains for all bounds at once


def cited(one: Bound) -> str:
    """Its title, the place in its paper, how it is known, and which sharper ones imply it."""
    source = one.source
    place = f" [@{source.bibtex_key}, {source.place}]" if source.bibtex_key else ""
    from_others = "".join(f"; {_implied(each)}" for each in _sharper().get(one.key, ()))
    return f"{one.title}{place}: *{KNOWN[source.read]}*{from_others}"


def said(one: Bound) -> str:
    """The statement as a formula, with what its letters stand for."""
    relation = r"\gtrsim" if one.from_below else RELATIONS[one.kind][1]
    formula = f"$\\displaystyle {to_latex(one.quantity)} {relation} {to_latex(one.expression)}$"
    where = explained(one)
    return f"{formula}, where {where}" if where else formula


def letters_of(one: Bound) -> tuple[Symbol, ...]:
    """What its formula speaks of, the bounded quantity first."""
    others = {x for x in one.expression.free_symbols if isinstance(x, Letter)} - {one.quantity}
    return (one.quantity, *sorted(others, key=str))


def explained(one: Bound) -> str:
    """What each letter of the formula stands for, those that are common to all left out; of epsilon, where the error
    is averaged: the weakest reading under which the bound holds.
    """
    found = [f"${to_latex(x)}$ is {MEANS[x]}" for x in letters_of(one) if x not in {*COMMON, epsilon}]
    if epsilon in one.expression.free_symbols:
        error = one.readings[-1].words if one.readings else "in the paper's own measure"
        found.insert(0, f"$\\epsilon$ is the error {error.replace('probability m', 'probability $m$')}")
    return "; ".join(found)


def furthest(one: Bound) -> Share | None:
    """The largest share of it that a witness reaches where it is meant; of equal ones the first."""
    if one.kind != "inequality":
        return None
    return max((each for each in shares(one) if each.counts), key=lambda each: each.share, default=None)


def unexplained(one: Bound, words: str) -> list[str]:
    """The letters of its formula that the words beside it leave out."""
    return [str(x) for x in letters_of(one) if x not in COMMON and f"${to_latex(x)}$ is " not in words]


def at(found: Measured) -> str:
    """The witness with its epsilon and T."""
    return f"{found.key.replace('-', ' ')}, $\\epsilon = {found.error}$, $T = {found.horizon}$"


def reached(one: Bound) -> str:
    """Where the largest share is reached, and for which others it is attained; or why there is none."""
    best = furthest(one)
    if one.kind not in EXPLICIT:
        return "no share: its constant is unknown" if one.kind == "order" else "no share: it is about random data"
    if best is None:
        return "it is an equality" if one.kind == "identity" else "no witness has what it speaks of"
    return f"{at(best.witness)}{_also(one) if best.share == 1 else ''}"


def _also(one: Bound) -> str:
    """Where else it is attained."""
    if one.sharp is None:
        return ""
    everywhere = one.sharp.when == Le(epsilon, 1)
    return ", and at every $\\epsilon$ and $T$" if everywhere else f", and wherever ${to_latex(one.sharp.when)}$"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a bound says of the small problem, and the exact value; or in words why it says no number."""

    value: Fraction | None
    exact: Fraction | None
    failed: str = ""


def of_the_small_problem(one: Bound) -> Said:
    """The least that it says in any of its readings."""
    asked = apply(one, measured_small_problem())
    told = [(each.value, each.actual) for each in asked if not each.failed and one.kind in EXPLICIT]
    if told:
        value, actual = min(told)
        return Said(value=value, exact=actual)
    failed = next((f"not meant: {each.failed[0]}" for each in asked if each.failed), "nothing definite: a rate")
    return Said(value=None, exact=None, failed=failed)


def small_problem() -> Problem:
    """The tightrope, on which each disagreement is also paid for."""
    return witness("tightrope").problem(ERROR, HORIZON)


@cache
def measured_small_problem() -> Mapping[Expr, Fraction]:
    """All that is measured of it."""
    return measure(small_problem(), HORIZON)


def statement(one: Bound) -> dict[str, object]:
    """Who says what, for a table."""
    return {"bound": cited(one), "what it says": said(one)}


def standing(one: Bound) -> dict[str, object]:
    """How far it is reached, and what it says of the small problem, for the same table. A share with roots or
    logarithms in it is an enclosure: its digits are shown, not the rational that encloses.
    """
    best, small = furthest(one), of_the_small_problem(one)
    return {
        "largest share": _share(best.share) if best else "",
        "reached by": reached(one),
        "on the tightrope": small.failed if small.value is None else number(float(small.value)),
        "exact there": "" if small.exact is None else number(float(small.exact)),
    }


@cache
def _sharper() -> dict[str, list[Implication]]:
    """For each bound the sharper ones that imply it, without those that follow from two others."""
    found: dict[str, list[Implication]] = {}
    for each in implications(BOUNDS):
        found.setdefault(each.weaker, []).append(each)
    return found


def _implied(found: Implication) -> str:
    """That it follows from the sharper bound, by what factor that is smaller, its ends rounded outwards, and how that
    is known; of two that follow from each other, that they say the same.
    """
    if any(each.stronger == found.weaker for each in _sharper().get(found.stronger, ())):
        return f"it says the same as *{bound(found.stronger).title}* ({found.evidence})"
    least, most = digits_below(found.least, 3), digits_above(found.most, 3)
    factor = least if least == most else f"{least} to {most}"
    smaller = "the same number" if factor == "1" else f"smaller by a factor of {factor}"
    return f"it follows from *{bound(found.stronger).title}*, {smaller} ({found.evidence})"


def _share(x: Fraction) -> dict[str, object]:
    return number(x if x.denominator < LARGEST_EXACT else float(x))
