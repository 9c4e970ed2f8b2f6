"""Which pages the manual has, in reading order.

A page lies in the checkout as Markdown; it may be a guide that stands beside what it is about. Pages of the reference
are generated, and are linked to as if they lay in `reports/manual/reference/`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tightrope.reports.manual.reference import (
    bounds,
    claims,
    commands,
    files,
    functions,
    glossary,
    lists,
    modules,
    results,
)
from tightrope.simulators.formats.door import read_bytes

ROOT = Path(__file__).resolve().parents[2]
HERE = "reports/manual"
REPORT = "reports/standard"  # shown beside the manual, in the folder `report`


@dataclass(frozen=True, kw_only=True)
class Page:
    """`source` is its place in the checkout; `generated` makes the Markdown of a page that lies nowhere."""

    source: str
    generated: Callable[[], str] | None = None

    @property
    def file(self) -> str:
        """Its name in the site."""
        return Path(self.source).stem.lower().replace("_", "-") + ".html"

    def markdown(self) -> str:
        """Raises ValueError if the page is not there."""
        return self.generated() if self.generated else read_bytes(ROOT / self.source).decode()


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    words: str
    pages: tuple[Page, ...]


def _written(folder: str, *names: str) -> tuple[Page, ...]:
    return tuple(Page(source=f"{HERE}/{folder}/{name}.md") for name in names)


def _made(**pages: Callable[[], str]) -> tuple[Page, ...]:
    return tuple(Page(source=f"{HERE}/reference/{name}.md", generated=made) for name, made in pages.items())


START = Page(source=f"{HERE}/index.md")
SECTIONS = (
    Section(title="Tutorial", words="learn it, step by step", pages=_written("tutorial", "first_hour")),
    Section(
        title="How to",
        words="get one thing done",
        pages=(
            *_written("how_to", "own_problem", "own_conjecture"),
            Page(source="simulators/logged_episodes.md"),
            Page(source="simulators/policies_of_your_own.md"),
            Page(source="reports/sweeps/sweeps.md"),
            *_written("how_to", "cite_a_figure", "scripts"),
            Page(source="simulators/property_testing.md"),
            Page(source="CONTRIBUTING.md"),
        ),
    ),
    Section(
        title="Reference",
        words="look it up",
        pages=_made(
            python=functions.markdown,
            commands=commands.markdown,
            readings=lists.readings,
            bounds=bounds.markdown,
            problems=lists.problems,
            claims=claims.markdown,
            experiments=lists.experiments,
            files=files.markdown,
            results_json=results.markdown,
            modules=modules.markdown,
            glossary=glossary.markdown,
        ),
    ),
    Section(
        title="Explanation",
        words="understand it",
        pages=_written(
            "explanation",
            "what_bounds_say",
            "meanings_of_epsilon",
            "the_two_false_lines",
            "verdicts_and_evidence",
            "exactness",
            "what_proved_rests_on",
        ),
    ),
)
PAGES = (START, *(page for section in SECTIONS for page in section.pages))
