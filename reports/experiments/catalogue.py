"""The published bounds side by side: how close the problems come to each, and what each says of one small problem."""

from collections.abc import Iterator
from dataclasses import dataclass

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.language.letters import disagreement, gap
from tightrope.reports.evidence import published
from tightrope.reports.evidence.applicability import EXPLICIT
from tightrope.reports.evidence.measured_witnesses import HORIZONS, shares
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.figure import Axis
from tightrope.reports.publishing.promises import Promises, promises
from tightrope.reports.publishing.prose import prose_of

DRAWN = disagreement, gap  # one number on the small problem, where each disagreement costs 1


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A bound of the catalogue by its key: an inequality or identity that was read, restated or derived."""

    bound: str


CELLS = tuple(Cell(bound=one.key) for one in BOUNDS if one.kind in EXPLICIT and one.source.read != "recalled")


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The bound, the largest share of it that a witness reaches where it is meant, and what it says of the small
    problem; exact, roots and logarithms enclosed.
    """
    one = bound(cell.bound)
    return {**published.statement(one), **published.standing(one)}


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    error, horizon, longest = published.ERROR, published.HORIZON, HORIZONS[-1]

    @property
    def exact(self) -> float:
        """Expected disagreements on the small problem."""
        return float(published.of_the_small_problem(bound("worst-case-pointwise")).exact or 0)

    @property
    def attained(self) -> int:
        """How many bounds have a witness that reaches all of them."""
        return sum(bool(row["largest share"]) and row["largest share"]["value"] == 1 for row in self.rows)


def exceeded(study: experiment.Study) -> Iterator[tuple]:
    for cell in study.cells:
        one = bound(cell.bound)
        found = shares(one) if one.kind == "inequality" else ()
        yield cell, [each.witness.name for each in found if each.share > 1], []


def unexplained(study: experiment.Study) -> Iterator[tuple]:
    for cell, row in zip(study.cells, study.rows, strict=True):
        yield cell, published.unexplained(bound(cell.bound), str(row["what it says"])), []


def pictures(study: Study) -> dict[str, tuple]:
    recalled = [one for one in BOUNDS if one.source.read == "recalled"]
    parts = (("Read, restated or derived", [bound(cell.bound) for cell in study.cells]), ("Recalled only", recalled))
    return {"catalogue": tuple(beside(heading, bounds, study.exact) for heading, bounds in parts)}


def beside(heading: str, bounds: list, exact: float) -> Promises:
    """What those bounds say of the small problem that speak of the number that is drawn."""
    found = [(one.title, published.of_the_small_problem(one).value) for one in bounds if one.quantity in DRAWN]
    x = Axis(label=f"expected disagreements, which are the extra cost, of {published.HORIZON} decisions")
    said = promises((title, value) for title, value in found if value is not None)
    y = Axis(label="bound of the expected cost")
    return Promises(x=x, y=y, promises=said, exact=exact, horizon=published.HORIZON, heading=heading)


EXPERIMENT = Experiment(
    key="catalogue",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(
        Check(name="no witness exceeds a bound whose assumptions it meets", compared=exceeded),
        Check(name="every letter of a formula is explained beside it", compared=unexplained),
    ),
)
