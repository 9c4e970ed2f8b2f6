"""What all kinds of pictures share: the style, the colours, sizes of text, and numbers below an axis.

Colours are Okabe and Ito's, told apart by colour-blind readers.
"""

import re
from collections.abc import Sequence
from math import ceil, floor, log10
from textwrap import wrap
from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from tightrope.reports.publishing.figure import Axis, Note

STYLE: Any = {  # matplotlib's types want each key as a literal
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "svg.fonttype": "none",
    "svg.hashsalt": "tightrope",
    "figure.facecolor": "white",
    "mathtext.fontset": "stix",
}
BLACK, ORANGE, SKY, GREEN, BLUE, RED, PINK = (
    "#000000",
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
)
FORMULA = re.compile(r"\$[^$]*\$")
GREY = "#7F7F7F"
ON_COLOUR, ON_DARK = "#010101", "#FEFEFE"  # not a page's ink and paper, which change places at night
LETTERS = (60, 45, 38, 32, 27, 22)  # in a line of a legend, tried in turn
LEAST = 8.5  # points: 11 pixels and 8 points wherever a report is read
DIGIT, GAP = 0.075, 0.05  # inches, of the numbers below an axis
SMALLEST, LARGEST = 0.5e-4, 2e5  # between these, numbers beside an axis are written out
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
LOWEST_SHARE = 1e-7  # of the top of a log axis: what lies below is cut off


def size(points: float) -> float:
    """So many points, at least LEAST, where text has the size of STYLE; in proportion where somebody chose another."""
    return max(points, LEAST) * rcParams["font.size"] / STYLE["font.size"]


def legend_above(axes: Axes, heading: str, handles: Sequence, names: Sequence[str], room: float) -> None:
    """Above the axes, below the heading: inside, it would cover what is drawn.

    In as many columns as fit into so many pixels; names too long for one are broken into lines.
    """
    axes.set_title("", loc="left")
    for columns, letters in [*((some, LETTERS[0]) for some in range(len(names), 0, -1)), *((1, n) for n in LETTERS)]:
        drawn = axes.legend(
            *(handles, ["\n".join(wrap(name, letters)) for name in names]),
            loc="lower left",
            bbox_to_anchor=(0, 1),
            frameon=False,
            fontsize=size(8),
            borderaxespad=0.2,
            borderpad=0.2,
            handlelength=1.6,
            handletextpad=0.5,
            columnspacing=1.2,
            ncols=columns,
            alignment="left",
        )
        if drawn.get_window_extent().width <= room:
            break
    if heading:
        drawn.set_title(heading, prop=FontProperties(size=size(9.5)))
        if (times := drawn.get_title().get_window_extent().width / room) > 1:  # it would take its room from the axes
            drawn.get_title().set_text("\n".join(in_lines(heading, ceil(times))))


def in_lines(words: str, count: int) -> list[str]:
    """In so many lines, the longest of which is as short as it can be; a formula is not broken."""
    kept = FORMULA.sub(lambda found: found[0].replace(" ", "\0"), words)
    widths = range(max(1, len(words) // count), len(words) + 1)
    broken = (wrap(kept, width=width, break_long_words=False, break_on_hyphens=False) for width in widths)
    return [line.replace("\0", " ") for line in next(lines for lines in broken if len(lines) <= count)]


def write(axes: Axes, note: Note, ink: str) -> None:
    axes.text(note.x, note.y, note.words, color=ink, fontsize=size(8), ha="center", va="center", zorder=6)


def orders(axis: Any) -> None:
    """Orders of magnitude in digits on a log axis; if it spans many, as powers of 10 in one word."""
    low, high = axis.get_view_interval()
    plain = low >= SMALLEST and high <= LARGEST
    axis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}" if plain else _power(value)))
    axis.set_minor_formatter(NullFormatter())


def _power(value: float) -> str:
    return "10" + str(round(log10(value))).translate(RAISED) if value > 0 else ""


def plain_ticks(axes: Axes, x: Axis) -> None:
    """1, 2, 5, 10, 20, ... in digits on a horizontal log axis: horizons are read off, not orders of magnitude.

    Where the last two of these would run into each other, the orders only.
    """
    if x.scale == "log":
        low, high = axes.get_xlim()
        longest = max(len(f"{10.0 ** floor(log10(end)):g}") for end in (low, high))
        decade = 0.8 * axes.get_window_extent().width / axes.figure.dpi / log10(high / low)  # names beside it need room
        fit = log10(2) * decade > longest * DIGIT + GAP
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if fit else (1,)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
