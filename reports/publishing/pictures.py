"""Figures as SVG and PNG from their description; the only file that imports matplotlib.

The same description gives the same bytes on every machine: ids are salted, dates are left out. In SVG words are words.
Colours are Okabe and Ito's, told apart by colour-blind readers; the role also has a line style, so print in grey works.
"""

from collections.abc import Sequence
from io import BytesIO
from math import floor, log10
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib import rc_context, rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure as Canvas
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from tightrope.reports.publishing.figure import (
    Axis,
    Bars,
    Contours,
    Curve,
    Curves,
    Figure,
    Graph,
    Heat,
    Laws,
    Picture,
    Ratios,
    Strips,
)
from tightrope.reports.publishing.svg import small
from tightrope.simulators.model.terminal import line

STYLE: Any = {  # matplotlib's types want each key as a literal
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "svg.fonttype": "none",
    "svg.hashsalt": "tightrope",
    "figure.facecolor": "white",
    "mathtext.fontset": "stix",
}
UNDATED: Any = {  # how each format is written without the time and the program's version
    ".svg": {"metadata": {"Date": None}},
    ".png": {"metadata": {"Software": None}, "dpi": 150},
    ".pdf": {"metadata": {"CreationDate": None, "Producer": None, "Creator": None}},
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
GREY = "#7F7F7F"
PROBLEM_COLOURS = (BLUE, ORANGE, SKY, PINK, GREY, "#8C564B")
ON_DARK = "#fefefe"  # not the page's paper, which is dark at night
MARKERS = "osD^vP"
WIDTH = 6.4  # inches, about a page's column: words keep their size in print and on a screen; pictures stand in a column
LEADER: Any = {  # from a curve's name, where it begins, to the curve's last point
    "arrowstyle": "-",
    "relpos": (0, 0.5),
    "linewidth": 1.5,  # it tells whose name it is: the words themselves are in ink, which is read on every paper
    "shrinkA": 1,
    "shrinkB": 2,
}
LONGEST_NAME = 40  # characters of a state or a move in a drawing
DIGIT, GAP = 0.075, 0.05  # inches, of the numbers below an axis
LOWEST_SHARE = 1e-7  # of the top of a log axis: what lies below is cut off


def draw(figure: Figure, folder: Path) -> None:
    """Write figures/KEY.svg and KEY.png."""
    _draw(figure, [folder / f"{figure.key}.svg", folder / f"{figure.key}.png"])


def draw_file(figure: Figure, path: Path) -> None:
    """Write one file, in the format that its name ends in: .svg, .png or .pdf."""
    _draw(figure, [path])


def _draw(figure: Figure, paths: Sequence[Path]) -> None:
    with rc_context(STYLE):
        heights = [_height(picture) for picture in figure.pictures]
        canvas = _canvas(WIDTH, sum(heights) + 0.4)
        axes = canvas.subplots(len(heights), 1, squeeze=False, height_ratios=heights)
        for picture, place in zip(figure.pictures, axes[:, 0], strict=True):
            draw_on(place, picture)
        see = "\n".join(wrap(figure.see, width=int(WIDTH * 11.5)))
        canvas.suptitle(see, fontsize=_size(10.5), fontweight="bold", x=0.01, ha="left")
        canvas.draw_without_rendering()
        canvas.set_layout_engine("none")  # the layout is found once, not again for each file
        for path in paths:
            whole = BytesIO()  # a full disk is met by us: matplotlib's writer of PDF hides it behind its own failure
            canvas.savefig(whole, format=path.suffix[1:], **UNDATED[path.suffix])
            path.write_bytes(small(whole.getvalue()) if path.suffix == ".svg" else whole.getvalue())


def _height(picture: Picture) -> float:
    """In inches: what curves need, or as much as its rows do."""
    match picture:
        case Ratios():
            return 0.27 * len(picture.rows) + 0.8
        case Laws():
            return 0.62 * len(picture.laws) + 0.9
        case _:
            return 3.3


def _canvas(width: float, height: float) -> Canvas:
    """A page of so many inches, in no window: whoever draws in a notebook keeps the backend that shows it."""
    canvas = Canvas(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(canvas)
    return canvas


def _size(points: float) -> float:
    """So many points where text has the size of STYLE, and in proportion where somebody chose another."""
    return points * rcParams["font.size"] / STYLE["font.size"]


def draw_on(axes: Axes, picture: Picture) -> None:
    """Draw a picture on axes, whoever made them."""
    if not isinstance(picture, Graph | Ratios):
        _frame(axes, picture.x, picture.y)
    axes.set_title(picture.heading, fontsize=_size(9.5), loc="left")
    match picture:
        case Curves():
            _curves(axes, picture)
        case Heat():
            _heat(axes, picture)
        case Contours():
            _contours(axes, picture)
        case Strips():
            _strips(axes, picture)
        case Ratios():
            _ratios(axes, picture)
        case Graph():
            _graph(axes, picture)
        case Bars():
            _bars_of(axes, picture)
        case Laws():
            _laws(axes, picture)


def _frame(axes: Axes, x: Axis, y: Axis) -> None:
    axes.set(xlabel=x.label, ylabel=y.label, xscale=x.scale, yscale=y.scale)


def _notes(axes: Axes, picture: Curves | Heat) -> None:
    for note in picture.notes:
        axes.text(note.x, note.y, note.words, fontsize=_size(8), ha="center", va="center", zorder=6)


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
        ends.append((curve, line.get_color()))
    _scales(axes, picture)
    _labels(axes, ends)
    shown = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))  # one entry for curves of one name
    if shown:
        axes.legend(shown.values(), shown.keys(), loc=picture.legend, frameon=False, fontsize=_size(8))


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


