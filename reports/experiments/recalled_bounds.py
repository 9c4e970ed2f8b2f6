"""Published bounds that are known from memory only: they were looked up, and no source was found to read."""

from dataclasses import dataclass

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.reports.evidence import published
from tightrope.reports.experiments.catalogue import exceeded, unexplained
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.prose import prose_of


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A recalled bound by its key."""

    bound: str


CELLS = tuple(Cell(bound=one.key) for one in BOUNDS if one.source.read == "recalled")


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The bound, the largest share of it that a witness reaches where it is meant, and what it says of the small
    problem; exact, roots and logarithms enclosed.
    """
    one = bound(cell.bound)
    return {**published.statement(one), **published.standing(one)}


EXPERIMENT = Experiment(
    key="recalled-bounds",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    checks=(
        Check(name="no witness exceeds a recalled bound as it stands", compared=exceeded),
        Check(name="every letter of a formula is explained beside it", compared=unexplained),
    ),
)
