"""A quantity over two others, in colours or in levels."""

from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import LogNorm
from matplotlib.patheffects import withStroke

from tightrope.reports.publishing.figure import Contours, Heat, Note
from tightrope.reports.publishing.kinds.along import along
from tightrope.reports.publishing.kinds.ink import (
    BLACK,
    BLUE,
    LOWEST_SHARE,
    ON_COLOUR,
    ON_DARK,
    RED,
    legend_above,
    plain_ticks,
    size,
    write,
)

MIDDLE = 0.5  # between light and dark
NAMED = 0.7  # of the length of a level, where its number stands
SHADES = 65  # of a colour scale: an odd number, so that zero has its own; more cost bytes and are not told apart


def contours(axes: Axes, picture: Contours) -> None:
    grid, frontier = picture.grid, picture.frontier
    drawn = axes.contour(grid.x, grid.y, np.array(grid.value), levels=picture.levels, colors=[BLUE], linewidths=1.2)
    axes.fill_between(grid.x, frontier, max(grid.y), color=RED, alpha=0.07, linewidth=0)
    axes.plot(grid.x, frontier, color=RED, linestyle="--", linewidth=1.4)
    axes.set_ylim(min(grid.y), max(grid.y))
    plain_ticks(axes, picture.x)
    axes.figure.canvas.figure.draw_without_rendering()  # names along lines need to know where these run
    for level, lines in zip(drawn.levels, drawn.allsegs, strict=True):
        if lines:
            x, y = max(lines, key=len).T
            along(axes, x, y, f"{level:g}", NAMED, "above", size(8), BLACK)


def _ink_on(drawn: QuadMesh, picture: Heat, note: Note) -> str:
    """What is read on the cell below the words; on one that is left white lies the page's paper: the page's ink."""
    grid = picture.grid
    row, column = np.abs(np.array(grid.y) - note.y).argmin(), np.abs(np.array(grid.x) - note.x).argmin()
    value = grid.value[row][column]
    if picture.colours == "log" and value == 0:
        return BLACK
    red, green, blue, _ = drawn.to_rgba(np.array([value]))[0]
    return ON_COLOUR if 0.3 * red + 0.59 * green + 0.11 * blue > MIDDLE else ON_DARK


def heat(axes: Axes, picture: Heat) -> None:
    """A grid in colours with its scale; a sign is told by the hue, and curves of one label have one line style."""
    grid, value = picture.grid, np.array(picture.grid.value)
    largest = np.abs(value).max()
    limits: dict[str, Any]
    if picture.colours == "log":
        value = np.ma.masked_equal(value, 0)
        limits = {"norm": LogNorm(max(value.min(), largest * LOWEST_SHARE), largest), "cmap": colormaps["cividis"]}
    elif value.min() < 0 < value.max():
        limits = {"vmin": -largest, "vmax": largest, "cmap": colormaps["RdBu_r"]}
    else:
        limits = {"cmap": colormaps["cividis"]}
    limits["cmap"] = limits["cmap"].resampled(SHADES)
    drawn = axes.pcolormesh(grid.x, grid.y, value, shading="nearest", rasterized=True, **limits)
    for note in picture.notes:
        write(axes, note, _ink_on(drawn, picture, note))
    beside = axes.inset_axes((1.03, 0, 0.035, 1))  # not at the page's edge, where other pictures have names of curves
    axes.figure.colorbar(drawn, cax=beside, label=grid.unit)
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
    plain_ticks(axes, picture.x)
    if picture.curves:
        axes.figure.canvas.figure.draw_without_rendering()  # room beside the scale is known once it is placed
        room = (beside.get_tightbbox() or beside.bbox).x1 - axes.bbox.x0
        legend_above(axes, picture.heading, *axes.get_legend_handles_labels(), room)
