"""The small problems that the claims are put to, as diagrams; the calculation by hand beside the computed number."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tightrope.bounds.extremes.closed_forms import WITH_A_WAY_BACK
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.reports.evidence import walkers
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.problems import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Row, for_each_cell
from tightrope.reports.publishing.prose import prose_of
from tightrope.reports.publishing.rounding import significant
from tightrope.reports.publishing.toys.walk import film
from tightrope.reports.publishing.walks import Film
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses import witness

MISSING, BACK = Fraction(1, 10), Fraction(1, 5)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A witness, with the error in its reading and the horizon of the calculation by hand."""

    key: str
    error: Fraction = Fraction(1, 4)
    horizon: int = 3

    @property
    def problem(self) -> Problem:
        return witness(self.key).problem(self.error, self.horizon)

    @property
    def computed(self) -> Fraction:
        """By going through all states, decision by decision, in rationals."""
        found: Evaluation[Fraction] = evaluate(self.problem, self.horizon)
        return found.gap if self.key == "recovery" else found.disagreement

    @property
    def by_hand(self) -> Fraction:
        """By the formula of the caption."""
        match self.key:
            case "recovery":
                return exact_value(WITH_A_WAY_BACK, {epsilon: self.error, T: self.horizon, rho: BACK})
            case "unseen-start":
                return worst_case("finite_data", self.error, self.horizon, MISSING)
            case _:
                return worst_case(str(witness(self.key).reading), self.error, self.horizon)


CELLS = tuple(Cell(key=key) for key in ("tightrope", "exam", "cycle", "trap", "unseen-start", "recovery"))
OTHERS = (Fraction(1, 7), 6), (Fraction(1, 3), 4), (Fraction(1, 2), 2)  # errors and horizons of the check


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Both numbers."""
    return {
        "problem": cell.key,
        "reading of ε": str(witness(cell.key).reading).replace("_", " "),
        "counted": "task cost" if cell.key == "recovery" else "disagreements",
        "by hand": number(cell.by_hand),
        "computed": number(cell.computed),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    missing, back = MISSING, BACK

    walking, walking_back, seed = walkers.ERROR, walkers.BACK, walkers.SEED

    @cached_property
    def film(self) -> Film:
        return film()

    @property
    def stills(self) -> str:
        *others, last = map(str, self.film.stills)
        return f"{', '.join(others)} and {last}"

    def expected(self, rope: int, decisions: int) -> str:
        """How many decisions end off the rope."""
        return significant(self.film.ropes[rope].sums[decisions - 1], 3)

    def times(self, rope: int) -> str:
        """As many in all decisions as in half of them."""
        sums = self.film.ropes[rope].sums
        return significant(sums[-1] / sums[len(sums) // 2 - 1], 2)

    @cached_property
    def at(self) -> dict[str, Row]:
        return {cell.key: row for cell, row in zip(self.cells, self.rows, strict=True)}

    def value(self, key: str) -> str:
        """The number as a fraction."""
        return self.at[key]["computed"]["exact"]


def both(cell: Cell, row: Row) -> tuple[object, object]:
    return row["computed"], row["by hand"]


def elsewhere(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        for error, horizon in OTHERS:
            other = Cell(key=cell.key, error=error, horizon=horizon)
            yield other, other.computed, other.by_hand


def walked(study: Study) -> Iterator[tuple]:
    for rope in walkers.ropes():
        for decisions, expected in enumerate(rope.sums(), 1):
            yield (rope.name, decisions), evaluate(rope.problem, decisions).gap, expected


EXPERIMENT = Experiment(
    key="problems",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(
        Check(name="what is calculated by hand is what is computed", compared=for_each_cell(both)),
        Check(name="so it is for other errors and horizons", compared=elsewhere),
        Check(name="what is expected of the walkers is what is computed", compared=walked),
    ),
)
