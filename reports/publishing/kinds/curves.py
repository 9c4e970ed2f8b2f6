"""Series on one set of axes; the role of a series also has a line style, so print in grey works."""

from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from tightrope.reports.publishing.figure import Curve, Curves
from tightrope.reports.publishing.joined import CURVE, NAME, TIE
from tightrope.reports.publishing.kinds.along import along
from tightrope.reports.publishing.kinds.ink import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    LOWEST_SHARE,
    ORANGE,
    PINK,
    RED,
    SKY,
    legend_above,
    plain_ticks,
    size,
    write,
)

PROBLEM_COLOURS = (BLUE, ORANGE, SKY, PINK, GREY, "#8C564B")
MARKERS = "osD^vP"
LEADER: Any = {  # from a curve's name, where it begins, to the curve's last point
    "arrowstyle": "-",
    "relpos": (0, 0.5),
    "linewidth": 1.5,  # it tells whose name it is: the words themselves are in ink, which is read on every paper
    "shrinkA": 1,
    "shrinkB": 2,
}
DASHED, SOLID = ("--", (0, (2, 1.2)), (0, (7, 2))), ("-", (0, (9, 1.5)), (0, (4, 1)))  # of curves of one role
UNDER: Any = {"va": "top", "ha": "center"}  # of the end of a curve
LINE = 1.35  # sizes of letters from one name beside the axes to the next
APART = 5  # points between bars that stand side by side
NEAR = 0.9  # of the width: a curve that ends before has its name at its end, not at the edge


def curves(axes: Axes, picture: Curves) -> None:
    for note in picture.notes:
        write(axes, note, BLACK)
    colours, markers = iter(PROBLEM_COLOURS * 2), iter(MARKERS * 2)
    greens, ends = iter((GREEN, "#00543D")), []
    dashed, solid = cycle(DASHED), cycle(SOLID)
    aside = _aside(picture)
    for curve in picture.curves:
        match curve.role:
            case "bound":
                line = axes.plot(curve.x, curve.y, color=RED, linewidth=1.6, linestyle=next(dashed))[0]
            case "worst":
                line = axes.plot(curve.x, curve.y, color=BLACK, linewidth=1.2, linestyle=next(solid))[0]
            case "ceiling":
                line = axes.plot(curve.x, curve.y, color=GREY, linewidth=1.0, linestyle="-")[0]
            case "dagger":
                line = axes.plot(curve.x, curve.y, color=next(greens), linewidth=2.0, linestyle="-.")[0]
            case "sampled" | "logged":
                _bars(axes, curve, BLACK if curve.role == "sampled" else PINK, aside[curve])
                continue
            case "witness":
                marker: dict[str, Any] = {"marker": next(markers), "markersize": 5, "color": next(colours), "zorder": 4}
                axes.plot(curve.x, curve.y, linestyle="none", label=curve.label, **marker)
                continue
            case _:
                line = axes.plot(
                    *(curve.x, curve.y),
                    color=next(colours),
                    linewidth=1.1,
                    marker=next(markers),
                    markersize=4,
                    markevery=max(1, len(curve.x) // 10),
                )[0]
        if curve.then is not None:
            _jump(axes, curve.x[-1], curve.y[-1], curve.then, line.get_color())
        line.set_gid(f"{CURVE}{axes.figure.axes.index(axes)}-{len(ends)}")
        ends.append((curve, line))
    _scales(axes, picture)
    axes.figure.canvas.figure.draw_without_rendering()  # names need to know where curves run
    _inside(axes, [curve for curve, _ in ends if curve.at is not None])
    _labels(axes, [end for end in ends if end[0].at is None])
    shown = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))  # one entry for curves of one name
    if shown:
        legend_above(axes, picture.heading, tuple(shown.values()), tuple(shown), axes.bbox.width)


def _aside(picture: Curves) -> dict[Curve, float]:
    """By how many points the bars of a curve are drawn aside: side by side with those that they would lie on."""
    barred = [one for one in picture.curves if one.lower]
    aside = {}
    for one in barred:
        together = [other for other in barred if other is one or _meet(one, other)]
        aside[one] = APART * (together.index(one) - (len(together) - 1) / 2)
    return aside


def _meet(one: Curve, other: Curve) -> bool:
    bars = {x: (low, high) for x, low, high in zip(other.x, other.lower, other.upper, strict=True)}
    mine = zip(one.x, one.lower, one.upper, strict=True)
    return any(x in bars and low <= bars[x][1] and bars[x][0] <= high for x, low, high in mine)


