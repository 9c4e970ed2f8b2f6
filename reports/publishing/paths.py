"""Paths of a drawing, as SVG's attribute d tells them: read, thinned, and told in few characters.

A path is a list of strokes; places are whole hundredths of a point, so that all arithmetic is exact and the same on
every machine. What is told is rounded to tenths: steps are differences of rounded places and add up without an error.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

Place = tuple[int, int]

TENTH = 10  # hundredths
SLACK = 5  # hundredths of a point: as far may a point lie from the line that is drawn without it
POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}  # places after each command
COMMANDS = re.compile(r"([A-Za-z])([^A-Za-z]*)")
NUMBERS = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


@dataclass(frozen=True)
class Stroke:
    """From a start through segments, each a command (L, Q or C) with its places; `closed` leads back."""

    start: Place
    segments: tuple[tuple[str, tuple[Place, ...]], ...]
    closed: bool

    @property
    def straight(self) -> bool:
        return all(command == "L" for command, _ in self.segments)

    def moved(self, by: Place) -> "Stroke":
        segments = tuple((command, tuple(_plus(one, by) for one in places)) for command, places in self.segments)
        return Stroke(_plus(self.start, by), segments, self.closed)


def read(told: str) -> list[Stroke]:
    """The strokes of M, L, H, V, Q, C and z. Raises ValueError for another command."""
    strokes: list[Stroke] = []
    start, here, segments = (0, 0), (0, 0), []
    open_ = False
    for command, numbers in COMMANDS.findall(told):
        if command in "zZ":
            strokes.append(Stroke(start, tuple(segments), closed=True))
            here, segments, open_ = start, [], False
            continue
        for kind, places in _segments(command, [hundredths(one) for one in NUMBERS.findall(numbers)], here):
            here = places[-1]
            if kind == "M":
                strokes += [Stroke(start, tuple(segments), closed=False)] if open_ else []
                start, segments, open_ = here, [], True
            else:
                segments.append((kind, places))
                open_ = True
    return [*strokes, Stroke(start, tuple(segments), closed=False)] if open_ else strokes


def _segments(command: str, numbers: list[int], here: Place) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """The segments of one command, in places; those after a first M are lines."""
    kind, steps = command.upper(), command.islower()
    if kind in "HV":
        for number in numbers:
            base = here if steps else (0, 0)
            here = (base[0] + number, here[1]) if kind == "H" else (here[0], base[1] + number)
            yield "L", (here,)
        return
    if kind not in POINTS:
        raise ValueError(f"a path must be made of M, L, H, V, Q, C and z; one has {command}")
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    for at in range(0, len(pairs), POINTS[kind]):
        places = tuple(_plus(one, here) if steps else one for one in pairs[at : at + POINTS[kind]])
        here = places[-1]
        yield kind if at == 0 or kind != "M" else "L", places


def thinned(stroke: Stroke) -> Stroke:
    """Without points that lie within SLACK of the line through the others (Ramer 1972, Douglas and Peucker 1973)."""
    if not stroke.straight or len(stroke.segments) < 2:
        return stroke
    places = [stroke.start, *(places[0] for _, places in stroke.segments)]
    kept, rest = {0, len(places) - 1}, [(0, len(places) - 1)]
    while rest:
        first, last = rest.pop()
        far, at = _farthest(places, first, last)
        if far:
            kept.add(at)
            rest += [(first, at), (at, last)]
    return Stroke(stroke.start, tuple(("L", (places[i],)) for i in sorted(kept - {0})), stroke.closed)


def _farthest(places: list[Place], first: int, last: int) -> tuple[bool, int]:
    """Whether a point between lies beyond SLACK of the line from first to last, and which is farthest from it."""
    (x0, y0), (x1, y1) = places[first], places[last]
    dx, dy = x1 - x0, y1 - y0
    length, best, at = dx * dx + dy * dy, 0, first
    for i in range(first + 1, last):
        x, y = places[i][0] - x0, places[i][1] - y0
        along = x * dx + y * dy
        if 0 < along < length:
            far = (x * dy - y * dx) ** 2
        else:  # nearest to one of the ends
            far = (x * x + y * y if along <= 0 else (x - dx) ** 2 + (y - dy) ** 2) * max(length, 1)
        if far > best:
            best, at = far, i
    return best > SLACK * SLACK * max(length, 1), at


def disk(stroke: Stroke) -> int | None:
    """The radius of a disk around (0, 0), drawn by curves, or None if the stroke is none."""
    ends = [stroke.start, *(places[-1] for _, places in stroke.segments)]
    if {command for command, _ in stroke.segments} != {"C"} or len(ends) < 5:
        return None
    radii = [round((x * x + y * y) ** 0.5) for x, y in ends]
    return max(radii) if max(radii) - min(radii) <= 1 else None


def told(strokes: Iterable[Stroke]) -> str:
    """In steps, h and v where one coordinate stays. What is one point alone is a hundredth long: typst leaves out what
    has no extent, whatever the width of its ends.
    """
    strokes = list(strokes)
    if _in_one_point(strokes):
        return re.sub(r"([a-z]) ", r"\1", f"m{_pair(_tenths(strokes[0].start), (0, 0))}h.01")
    words, here, before = "", (0, 0), ""
    for stroke in strokes:
        start = _tenths(stroke.start)
        words += f"m{_pair(start, here)}"
        here, before = start, "l"  # what follows m without a command is a line
        for command, places in stroke.segments:
            rounded = [_tenths(one) for one in places]
            letter, steps = command.lower(), "".join(_pair(one, here) for one in rounded)
            if letter == "l":
                dx, dy = rounded[0][0] - here[0], rounded[0][1] - here[1]
                if dx == dy == 0 and len(stroke.segments) > 1:
                    continue
                if dx == 0 or dy == 0:
                    letter, steps = ("h", _number(dx)) if dy == 0 else ("v", _number(dy))
            words += steps if letter == before else f"{letter}{steps}"
            here, before = rounded[-1], letter
        if stroke.closed:
            words, here = f"{words}z", start
    return re.sub(r"([a-z]) ", r"\1", words)


def _in_one_point(strokes: Sequence[Stroke]) -> bool:
    points = [_tenths(one.start) for one in strokes]
    ends = [tuple(_tenths(place) for _, places in one.segments for place in places) for one in strokes]
    return len(set(points)) == 1 and set(ends) == {(points[0],)} and not any(one.closed for one in strokes)


def _pair(place: Place, here: Place) -> str:
    return _number(place[0] - here[0]) + _number(place[1] - here[1])


def _number(tenths: int) -> str:
    """With what tells it from the number before."""
    whole, rest = divmod(abs(tenths), 10)
    digits = f"{whole or ''}.{rest}" if rest else f"{whole}"
    return f"-{digits}" if tenths < 0 else f" {digits}"


def _tenths(place: Place) -> Place:
    return (place[0] + 5) // TENTH, (place[1] + 5) // TENTH


def hundredths(number: str) -> int:
    """A number as it is written, in hundredths."""
    return round(Fraction(number) * 100)


def _plus(one: Place, other: Place) -> Place:
    return one[0] + other[0], one[1] + other[1]
