"""Figures as SVG, PNG and PDF from their description; `kinds` draws each kind of picture.

The same description gives the same bytes on every machine: ids are salted, dates are left out. In SVG words are words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from textwrap import wrap
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from tightrope.reports.publishing.cards.words import signs_of
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
from tightrope.reports.publishing.joined import PANEL, TITLE
from tightrope.reports.publishing.kinds.curves import curves, names_beside, stack
from tightrope.reports.publishing.kinds.film import film_strip
from tightrope.reports.publishing.kinds.grids import contours, heat
from tightrope.reports.publishing.kinds.ink import STYLE, in_lines, orders, size
from tightrope.reports.publishing.kinds.phases import phases
from tightrope.reports.publishing.kinds.promises import promises
from tightrope.reports.publishing.kinds.rows import bars, laws, lines_of, ratios, strips
from tightrope.reports.publishing.plane import Phases
from tightrope.reports.publishing.promises import Promises
from tightrope.reports.publishing.svg import Panels, small
from tightrope.reports.publishing.walks import Film
from tightrope.simulators.model.graph_svg import graph_svg

WIDTH = 3.9  # inches, of axes with what stands around them: a phone shows them with letters of 11 pixels
PHONE = 370  # pixels that it has for a diagram, whose letters are told in pixels, too
BREAKS = 3  # times that words are broken: lines take room, and axes are smaller afterwards
FREE = 0.3  # inches left of a picture's words from which on it does not keep to the left edge of the others
GAP = 0.04  # inches, below a picture
INCH = 72  # points
ROOM = 0.05  # inches, right of names that stand beside the axes
UNDATED: Any = {  # how each format is written without the time and the program's version
    ".svg": {"metadata": {"Date": None}},
    ".png": {"metadata": {"Software": None}, "dpi": 150},
    ".pdf": {"metadata": {"CreationDate": None, "Producer": None, "Creator": None}},
}


def draw(figure: Figure, folder: Path) -> None:
    """Write figures/KEY.svg and KEY.png; of a diagram or a film the first only."""
    match figure.pictures:
        case (Diagram() as one,):
            _write(figure, folder, graph_svg(one.nodes, one.arrows, one.title, one.legend, PHONE))
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
        laid = laid_out(figure)
        for path in paths:
            whole = BytesIO()  # a full disk is met by us: matplotlib's writer of PDF hides it behind its own failure
            laid.canvas.savefig(whole, format=path.suffix[1:], bbox_inches=laid.whole, **UNDATED[path.suffix])
            path.write_bytes(small(whole.getvalue(), laid.panels) if path.suffix == ".svg" else whole.getvalue())


@dataclass(frozen=True)
class LaidOut:
    """A figure on its canvas, everything in its place; `whole` is what is shown, in inches."""

    canvas: Canvas
    whole: Bbox
    panels: Panels


def laid_out(figure: Figure) -> LaidOut:
    """Pictures below each other, as they are drawn; STYLE should be set.

    The layout is found once, not again for each file.
    """
    heights = [_height(picture) for picture in figure.pictures]
    canvas = _canvas(WIDTH, sum(heights))
    axes: list[Any] = list(canvas.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0])
    for picture, place in zip(figure.pictures, axes, strict=True):
        draw_on(place, picture)
        for name in names_beside(place):
            name.set_in_layout(False)  # they take no room from the axes
    _fit_words(axes)
    canvas.draw_without_rendering()
    for _ in range(BREAKS):
        if not _fit_words(axes):
            break
        canvas.draw_without_rendering()
    canvas.set_layout_engine("none")
    for place in axes:
        _widen(place)
        stack(place)
        for name in names_beside(place):
            name.set_x((WIDTH * canvas.dpi - place.bbox.x0) / place.bbox.width)
    names = [name for place in axes for name in names_beside(place)]
    right = max([WIDTH, *(name.get_window_extent().x1 / canvas.dpi + ROOM for name in names)])
    top = _title(canvas, signs_of(figure.see), right)
    edges = [round((top - edge) * INCH, 3) for edge in _edges(canvas, len(heights))]
    panels = Panels(WIDTH * INCH, tuple(map(round, edges)))
    return LaidOut(canvas, Bbox.from_extents(0, 0, right, top), panels)


def _widen(place: Axes) -> None:
    """As far as a picture may reach: a scale of colours or names of rows beside another one would make it narrow."""
    figure: Any = place.figure
    box, at = place.get_tightbbox(for_layout_only=True) or place.bbox, place.get_position()
    right = max(0, WIDTH - ROOM - max(box.x1, place.bbox.x1) / figure.dpi)
    left = min(box.x0, place.bbox.x0) / figure.dpi - ROOM
    left = left if left > FREE else 0
    place.set_position((at.x0 - left / WIDTH, at.y0, at.width + (left + right) / WIDTH, at.height))


def _edges(canvas: Canvas, count: int) -> list[float]:
    """Where pictures begin and end that stand below each other, from the top, in inches. Names what belongs to each."""
    pictures = canvas.axes[:count]
    boxes = [place.get_tightbbox(for_layout_only=True) or place.bbox for place in pictures[:-1]]
    feet = [box.y0 / canvas.dpi for box in boxes]
    edges = [canvas.get_figheight(), *(foot - GAP for foot in feet), 0]
    for place in canvas.axes:  # a scale of colours is axes of its own
        middle = (place.bbox.y0 + place.bbox.y1) / 2 / canvas.dpi
        place.set_gid(f"{PANEL}{sum(edge > middle for edge in edges) - 1}")
    return edges


def _title(canvas: Canvas, words: str, width: float) -> float:
    """Above the drawing, in lines that are no wider than so many inches, measured: letters differ in width.

    The height of the whole, in inches.
    """
    high = canvas.get_figheight()
    title = canvas.text(0.02, 1, words, fontsize=size(10.5), fontweight="bold", ha="left", va="bottom", gid=TITLE)
    for letters in range(int(width * 11.5), 20, -1):
        title.set_text("\n".join(wrap(words, width=letters)))
        if title.get_window_extent().x1 <= (width - ROOM) * canvas.dpi:
            break
    return high + title.get_window_extent().height / canvas.dpi + 2 * ROOM


def _fit_words(places: Sequence[Axes]) -> bool:
    """Break what stands around axes and is longer than they are now. Whether anything was."""
    found = False
    for place in places:
        beside = [(one.yaxis.label, one.bbox.height) for one in (place, *place.child_axes)]
        above = [(heading, place.bbox.width) for heading in headings(place)]
        for text, room in ((place.xaxis.label, place.bbox.width), *above, *beside):
            box = text.get_window_extent()
            lines = text.get_text().count("\n") + 1
            times = max(box.width, box.height) / room
            if times > 1 and " " in text.get_text():
                text.set_text(
                    "\n".join(in_lines(text.get_text().replace("\n", " "), max(lines + 1, ceil(lines * times))))
                )
                found = True
    return found


def headings(place: Axes) -> list[Text]:
    """Above axes: their own, or of a legend there, for which axes would else give up their width."""
    legend = place.get_legend()
    title = place._left_title  # ty: ignore  (matplotlib tells its words only)
    return [title, *([legend.get_title()] if legend else [])]


def _height(picture: Picture) -> float:
    """In inches: what curves need, a plane that is about as wide as it is high, or as much as its rows do."""
    match picture:
        case Ratios():
            return 0.135 * lines_of(picture) + 0.7
        case Laws():
            return 0.55 * len(picture.laws) + 0.9
        case Strips():
            return 0.45 * len(picture.strips) + 0.9
        case Promises():
            return 0.4 * len(picture.promises) + 0.6
        case Phases():
            return 3.6
        case _:
            return 2.7


def _canvas(width: float, height: float) -> Canvas:
    """A page of so many inches, in no window: whoever draws in a notebook keeps the backend that shows it."""
    canvas = Canvas(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(canvas)
    return canvas


def draw_on(axes: Axes, picture: Picture) -> None:
    """Draw a picture on axes, whoever made them."""
    if not isinstance(picture, Ratios | Diagram | Film):
        _frame(axes, picture.x, picture.y)
    heading = axes.set_title(picture.heading, fontsize=size(9.5), loc="left")
    heading.set_in_layout(False)  # names are placed beside axes that it has not made narrow
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
    heading.set_in_layout(True)
    if axes.get_yscale() == "log" and not isinstance(picture, Phases):
        orders(axes.yaxis)


def _frame(axes: Axes, x: Axis, y: Axis) -> None:
    axes.set(xlabel=x.label, ylabel=y.label, xscale=x.scale, yscale=y.scale)
