"""Boxes and arrows as SVG text: states on a circle, labels where they cover nothing, if there is room.

Made without a library, so that a problem can draw itself in milliseconds, the same on every machine. Text stays text;
its width is estimated. All words are escaped here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import cos, hypot, inf, pi, sin
from unicodedata import east_asian_width

BLACK, GREY, BLUE, RED = "#000000", "#555555", "#0072B2", "#B34700"
NAME, SMALL = 12.5, 11.0  # sizes of letters
LINE = 1.22  # height of a line of text, of its size
HEAD = 7.0  # length of an arrow's head
WIDE, HIGH = (132.0, 96.0), (108.0, 116.0)  # half axes of ellipses that boxes stand on
ASIDE, BELOW = 76.0, 104.0  # or, one below the other: how far left or right of the middle, and how far below
ROOM, LOOP = 4.0, 30.0  # around what is drawn; height of an arrow from a box to itself

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Bend = tuple[Point, ...]  # control points of a Bezier curve


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box: its name, and smaller lines below it."""

    name: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """From node to node, by their numbers; `dashed` ones are told apart from the others by colour too."""

    start: int
    end: int
    label: str
    dashed: bool = False


def graph_svg(
    nodes: Sequence[Node],
    arrows: Sequence[Arrow],
    title: str,
    legend: Sequence[tuple[str, bool]],
    widest: float = inf,
) -> str:
    """The drawing, in pixels; `legend` says what arrows mean that are not dashed (False), or dashed (True). A drawing
    wider than `widest` is made higher, with its boxes one below the other, left and right by turns, if it has to be.
    """
    for middles in (_around(len(nodes), WIDE), _around(len(nodes), HIGH), _below_each_other(len(nodes))):
        boxes = [_box(node, middle) for node, middle in zip(nodes, middles, strict=True)]
        bends = [_bend(boxes, one, arrows) for one in arrows]
        labels = _labels(boxes, arrows, bends)
        left, top, right, bottom = _hull_of([*boxes, *labels, *(_hull(bend) for bend in bends)])
        if right - left + 2 * ROOM <= widest:
            break
    heading = _broken(title, widest)
    head = _text(left, top - 22 - (len(heading) - 1) * NAME * LINE, heading, NAME, BLACK, "start")
    top -= (len(heading) - 1) * NAME * LINE
    right = max(right, *(left + width_of(one, NAME) for one in heading))
    parts = [head, *(_drawn(bend, one.dashed) for bend, one in zip(bends, arrows, strict=True))]
    parts += [_node(box, node) for box, node in zip(boxes, nodes, strict=True)]
    for box, one in zip(labels, arrows, strict=True):
        x, colour = (box[0] + box[2]) / 2, RED if one.dashed else BLUE
        parts.append(_text(x, box[1] + SMALL / 2, _lines(one.label), SMALL, colour, "middle", halo=True))
    at = left
    for words, dashed in legend:
        line = ((at, bottom + 16), (at + 12, bottom + 16), (at + 26, bottom + 16))
        parts += [_drawn(line, dashed), _text(at + 32, bottom + 16, [words], SMALL, GREY, "start")]
        at += 46 + width_of(words, SMALL)
    right, top, bottom = max(right, at), top - 34, bottom + (26 if legend else 0)
    left, top, right, bottom = left - ROOM, top - ROOM, right + ROOM, bottom + ROOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{right - left:.0f}" height="{bottom - top:.0f}" '
        f'viewBox="{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}" font-family="sans-serif">\n'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="100%" height="100%" fill="#ffffff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _broken(title: str, widest: float) -> list[str]:
    """In two lines, after a comma, if it is too wide."""
    before, comma, after = title.partition(", ")
    return [f"{before},", after] if comma and width_of(title, NAME) + 2 * ROOM > widest else [title]


def _around(count: int, half_axes: Point) -> list[Point]:
    """On an ellipse, the first of two on the left, of more above."""
    first, far = pi if count < 3 else -pi / 2, 0.0 if count == 1 else 1 + max(0, count - 4) / 6
    angles = [first + 2 * pi * number / count for number in range(count)]
    return [(far * half_axes[0] * cos(angle), far * half_axes[1] * sin(angle)) for angle in angles]


