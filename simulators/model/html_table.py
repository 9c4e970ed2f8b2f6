"""A table for a notebook. All words are escaped here, so that those of strangers stay words."""

import re
from collections.abc import Iterable, Sequence
from html import escape

_OPENS_MATH = re.compile(r"[$\\]")


class Formula(str):
    """LaTeX, to be shown as mathematics."""


def html_table(caption: str, rows: Iterable[Sequence[str]], heads: Sequence[str] = ()) -> str:
    """Rows of cells below a caption, with heads above the columns if there are any."""
    parts = [f"<caption>{_cell(caption)}</caption>", *([_row(heads, "th")] if heads else [])]
    return f"<table>{''.join([*parts, *(_row(cells, 'td') for cells in rows)])}</table>"


def _row(cells: Sequence[str], kind: str) -> str:
    return f"<tr>{''.join(f'<{kind}>{_cell(cell)}</{kind}>' for cell in cells)}</tr>"


def _cell(words: str) -> str:
    if isinstance(words, Formula):
        return f"${escape(words)}$"
    return _OPENS_MATH.sub(r"<span>\g<0></span>", escape(words))  # in an element of its own it starts no formula
