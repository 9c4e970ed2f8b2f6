"""The walkers that move on the page: those of the film strip, and what a page shows of them while they walk."""

from functools import cache

from tightrope.reports.evidence.walkers import DECISIONS, TOGETHER, ropes
from tightrope.reports.publishing.walks import OFF, ON, Film, Walks

KEY = "walkers"  # of the figure; the place for what moves has it, too
HEADINGS = {"tightrope": "Tightrope: no way back", "recovery": "Recovery chain: a way back"}
STILLS = DECISIONS // 4, DECISIONS // 2, DECISIONS


@cache
def film() -> Film:
    """The walkers of the stated stream on both ropes."""
    return Film(
        ropes=tuple(
            Walks(
                heading=HEADINGS[one.name],
                walkers=tuple("".join(OFF if fallen else ON for fallen in walker) for walker in one.off()),
                sums=tuple(map(float, one.sums())),
            )
            for one in ropes()
        ),
        together=TOGETHER,
        stills=STILLS,
    )
