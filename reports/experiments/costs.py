"""What the numbers of a report cost: times beside those of other programs, as `make bench` measured them last.

Times are no results: they are read from `measured_costs.json`, which says when and on what they were taken.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.figure import Axis, Ratio, Ratios
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.parameters import Number, Parameter, require

MEASURED = json.loads(Path(__file__).with_name("measured_costs.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One kind of work, what it stands beside (`peer`), and how many times as fast it should be."""

    work: str
    peer: str
    goal: Fraction

    def __post_init__(self) -> None:
        require(Parameter("goal", Number(0)), **vars(self))

    @property
    def seconds(self) -> tuple[float, float]:
        """Here, and there."""
        return next((row["ours"], row["theirs"]) for row in MEASURED["rows"] if _is(row, self))

    @property
    def ratio(self) -> float:
        here, there = self.seconds
        return there / here

    @property
    def missed(self) -> str:
        """Why it is not as fast, where it is not."""
        because = next(row["because"] for row in MEASURED["rows"] if _is(row, self))
        return because if self.ratio < self.goal else ""


def _is(row: dict, cell: Cell) -> bool:
    return (row["work"], row["peer"]) == (cell.work, cell.peer)


CELLS = tuple(Cell(work=row["work"], peer=row["peer"], goal=Fraction(str(row["goal"]))) for row in MEASURED["rows"])


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    return {
        "work": cell.work,
        "beside": cell.peer,
        "seconds, other / here": number(cell.ratio),
        "aimed at": number(cell.goal),
        "seconds here": number(cell.seconds[0]),
        "why missed": cell.missed,
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    @cached_property
    def machine(self) -> dict:
        return MEASURED["machine"]

    @property
    def date(self) -> str:
        return MEASURED["date"]

    @cached_property
    def missed(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.ratio < cell.goal]


def positive(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        yield f"{cell.work} / {cell.peer}", min(*cell.seconds, cell.goal) > 0, True


def numbers(study: Study) -> dict[str, object]:
    return {"kinds of work": len(study.cells), "below the goal": len(study.missed)}


def pictures(study: Study) -> dict[str, tuple]:
    rows = tuple(
        Ratio(label=f"{cell.work} / {cell.peer}", value=cell.ratio, goal=float(cell.goal)) for cell in study.cells
    )
    return {"costs": (Ratios(x=Axis(label="seconds, other / here", scale="log"), rows=rows),)}


EXPERIMENT = Experiment(
    key="costs",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    checks=(Check(name="each kind of work took time, here and elsewhere", compared=positive),),
)
