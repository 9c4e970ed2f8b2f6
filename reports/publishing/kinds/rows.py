"""Rows from the top: blocks, ratios, densities, bars."""

from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from tightrope.reports.publishing.figure import Bars, Laws, Ratio, Ratios, Strips
from tightrope.reports.publishing.kinds.ink import BLACK, BLUE, GREEN, GREY, ORANGE, RED, size
from tightrope.simulators.model.terminal import line

LONGEST_LINE = 62  # characters of a name that stands above its row
POINT = 0.7  # lines that a row's point has for itself
LONGEST_NAME = 40  # characters of a state or a move in a drawing


def strips(axes: Axes, picture: Strips) -> None:
    """A row for each strip, from the top, with its label beside it; its points are blocks."""
    rows, places = range(len(picture.strips)), [x for strip in picture.strips for x in strip.x]
    for row in rows if places else ():  # a row without blocks is empty, not missing
        whole = (min(0, *places) - 0.4, max(places) - min(0, *places) + 0.8)
        axes.broken_barh([whole], (row - 0.36, 0.72), facecolor="none", edgecolor=GREY, linewidth=0.6)
        if not picture.strips[row].x:
            axes.text(whole[0] + whole[1] / 2, row, "none", fontsize=size(8), ha="center", va="center")
    for row, strip in zip(rows, picture.strips, strict=True):
        axes.broken_barh([(x - 0.4, 0.8) for x in strip.x], (row - 0.36, 0.72), color=BLUE, linewidth=0)
    axes.set_yticks(rows, [strip.label for strip in picture.strips])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(False)


def ratios(axes: Axes, picture: Ratios) -> None:
    """Each row's name and number, below them a point, hollow where the aim, a bar, was missed; a line leads to it."""
    axes.set(xlabel=picture.x.label, xscale="log")
    foot = 0.0
    for one in picture.rows:
        name = _named(one)
        row, head, foot = foot + len(name) + POINT / 2, foot, foot + len(name) + POINT
        place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "top"}
        named = axes.annotate("\n".join(name), (0, head), (2, 0), fontsize=size(8), linespacing=1.1, **place)
        named.set_in_layout(False)
        colour, fill = (BLUE, BLUE) if one.value >= one.goal else (ORANGE, "white")
        axes.plot([1, one.value], [row, row], color=colour, linewidth=1.2)
        axes.plot(one.value, row, "o", color=colour, markerfacecolor=fill, markersize=5, zorder=4)
        axes.plot(one.goal, row, "|", color=BLACK, markersize=8, markeredgewidth=1.8, zorder=5)
        axes.vlines(1, row - POINT / 2, row + POINT / 2, color=BLACK, linewidth=0.8)
    axes.set_yticks([])
    axes.set_ylim(foot, -0.4)
    ends = [x for one in picture.rows for x in (one.value, one.goal)]
    axes.set_xlim(min(*ends, 1) / 1.5, max(ends) * 2)
    axes.grid(visible=False)


def lines_of(picture: Ratios) -> float:
    """How many lines of words it is high."""
    return sum(len(_named(one)) + POINT for one in picture.rows)


def _named(one: Ratio) -> list[str]:
    """What stands above a row, in lines."""
    number = f"{one.value:,.0f}" if one.value >= 100 else f"{one.value:.2g}"
    return wrap(f"{one.label}: {number}", LONGEST_LINE)


def laws(axes: Axes, picture: Laws) -> None:
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
    above: dict[str, Any] = {"va": "bottom", "fontsize": size(8), "annotation_clip": False}
    for low, high in picture.shaded[:1]:
        axes.annotate(picture.what, ((low + high) / 2, -0.6), ha="center", color="#00543D", **above)
    axes.annotate(picture.says, (1.02, 1), xycoords="axes fraction", **above)
    axes.set_yticks(range(len(picture.laws)), [law.label for law in picture.laws])
    axes.set_ylim(len(picture.laws) - 0.45, -0.6)
    axes.set_xlim(min(min(law.x) for law in picture.laws), max(max(law.x) for law in picture.laws))
    axes.set_ylabel("")
    axes.tick_params(axis="y", length=0)
    axes.grid(False)


def bars(axes: Axes, picture: Bars) -> None:
    rows = range(len(picture.names))
    axes.barh(rows, picture.amounts, height=0.72, color=BLUE, linewidth=0)
    names = axes.set_yticks(rows, [line(name, LONGEST_NAME) for name in picture.names])
    for tick in names:
        tick.label1.set_parse_math(False)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(False, axis="y")