def _below_each_other(count: int) -> list[Point]:
    """The first on the left."""
    aside = ASIDE if count > 1 else 0.0
    return [(aside if number % 2 else -aside, (number - (count - 1) / 2) * BELOW) for number in range(count)]


def _box(node: Node, middle: Point) -> Box:
    (x, y), lines = middle, [width_of(one, SMALL) for one in node.more]
    wide = max(width_of(node.name, NAME), *lines, 24) / 2 + 9
    high = (NAME + SMALL * len(node.more)) * LINE / 2 + 4
    return x - wide, y - high, x + wide, y + high


def _bend(boxes: Sequence[Box], arrow: Arrow, arrows: Sequence[Arrow]) -> Bend:
    """The curve from box to box, cut off at their edges. There and back bend apart; what has no way back bends to the
    other side if it passes behind fewer boxes then. A loop goes up, or down below.
    """
    if arrow.start == arrow.end:
        return _loop(boxes[arrow.start])
    lone = not any((one.end, one.start) == (arrow.start, arrow.end) for one in arrows)
    others = [box for number, box in enumerate(boxes) if number not in (arrow.start, arrow.end)]
    bends = [_curve(boxes[arrow.start], boxes[arrow.end], side) for side in ((1, -1) if lone else (1,))]
    return min(bends, key=lambda bend: sum(_inside(_at(bend, i / 24), box, 1) for i in range(25) for box in others))


def _loop(box: Box) -> Bend:
    x, y = _middle(box)
    up = -1 if y <= 1 else 1
    edge = box[1] if up < 0 else box[3]
    far = edge + up * LOOP * 4 / 3
    return (x + 11 * up, edge), (x + 24 * up, far), (x - 24 * up, far), (x - 11 * up, edge + up)


def _curve(start: Box, end: Box, side: int) -> Bend:
    (x0, y0), (x1, y1) = _middle(start), _middle(end)
    middle = (x0 + x1) / 2 + 0.2 * side * (y1 - y0), (y0 + y1) / 2 - 0.2 * side * (x1 - x0)
    whole = ((x0, y0), middle, (x1, y1))
    steps = [i / 200 for i in range(201)]
    first = max(s for s in steps if _inside(_at(whole, s), start, 1))
    last = min(s for s in steps if s > first and _inside(_at(whole, s), end, 2))
    return _part(whole, first, last)


def _labels(boxes: Sequence[Box], arrows: Sequence[Arrow], bends: Sequence[Bend]) -> list[Box]:
    """Where the labels go, one after the other; those of loops, which have the least room, come first."""
    placed: dict[int, Box] = {}
    for number in sorted(range(len(arrows)), key=lambda k: arrows[k].start != arrows[k].end):
        taken = [*boxes, *placed.values()]
        placed[number] = _place(_size(arrows[number].label), bends, number, taken)
    return [placed[number] for number in range(len(arrows))]


