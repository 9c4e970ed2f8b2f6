"""L3, distribution shift: the distance of the learner's state law from the expert's, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tightrope.reports.evidence.growth import CLIFF, cloned
from tightrope.reports.evidence.reset_cliff import Cliff
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.distance import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.parameters import Parameter, Whole, require


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem by its name and a learner with that error; or Reset-Cliff and the clone of so many demonstrations."""

    name: str
    problem: str | None = None
    demonstrations: int = 0
    error: Fraction = Fraction(1, 100)
    horizon: int = 50

    def __post_init__(self) -> None:
        require(Parameter("demonstrations", Whole(0)), **vars(self))

    @cached_property
    def tv(self) -> list[Fraction]:
        """TV(p_t, p*_t) for t = 0..T; exact."""
        if self.problem is None:
            return Cliff(horizon=self.horizon).shift(self.demonstrations)
        return list(evaluate(cloned(self.problem, self.error, self.horizon), self.horizon).tv)


RHO = Fraction(1, 5)
NAMES = {
    "trap": "trap (time-averaged)",
    "exam": "exam (per step)",
    "tightrope": "tightrope (pointwise)",
    CLIFF: "CliffWalking, restarting",
    f"recovery:rho={RHO}": f"recovery chain, ρ = {RHO}",
    "gymnasium:FrozenLake-v1,restart=true": "FrozenLake, restarting",
}
CELLS = (
    *(Cell(name=name, problem=problem) for problem, name in NAMES.items()),
    *(Cell(name=f"Reset-Cliff from {n} demonstrations", demonstrations=n) for n in (8, 32, 64)),
)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """How far away the learner is after a fifth of its actions and after all; rounded, the fractions are long."""
    return {
        "learner": cell.name,
        **{f"TV after {taken} actions": number(float(cell.tv[taken])) for taken in (cell.horizon // 5, cell.horizon)},
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    lake_shown = 16  # demonstrations of the lake


def answers(study: Study) -> tuple[Finding, ...]:
    return (Finding(claim="L3", verdict="conditional", evidence="exact", numbers=numbers(study), figure="distance"),)


def numbers(study: Study) -> dict[str, object]:
    return {f"TV after {cell.horizon} actions, {cell.name}": number(cell.tv[-1]) for cell in study.cells}


def recovered(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        if cell.problem == f"recovery:rho={RHO}":
            yield cell, max(cell.tv) <= cell.error / (cell.error + RHO), True


EXPERIMENT = Experiment(
    key="distance",
    claims=("L3",),
    prose=prose_of(__file__),
    needs=("gymnasium",),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(Check(name="the recovery chain stays nearer than epsilon/(epsilon + rho)", compared=recovered),),
)
