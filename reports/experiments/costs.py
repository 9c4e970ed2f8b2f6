"""What the numbers of a report cost: times beside those of other programs, as `make bench` measured them last.

Times are no results: they are read from `measured_costs.json`, which says when and on what they were taken.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.figure import Axis, Ratio, Ratios
from tightrope.reports.publishing.prose import prose_of

MEASURED = json.loads(Path(__file__).with_name("measured_costs.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One kind of work: our seconds, those of what stands beside it (`peer`), and the ratio that was aimed at."""

    work: str
    peer: str
    ours: float
    theirs: float
    goal: float

    @property
    def ratio(self) -> float:
        """How many times as long the other takes."""
        return self.theirs / self.ours


CELLS = tuple(Cell(**{name: row[name] for name in Cell.__dataclass_fields__}) for row in MEASURED["rows"])


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    return {
        "work": cell.work,
        "beside": cell.peer,
        "times as fast": number(cell.ratio),
        "aimed at": number(cell.goal),
        "seconds": number(cell.ours),
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
        yield cell.work, min(cell.ours, cell.theirs, cell.goal) > 0, True


def numbers(study: Study) -> dict[str, object]:
    return {"kinds of work": len(study.cells), "below the goal": len(study.missed)}


def pictures(study: Study) -> dict[str, tuple]:
    rows = tuple(Ratio(label=f"{cell.work} / {cell.peer}", value=cell.ratio, goal=cell.goal) for cell in study.cells)
    return {"costs": (Ratios(x=Axis(label="time of the other / time here", scale="log"), rows=rows),)}


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
