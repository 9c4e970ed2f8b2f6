"""The picture of several answers: against the horizon, a curve for each column and epsilon; or against epsilon."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import isclose
from typing import Any

from tightrope.reports.commands.rows import Column, Rows
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Figure, curve

SAME = 1e-9  # relative: curves nearer to each other than that are one
LOG_FROM = 20  # times the first value: a range that long is drawn on log axes
LABELS = {"horizon": "horizon T (decisions)", "epsilon": "epsilon, the error allowed"}


def figure_of(found: Rows) -> Figure:
    """One picture of all rows. Raises ValueError if none of the columns has values to draw."""
    against = "horizon" if len({row["horizon"] for row in found.rows}) > 1 else "epsilon"
    other = "epsilon" if against == "horizon" else "horizon"
    groups = list(dict.fromkeys(row[other] for row in found.rows))
    curves: list[Curve] = []
    for group in groups:
        rows = [row for row in found.rows if row[other] == group]
        made = [_curve(column, rows, against, groups) for column in found.columns if column.role]
        curves += _told_apart([one for one in made if one is not None])
    if not curves:
        raise ValueError("there is nothing to draw: no row has a value")
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
    """One curve for two that are the same, as where a problem attains the worst case: with both their names."""
    found: list[Curve] = []
    for one in curves:
        same = next((i for i, other in enumerate(found) if one.x == other.x and _agree(one.y, other.y)), None)
        if same is None or one.lower or found[same].lower:
            found.append(one)
        else:
            name, _, which = found[same].label.partition(", ")
            found[same] = replace(found[same], label=f"{name} = {one.label.partition(', ')[0]}{', ' * bool(which)}{which}")
    return found


def _agree(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(isclose(x, y, rel_tol=SAME) for x, y in zip(one, other, strict=True))


def _curve(column: Column, rows: Sequence[dict[str, Any]], against: str, groups: Sequence[Any]) -> Curve | None:
    there = sorted((row for row in rows if row[column.key] is not None), key=lambda row: row[against])
    if not there:
        return None
    other = "epsilon" if against == "horizon" else "horizon"
    which = f", {'ε' if other == 'epsilon' else 'T'} = {_written(rows[0][other])}" if len(groups) > 1 else ""
    made = curve(
        f"{column.label or column.head}{which}".replace("$", r"\$"),
        *(column.role, [row[against] for row in there], [row[column.key] for row in there]),
    )
    if column.ends is None:
        return made
    lower, upper = ([float(row[end]) for row in there] for end in column.ends)
    return Curve(label=made.label, role=made.role, x=made.x, y=made.y, lower=tuple(lower), upper=tuple(upper))


def _is_long(values: Sequence[float]) -> bool:
    return min(values) > 0 and max(values) >= LOG_FROM * min(values)


def _written(value: Fraction | int) -> str:
    text = str(value)
    return text if len(text) <= 8 else f"{float(value):.3g}"
