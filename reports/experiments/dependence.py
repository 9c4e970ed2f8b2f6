"""L2: steps of a trajectory are not independent; how many independent samples they are worth depends on what for."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isfinite

from tightrope.reports.evidence.effective_samples import WORTH, closed_forms, counted, worth
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.dependence import SAMPLED, SHARES, pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.missing_mass import missing_mass
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.two_state_chain import two_state_chain


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A trajectory of a problem by its name, or of the chain of two states with that share and memory."""

    name: str
    problem: str | None = None
    share: Fraction = Fraction(1, 2)
    memory: Fraction = Fraction(0)
    horizon: int = 50

    def __post_init__(self) -> None:
        require(Parameter("horizon", Whole(1)), **vars(self))

    @property
    def world(self) -> Problem:
        return problem(self.problem, self.horizon) if self.problem else two_state_chain(self.share, self.memory)


RARE = Cell(name="two states, share 1/10, memory 9/10", share=Fraction(1, 10), memory=Fraction(9, 10))
TABLES = {
    "FrozenLake, restarting": "gymnasium:FrozenLake-v1,restart=true",
    "FrozenLake 8x8, restarting": "gymnasium:FrozenLake8x8-v1,restart=true",
    "CliffWalking, restarting": "gymnasium:CliffWalking-v1,restart=true",
}
CELLS = (
    RARE,
    Cell(name="the same, memory 0", share=RARE.share, memory=Fraction(0)),
    *(Cell(name=name, problem=table) for name, table in TABLES.items()),
)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """What a trajectory misses, what as many independent steps miss, and how many of these are worth it."""
    found = missing_mass(cell.world, cell.horizon)
    return {
        f"trajectory of T = {cell.horizon} steps": cell.name,
        "missing mass": number(found.trajectory),
        f"of {cell.horizon} independent steps": number(found.independent),
        "missing mass is that of so many independent steps": number(found.draws)
        if isfinite(found.draws)
        else "unlimited",
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    length, noise = RARE.horizon, Fraction(1, 10)  # steps, and the share of wrong labels among them

    @cached_property
    def worth(self) -> dict[str, float]:
        """Of the steps of the chain with the rare state."""
        return {what: worth(what, RARE.share, RARE.memory, self.length) for what in WORTH}


def answers(study: Study) -> tuple[Finding, ...]:
    return (Finding(claim="L2", verdict="conditional", evidence="exact", numbers=numbers(study), figure="dependence"),)


def numbers(study: Study) -> dict[str, object]:
    return {f"worth of {study.length} steps for {what}": number(value) for what, value in study.worth.items()}


def as_counted(study: Study) -> Iterator[tuple]:
    for share in SHARES.values():
        for memory in SAMPLED:
            forms, counts = (f(share, memory, study.length) for f in (closed_forms, counted))
            yield f"share {share}, memory {memory}", forms, counts


EXPERIMENT = Experiment(
    key="dependence",
    claims=("L2",),
    prose=prose_of(__file__),
    needs=("gymnasium",),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(Check(name="the closed forms of two states are the exact counts", compared=as_counted),),
)
