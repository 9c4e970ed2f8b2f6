"""Words with formulas as text of an SVG: Greek letters, raised and lowered signs as spans; lines by estimated width.

From `plain`'s writing: epsilon T^2 becomes an epsilon, a T and a raised 2.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from tightrope.reports.commands.plain import plain
from tightrope.simulators.model.graph_svg import width_of

GREEK = dict(zip(("epsilon", "theta", "pi", "rho", "lambda", "sigma", "alpha", "eta"), "εθπρλσαη", strict=True))
SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "...": "…", "star": "*", "sum": "∑", "in": "∈", "-": "−"}
UNBROKEN = 12  # characters of a formula that stands in one line
SMALLER, UP, DOWN = 0.75, 0.36, 0.22  # of a raised or lowered sign: its size, and how far, of the letters' size
SHIFTED = re.compile(r"([_^])(\([^()]*(?:\([^()]*\)[^()]*)*\)|\*|[A-Za-z0-9]+)")
MARKDOWN = re.compile(r"\[([^\[\]]*)\]\([^()]*\)|\*\*([^*]+)\*\*|\*([^*]+)\*")


@dataclass(frozen=True)
class Span:
    """Text, raised (1), lowered (-1) or neither."""

    text: str
    level: int = 0


Word = tuple[Span, ...]


def words_of(text: str) -> list[Word]:
    """The words of Markdown with formulas between dollars."""
    found: list[Word] = []
    for i, part in enumerate(re.split(r"\$([^$]*)\$", text)):
        told = _formula(part) if i % 2 else _words([Span(MARKDOWN.sub(r"\1\2\3", part).replace("`", ""))])
        found = _joined(found, told)
    return [word for word in found if word]


def signs_of(text: str) -> str:
    """The same as a line of text, for what reads or draws letters only."""
    level = {1: "^", 0: "", -1: "_"}
    return " ".join("".join(level[span.level] + span.text for span in word) for word in words_of(text))


def lines_of(text: str, size: float, room: float, most: int) -> list[list[Word]]:
    """The words in lines that are no wider than `room`, at most so many; what is left out is told by dots."""
    lines: list[list[Word]] = [[]]
    for word in words_of(text):
        if lines[-1] and _wide([*lines[-1], word], size) > room:
            lines.append([])
        lines[-1].append(word)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1][-1] = (Span("…"),)
    return lines


def text_of(words: Iterable[Word], size: float) -> str:
    """What stands in a text element: escaped, with a tspan for what is raised or lowered."""
    spans = _with_spaces(words)
    told = ""
    for span, (before, after) in zip(spans, pairwise([0, *(one.level for one in spans)]), strict=True):
        shift = size * (_height(before) - _height(after))
        if not shift and not after:
            told += escape(span.text)
            continue
        small = f' font-size="{SMALLER * size:g}"' if after else ""
        told += f'<tspan dy="{shift:.1f}"{small}>{escape(span.text)}</tspan>'
    return told


def _height(level: int) -> float:
    return {1: UP, -1: -DOWN}.get(level, 0.0)


def _with_spaces(words: Iterable[Word]) -> list[Span]:
    spans: list[Span] = []
    for word in words:
        spans += [*([Span(" ")] if spans else []), *word]
    merged: list[Span] = []
    for one in spans:
        if merged and merged[-1].level == one.level:
            merged[-1] = Span(merged[-1].text + one.text, one.level)
        else:
            merged.append(one)
    return merged


def _wide(words: Iterable[Word], size: float) -> float:
    return sum(width_of(one.text, size * (SMALLER if one.level else 1)) for one in _with_spaces(words))


def _formula(latex: str) -> list[Word]:
    """Its words, that its spaces part; one if it is short."""
    spans = list(_spans(plain(f"${latex}$")))
    return [tuple(spans)] if sum(len(one.text) for one in spans) <= UNBROKEN else _words(spans)


def _spans(formula: str) -> Iterable[Span]:
    """A formula as `plain` writes it."""
    at = 0
    for found in SHIFTED.finditer(formula):
        yield Span(_signs(formula[at : found.start()]))
        inner = found[2].removeprefix("(").removesuffix(")") if found[2].startswith("(") else found[2]
        yield Span(_signs(inner).replace("_", ""), 1 if found[1] == "^" else -1)
        at = found.end()
    yield Span(_signs(formula[at:]))


def _signs(formula: str) -> str:
    named = re.sub(r"[A-Za-z]+", lambda found: GREEK.get(found[0], SIGNS.get(found[0], found[0])), formula)
    for ascii_sign in ("<=", ">=", "!=", "...", "-"):
        named = named.replace(ascii_sign, SIGNS[ascii_sign])
    return re.sub(r"(?<=[0-9A-Za-zε]) (?=[εθTt](?![A-Za-z])|\()", "", named)  # 2 ε T as one writes it: 2εT


def _words(spans: Iterable[Span]) -> list[Word]:
    """Spans cut where there are spaces; an empty word at an end says that a space stood there."""
    words: list[Word] = [()]
    for one in spans:
        for i, part in enumerate(one.text.split(" ") if one.level == 0 else [one.text]):
            if i:
                words.append(())
            if part:
                words[-1] = (*words[-1], Span(part, one.level))
    return words


def _joined(before: list[Word], after: list[Word]) -> list[Word]:
    """Words in a row: what no space parts is one word."""
    if not before or not after:
        return [*before, *after]
    return [*before[:-1], before[-1] + after[0], *after[1:]]
