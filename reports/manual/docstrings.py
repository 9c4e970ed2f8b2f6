"""Docstrings as Markdown: their paragraphs, what is set in columns, and their examples."""

import inspect
import re
from textwrap import dedent

COLUMNS = re.compile(r"\S {2,}\S")
ITEM = re.compile(r"[*-] ")


def shown(docstring: str) -> str:
    """The Markdown of a docstring. A paragraph with indented lines or columns keeps its lines, as do examples."""
    return "\n\n".join(_paragraph(one) for one in _paragraphs(inspect.cleandoc(docstring)))


def first_sentence(docstring: str) -> str:
    """What stands before the first stop, as text."""
    paragraph = " ".join(_paragraphs(inspect.cleandoc(docstring))[0].split())
    return re.split(r"(?<=[a-z)\"\]`0-9])\. ", paragraph)[0].rstrip(".:")


def text(words: str) -> str:
    """Words as Markdown that shows just them, those between backticks as code."""
    parts = re.split(r"(`[^`\n]+`)", words)
    return "".join(part if i % 2 else re.sub(r"([^\w\s]|_)", _escaped, part) for i, part in enumerate(parts))


def code(words: str) -> str:
    """Words in the letters of code, on one line of a table, too."""
    mark, edge = _marks(words, 1), " " if "`" in words else ""
    return f"{mark}{edge}{words}{edge}{mark}".replace("|", r"\|") if words else ""


def block(lines: str, kind: str = "text") -> str:
    mark = _marks(lines, 3)
    return f"{mark}{kind}\n{dedent(lines)}\n{mark}"


def _marks(words: str, least: int) -> str:
    """Backticks around code, one more than stand in it together."""
    return "`" * max(least, *(len(one) + 1 for one in re.findall("`+", words)), 0)


def _escaped(found: re.Match) -> str:
    return f"\\{found[0]}" if found[0].isascii() else found[0]


def _paragraphs(words: str) -> list[str]:
    """What blank lines part; an example and the output that belongs to it stay together."""
    return [one.strip("\n") for one in re.split(r"\n\s*\n", words) if one.strip()]


def _paragraph(lines: str) -> str:
    """As an example, a list, columns, or running text; a list and columns may follow text."""
    if lines.startswith(">>> "):
        return block(lines, "python")
    each = lines.split("\n")
    item = next((i for i, one in enumerate(each) if ITEM.match(one)), None)
    if item is not None and all(ITEM.match(one) or one.startswith("  ") for one in each[item:]):
        items = [f"* {text(one[2:])}" if ITEM.match(one) else text(one) for one in each[item:]]
        return "\n\n".join([*_said(each[:item]), "\n".join(items)])
    column = next((i for i, one in enumerate(each) if COLUMNS.search(one) or one.startswith("  ")), None)
    if column is not None and (each[1:] or each[0].startswith("  ")):
        return "\n\n".join([*_said(each[:column]), block("\n".join(each[column:]))])
    return text(lines)


def _said(lines: list[str]) -> list[str]:
    return [text("\n".join(lines))] if lines else []
