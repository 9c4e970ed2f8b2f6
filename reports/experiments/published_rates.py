"""Published rates: statements whose constants are unknown, and statements about random data."""

from collections.abc import Iterator
from dataclasses import dataclass

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.reports.evidence import published
from tightrope.reports.evidence.applicability import EXPLICIT
from tightrope.reports.experiments.catalogue import unexplained
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Study
from tightrope.reports.publishing.prose import prose_of

OPEN = {"order": "its constant", "probability": "whether it holds for the data at hand"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A bound of the catalogue by its key: an order, or a statement that holds with a probability."""

    bound: str


CELLS = tuple(Cell(bound=one.key) for one in BOUNDS if one.kind not in EXPLICIT and one.source.read != "recalled")


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The statement, its letters, and what it leaves open."""
    one = bound(cell.bound)
    below = ", from below" if one.from_below else ""
    return {**published.statement(one), "leaves open": f"{OPEN[one.kind]}{below}"}


def shared(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        yield cell, published.furthest(bound(cell.bound)), None


EXPERIMENT = Experiment(
    key="published-rates",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    checks=(
        Check(name="every letter of a formula is explained beside it", compared=unexplained),
        Check(name="nothing is called a share of a rate", compared=shared),
    ),
)
