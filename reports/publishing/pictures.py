"""Figures as SVG, PNG and PDF from their description; `kinds` draws each kind of picture.

The same description gives the same bytes on every machine: ids are salted, dates are left out. In SVG words are words.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from tightrope.reports.publishing.figure import (
    Axis,
    Bars,
    Contours,
    Curves,
    Diagram,
    Figure,
    Heat,
    Laws,
    Picture,
    Ratios,
    Strips,
)
from tightrope.reports.publishing.kinds.curves import curves
from tightrope.reports.publishing.kinds.film import film_strip
from tightrope.reports.publishing.kinds.grids import contours, heat
from tightrope.reports.publishing.kinds.ink import STYLE, size
from tightrope.reports.publishing.kinds.phases import phases
from tightrope.reports.publishing.kinds.promises import promises
from tightrope.reports.publishing.kinds.rows import bars, laws, ratios, strips
from tightrope.reports.publishing.plane import Phases
from tightrope.reports.publishing.promises import Promises
from tightrope.reports.publishing.svg import small
from tightrope.reports.publishing.walks import Film
from tightrope.simulators.model.graph_svg import graph_svg

WIDTH = 6.4  # inches, about a page's column: words keep their size in print and on a screen; pictures stand in a column
WORDS = re.compile(r"(?:\$[^$]*\$|[^\s$])+")  # a formula is not broken
UNDATED: Any = {  # how each format is written without the time and the program's version
    ".svg": {"metadata": {"Date": None}},
    ".png": {"metadata": {"Software": None}, "dpi": 150},
    ".pdf": {"metadata": {"CreationDate": None, "Producer": None, "Creator": None}},
}


def draw(figure: Figure, folder: Path) -> None:
    """Write figures/KEY.svg and KEY.png; of a diagram or a film the first only."""
    match figure.pictures:
        case (Diagram() as one,):
            _write(figure, folder, graph_svg(one.nodes, one.arrows, one.title, one.legend))
        case (Film() as one,):
            _write(figure, folder, film_strip(one))
        case _:
            _draw(figure, [folder / f"{figure.key}.{kind}" for kind in figure.formats])


def _write(figure: Figure, folder: Path, svg: str) -> None:
    (folder / f"{figure.key}.svg").write_text(svg, encoding="utf-8", newline="\n")


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
        _title(canvas, figure.see)
        canvas.draw_without_rendering()
        if _in_two_lines(canvas):
            canvas.draw_without_rendering()
        canvas.set_layout_engine("none")  # the layout is found once, not again for each file
        for path in paths:
            whole = BytesIO()  # a full disk is met by us: matplotlib's writer of PDF hides it behind its own failure
            canvas.savefig(whole, format=path.suffix[1:], **UNDATED[path.suffix])
            path.write_bytes(small(whole.getvalue()) if path.suffix == ".svg" else whole.getvalue())


def _title(canvas: Canvas, words: str) -> None:
    """In lines that are no wider than the drawing, measured: letters differ in width."""
    title = canvas.suptitle(words, fontsize=size(10.5), fontweight="bold", x=0.01, ha="left")
    for width in range(int(WIDTH * 11.5), 20, -1):
        title.set_text("\n".join(wrap(words, width=width)))
        if title.get_window_extent().x1 <= 0.995 * canvas.bbox.width:
            return


def _in_two_lines(canvas: Canvas) -> bool:
    """Break what stands beside an axis where it is longer than the axis; whether there is such a thing."""
    labels = [axes.yaxis.label for axes in canvas.axes if _length(axes.yaxis.label) > axes.bbox.height]
    for label in labels:
        words = WORDS.findall(label.get_text())
        breaks = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
        label.set_text("\n".join(min(breaks, key=lambda lines: max(map(len, lines)), default=words)))
    return bool(labels)


def _length(label: Text) -> float:
    return label.get_window_extent().height


def _height(picture: Picture) -> float:
    """In inches: what curves need, a plane that is about as wide as it is high, or as much as its rows do."""
    match picture:
        case Ratios():
            return 0.27 * len(picture.rows) + 0.8
        case Laws():
            return 0.62 * len(picture.laws) + 0.9
        case Strips():
            return 0.45 * len(picture.strips) + 0.9
        case Promises():
            return 0.33 * len(picture.promises) + 0.45
        case Phases():
            return 4.9
        case Curves() | Heat() | Contours() | Bars():
            return 2.8
        case _:
            return 3.3


def _canvas(width: float, height: float) -> Canvas:
    """A page of so many inches, in no window: whoever draws in a notebook keeps the backend that shows it."""
    canvas = Canvas(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(canvas)
    return canvas


def draw_on(axes: Axes, picture: Picture) -> None:
    """Draw a picture on axes, whoever made them."""
    if not isinstance(picture, Ratios | Diagram | Film):
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
        case Promises():
            promises(axes, picture)
        case Bars():
            bars(axes, picture)
        case Laws():
            laws(axes, picture)
        case Phases():
            phases(axes, picture)


def _frame(axes: Axes, x: Axis, y: Axis) -> None:
    axes.set(xlabel=x.label, ylabel=y.label, xscale=x.scale, yscale=y.scale)
