"""What a card shows of a claim, small: amounts that have names, or a few lines of a figure of its experiment.

All of it is taken from results.json; what a report lacks (a part, the quick profile, a stranger's) is left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

from tightrope.reports.publishing.figure import Curves, Figure
from tightrope.reports.publishing.rounding import significant

DIGITS, SHORT, SMALL = 3, 7, 1e-3  # of a number on a card; the longest fraction that is shown as it is
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
RATIONAL = re.compile(r"-?[0-9]{1,12}(/[0-9]{1,12})?")


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A bar: its name, how long it is, and what stands at its end. What is only `claimed` is hollow."""

    name: str
    size: float
    says: str
    claimed: bool = False


@dataclass(frozen=True, kw_only=True)
class Amounts:
    title: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A curve; its role, one of figure.ROLES, fixes how it looks."""

    name: str
    role: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Lines:
    """`along` names what x is; the title says what y is."""

    title: str
    along: str
    log_x: bool
    log_y: bool
    lines: tuple[Line, ...]


Picture = Amounts | Lines


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Numbers of the claim: `keys` maps what a bar is called to its key in results.json."""

    title: str
    keys: Mapping[str, str]

    def of(self, claim: Mapping, _figures: Mapping[str, Figure]) -> Picture | None:
        numbers = claim.get("numbers", {})
        found = [_number(name, numbers.get(key)) for name, key in self.keys.items()]
        amounts = tuple(one for one in found if one is not None)
        return Amounts(title=self.title, amounts=amounts) if len(amounts) > 1 else None


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Both sides of the claim's line at its witness, what the line says and what is; of its reading, or of another."""

    title: str
    claimed: str
    found: str
    reading: str = ""

    def of(self, claim: Mapping, _figures: Mapping[str, Figure]) -> Picture | None:
        witness = witness_of(claim, self.reading or claim["reading"])
        claimed, found = (_fraction(self.claimed, witness, "right"), _fraction(self.found, witness, "left"))
        if claimed is None or found is None:
            return None
        hollow = Amount(name=claimed.name, size=claimed.size, says=claimed.says, claimed=True)
        return Amounts(title=self.title, amounts=(hollow, found))


@dataclass(frozen=True, kw_only=True)
class Part:
    """Curves of one picture of a figure: `labels` maps what a line is called to its label there."""

    title: str
    along: str
    figure: str
    number: int
    labels: Mapping[str, str]

    def of(self, _claim: Mapping, figures: Mapping[str, Figure]) -> Picture | None:
        pictures = figures[self.figure].pictures if self.figure in figures else ()
        picture = pictures[self.number] if self.number < len(pictures) else None
        if not isinstance(picture, Curves):
            return None
        log_x, log_y = picture.x.scale == "log", picture.y.scale == "log"
        there = {one.label: one for one in picture.curves if one.role != "sampled"}
        lines = []
        for name, label in self.labels.items():
            if label in there:
                pairs = zip(there[label].x, there[label].y, strict=True)
                points = tuple((x, y) for x, y in pairs if (x > 0 or not log_x) and (y > 0 or not log_y))
                lines += [Line(name=name, role=there[label].role, points=points)] if len(points) > 1 else []
        if not lines:
            return None
        return Lines(title=self.title, along=self.along, log_x=log_x, log_y=log_y, lines=tuple(lines))


def superscript(order: int) -> str:
    return str(order).translate(RAISED)


Choice = Numbers | Sides | Part


def witness_of(claim: Mapping, reading: str) -> Mapping[str, Any]:
    """Where its line fails, or holds with equality, under the reading; empty if that is not told."""
    found = claim.get("readings", {}).get(reading)
    witness = found.get("witness") if isinstance(found, Mapping) else None
    return witness if isinstance(witness, Mapping) else {}


def _number(name: str, value: Any) -> Amount | None:
    """Of a number as `verdict.number` writes it."""
    if not isinstance(value, Mapping) or not isinstance(size := value.get("value"), float) or not isfinite(size):
        return None
    exact = value.get("exact", "")
    return Amount(
        name=name, size=size, says=exact if isinstance(exact, str) and 0 < len(exact) <= SHORT else _told(size)
    )


def _told(size: float) -> str:
    """A few digits; of a small number one, and its order of magnitude."""
    if not 0 < abs(size) < SMALL:
        return significant(size, DIGITS)
    digit, order = f"{size:.0e}".split("e")
    return f"{digit}×10{superscript(int(order))}"


def _fraction(name: str, witness: Mapping, side: str) -> Amount | None:
    told = witness.get(side)
    if not isinstance(told, str) or not RATIONAL.fullmatch(told) or told.endswith("/0"):
        return None
    return Amount(name=name, size=float(Fraction(told)), says=told)
