"""Figures as SVG, PNG and PDF from their description; `kinds` draws each kind of picture.

The same description gives the same bytes on every machine: text becomes paths, ids are salted, dates are left out.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from tightrope.reports.publishing.figure import (
    Axis,
    Bars,
    Contours,
    Curves,
    Figure,
    Graph,
    Heat,
    Laws,
    Picture,
    Ratios,
    Strips,
)
from tightrope.reports.publishing.kinds.curves import curves
from tightrope.reports.publishing.kinds.graph import graph
from tightrope.reports.publishing.kinds.grids import contours, heat
from tightrope.reports.publishing.kinds.ink import STYLE, size
from tightrope.reports.publishing.kinds.phases import phases
from tightrope.reports.publishing.kinds.rows import bars, laws, ratios, strips
from tightrope.reports.publishing.plane import Phases

UNDATED: Any = {  # how each format is written without the time and the program's version
    ".svg": {"metadata": {"Date": None}},
    ".png": {"metadata": {"Software": None}, "dpi": 150},
    ".pdf": {"metadata": {"CreationDate": None, "Producer": None, "Creator": None}},
}


def draw(figure: Figure, folder: Path) -> None:
    """Write figures/KEY.svg and KEY.png."""
    _draw(figure, [folder / f"{figure.key}.svg", folder / f"{figure.key}.png"])


def draw_file(figure: Figure, path: Path) -> None:
    """Write one file, in the format that its name ends in: .svg, .png or .pdf."""
    _draw(figure, [path])


def _draw(figure: Figure, paths: Sequence[Path]) -> None:
    with rc_context(STYLE):
        width, letters = _width(figure)
        canvas = _canvas(width, _height(figure))
        axes = canvas.subplots(1, len(figure.pictures), squeeze=False)
        for picture, place in zip(figure.pictures, axes[0], strict=True):
            draw_on(place, picture)
        see = "\n".join(wrap(figure.see, width=letters))
        canvas.suptitle(see, fontsize=size(10.5), fontweight="bold", x=0.01, ha="left")
        canvas.draw_without_rendering()
        canvas.set_layout_engine("none")  # the layout is found once, not again for each file
        for path in paths:
            whole = (
                BytesIO()
            )  # a full disk is met by us: matplotlib's writer of PDF hides it behind a failure of its own
            canvas.savefig(whole, format=path.suffix[1:], **UNDATED[path.suffix])
            path.write_bytes(whole.getvalue())


def _width(figure: Figure) -> tuple[float, int]:
    """In inches, and in letters of the first line: wide for two pictures; a plane is about as wide as it is high."""
    if len(figure.pictures) > 1:
        return 10.4, 119
    return (5.6, 58) if isinstance(figure.pictures[0], Phases) else (7.2, 82)


def _height(figure: Figure) -> float:
    """In inches: a page's width of curves, or as much as its rows need."""
    rows = [0.27 * len(one.rows) + 1.2 for one in figure.pictures if isinstance(one, Ratios)]
    rows += [0.62 * len(one.laws) + 1.3 for one in figure.pictures if isinstance(one, Laws)]
    planes = [4.9 for one in figure.pictures if isinstance(one, Phases)]
    return max(3.7, *rows, *planes, 0)


def _canvas(width: float, height: float) -> Canvas:
    """A page of so many inches, in no window: whoever draws in a notebook keeps the backend that shows it."""
    canvas = Canvas(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(canvas)
    return canvas


def draw_on(axes: Axes, picture: Picture) -> None:
    """Draw a picture on axes, whoever made them."""
    if not isinstance(picture, Graph | Ratios):
        _frame(axes, picture.x, picture.y)
    axes.set_title(picture.heading, fontsize=size(9.5), loc="left")
    match picture:
        case Curves():
            curves(axes, picture)
        case Heat():
            heat(axes, picture)
        case Contours():
            contours(axes, picture)
        case Strips():
            strips(axes, picture)
        case Ratios():
            ratios(axes, picture)
        case Graph():
            graph(axes, picture)
        case Bars():
            bars(axes, picture)
        case Laws():
            laws(axes, picture)
        case Phases():
            phases(axes, picture)


def _frame(axes: Axes, x: Axis, y: Axis) -> None:
    axes.set(xlabel=x.label, ylabel=y.label, xscale=x.scale, yscale=y.scale)
