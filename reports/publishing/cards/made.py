"""All cards: their files, figures/claim-l8.svg, what the page shows, and cards/L8.svg, the slide; and their words."""

from collections.abc import Mapping
from dataclasses import dataclass

from tightrope.reports.exercises import exercises_on
from tightrope.reports.lecture import CLAIMS
from tightrope.reports.publishing import scope
from tightrope.reports.publishing.cards.chosen import HERO, picture_of
from tightrope.reports.publishing.cards.described import described
from tightrope.reports.publishing.cards.drawing import svg
from tightrope.reports.publishing.cards.slide import VERDICTS, slide
from tightrope.reports.publishing.cards.witness import checked, place, proved_lines
from tightrope.reports.publishing.figure import Figure

SMALL, LARGE = (300.0, 150.0), (345.0, 225.0)  # none wider than a phone: words keep their size
FIRST = "first-screen"


@dataclass(frozen=True, kw_only=True)
class OnPage:
    """What a claim's card on the page has beside the claim's own words; `picture` is what is drawn, in words."""

    name: str
    picture: str
    checked: str
    proved: list[tuple[str, str]]
    exercises: list[int]


def on_page(claim: Mapping, figures: Mapping[str, Figure]) -> OnPage:
    picture = picture_of(claim, figures)
    return OnPage(
        name=name_of(claim["id"]),
        picture=described(picture) if picture else "",
        checked=checked(claim),
        proved=proved_lines(claim),
        exercises=exercises_on(claim["id"]),
    )


def hero_in_words(figures: Mapping[str, Figure]) -> str:
    picture = HERO.of({}, figures)
    return described(picture) if picture else ""


def cards(results: dict, figures: Mapping[str, Figure]) -> dict[str, str]:
    """The content of each by its path. A claim that nothing in the report speaks of has none; a part of a report has no
    first screen.
    """
    known, found = {claim.id for claim in CLAIMS}, {}
    for claim in results["claims"]:
        if claim["id"] in known and claim["verdict"] in VERDICTS:
            if picture := picture_of(claim, figures):
                found[f"figures/{name_of(claim['id'])}.svg"] = svg(picture, *SMALL)
            found[f"cards/{claim['id']}.svg"] = slide(claim, picture, place(claim), results["id"])
    if scope.is_whole(results) and (hero := HERO.of({}, figures)):
        found[f"figures/{FIRST}.svg"] = svg(hero, *LARGE)
    return found


def name_of(claim: str) -> str:
    """Of its picture."""
    return f"claim-{claim.lower()}"
