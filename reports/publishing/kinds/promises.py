"""Bars of what bounds say, up to the most that there can be."""

from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes

from tightrope.reports.evidence.verdict import rounded
from tightrope.reports.publishing.kinds.ink import BLACK, BLUE, GREY, size
from tightrope.reports.publishing.promises import Promises
from tightrope.reports.publishing.rounding import significant

WIDTH = 50  # characters of a name in one line
FOOT, HIGH = 0.22, 0.44  # middle and height of a bar below its name, in rows: higher than the words in an empty one


def promises(axes: Axes, picture: Promises) -> None:
    """Each bar ends in its number; an empty one, as long as the axis, says nothing."""
    words: dict[str, Any] = {"va": "center", "textcoords": "offset points", "fontsize": size(8)}
    for number, one in enumerate(picture.promises):
        row = number + FOOT
        over: dict[str, Any] = {"xytext": (2, 1.5), "textcoords": "offset points", "va": "bottom", "fontsize": size(8)}
        axes.annotate("\n".join(wrap(one.label, WIDTH)), (0, row - HIGH / 2), parse_math=False, **over)
        shown = significant(one.value, 4)
        if one.value < picture.horizon:
            axes.barh(row, one.value, height=HIGH, color=BLUE, linewidth=0)
            says = f"{shown}, exact" if rounded(one.value) == rounded(picture.exact) else shown
            axes.annotate(says, (one.value, row), xytext=(4, 0), **words)
        else:
            axes.barh(row, picture.horizon, height=HIGH, facecolor="none", edgecolor=GREY, linewidth=0.8)
            axes.annotate(f"says nothing here: {shown}", (picture.exact, row), xytext=(6, 0), **words)
    above: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "textcoords": "offset points", "ha": "center"}
    for place, name in (
        (picture.exact, f"exact: {significant(picture.exact, 4)}"),
        (picture.horizon, f"T = {picture.horizon}"),
    ):
        rows = [number + FOOT for number in range(len(picture.promises))]
        lows, highs = ([row + side * HIGH / 2 for row in rows] for side in (-1, 1))
        axes.vlines([place] * len(rows), lows, highs, color=BLACK, linewidth=1.3, zorder=3)  # not through the names
        axes.annotate(name, (place, 1), xytext=(0, 3), fontsize=size(8), **above)
    axes.set_title(picture.heading, fontsize=size(9.5), loc="left", pad=16)
    axes.set_yticks([])
    axes.set(xlim=(0, picture.horizon * 1.08), ylim=(len(picture.promises) - 0.4, -0.7), ylabel="")
    axes.grid(False, axis="y")
    axes.set_axisbelow(True)
