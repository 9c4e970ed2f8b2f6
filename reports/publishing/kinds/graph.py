"""Boxes and arrows."""

from matplotlib.axes import Axes

from tightrope.reports.publishing.figure import Graph
from tightrope.reports.publishing.kinds.ink import BLACK, BLUE, size

LONG = 17  # letters of a name that has a line for itself


def graph(axes: Axes, graph: Graph) -> None:
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
        arrow = {"arrowstyle": "-|>", "color": BLUE, "linewidth": 1.0, "shrinkA": 52, "shrinkB": 48}
        axes.annotate("", xy=(x1, y1), xytext=(x0, y0), arrowprops=arrow)
        axes.text((x0 + x1) / 2, (y0 + y1) / 2 + 0.25, label, fontsize=size(7), color=BLUE, ha="center", va="center")
    for name, (x, y) in place.items():
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": BLACK, "linewidth": 0.8}
        axes.text(x, y, _in_two_lines(name), fontsize=size(8), ha="center", va="center", bbox=box, zorder=5)


def _in_two_lines(name: str) -> str:
    """A long name, broken behind the hyphen that is nearest to its middle."""
    places = [i + 1 for i, letter in enumerate(name) if letter == "-"]
    if len(name) <= LONG or not places:
        return name
    at = min(places, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:at]}\n{name[at:]}"
