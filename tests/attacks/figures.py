"""What a reader of a figure would stumble over: python -m tests.attacks.figures [RESULTS]

Each figure of a results.json is laid out as it is drawn, and measured: words that are small, cut off, or lie on other
words, on a curve, a bar or a point; labels that are longer than their axis; more curves than are told apart.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

from tightrope.reports.publishing.figure import Curve, Curves, Figure
from tightrope.reports.publishing.kinds.ink import STYLE
from tightrope.reports.publishing.pictures import WIDTH, headings, laid_out
from tightrope.reports.publishing.plane import Boundary, Phases
from tightrope.reports.publishing.shape import shaped

STANDARD = Path(__file__).parents[2] / "reports" / "standard" / "results.json"
SMALLEST = 8  # points
MOST = 6  # series, without sampled bars and single points
NARROW = 0.4  # of the picture's width: axes that have less are squeezed by words
TOUCH = 1.0  # pixels: by so much two things may seem to meet
POINT = 3  # pixels, half of a marker


def faults(figure: Figure) -> list[str]:
    with rc_context(STYLE):
        laid = laid_out(figure)
        laid.canvas.draw_without_rendering()  # as when it is written: numbers of an axis are chosen anew
        places = zip(figure.pictures, laid.canvas.axes[: len(figure.pictures)], strict=True)
        shown = laid.whole.transformed(laid.canvas.dpi_scale_trans)
        page = Bbox.from_extents(shown.x0, shown.y0, laid.panels.width / 72 * laid.canvas.dpi, shown.y1)
        found = [fault for picture, axes in places for fault in _of(axes, picture, shown)]
        found += [fault for axes in laid.canvas.axes for fault in _squeezed(axes, page)]
    return [f"{figure.key}: {fault}" for fault in found]


def _of(axes: Axes, picture, shown: BboxBase) -> Iterator[str]:
    words = [*axes.texts, *(axes.get_legend().get_texts() if axes.get_legend() else [])]
    names = {(text.get_text(), i): corners(text) for i, text in enumerate(words) if text.get_text()}
    numbers = {(text.get_text(), i): corners(text) for i, text in enumerate(_numbers(axes))}
    for text in words:
        if text.get_fontsize() < SMALLEST:
            yield f"{text.get_text()!r} has {text.get_fontsize()} points"
    for (name, _), box in (names | numbers).items():
        if not inside(box, shown):
            yield f"{name!r} is cut off"
    boxes = list(names.items())
    for i, ((name, _), box) in enumerate(boxes):
        for (other, _), place in [*boxes[:i], *numbers.items()]:
            if meet(box, place):
                yield f"{name!r} lies on {other!r}"
    if axes.bbox.width < NARROW * WIDTH * axes.figure.dpi:
        yield f"the axes of {picture.x.label!r} are narrow"
    beside = [(place.yaxis.label, place.bbox.height) for place in (axes, *axes.child_axes)]
    for label, room in ((axes.xaxis.label, axes.bbox.width), *beside):
        box = label.get_window_extent()
        if label.get_text() and max(box.width, box.height) > room + TOUCH:
            yield f"{label.get_text()!r} is longer than its axis"
    for box in (one.get_window_extent() for one in axes.patches if one.get_visible() and not one.get_fill()):
        frame = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]])
        crossed = (name for (name, _), words in names.items() if meet(words, frame) and not inside(words, box))
        yield from (f"the frame of a bar crosses {name!r}" for name in crossed)
    if isinstance(picture, Curves):
        yield from _covered(axes, picture, names)
    if isinstance(picture, Phases):
        lines = ((one.label, strokes(axes, one)) for one in picture.boundaries)
        yield from (f"{name!r} covers {line!r}" for line, parts in lines for name in _over(parts, names))


def _squeezed(axes: Axes, page: BboxBase) -> Iterator[str]:
    """What leaves the part of a drawing that a phone shows, and numbers that have no room beside each other."""
    for text in headings(axes):
        if text.get_text() and not inside(corners(text), page):
            yield f"{text.get_text()!r} is cut off"
    for axis in (axes.xaxis, axes.yaxis):
        told = [(one.get_text(), corners(one)) for one in _numbers_of(axis)]
        for (one, box), (other, place) in pairwise(told):
            if meet(box, place):
                yield f"{one!r} lies on {other!r}"


def _covered(axes: Axes, picture: Curves, names: dict) -> Iterator[str]:
    series = [one for one in picture.curves if one.role not in ("sampled", "logged", "witness")]
    if len(series) > MOST:
        yield f"{len(series)} series are more than {MOST}"
    for one in picture.curves:
        yield from (f"{name!r} covers {one.label!r}" for name in _over(strokes(axes, one), names))


def _over(parts: np.ndarray, names: dict) -> Iterator[str]:
    """The words that lie on a part of a line."""
    return (name for (name, _), box in names.items() if any(meet(box, part) for part in parts))


def _numbers(axes: Axes) -> list[Text]:
    """Those beside the axes, as far as they are shown."""
    return [*_numbers_of(axes.xaxis), *_numbers_of(axes.yaxis)]


def _numbers_of(axis: Axis) -> list[Text]:
    low, high = sorted(axis.get_view_interval())
    shown = (tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high)
    return [text for text in shown if text.get_text()]


def strokes(axes: Axes, one: Curve | Boundary) -> np.ndarray:
    """What is drawn of a curve, on the screen: pairs of ends, of its bars, of its points, or of its pieces."""
    x, y = np.array(one.x), np.array(one.y)
    to_screen = axes.transData.transform
    if isinstance(one, Curve) and one.lower:
        ends = [to_screen(np.column_stack([x, side])) for side in (one.lower, one.upper)]
        return np.stack(ends, axis=1)
    places = to_screen(np.column_stack([x, y]))
    if isinstance(one, Curve) and one.role == "witness":
        return np.stack([places - POINT, places + POINT], axis=1)
    return np.stack([places[:-1], places[1:]], axis=1)


def corners(text: Text) -> np.ndarray:
    """Of the words on the screen, turned as they are."""
    turned = text.get_rotation()
    box = Text.get_window_extent(text)  # an annotation's own has its arrow in it
    text.set_rotation(0)
    straight = Text.get_window_extent(text)
    text.set_rotation(turned)
    angle = np.radians(turned)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    middle = np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2
    half = straight.width / 2 * along, straight.height / 2 * across
    return np.array([middle + a * half[0] + b * half[1] for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


def inside(box: np.ndarray, page: BboxBase) -> bool:
    low, high = (page.x0 - TOUCH, page.y0 - TOUCH), (page.x1 + TOUCH, page.y1 + TOUCH)
    return bool((box >= low).all() and (box <= high).all())


def meet(box: np.ndarray, other: np.ndarray) -> bool:
    """Whether two convex shapes overlap by more than TOUCH: no direction tells them apart."""
    for shape in (box, other):
        for start, end in zip(shape, np.roll(shape, -1, axis=0), strict=True):
            if not (length := np.hypot(*(end - start))):
                continue
            normal = np.array([start[1] - end[1], end[0] - start[0]]) / length
            mine, theirs = box @ normal, other @ normal
            if mine.max() <= theirs.min() + TOUCH or theirs.max() <= mine.min() + TOUCH:
                return False
    return True


def told_in(results: Path) -> dict[str, dict]:
    """Figures by their keys, as a report tells them."""
    return {one["key"]: one for one in json.loads(results.read_text(encoding="utf-8"))["figures"]}


def faults_of_told(one: dict) -> list[str]:
    """None of a diagram, which is not laid out on a canvas."""
    figure = shaped(Figure, one, one["key"])
    return faults(figure) if "png" in figure.formats else []


def main(results: Path = STANDARD) -> None:
    figures = told_in(results)
    found = [fault for one in figures.values() for fault in faults_of_told(one)]
    print(*found, f"{len(figures)} figures, {len(found)} faults", sep="\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