def _bars(axes: Axes, curve: Curve, colour: str, aside: float) -> None:
    below = np.subtract(curve.y, curve.lower)
    above = np.subtract(curve.upper, curve.y)
    moved = ScaledTranslation(aside / 72, 0, axes.figure.dpi_scale_trans)
    axes.errorbar(
        *(curve.x, curve.y),
        yerr=(below, above),
        fmt="none",
        ecolor=colour,
        elinewidth=1.4,
        capsize=3,
        label=f"interval, from {curve.label}",
        transform=axes.transData + moved,
        zorder=5,
    )


def _jump(axes: Axes, x: float, near: float, there: float, colour: Any) -> None:
    """An open point where the curve leads, and a full one where it is."""
    point: dict[str, Any] = {"marker": "o", "markersize": 5, "color": colour, "linestyle": "none", "clip_on": False}
    axes.plot(x, near, markerfacecolor="white", zorder=5, **point)
    axes.plot(x, there, zorder=5, **point)


def _scales(axes: Axes, picture: Curves) -> None:
    values = [y for curve in picture.curves for y in (*curve.y, *curve.upper) if y > 0]
    if picture.y.scale == "log" and not values:  # all were too small for floats
        axes.set_yscale("linear")
    elif picture.y.scale == "log":
        axes.set_ylim(max(min(values), max(values) * LOWEST_SHARE) / 1.5, max(values) * 1.6)
    else:
        axes.set_ylim(0, max(values, default=1) * 1.05)
    plain_ticks(axes, picture.x)
    if picture.x.scale == "linear" and all(x == int(x) for curve in picture.curves for x in curve.x):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))  # half a decision is none


def _inside(axes: Axes, curves: list[Curve]) -> None:
    for one in curves:
        along(axes, one.x, one.y, one.label, one.at or 0.0, one.side, size(8), BLACK)


def _labels(axes: Axes, ends: list[tuple[Curve, Line2D]]) -> None:
    """Each curve's name beside its last point; names that would overlap are moved apart and tied to their point.

    A curve that ends early has its name right of its end, or below: a tie across the picture seems to be its going on.
    """
    for curve, _ in ends:
        if _early(axes, curve):
            _at_its_end(axes, curve)
    for curve, line in ends:
        if not _early(axes, curve):
            axes.annotate(
                curve.label,
                xy=(curve.x[-1], curve.y[-1]),
                xytext=(1.03, 0),
                textcoords="axes fraction",
                fontsize=size(8),
                va="center",
                annotation_clip=False,
                gid=str(line.get_gid()).replace(CURVE, NAME),
                arrowprops=LEADER | {"color": line.get_color(), "gid": str(line.get_gid()).replace(CURVE, TIE)},
            )
    stack(axes)


def names_beside(axes: Axes) -> list[Annotation]:
    """The names of curves that stand right of the axes."""
    return [text for text in axes.texts if isinstance(text, Annotation) and (text.get_gid() or "").startswith(NAME)]


def stack(axes: Axes) -> None:
    """Give the names beside axes that have their final height the heights of their curves' ends, a line apart."""
    names, box = names_beside(axes), axes.get_window_extent()
    heights = {name: axes.transData.transform(name.xy)[1] - box.y0 for name in names}
    names.sort(key=lambda name: heights[name])
    moved, lift = [heights[name] for name in names], LINE * size(8) * axes.figure.dpi / 72
    for i in range(1, len(moved)):
        moved[i] = max(moved[i], moved[i - 1] + lift)
    overflow = moved[-1] - box.height if moved else 0
    if overflow > 0:  # push the stack down again from the top
        moved[-1] -= overflow
        for i in range(len(moved) - 2, -1, -1):
            moved[i] = min(moved[i], moved[i + 1] - lift)
    for name, height in zip(names, moved, strict=True):
        name.set_y(height / box.height)


def _at_its_end(axes: Axes, curve: Curve) -> None:
    """A name right of the last point, or below it; without room there, left of it where the curve does not run."""
    place: dict[str, Any] = {"textcoords": "offset points"}
    place |= {"xytext": (6, 0), "va": "center"} if curve.side == "above" else {"xytext": (0, -5), **UNDER}
    name = axes.annotate(curve.label, (curve.x[-1], curve.y[-1]), fontsize=size(8), **place)
    name.set_in_layout(False)
    if name.get_window_extent().x1 > axes.bbox.x1:
        rises = curve.y[-1] >= curve.y[-2] if len(curve.y) > 1 else True
        name.set(ha="right", position=(2, 10 if rises else -10))


def _early(axes: Axes, curve: Curve) -> bool:
    return axes.transLimits.transform(axes.transScale.transform((curve.x[-1], curve.y[-1])))[0] < NEAR
