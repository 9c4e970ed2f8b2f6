"""The small problems that the claims are put to, as diagrams; the calculation by hand beside the computed number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from tightrope.bounds.extremes.closed_forms import WITH_A_WAY_BACK
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest, worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.language.readings import FINITE_DATA
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
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.parameters import PROBABILITY, Number, Parameter, Whole, require
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses import witness

MISSING, BACK = Fraction(1, 10), Fraction(1, 5)
AFTER_ONE = "probability of y after one action"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A witness, with the error in its reading and the horizon of the calculation by hand. In a charged one, an error
    costs at most `most`, and the expert pays `paid`.
    """

    key: str
    error: Fraction = Fraction(1, 4)
    horizon: int = 3
    most: Fraction = Fraction(0)
    paid: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        require(
            Parameter("error", PROBABILITY),
            Parameter("horizon", Whole(1)),
            Parameter("most", Number(0)),
            Parameter("paid", Number(0)),
            **vars(self),
        )

    @property
    def problem(self) -> Problem:
        given = {"u": self.most, "J_star": self.paid} if self.most else {}
        return witness(self.key).problem(self.error, self.horizon, **given)

    @property
    def counted(self) -> str:
        if self.key == "swap-log-loss":
            return AFTER_ONE
        return "task cost" if self.most or self.key == "recovery" else "disagreements"

    @property
    def computed(self) -> Fraction:
        """By going through all states, decision by decision, in rationals."""
        found: Evaluation[Fraction] = evaluate(self.problem, self.horizon)
        if self.counted == AFTER_ONE:
            return fraction(found.laws[1][1])
        return found.gap if self.counted == "task cost" else found.disagreement

    @property
    def by_hand(self) -> Fraction:
        """By the formula of the caption."""
        reading = str(witness(self.key).reading)
        if self.most:
            missing = MISSING if reading == FINITE_DATA.key else Fraction(0)
            asked = Setting(reading=reading, quantity="gap", missing=missing, u=self.most, J_star=self.paid)
            return largest(asked, self.error, self.horizon)
        match self.key:
            case "recovery":
                return exact_value(WITH_A_WAY_BACK, {epsilon: self.error, T: self.horizon, rho: BACK})
            case "unseen-start":
                return worst_case(reading, self.error, self.horizon, MISSING)
            case "swap-log-loss":
                return (1 - self.error) ** 2 / 2
            case _:
                return worst_case(reading, self.error, self.horizon)


HALF, ONE = Fraction(1, 2), Fraction(1)
CELLS = (
    *(Cell(key=key) for key in ("tightrope", "exam", "cycle", "trap", "unseen-start", "recovery")),
    *(Cell(key=key) for key in ("tightrope-labelled", "wager", "swap-log-loss")),
    *(Cell(key=key, most=HALF, paid=ONE) for key in ("charged-exam", "charged-trap")),
    Cell(key="charged-labelled", most=Fraction(2)),
    *(Cell(key=key, horizon=2, most=ONE, paid=HALF) for key in ("charged-tightrope", "charged-unseen-start")),
)
OTHERS = (Fraction(1, 7), 6), (Fraction(1, 3), 4), (Fraction(1, 2), 2)  # errors and horizons of the check


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Both numbers."""
    return {
        "problem": cell.key,
        "reading of ε": str(witness(cell.key).reading).replace("_", " "),
        "counted": cell.counted,
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

    @cached_property
    def charged(self) -> dict[str, Cell]:
        return {cell.key: cell for cell in self.cells if cell.most}

    def value(self, key: str) -> str:
        """The number as a fraction."""
        return self.at[key]["computed"]["exact"]


def both(cell: Cell, row: Row) -> tuple[object, object]:
    return row["computed"], row["by hand"]


def elsewhere(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        for error, horizon in OTHERS:
            other = replace(cell, error=error, horizon=horizon)
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
