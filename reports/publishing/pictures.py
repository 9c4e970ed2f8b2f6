"""Figures as SVG and PNG from their description; the only file that imports matplotlib.

The same description gives the same bytes on every machine: text becomes paths, ids are salted, dates are left out.
Colours are Okabe and Ito's, told apart by colour-blind readers; the role also has a line style, so print in grey works.
"""

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib
import numpy as np

matplotlib.use("Agg")

from matplotlib import pyplot as plt  # noqa: E402  the backend must be chosen first
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.colors import LogNorm  # noqa: E402
from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: E402
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter  # noqa: E402

from tightrope.reports.publishing.figure import (  # noqa: E402
    Axis,
    Contours,
    Curve,
    Curves,
    Figure,
    Graph,
    Heat,
    Picture,
    Strips,
)
from tightrope.simulators.model.terminal import line  # noqa: E402

STYLE: Any = {  # matplotlib's types want each key as a literal
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "svg.fonttype": "path",
    "svg.hashsalt": "tightrope",
    "figure.facecolor": "white",
    "mathtext.fontset": "stix",
}
BLACK, ORANGE, SKY, GREEN, BLUE, RED, PINK = (
    "#000000",
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
)
PROBLEM_COLOURS = (BLUE, ORANGE, SKY, PINK, "#7F7F7F", "#8C564B")
MARKERS = "osD^vP"
LONGEST_NAME = 40  # characters of a state or a move in a drawing
LOWEST_SHARE = 1e-7  # of the top of a log axis: what lies below is cut off


def draw(figure: Figure, folder: Path) -> None:
    """Write figures/KEY.svg and KEY.png."""
    with plt.rc_context(STYLE):
        width = 7.2 if len(figure.pictures) == 1 else 10.4
        canvas, axes = plt.subplots(1, len(figure.pictures), figsize=(width, 3.7), layout="constrained", squeeze=False)
        for picture, place in zip(figure.pictures, axes[0], strict=True):
            _picture(place, picture)
        see = "\n".join(wrap(figure.see, width=int(width * 11.5)))
        canvas.suptitle(see, fontsize=10.5, fontweight="bold", x=0.01, ha="left")
        canvas.draw_without_rendering()
        canvas.set_layout_engine("none")  # the layout is found once, not again for each file
        canvas.savefig(folder / f"{figure.key}.svg", metadata={"Date": None})
        canvas.savefig(folder / f"{figure.key}.png", dpi=150, metadata={"Software": None})
        plt.close(canvas)


def _picture(axes: Axes, picture: Picture) -> None:
    if not isinstance(picture, Graph):
        _frame(axes, picture.x, picture.y)
    axes.set_title(picture.heading, fontsize=9.5, loc="left")
    match picture:
        case Curves():
            _curves(axes, picture)
        case Heat():
            _heat(axes, picture)
        case Contours():
            _contours(axes, picture)
        case Strips():
            _strips(axes, picture)
        case Graph():
            _graph(axes, picture)


def _frame(axes: Axes, x: Axis, y: Axis) -> None:
    axes.set(xlabel=x.label, ylabel=y.label, xscale=x.scale, yscale=y.scale)


def _notes(axes: Axes, picture: Curves | Heat) -> None:
    for note in picture.notes:
        axes.text(note.x, note.y, note.words, fontsize=8, ha="center", va="center", zorder=6)


def _curves(axes: Axes, picture: Curves) -> None:
    _notes(axes, picture)
    colours, markers = iter(PROBLEM_COLOURS * 2), iter(MARKERS * 2)
    greens, ends = iter((GREEN, "#00543D")), []
    for curve in picture.curves:
        match curve.role:
            case "bound":
                line = axes.plot(curve.x, curve.y, color=RED, linewidth=1.6, linestyle="--")[0]
            case "worst":
                line = axes.plot(curve.x, curve.y, color=BLACK, linewidth=1.2, linestyle="-")[0]
            case "dagger":
                line = axes.plot(curve.x, curve.y, color=next(greens), linewidth=2.0, linestyle="-.")[0]
            case "sampled":
                _bars(axes, curve)
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
        ends.append((curve, line.get_color()))
    _scales(axes, picture)
    _labels(axes, ends)
    shown = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))  # one entry for curves of one name
    if shown:
        axes.legend(shown.values(), shown.keys(), loc=picture.legend, frameon=False, fontsize=8)


