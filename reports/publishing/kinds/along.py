"""A name along a line, turned as the line runs there."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from tightrope.reports.publishing.kinds.ink import ON_DARK

HALO = [withStroke(linewidth=3.5, foreground=ON_DARK, alpha=0.85)]
LIFT = 5  # points between a line and its name


def along(
    axes: Axes,
    x: Sequence[float],
    y: Sequence[float],
    name: str,
    at: float,
    side: Literal["above", "below"],
    points: float,
    ink: str,
) -> None:
    """The name beside the line's seen part, at that share of its length; nothing if there is no part to turn by.

    The axes must have their final limits, and a drawing have placed them.
    """
    places, (left, right), (low, high) = np.column_stack([x, y]).astype(float), axes.get_xlim(), axes.get_ylim()
    seen = (places[:, 0] >= left) & (places[:, 0] <= right) & (places[:, 1] >= low) & (places[:, 1] <= high)
    if not name or seen.sum() < 2:
        return
    places = axes.transData.transform(places[seen])
    length = np.concatenate([[0], np.hypot(*np.diff(places, axis=0).T).cumsum()])
    middle, before, after = (
        np.array([np.interp(share * length[-1], length, part) for part in places.T])
        for share in (at, max(0, at - 0.06), min(1, at + 0.06))
    )
    slope = after - before if after[0] >= before[0] else before - after
    lift = LIFT if side == "above" else -LIFT
    turned = np.degrees(np.arctan2(slope[1], slope[0]))
    axes.annotate(
        name,
        color=ink,
        xy=tuple(axes.transData.inverted().transform(middle)),
        xytext=(-lift * np.sin(np.radians(turned)), lift * np.cos(np.radians(turned))),
        textcoords="offset points",
        rotation=turned,
        rotation_mode="anchor",
        ha="center",
        va="bottom" if side == "above" else "top",
        fontsize=points,
        zorder=4,
    )
