"""Cost against horizon: bound, exact worst case, witnesses, Gymnasium's tables, episodes, DAgger."""

from dataclasses import dataclass
from fractions import Fraction

from tightrope.reports.evidence.growth import (
    CLIFF,
    LINEAR,
    LONG,
    SHORT,
    SMALL,
    arithmetic_for,
    cloned,
    cost,
    exponent,
    labelled,
    off_support,
)
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.growth import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem by its name, a learner of LEARNERS with that error, and the two horizons of the exponent."""

    problem: str
    learner: str
    error: Fraction = SMALL
    short: int = SHORT
    long: int = LONG


LEARNERS = {"cloning": cloned, "DAgger": labelled}
TAXI = "gymnasium:Taxi-v4"
CELLS = (
    *(Cell(problem=name, learner="cloning") for name in ("tightrope", CLIFF, TAXI, LINEAR)),
    *(Cell(problem=name, learner="DAgger") for name in ("tightrope", CLIFF)),
)
TABLES = {
    CLIFF: "CliffWalking, restarting",
    "gymnasium:CliffWalking-v1": "CliffWalking",
    TAXI: "Taxi",
    "gymnasium:FrozenLake8x8-v1": "FrozenLake 8x8",
}


NAMES = TABLES | {LINEAR: "FrozenLake 8x8, restarting"}


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    tables = TABLES


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The costs at both horizons, the exponent between them, and the share of decisions off the expert's states."""
    made = {horizon: LEARNERS[cell.learner](cell.problem, cell.error, horizon) for horizon in (cell.short, cell.long)}
    short, long = (cost(made[horizon], horizon) for horizon in (cell.short, cell.long))
    outside = off_support(made[cell.long], cell.long, arithmetic_for(made[cell.long]))
    plain = cell.problem.removeprefix("gymnasium:").replace("-v1,restart=true", ", restarting")
    return {
        "problem": NAMES.get(cell.problem, plain),
        "learner": cell.learner,
        f"cost at T = {cell.short}": number(short),
        f"cost at T = {cell.long}": number(long),
        "exponent": number(exponent(short, long, cell.long / cell.short)),
        "off the expert's states": number(outside),
    }


def numbers(study: Study) -> dict[str, object]:
    return {f"exponent of {row['problem']}, {row['learner']}": row["exponent"] for row in study.rows}


EXPERIMENT = Experiment(
    key="growth",
    prose=prose_of(__file__),
    needs=("gymnasium",),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
)
