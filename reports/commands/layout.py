"""How commands lay out what they print: no line is wider than the terminal, or than 80 columns where there is none."""

import shutil
import sys
from collections.abc import Sequence
from itertools import groupby
from textwrap import fill

COLUMNS = 80
GAP = "  "
Row = Sequence[str]


def columns() -> int:
    """How wide a line may be."""
    return shutil.get_terminal_size((COLUMNS, 24)).columns if sys.stdout.isatty() else COLUMNS


def paragraph(text: str, first: str = "", then: str | None = None) -> str:
    """The text in lines; `first` begins the first of them, `then` the others. A word is never cut: it may be a path."""
    begin = first if then is None else then
    words = " ".join(text.split())
    return fill(
        words,
        columns(),
        initial_indent=first,
        subsequent_indent=begin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def entries(rows: Sequence[tuple[str, str]]) -> str:
    """Names with what they are: the words stand beside the name, or below it where they would not fit."""
    most = 3 * columns() // 8
    width = max((len(name) for name, _ in rows if len(name) <= most), default=0)
    return "\n".join(_entry(name, words, width) for name, words in rows)


def _entry(name: str, words: str, width: int) -> str:
    beside, longest = f"{GAP}{name.ljust(width)}{GAP}", max(map(len, words.split()), default=0)
    if len(name) <= width and len(beside) + longest <= columns():
        return paragraph(words, beside, " " * len(beside)).rstrip()
    below = " " * max(2 * len(GAP), min(width + 2 * len(GAP), columns() - longest))
    return f"{GAP}{name}\n{paragraph(words, below)}"


def table(header: Row, rows: Sequence[Row]) -> str:
    """Columns as wide as their cells. Where that is too wide for a line, the first cell stands above its row, once for
    neighbours that share it, and a row that is still too wide is broken; if most are, each cell stands on a line of
    its own, behind its heading.
    """
    aligned = _aligned([header, *rows])
    if max(map(len, aligned)) <= columns():
        return "\n".join(aligned)
    rest = _aligned([row[1:] for row in (header, *rows)])
    groups = groupby(zip((header, *rows), rest, strict=True), key=lambda pair: pair[0][0])
    lines = [line for first, pairs in groups for line in (first, *(GAP + line for _, line in pairs))]
    if len(header) < 3 or sum(len(line) > columns() for line in lines) <= len(rows) / 2:
        return "\n".join(line if len(line) <= columns() else paragraph(line, GAP, GAP * 2) for line in lines)
    return "\n\n".join(entries(list(zip(header, row, strict=True))) for row in rows)


def _aligned(rows: Sequence[Row]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