def _strips(axes: Axes, picture: Strips) -> None:
    """A row for each strip, from the top, with its label beside it; its points are blocks."""
    rows = range(len(picture.strips))
    for row, strip in zip(rows, picture.strips, strict=True):
        axes.broken_barh([(x - 0.4, 0.8) for x in strip.x], (row - 0.36, 0.72), color=BLUE, linewidth=0)
    axes.set_yticks(rows, [strip.label for strip in picture.strips])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(False)


def _ratios(axes: Axes, picture: Ratios) -> None:
    """A point for each row, hollow where the aim, a bar, was missed; from 1 on a line leads to it."""
    axes.set(xlabel=picture.x.label, xscale="log")
    for row, one in enumerate(picture.rows):
        colour, fill = (BLUE, BLUE) if one.value >= one.goal else (ORANGE, "white")
        axes.plot([1, one.value], [row, row], color=colour, linewidth=1.2)
        axes.plot(one.value, row, "o", color=colour, markerfacecolor=fill, markersize=6, zorder=4)
        axes.plot(one.goal, row, "|", color=BLACK, markersize=12, markeredgewidth=1.8, zorder=5)
        words = f"{one.value:,.0f}" if one.value >= 100 else f"{one.value:.2g}"
        end = (max(one.value, one.goal, 1), row)
        axes.annotate(words, end, xytext=(9, 0), textcoords="offset points", va="center", fontsize=8)
    axes.axvline(1, color=BLACK, linewidth=0.8)
    axes.set_yticks(range(len(picture.rows)), [one.label for one in picture.rows], fontsize=8)
    axes.set_ylim(len(picture.rows) - 0.4, -0.6)
    ends = [x for one in picture.rows for x in (one.value, one.goal)]
    axes.set_xlim(min(*ends, 1) / 1.5, max(ends) * 5)
    axes.grid(visible=False, axis="y")


def _laws(axes: Axes, picture: Laws) -> None:
    """Rows of densities; what lies in a shaded interval is filled in another colour, a single point is a stem."""
    tallest = max((max(law.height) for law in picture.laws if law.height), default=1)
    for row, law in enumerate(picture.laws):
        x, foot = np.array(law.x), row + 0.42
        if law.height:
            top = foot - 0.84 * np.array(law.height) / tallest
            axes.fill_between(x, foot, top, color=BLUE, alpha=0.3, linewidth=0)
            axes.plot(x, top, color=BLUE, linewidth=1.1)
            for low, high in picture.shaded:
                inside = (x >= low) & (x <= high)
                axes.fill_between(x[inside], foot, top[inside], color=RED, alpha=0.9, linewidth=0)
        else:
            hit = [any(low <= place <= high for low, high in picture.shaded) for place in law.x]
            for place, colour in zip(law.x, (RED if one else BLUE for one in hit), strict=True):
                axes.plot([place, place], [foot, foot - 0.72], color=colour, linewidth=2)
                axes.plot(place, foot - 0.72, "o", color=colour, markersize=6)
        axes.axhline(foot, color=BLACK, linewidth=0.5)
        axes.annotate(law.says, (1.02, row), xycoords=("axes fraction", "data"), va="center", annotation_clip=False)
    for low, high in picture.shaded:
        axes.axvspan(low, high, color=GREEN, alpha=0.16, linewidth=0, zorder=0)
    above: dict[str, Any] = {"va": "bottom", "fontsize": _size(8), "annotation_clip": False}
    for low, high in picture.shaded[:1]:
        axes.annotate(picture.what, ((low + high) / 2, -0.6), ha="center", color="#00543D", **above)
    axes.annotate(picture.says, (1.02, 1), xycoords="axes fraction", **above)
    axes.set_yticks(range(len(picture.laws)), [law.label for law in picture.laws])
    axes.set_ylim(len(picture.laws) - 0.45, -0.6)
    axes.set_xlim(min(min(law.x) for law in picture.laws), max(max(law.x) for law in picture.laws))
    axes.set_ylabel("")
    axes.tick_params(axis="y", length=0)
    axes.grid(False)