def _bars(axes: Axes, curve: Curve) -> None:
    below = np.subtract(curve.y, curve.lower)
    above = np.subtract(curve.upper, curve.y)
    axes.errorbar(
        *(curve.x, curve.y),
        yerr=(below, above),
        fmt="none",
        ecolor=BLACK,
        elinewidth=1.4,
        capsize=3,
        label=f"{curve.label}, interval",
        zorder=5,
    )


def _strips(axes: Axes, picture: Strips) -> None:
    """A row for each strip, from the top, with its label beside it; its points are blocks."""
    rows = range(len(picture.strips))
    for row, strip in zip(rows, picture.strips, strict=True):
        axes.broken_barh([(x - 0.4, 0.8) for x in strip.x], (row - 0.36, 0.72), color=BLUE, linewidth=0)
    axes.set_yticks(rows, [strip.label for strip in picture.strips])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(False)


def _scales(axes: Axes, picture: Curves) -> None:
    values = [y for curve in picture.curves for y in curve.y if y > 0]
    if picture.y.scale == "log":
        axes.set_ylim(max(min(values), max(values) * LOWEST_SHARE) / 1.5, max(values) * 1.6)
    else:
        axes.set_ylim(0, max(values) * 1.05)
    _plain_ticks(axes, picture.x)


def _plain_ticks(axes: Axes, x: Axis) -> None:
    """1, 2, 5, 10, 20, ... in digits on a horizontal log axis: horizons are read off, not orders of magnitude."""
    if x.scale == "log":
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())


def _labels(axes: Axes, ends: list[tuple[Curve, str]]) -> None:
    """Each curve's name beside its last point; names that would overlap are moved apart and tied to their point."""
    axes.figure.canvas.figure.draw_without_rendering()
    height = axes.get_window_extent().height
    lift = 11.5 * axes.figure.dpi / 72
    to_screen = axes.transData.transform
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
        axes.annotate(
            curve.label,
            xy=(curve.x[-1], curve.y[-1]),
            xytext=(1.03, height_of / height),
            textcoords="axes fraction",
            color=colour,
            fontsize=8,
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.6, "alpha": 0.7, "shrinkA": 1, "shrinkB": 2},
        )


def _contours(axes: Axes, picture: Contours) -> None:
    grid, frontier = picture.grid, picture.frontier
    drawn = axes.contour(grid.x, grid.y, np.array(grid.value), levels=picture.levels, colors=[BLUE], linewidths=1.2)
    axes.clabel(drawn, fmt=lambda level: f"{level:g}", fontsize=8)
    axes.fill_between(grid.x, frontier, max(grid.y), color=RED, alpha=0.07, linewidth=0)
    axes.plot(grid.x, frontier, color=RED, linestyle="--", linewidth=1.4)
    axes.set_ylim(min(grid.y), max(grid.y))
    _plain_ticks(axes, picture.x)


def _heat(axes: Axes, picture: Heat) -> None:
    """A grid in colours with its scale; a sign is told by the hue, and each boundary has its own line style."""
    _notes(axes, picture)
    grid, value = picture.grid, np.array(picture.grid.value)
    largest = np.abs(value).max()
    limits: dict[str, Any]
    if picture.colours == "log":
        value = np.ma.masked_equal(value, 0)
        limits = {"norm": LogNorm(max(value.min(), largest * LOWEST_SHARE), largest), "cmap": "cividis"}
    elif value.min() < 0 < value.max():
        limits = {"vmin": -largest, "vmax": largest, "cmap": "RdBu_r"}
    else:
        limits = {"cmap": "cividis"}
    drawn = axes.pcolormesh(grid.x, grid.y, value, shading="nearest", rasterized=True, **limits)
    axes.figure.colorbar(drawn, ax=axes, label=grid.unit, pad=0.02)
    if isinstance(layout := axes.figure.get_layout_engine(), ConstrainedLayoutEngine):
        layout.set(wspace=0.08)
    axes.grid(False)
    for curve, style in zip(picture.curves, ("-", "--", ":", "-.") * len(picture.curves), strict=False):
        axes.plot(curve.x, curve.y, color=BLACK, linestyle=style, linewidth=1.5, label=curve.label)
    edges = drawn.get_datalim(axes.transData)
    axes.set(xlim=(edges.x0, edges.x1), ylim=(edges.y0, edges.y1))
    _plain_ticks(axes, picture.x)
    if picture.curves:
        axes.set_title("")
        heading = {"title": picture.heading, "alignment": "left"}
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize=8, borderaxespad=0.2, **heading)


