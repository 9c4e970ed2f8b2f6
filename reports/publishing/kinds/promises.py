"""Bars of what bounds say, up to the most that there can be."""

from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes

from tightrope.reports.publishing.kinds.ink import BLACK, BLUE, GREY, size
from tightrope.reports.publishing.promises import Promises
from tightrope.reports.publishing.rounding import significant

WIDTH = 42  # characters of a name in one line


def promises(axes: Axes, picture: Promises) -> None:
    """Each bar ends in its number; an empty one, as long as the axis, says nothing."""
    words: dict[str, Any] = {"va": "center", "textcoords": "offset points", "fontsize": size(8)}
    for row, one in enumerate(picture.promises):
        shown = significant(one.value, 4)
        if one.value < picture.horizon:
            axes.barh(row, one.value, height=0.62, color=BLUE, linewidth=0)
            says = f"{shown}, exact" if shown == significant(picture.exact, 4) else shown
            axes.annotate(says, (one.value, row), xytext=(4, 0), **words)
        else:
            axes.barh(row, picture.horizon, height=0.62, facecolor="none", edgecolor=GREY, linewidth=0.8)
            axes.annotate(f"says nothing here: {shown}", (picture.exact, row), xytext=(6, 0), **words)
    above: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "textcoords": "offset points", "ha": "center"}
    for place, name in (
        (picture.exact, f"exact: {significant(picture.exact, 4)}"),
        (picture.horizon, f"T = {picture.horizon}"),
    ):
        axes.axvline(place, color=BLACK, linewidth=1.1, linestyle=(0, (4, 2)), zorder=3)
        axes.annotate(name, (place, 1), xytext=(0, 3), fontsize=size(8), **above)
    axes.set_title(picture.heading, fontsize=size(9.5), loc="left", pad=16)
    rows = range(len(picture.promises))
    names = axes.set_yticks(rows, ["\n".join(wrap(one.label, WIDTH)) for one in picture.promises], fontsize=size(8))
    for tick in names:
        tick.label1.set_parse_math(False)
    axes.set(xlim=(0, picture.horizon * 1.08), ylim=(len(rows) - 0.4, -0.6), ylabel="")
    axes.grid(False, axis="y")
    axes.set_axisbelow(True)
