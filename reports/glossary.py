"""The words that the report uses in a sense of its own, from glossary.md: a definition list of pandoc's.

A term is written there as it stands where the report explains or first uses it: in italics if the bare word is also
used in its everyday sense.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".md")
BEGIN = "{#sec:reading}"
BEGINS, ENDS = "::: {.glossary}\n", "\n:::"
PLACE = BEGINS + ":::"  # in the report's template
# What is no running prose: the head, blocks of code, headings, tables and their captions, divisions; formulas, code,
# links, attributes, references, the notes' Chinese.
APART = re.compile(
    r"\A---\n.*?\n---\n|^```.*?^```|^(?:#|\||: |:::)[^\n]*$|^\[[^\n]*\]\{lang=zh\}$"
    r"|\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|(?<!!)\[[^\[\]]*\](?:\([^)]*\)|\{[^}]*\})|\]\([^)]*\)|\{[^{}]*\}|@[\w:-]+",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`written` is the term with its italics, `words` the explanation, both Markdown."""

    written: str
    words: str

    @property
    def term(self) -> str:
        return self.written.strip("*")

    @property
    def anchor(self) -> str:
        return f"term-{re.sub(r'[^a-z]+', '-', self.term.lower())}"

    @property
    def pattern(self) -> str:
        """Finds the term where it is used: with a capital or small, in the plural too, or as the name of a problem."""
        word = re.sub(r"\\[ -]", "[\\\\s-]", re.escape(self.term)) + "s?"
        return (
            rf"(?<!\*)\*{word}\*(?!\*)" if self.written.startswith("*") else rf"`{word}`|(?<![\w`*-]){word}(?![\w`-])"
        )


@cache
def entries() -> tuple[Entry, ...]:
    """All of them, in order. Raises ValueError if one has no explanation."""
    blocks = re.split(r"\n\n(?=\S)", SOURCE.read_text(encoding="utf-8").strip())
    found = [re.fullmatch(r"(?P<written>[^\n]+)\n:   (?P<words>.+)", block, re.DOTALL) for block in blocks]
    for block, one in zip(blocks, found, strict=True):
        if not one:
            raise ValueError(
                f"{SOURCE.name}: an entry is a term and, below it, ':   its explanation'; got {block[:60]!r}"
            )
    return tuple(Entry(written=one["written"], words=" ".join(one["words"].split())) for one in found if one)


def with_glossary(markdown: str) -> str:
    """The report with the glossary at its place: each term that the report uses is a link where it is used first, from
    the first section on, and its entry ends with where that is.
    """
    text, place, rest = markdown.partition(PLACE)
    if not place:
        return markdown  # a part of a report has none
    first = first_uses(text)
    explained = "\n\n".join(
        f"[{one.term}]{{#{one.anchor}}}\n:   {one.words} ({_where(text, first[one][0])})"
        for one in entries()
        if one in first
    )
    for one, (start, end) in sorted(first.items(), key=lambda pair: pair[1], reverse=True):
        text = f"{text[:start]}[{text[start:end]}](#{one.anchor}){text[end:]}"
    return f"{text}{BEGINS}{explained}{ENDS}{rest}"


def first_uses(text: str) -> dict[Entry, tuple[int, int]]:
    """Where each term stands first in the sentences of a report, from the first section on. No two overlap."""
    taken = [place.span() for place in APART.finditer(text)]
    found = {}
    for one in sorted(entries(), key=lambda one: len(one.term), reverse=True):
        uses = re.compile(one.pattern, re.IGNORECASE).finditer(text, text.index(BEGIN))
        span = next((use.span() for use in uses if _is_free(use.span(), taken)), None)
        if span:
            found[one] = span
            taken.append(span)
    return found


def _is_free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether it touches none of them; a piece of code may be the term itself."""
    return all(span == other or span[1] <= other[0] or other[1] <= span[0] for other in taken)


def _where(text: str, position: int) -> str:
    """A reference to the claim or section that holds this position."""
    place = r"^#+ .*\{#(?P<section>sec:[\w-]+)|^::: \{\.claim #(?P<claim>L\d+)\}"
    section = "sec:reading"
    for found in re.finditer(place, text[:position], re.MULTILINE):
        section = found["section"] or f"[{found['claim']}](#{found['claim']})"
    return f"@{section}" if section.startswith("sec:") else section
