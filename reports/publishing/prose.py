"""The words of an experiment: a Markdown file beside it, with placeholders that its numbers fill.

    # Title                               ## Figure KEY                  ## Claim L14
    > The question.                       What to see.                   In short: the answer in a few words.
    What the page says, in paragraphs.    How it was made.               Why the verdict is what it is.
                                          Alt: what it looks like.       Condition: of a conditional verdict.
    ## Table
    What to see in it.

Between them empty lines. Placeholders are Jinja's, {{ rows[0].cost | fixed(2) }}; what has no value is an error. The
filters, which round as `rounding` says: fixed(n) digits after the point, short (1/4 as 0.25), percent
(1/4 as 25 %, or percent(n) with n digits), thousands (10000 as 10,000), latex of a formula.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tightrope.bounds.language.letters import to_latex
from tightrope.reports.publishing.rounding import as_written, fixed, significant

CONDITION, ALT, SHORT = "Condition:", "Alt:", "In short:"


@dataclass(frozen=True, kw_only=True)
class FigureWords:
    see: str
    caption: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class ClaimWords:
    because: str
    condition: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a filled file says: the text of the page, the table's caption, the words of each figure by its key, of each
    claim by its id.
    """

    text: str
    table: str
    figures: Mapping[str, FigureWords]
    claims: Mapping[str, ClaimWords]


@dataclass(frozen=True)
class Prose:
    """A Markdown file with placeholders. Raises ValueError if a part that must be there is missing or nobody's."""

    path: Path

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        return self._head[0]

    @property
    def question(self) -> str:
        return self._head[1]

    @cached_property
    def _head(self) -> tuple[str, str]:
        found = re.match(r"# (.+)\n\n((?:> .+\n)+)", self.source)
        if not found:
            raise ValueError(f"{self.path} must begin with '# Title', an empty line and '> The question'")
        return found[1], " ".join(line.removeprefix("> ") for line in found[2].splitlines())

    def fill(self, values: Mapping[str, object]) -> Words:
        """The words, with every placeholder filled from the values."""
        from jinja2 import Environment, StrictUndefined, UndefinedError

        environment = Environment(
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            comment_start_string="<#",  # {# begins an identifier in Markdown
            comment_end_string="#>",
        )
        environment.filters |= FILTERS
        try:
            filled = environment.from_string(self.source).render(values)
        except UndefinedError as error:
            raise ValueError(f"{self.path}: a placeholder names what the experiment does not have: {error}") from error
        return self._parsed(filled)

    def _parsed(self, filled: str) -> Words:
        head, *sections = re.split(r"^## ", filled, flags=re.MULTILINE)
        table, figures, claims = "", {}, {}
        for section in sections:
            title, _, body = section.partition("\n")
            kind, _, key = title.strip().partition(" ")
            paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", body) if part.strip()]
            match kind:
                case "Figure":
                    figures[key] = self._figure(key, paragraphs)
                case "Claim":
                    claims[key] = _claim(paragraphs)
                case "Table":
                    table = " ".join(paragraphs)
                case _:
                    raise ValueError(
                        f"{self.path}: a section is of a Figure, a Table or a Claim; one is called {title!r}"
                    )
        text = re.sub(r"\A# .+\n\n(> .+\n)+", "", head).strip()
        return Words(text=text, table=table, figures=figures, claims=claims)

    def _figure(self, key: str, paragraphs: list[str]) -> FigureWords:
        if len(paragraphs) < 3 or not paragraphs[-1].startswith(ALT):
            raise ValueError(
                f"{self.path}: figure {key} must say what to see, how it was made and, last, '{ALT} ...'; it has "
                f"{len(paragraphs)} paragraphs"
            )
        see, *caption, alt = paragraphs
        return FigureWords(see=see, caption=" ".join(caption), alt=alt.removeprefix(ALT).strip())


def prose_of(module: str) -> Prose:
    """The Markdown file beside a module, given by its __file__."""
    return Prose(Path(module).with_suffix(".md"))


def _claim(paragraphs: list[str]) -> ClaimWords:
    marked = {mark: [part for part in paragraphs if part.startswith(mark)] for mark in (CONDITION, SHORT)}
    because = [part for part in paragraphs if not part.startswith((CONDITION, SHORT))]
    condition, answer = (" ".join(part.removeprefix(mark).strip() for part in parts) for mark, parts in marked.items())
    return ClaimWords(because=" ".join(because), condition=condition, answer=answer)


def _percent(number: object, digits: int | None = None) -> str:
    hundredfold = 100 * as_written(number)
    return f"{f'{float(hundredfold):g}' if digits is None else fixed(hundredfold, digits)} %"


FILTERS = {
    "fixed": fixed,
    "short": lambda number: significant(number, 6),
    "percent": _percent,
    "thousands": lambda number: f"{number:,}",
    "latex": to_latex,
}
