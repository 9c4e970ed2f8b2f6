"""The picture of several answers: against the horizon, a curve for each column and epsilon; or against epsilon."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import isclose
from typing import Any

from tightrope.reports.commands.answers import Column, Rows
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Figure, curve
from tightrope.reports.publishing.kinds.ink import LOWEST_SHARE

SAME = 1e-9  # relative: curves nearer to each other than that are one
LOG_FROM = 10  # times the first value: a range that long is drawn on log axes
LETTERS = {"epsilon": "ε", "horizon": "T"}
LABELS = {"horizon": "horizon T (decisions)", "epsilon": "epsilon, the error allowed"}


def figure_of(found: Rows) -> Figure:
    """One picture of all rows. Raises ValueError if none of the columns has values to draw."""
    against = "horizon" if len({row["horizon"] for row in found.rows}) > 1 else "epsilon"
    other = "epsilon" if against == "horizon" else "horizon"
    groups = list(dict.fromkeys(row[other] for row in found.rows))
    curves: list[Curve] = []
    for group in groups:
        rows = [row for row in found.rows if row[other] == group]
        made = [_curve(column, rows, against) for column in found.columns if column.role]
        which = f", {LETTERS[other]} = {_written(group)}" if len(groups) > 1 else ""
        apart = _told_apart([one for one in made if one is not None])
        curves += [replace(one, label=one.label.replace("$", r"\$") + which) for one in apart]
    if not curves:
        raise ValueError("there is nothing to draw: no row has a value")
    top = max(y for one in curves for y in one.y)
    if any(0 < one.y[-1] < LOWEST_SHARE * top for one in curves):
        raise ValueError(f"a curve would end at less than {LOWEST_SHARE:g} of the highest: draw fewer numbers at once")
    scale = "log" if _is_long([x for one in curves for x in one.x]) else "linear"
    both = scale == "log" and all(y > 0 for one in curves for y in one.y)
    picture = Curves(
        x=Axis(label=LABELS[against], scale=scale),
        y=Axis(label=found.counted, scale="log" if both else "linear"),
        curves=tuple(curves),
    )
    title = found.title.replace("$", r"\$")  # a name is no formula
    return Figure(key="plot", see=title, caption="", alt=title, pictures=(picture,))


def _told_apart(curves: Sequence[Curve]) -> list[Curve]:
    """One curve for those that are the same, as where a problem attains the worst case, with the names of all."""
    same: list[list[Curve]] = []
    for one in curves:
        place = next((each for each in same if not one.lower and _agree(each[0], one)), None)
        if place is None:
            same.append([one])
        else:
            place.append(one)
    return [replace(each[0], label=_named(each)) for each in same]


def _named(curves: Sequence[Curve]) -> str:
    """The names of curves that are one to the eye; they are said to be equal where all their numbers are."""
    if len(curves) > 2:
        return f"{curves[0].label} and {len(curves) - 1} others"
    sign = " = " if all(one.y == curves[0].y for one in curves) else " ≈ "
    return sign.join(one.label for one in curves)


def _agree(one: Curve, other: Curve) -> bool:
    return one.x == other.x and all(isclose(x, y, rel_tol=SAME) for x, y in zip(one.y, other.y, strict=True))


def _curve(column: Column, rows: Sequence[dict[str, Any]], against: str) -> Curve | None:
    there = sorted((row for row in rows if row[column.key] is not None), key=lambda row: row[against])
    if not there:
        return None
    points = [row[against] for row in there], [row[column.key] for row in there]
    made = curve(column.label or column.head, column.role, *points)
    if column.ends is None:
        return made
    lower, upper = ([float(row[end]) for row in there] for end in column.ends)
    return Curve(label=made.label, role=made.role, x=made.x, y=made.y, lower=tuple(lower), upper=tuple(upper))


def _is_long(values: Sequence[float]) -> bool:
    return min(values) > 0 and max(values) >= LOG_FROM * min(values)


def _written(value: Fraction | int) -> str:
    text = str(value)
    return text if len(text) <= 8 else f"{float(value):.3g}"