def _graph(axes: Axes, graph: Graph) -> None:
    """Boxes in columns, the implied to the right of the implying; each arrow says by what factor it loses."""
    axes.set_axis_off()
    longest = max(len(column) for column in graph.columns)
    axes.set(xlim=(-0.5, len(graph.columns) - 0.5), ylim=(-longest + 0.5, 0.5))
    place = {
        name: (x, -(i + 0.5) * longest / len(column) + 0.5)
        for x, column in enumerate(graph.columns)
        for i, name in enumerate(column)
    }
    for start, end, label in graph.arrows:
        (x0, y0), (x1, y1) = place[start], place[end]
        arrow = {"arrowstyle": "-|>", "color": BLUE, "linewidth": 1.0, "shrinkA": 75, "shrinkB": 70}
        axes.annotate("", xy=(x1, y1), xytext=(x0, y0), arrowprops=arrow)
        axes.text((x0 + x1) / 2, (y0 + y1) / 2 + 0.25, label, fontsize=7, color=BLUE, ha="center", va="center")
    for name, (x, y) in place.items():
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": BLACK, "linewidth": 0.8}
        axes.text(x, y, name, fontsize=8, ha="center", va="center", bbox=box, zorder=5)


def draw_process(states: Sequence[str], arrows: Sequence[tuple[str, str, str]], name: str, path: Path) -> None:
    """States on a circle, an arrow for each move with its label, as an SVG of its own; names are no formulas."""
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(states)) / len(states)
    place = dict(zip(states, zip(1.6 * np.cos(angles), np.sin(angles), strict=True), strict=True))
    with plt.rc_context(STYLE):
        canvas, axes = plt.subplots(figsize=(5.2, 3.8), layout="constrained")
        axes.set_axis_off()
        axes.set(xlim=(-2.6, 2.6), ylim=(-1.7, 1.8), aspect="equal")
        axes.set_title(line(name, LONGEST_NAME), fontsize=9.5, loc="left", parse_math=False)
        for start, end, label in arrows:
            _move(axes, place[start], place[end], line(label, LONGEST_NAME))
        for state, (x, y) in place.items():
            box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": BLACK, "linewidth": 1.0}
            axes.text(
                x,
                y,
                line(state, LONGEST_NAME),
                parse_math=False,
                fontsize=9,
                ha="center",
                va="center",
                bbox=box,
                zorder=5,
            )
        canvas.savefig(path, metadata={"Date": None})
        plt.close(canvas)


def _move(axes: Axes, start: tuple[float, float], end: tuple[float, float], label: str) -> None:
    """A bent arrow, so that there and back do not cover each other; a loop away from the centre if a state stays."""
    (x0, y0), (x1, y1) = start, end
    arrow = {"arrowstyle": "-|>", "color": BLUE, "linewidth": 1.1, "shrinkA": 16, "shrinkB": 16}
    if start == end:
        length = max(np.hypot(x0, y0), 1e-9)
        out = (x0 / length, y0 / length) if length > 1e-6 else (0.0, 1.0)
        across = (-out[1] * 0.22, out[0] * 0.22)
        first, last = (x0 - across[0], y0 - across[1]), (x0 + across[0], y0 + across[1])
        arrow |= {"connectionstyle": "arc3,rad=1.8", "shrinkA": 9, "shrinkB": 9}
        axes.annotate("", xy=last, xytext=first, arrowprops=arrow)
        axes.text(
            x0 + (0.75 * abs(out[0]) + 0.6 * abs(out[1])) * out[0],
            y0 + 0.58 * out[1],
            label,
            parse_math=False,
            fontsize=8,
            color=BLUE,
            ha="center",
            va="center",
        )
        return
    axes.annotate("", xy=end, xytext=start, arrowprops=arrow | {"connectionstyle": "arc3,rad=0.22"})
    bend = 0.16
    middle = (x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0)
    axes.text(
        *middle,
        label,
        parse_math=False,
        fontsize=8,
        color=BLUE,
        ha="center",
        va="center",
        bbox={"color": "white", "pad": 0.6},
    )