def _place(size: Point, bends: Sequence[Bend], number: int, taken: Sequence[Box]) -> Box:
    """Where a label of that size covers least: on its arrow or close beside it."""
    best, least = (0.0, 0.0, 0.0, 0.0), float("inf")
    others = [_at(bend, i / 24) for k, bend in enumerate(bends) if k != number for i in range(25)]
    for order, (x, y) in enumerate(_candidates(bends[number], size)):
        box = (x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
        hidden = sum(_overlap(box, other, 2) for other in taken)
        crossed = sum(_inside(point, box, 1) for point in others)
        own = _inside(_at(bends[number], 1), box, HEAD) * 300  # its own head must be seen
        cost = 10 * hidden + 40 * crossed + own + order
        if cost < least - 1e-6:
            best, least = box, cost
    return best


def _candidates(bend: Bend, size: Point) -> Iterator[Point]:
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        x, y = _at(bend, share)
        (xa, ya), (xb, yb) = _at(bend, share - 0.02), _at(bend, share + 0.02)
        length = hypot(xb - xa, yb - ya) or 1.0
        across = (yb - ya) / length, -(xb - xa) / length  # to the outer side of the bend
        reach = abs(across[0]) * size[0] / 2 + abs(across[1]) * size[1] / 2 + 4
        for step in (reach, 0.0, -reach, 1.5 * reach, -1.5 * reach):
            yield x + step * across[0], y + step * across[1]


def _drawn(bend: Bend, dashed: bool) -> str:
    colour, dash = (RED, ' stroke-dasharray="5 3"') if dashed else (BLUE, "")
    (x, y), (xa, ya) = bend[-1], _at(bend, 0.9)
    length = hypot(x - xa, y - ya) or 1.0
    dx, dy = (x - xa) / length, (y - ya) / length
    back = x - HEAD * dx, y - HEAD * dy
    corners = [(x, y), (back[0] - 3.2 * dy, back[1] + 3.2 * dx), (back[0] + 3.2 * dy, back[1] - 3.2 * dx)]
    kind = "Q" if len(bend) == 3 else "C"
    path = f"M{_pair(bend[0])}{kind}{' '.join(map(_pair, bend[1:]))}"
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4"{dash}/>'
        f'<polygon points="{" ".join(map(_pair, corners))}" fill="{colour}"/>'
    )


def _node(box: Box, node: Node) -> str:
    left, top, right, bottom = box
    x, first = (left + right) / 2, top + 4 + NAME * LINE / 2
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="6" '
        f'fill="#ffffff" stroke="{BLACK}"/>'
        + _text(x, first, [node.name], NAME, BLACK, "middle")
        + (_text(x, first + (NAME + SMALL) * LINE / 2, node.more, SMALL, GREY, "middle") if node.more else "")
    )


def _text(
    x: float, y: float, lines: Sequence[str], size: float, colour: str, anchor: str, *, halo: bool = False
) -> str:
    """Lines of text, the first with its middle at y."""
    around = ' stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    return "".join(
        f'<text x="{x:.1f}" y="{y + i * size * LINE + 0.35 * size:.1f}" font-size="{size:g}" fill="{colour}" '
        f'text-anchor="{anchor}"{around}>{escape(words)}</text>'
        for i, words in enumerate(lines)
    )


def _lines(label: str) -> list[str]:
    """One line, or one for each part of a long label."""
    return [label] if len(label) <= 22 else [part.strip() for part in label.split(",")]


def _size(label: str) -> Point:
    lines = _lines(label)
    return max(width_of(one, SMALL) for one in lines), len(lines) * SMALL * LINE


def width_of(words: str, size: float) -> float:
    return size * sum(1.05 if east_asian_width(c) in "WF" else 0.36 if c in "ijltfI.,:;'|! " else 0.6 for c in words)


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _inside(point: Point, box: Box, room: float) -> bool:
    return box[0] - room <= point[0] <= box[2] + room and box[1] - room <= point[1] <= box[3] + room


def _overlap(one: Box, other: Box, room: float) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0]) + room
    high = min(one[3], other[3]) - max(one[1], other[1]) + room
    return wide * high if wide > 0 and high > 0 else 0.0


def _hull_of(boxes: Sequence[Box]) -> Box:
    return (
        min(one[0] for one in boxes),
        min(one[1] for one in boxes),
        max(one[2] for one in boxes),
        max(one[3] for one in boxes),
    )


def _hull(bend: Bend) -> Box:
    points = [_at(bend, i / 24) for i in range(25)]
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def _at(bend: Bend, share: float) -> Point:
    """The point of a Bezier curve, by de Casteljau."""
    points = list(bend)
    while len(points) > 1:
        points = [((1 - share) * a + share * c, (1 - share) * b + share * d) for (a, b), (c, d) in pairwise(points)]
    return points[0]


def _part(bend: Bend, first: float, last: float) -> Bend:
    """A quadratic curve between two of its points."""
    start, middle, end = bend
    corner = tuple(
        (1 - first) * ((1 - last) * a + last * b) + first * ((1 - last) * b + last * c)
        for a, b, c in zip(start, middle, end, strict=True)
    )
    return _at(bend, first), (corner[0], corner[1]), _at(bend, last)


def _pair(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
