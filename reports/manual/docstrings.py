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
    return f"`{words}`".replace("|", r"\|") if words else ""


def block(lines: str, kind: str = "text") -> str:
    return f"```{kind}\n{dedent(lines)}\n```"


def _escaped(found: re.Match) -> str:
    return f"\\{found[0]}" if found[0].isascii() else found[0]


def _paragraphs(words: str) -> list[str]:
    """What blank lines part; an example and the output that belongs to it stay together."""
    return [one.strip("\n") for one in re.split(r"\n\s*\n", words) if one.strip()]


def _paragraph(lines: str) -> str:
    if lines.startswith(">>> "):
        return block(lines, "python")
    each = lines.split("\n")
    if ITEM.match(each[0]) and all(ITEM.match(one) or one.startswith("  ") for one in each):
        return "\n".join(re.sub(r"^\\([*-])", r"\1", text(one)) for one in each)
    if any(COLUMNS.search(one) or one.startswith("  ") for one in each):
        first = next((i for i, one in enumerate(each) if COLUMNS.search(one) or one.startswith("  ")), 0)
        return "\n\n".join([text("\n".join(each[:first])), block("\n".join(each[first:]))] if first else [block(lines)])
    return text(lines)
