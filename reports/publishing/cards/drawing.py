"""A card's picture as parts of an SVG: bars beside their names, or lines with their names at their ends.

Drawn by hand at the size at which it is shown, so that words have 12 pixels; all words are escaped here.
"""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from tightrope.reports.publishing.cards.picture import Amount, Amounts, Line, Lines, Picture, superscript
from tightrope.simulators.model.graph_svg import width_of

FAMILY = "'DejaVu Sans', Verdana, sans-serif"
BLACK, GRID, PAPER = "#000000", "#b0b0b0", "#ffffff"
RED, BLUE, GREEN, BROWN, GREY = "#d55e00", "#0072b2", "#009e73", "#8c564b", "#7f7f7f"
SIZE, LINE_HEIGHT, TITLE = 12.0, 15.0, 18.0  # of letters; of lines of them; of the title
BAR, ROW = 11.0, 19.0
LEFT, BELOW, SWATCH = 46.0, 34.0, 16.0  # room for numbers beside, words below, a line before its name
LOWEST = 1e-7  # of the top of a log axis
WIDER = 1.12  # than estimated: a name that is cut off cannot be read, one that has room to spare can
STYLES = {"bound": (RED, "6 3"), "worst": (BLACK, ""), "ceiling": (GREY, ""), "dagger": (GREEN, "8 3 2 3")}
OTHERS = ((BLUE, ""), (BROWN, "5 2"), (GREEN, "2 2"), (GREY, "8 3 2 3"))  # of lines whose role says no more

Scale = tuple[float, float, bool]  # from, to, whether it is a log one


def svg(picture: Picture, width: float, height: float) -> str:
    """The picture alone, as a file. `height` is that of lines; bars need what they need."""
    high = height_of(picture, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{high:g}" viewBox="0 0 {width:g} {high:g}" '
        f'font-family="{FAMILY}">\n{parts(picture, width, height)}\n</svg>\n'
    )


def height_of(picture: Picture, height: float) -> float:
    return TITLE + ROW * len(picture.amounts) + 4 if isinstance(picture, Amounts) else height


def parts(picture: Picture, width: float, height: float) -> str:
    """What stands in the drawing, from 0 to `width` and to `height_of`."""
    drawn = _bars(picture.amounts, width) if isinstance(picture, Amounts) else _lines(picture, width, height)
    title = _text(0, SIZE - 1, picture.title)
    return f'<g font-size="{SIZE:g}" fill="{BLACK}">\n' + "\n".join([title, *drawn]) + "\n</g>"


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{at}>{escape(words)}</text>'


def _wide(words: str) -> float:
    return WIDER * width_of(words, SIZE)


def _bars(amounts: Sequence[Amount], width: float) -> list[str]:
    names = max(_wide(one.name) for one in amounts) + 6
    room = width - names - max(_wide(one.says) for one in amounts) - 6
    most = max(abs(one.size) for one in amounts) or 1.0
    drawn = []
    for row, one in enumerate(amounts):
        top, long = TITLE + ROW * row + 4, room * abs(one.size) / most
        dress = (
            f'fill="none" stroke="{RED}" stroke-width="1.4" stroke-dasharray="4 2"' if one.claimed else f'fill="{BLUE}"'
        )
        drawn.append(_text(names - 6, top + BAR - 1, one.name, "end"))
        drawn.append(f'<rect x="{names:.1f}" y="{top:g}" width="{max(long, 1):.1f}" height="{BAR:g}" {dress}/>')
        drawn.append(_text(names + long + 5, top + BAR - 1, one.says))
    return drawn


