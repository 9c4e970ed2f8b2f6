"""Cells of a plane in the colours of their regions, names in the regions, boundaries on top.

The tones differ in lightness as well as in hue, so that they are told apart by the colour-blind and in grey print, and
all of them are light enough for black letters.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.kinds.along import HALO, along
from tightrope.reports.publishing.kinds.ink import ON_COLOUR, ON_DARK, size
from tightrope.reports.publishing.plane import Phases

COLOURS = {"pale": "#F1F5F8", "light": "#CFE3F2", "middle": "#9CC7E6", "dark": "#6FAAD4", "warm": "#E38B3B"}
LINES = {"exact": "-", "limit": (0, (5, 2)), "conjecture": (0, (1, 1.5))}
EDGE = 6  # pixels between a name and the side of the axes
SHORT = 500  # a log axis that spans less has 2 and 5 among its numbers


def phases(axes: Axes, picture: Phases) -> None:
    x, y = edges(picture.columns, picture.x), edges(picture.rows, picture.y)
    for row, cells in enumerate(picture.cells):
        for first, last, region in _runs(cells):
            colour = COLOURS[picture.regions[region].tone]
            axes.fill_between([x[first], x[last]], y[row], y[row + 1], color=colour, linewidth=0)
    thin: dict[str, Any] = {"color": ON_DARK, "linewidth": 0.5}
    axes.vlines(x, y[0], y[-1], **thin)
    axes.hlines(y, x[0], x[-1], **thin)
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    axes.grid(False)
    for name, which in (("x", picture.x), ("y", picture.y)):
        _digits(getattr(axes, f"{name}axis"), which)
    axes.figure.canvas.figure.draw_without_rendering()  # names along curves need to know where these run
    for one in picture.boundaries:
        axes.plot(
            one.x, one.y, color=ON_COLOUR, linewidth=1.8, linestyle=LINES[one.stands], path_effects=HALO, zorder=3
        )
        along(axes, one.x, one.y, one.label, one.at, one.side, size(9), ON_COLOUR)
    words: dict[str, Any] = {"color": ON_COLOUR, "ha": "center", "va": "center", "zorder": 5}
    for region in picture.regions:
        name = axes.text(region.x, region.y, region.name, fontsize=size(10), fontweight="bold", **words)
        _push_inside(axes, name)


def _push_inside(axes: Axes, name: Text) -> None:
    """Move a name that leaves the axes at a side."""
    box, (x, y) = name.get_window_extent(), axes.transData.transform(name.get_position())
    over = max(0, box.x1 + EDGE - axes.bbox.x1) - max(0, axes.bbox.x0 - box.x0 + EDGE)
    if over:
        inside = axes.transData.inverted().transform((x - over, y))
        name.set_position((inside[0], inside[1]))


def edges(centres: tuple[float, ...], axis: Axis) -> np.ndarray:
    """Where cells end: halfway between their centres, on the scale of the axis."""
    places = np.log(centres) if axis.scale == "log" else np.array(centres)
    between = (places[1:] + places[:-1]) / 2
    ends = np.concatenate([[2 * places[0] - between[0]], between, [2 * places[-1] - between[-1]]])
    return np.exp(ends) if axis.scale == "log" else ends


def _runs(cells: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """First cell, the one after the last, and region of each run of cells in one region."""
    first = 0
    for region, run in groupby(cells):
        last = first + len(list(run))
        yield first, last, region
        first = last


def _digits(axis, which: Axis) -> None:
    if which.scale == "log":
        low, high = axis.get_view_interval()
        axis.set_major_locator(LogLocator(subs=(1,) if high / low > SHORT else (1, 2, 5)))
        axis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())