def _bars_of(axes: Axes, picture: Bars) -> None:
    rows = range(len(picture.names))
    axes.barh(rows, picture.amounts, height=0.72, color=BLUE, linewidth=0)
    names = axes.set_yticks(rows, [line(name, LONGEST_NAME) for name in picture.names])
    for tick in names:
        tick.label1.set_parse_math(False)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(False, axis="y")


def _scales(axes: Axes, picture: Curves) -> None:
    values = [y for curve in picture.curves for y in curve.y if y > 0]
    if picture.y.scale == "log" and not values:  # all were too small for floats
        axes.set_yscale("linear")
    elif picture.y.scale == "log":
        axes.set_ylim(max(min(values), max(values) * LOWEST_SHARE) / 1.5, max(values) * 1.6)
    else:
        axes.set_ylim(0, max(values, default=1) * 1.05)
    _plain_ticks(axes, picture.x)
    if picture.x.scale == "linear" and all(x == int(x) for curve in picture.curves for x in curve.x):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))  # half a decision is none


def _plain_ticks(axes: Axes, x: Axis) -> None:
    """1, 2, 5, 10, 20, ... in digits on a horizontal log axis: horizons are read off, not orders of magnitude.

    Where the last two of these would run into each other, the orders only.
    """
    if x.scale == "log":
        low, high = axes.get_xlim()
        longest = max(len(f"{10.0 ** floor(log10(end)):g}") for end in (low, high))
        decade = 0.8 * axes.get_window_extent().width / axes.figure.dpi / log10(high / low)  # names beside it need room
        fit = log10(2) * decade > longest * DIGIT + GAP
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if fit else (1,)))
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
            fontsize=_size(8),
            va="center",
            annotation_clip=False,
            arrowprops=LEADER | {"color": colour},
        )


def _contours(axes: Axes, picture: Contours) -> None:
    grid, frontier = picture.grid, picture.frontier
    drawn = axes.contour(grid.x, grid.y, np.array(grid.value), levels=picture.levels, colors=[BLUE], linewidths=1.2)
    axes.clabel(drawn, fmt=lambda level: f"{level:g}", fontsize=_size(8))
    axes.fill_between(grid.x, frontier, max(grid.y), color=RED, alpha=0.07, linewidth=0)
    axes.plot(grid.x, frontier, color=RED, linestyle="--", linewidth=1.4)
    axes.set_ylim(min(grid.y), max(grid.y))
    _plain_ticks(axes, picture.x)


def _heat(axes: Axes, picture: Heat) -> None:
    """A grid in colours with its scale; a sign is told by the hue, and curves of one label have one line style."""
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
    styles: dict[str, str] = {}  # curves of one name look alike and are named once
    for curve in picture.curves:
        named = curve.label if curve.label not in styles else "_"
        style = styles.setdefault(curve.label, ("-", "--", ":", "-.")[len(styles) % 4])
        drawn_line = axes.plot(curve.x, curve.y, color=BLACK, linestyle=style, linewidth=1.5, label=named)[0]
        drawn_line.set_path_effects([withStroke(linewidth=3, foreground="white")])  # seen on dark colours too
    for low, high in picture.shaded:
        axes.axhspan(low, high, facecolor=ON_DARK, edgecolor=ON_DARK, alpha=0.3, hatch="//", linewidth=0)
        axes.annotate(
            picture.what, (0.02, (low + high) / 2), xycoords=("axes fraction", "data"), va="center", color=ON_DARK
        )
    edges = drawn.get_datalim(axes.transData)
    axes.set(xlim=(edges.x0, edges.x1), ylim=(edges.y0, edges.y1))
    _plain_ticks(axes, picture.x)
    if picture.curves:
        axes.set_title("", loc="left")
        heading = {"title": picture.heading, "alignment": "left"}
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize=_size(8), borderaxespad=0.2, **heading
        )


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
        axes.text((x0 + x1) / 2, (y0 + y1) / 2 + 0.25, label, fontsize=_size(7), color=BLUE, ha="center", va="center")
    for name, (x, y) in place.items():
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": BLACK, "linewidth": 0.8}
        axes.text(x, y, name, fontsize=_size(8), ha="center", va="center", bbox=box, zorder=5)