def _lines(picture: Lines, width: float, height: float) -> list[str]:
    styles = _styles(picture.lines)
    names = max(_wide(one.name) for one in picture.lines) + SWATCH + 8
    left, right, top, bottom = LEFT, width - names, TITLE + 6, height - BELOW
    xs, ys = ([point[i] for one in picture.lines for point in one.points] for i in (0, 1))
    across, up = _scale(xs, picture.log_x, 1.0), _scale(ys, picture.log_y, 1.05)
    drawn = []
    for value in _ticks(across, 5 if right - left > 170 else 4):
        x = left + _share(across, value) * (right - left)
        drawn += [_rule(f"M{x:.1f} {top:g}V{bottom:g}"), _text(x, bottom + LINE_HEIGHT, _told(value), "middle")]
    for value in _ticks(up, 5):
        y = bottom - _share(up, value) * (bottom - top)
        drawn += [_rule(f"M{left:g} {y:.1f}H{right:.1f}"), _text(left - 5, y + 4, _told(value), "end")]
    drawn.append(_text(right, height - 4, picture.along, "end"))
    ends = []
    for one, (colour, dash) in zip(picture.lines, styles, strict=True):
        places = [
            (left + _share(across, x) * (right - left), bottom - _share(up, y) * (bottom - top))
            for x, y in _thinned(one.points)
            if y >= up[0] or not picture.log_y
        ]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        drawn.append(_stroke(path, colour, dash))
        ends.append(places[-1][1])
    for one, (colour, dash), y in zip(picture.lines, styles, _apart(ends, top, bottom), strict=True):
        drawn.append(_stroke(f"M{right + 4:.1f} {y:.1f}h{SWATCH:g}", colour, dash))
        drawn.append(_text(right + SWATCH + 8, y + 4, one.name))
    return drawn


def _styles(lines: Sequence[Line]) -> list[tuple[str, str]]:
    others = iter(OTHERS * len(lines))
    found: list[tuple[str, str]] = []
    for one in lines:
        known = STYLES.get(one.role)
        found.append(known if known and known not in found else next(others))
    return found


def _stroke(path: str, colour: str, dash: str) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{dashes}/>'


def _rule(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{GRID}" stroke-width="0.5"/>'


def _scale(values: Sequence[float], log: bool, above: float) -> Scale:
    high = max(values)
    if log:
        return max(min(values), high * LOWEST), high if high > min(values) else 10 * high, True
    low = min(0.0, *values) if above > 1 else min(values)
    return low, low + ((high - low) * above or 1.0), False


def _share(scale: Scale, value: float) -> float:
    low, high, log = scale
    return log10(value / low) / log10(high / low) if log else (value - low) / (high - low)


def _ticks(scale: Scale, most: int) -> list[float]:
    """Orders of magnitude, or round numbers, at most about so many."""
    low, high, log = scale
    if log:
        first, last = ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9)
        if last - first < 1:  # less than two orders: round numbers between them, too
            found = (digit * 10.0**order for order in range(first - 1, last + 1) for digit in (1, 2, 5))
            return [value for value in found if low <= value <= high]
        step = max(1, ceil((last - first + 1) / most))
        return [10.0**order for order in range(first, last + 1, step)]
    step = 10.0 ** floor(log10((high - low) / most))
    step *= next(one for one in (1, 2, 5, 10) if (high - low) / (one * step) <= most)
    return [number * step for number in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def _told(value: float) -> str:
    order = floor(log10(abs(value))) if value else 0
    return f"{value:g}" if -3 <= order <= 3 else f"10{superscript(order)}"


def _thinned(points: Sequence[tuple[float, float]], most: int = 30) -> list[tuple[float, float]]:
    """About so many of them, the last among them: more are not seen at this size."""
    step = max(1, len(points) // most)
    return [*points[:-1:step], points[-1]]


def _apart(ends: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights for the names, near the ends of their lines, a line of text from each other."""
    order = sorted(range(len(ends)), key=lambda i: (ends[i], i))
    placed = dict.fromkeys(order, 0.0)
    least = top
    for i in order:
        placed[i] = max(ends[i], least)
        least = placed[i] + LINE_HEIGHT
    most = bottom
    for i in reversed(order):
        placed[i] = min(placed[i], most)
        most = placed[i] - LINE_HEIGHT
    return [placed[i] for i in range(len(ends))]
