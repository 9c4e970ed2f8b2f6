"""A name along a line, turned as the line runs there."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import IdentityTransform

from tightrope.reports.publishing.kinds.ink import ON_DARK

HALO = [withStroke(linewidth=3.5, foreground=ON_DARK, alpha=0.85)]
LIFT = 3  # points between a line and its name
PIECES = 200  # of a line, measured to find where its name stands free of it

Side = Literal["above", "below"]


def along(
    axes: Axes, x: Sequence[float], y: Sequence[float], name: str, at: float, side: Side, points: float, ink: str
) -> None:
    """The name beside the line's seen part, at that share of its length; nothing if there is no part to turn by."""
    places = np.column_stack([x, y]).astype(float)
    if name and _seen(axes, places).sum() >= 2:
        looks = {"color": ink, "va": "bottom" if side == "above" else "top", "fontsize": points}
        axes.add_artist(_Along(places, name, at, side, **looks))


def _seen(axes: Axes, places: np.ndarray) -> np.ndarray:
    """Which places lie inside the axes."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    inside = (places[:, 0] >= left) & (places[:, 0] <= right)
    return inside & (places[:, 1] >= low) & (places[:, 1] <= high)


class _Along(Annotation):
    """Words that are turned and lifted anew each time they are placed: axes move and change their width."""

    def __init__(self, places: np.ndarray, name: str, at: float, side: Side, **looks) -> None:
        anchored: dict[str, Any] = {
            "textcoords": "offset points",
            "rotation_mode": "anchor",
            "ha": "center",
            "zorder": 4,
        }
        anchored |= {"annotation_clip": False, "clip_on": False}
        super().__init__(name, (places[0, 0], places[0, 1]), (0, 0), **anchored, **looks)
        self.set_transform(IdentityTransform())
        self.places, self.at, self.side = places, at, 1 if side == "above" else -1

    def update_positions(self, renderer) -> None:
        self.set_rotation(0)
        super().update_positions(renderer)
        if isinstance(self.axes, Axes):
            self._turn(self.axes, Text.get_window_extent(self, renderer).width)
        super().update_positions(renderer)

    def _turn(self, axes: Axes, width: float) -> None:
        seen = self.places[_seen(axes, self.places)]
        if len(seen) < 2:
            return
        line = axes.transData.transform(seen)
        length = np.concatenate([[0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
        half = min(width, length[-1]) / 2
        middle = min(max(self.at * length[-1], half), length[-1] - half)  # a name does not run out beyond its line
        spots = np.linspace(middle - half, middle + half, PIECES)
        below = np.column_stack([np.interp(spots, length, part) for part in line.T])
        slope = below[-1] - below[0] if below[-1, 0] >= below[0, 0] else below[0] - below[-1]
        turned = np.arctan2(slope[1], slope[0])
        across = np.array([-np.sin(turned), np.cos(turned)]) * self.side
        here = below[PIECES // 2]
        lift = LIFT + ((below - here) @ across).max() / axes.figure.dpi * 72
        self.xy = tuple(axes.transData.inverted().transform(here))
        self.set_position(tuple(lift * across))
        self.set_rotation(np.degrees(turned))
