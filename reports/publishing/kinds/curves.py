"""Series on one set of axes; the role of a series also has a line style, so print in grey works."""

from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from tightrope.reports.publishing.figure import Curve, Curves
from tightrope.reports.publishing.joined import CURVE, NAME
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
    notes,
    plain_ticks,
    size,
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
FAR = {"linestyle": (0, (1, 3)), "linewidth": 0.9}  # of a curve that ends early: not to be read as its going on
NEAR = 0.9  # of the width


def curves(axes: Axes, picture: Curves) -> None:
    notes(axes, picture)
    colours, markers = iter(PROBLEM_COLOURS * 2), iter(MARKERS * 2)
    greens, ends = iter((GREEN, "#00543D")), []
    dashed, solid = cycle(DASHED), cycle(SOLID)
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
                _bars(axes, curve, BLACK if curve.role == "sampled" else PINK)
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
        line.set_gid(f"{CURVE}{axes.figure.axes.index(axes)}-{len(ends)}")
        ends.append((curve, line.get_color()))
    _scales(axes, picture)
    _labels(axes, ends)
    shown = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))  # one entry for curves of one name
    if shown:
        axes.legend(shown.values(), shown.keys(), loc=picture.legend, frameon=False, fontsize=size(8))


def _bars(axes: Axes, curve: Curve, colour: str) -> None:
    below = np.subtract(curve.y, curve.lower)
    above = np.subtract(curve.upper, curve.y)
    axes.errorbar(
        *(curve.x, curve.y),
        yerr=(below, above),
        fmt="none",
        ecolor=colour,
        elinewidth=1.4,
        capsize=3,
        label=f"{curve.label}, interval",
        zorder=5,
    )


def _scales(axes: Axes, picture: Curves) -> None:
    values = [y for curve in picture.curves for y in curve.y if y > 0]
    if picture.y.scale == "log" and not values:  # all were too small for floats
        axes.set_yscale("linear")
    elif picture.y.scale == "log":
        axes.set_ylim(max(min(values), max(values) * LOWEST_SHARE) / 1.5, max(values) * 1.6)
    else:
        axes.set_ylim(0, max(values, default=1) * 1.05)
    plain_ticks(axes, picture.x)
    if picture.x.scale == "linear" and all(x == int(x) for curve in picture.curves for x in curve.x):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))  # half a decision is none


def _labels(axes: Axes, ends: list[tuple[Curve, str]]) -> None:
    """Each curve's name beside its last point; names that would overlap are moved apart and tied to their point.

    A curve that ends early is tied by dots.
    """
    axes.figure.canvas.figure.draw_without_rendering()
    height = axes.get_window_extent().height
    lift = 11.5 * axes.figure.dpi / 72
    to_screen = axes.transData.transform
    number = {id(curve): place for place, (curve, _) in enumerate(ends)}
    ends = sorted(ends, key=lambda end: to_screen((end[0].x[-1], end[0].y[-1]))[1])
    base = axes.get_window_extent().y0
    moved = [to_screen((curve.x[-1], curve.y[-1]))[1] - base for curve, _ in ends]
    for i in range(1, len(moved)):
        moved[i] = max(moved[i], moved[i - 1] + lift)
    overflow = moved[-1] - height if moved else 0
    if overflow > 0:  # push the stack down again from the top
        moved[-1] -= overflow
        for i in range(len(moved) - 2, -1, -1):
            moved[i] = min(moved[i], moved[i + 1] - lift)
    for (curve, colour), height_of in zip(ends, moved, strict=True):
        early = axes.transAxes.inverted().transform(to_screen((curve.x[-1], curve.y[-1])))[0] < NEAR
        axes.annotate(
            curve.label,
            xy=(curve.x[-1], curve.y[-1]),
            xytext=(1.03, height_of / height),
            textcoords="axes fraction",
            fontsize=size(8),
            va="center",
            annotation_clip=False,
            gid=f"{NAME}{axes.figure.axes.index(axes)}-{number[id(curve)]}",
            arrowprops=LEADER | {"color": colour} | (FAR if early else {}),
        )
