"""L24, L27: hindsight makes every run a demonstration where moves are certain; where they are not,
luck looks like skill.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from tightrope.bounds.lecture import hindsight as theory
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.hindsight import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.hindsight_shifts import Shifts, least_success, relabelled_again, shifts
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.worlds.complete_graph import complete_graph
from tightrope.simulators.worlds.goal_grid import goal_grid
from tightrope.simulators.worlds.lock import ALIVE, lock


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world of WORLDS. `chance` is that of every other action in a lock, and of a slip in a grid."""

    name: str
    world: str
    size: int
    goal: int
    decisions: int
    told: bool = True
    chance: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        require(Parameter("size", Whole(1)), Parameter("decisions", Whole(1)), **vars(self))

    @property
    def made(self) -> TabularMDP:
        return WORLDS[self.world](self.size, self.chance)

    @property
    def shifts(self) -> Shifts:
        return shifts(self.made, self.decisions, self.goal, self.told)


WORLDS = {
    "lock": lambda choices, chance: lock([Fraction(1), *[chance] * (choices - 1)]),
    "grid": lambda side, slip: goal_grid(side, side, slip),
    "complete graph": lambda places, _: complete_graph(places),
}
LUCKY = Cell(name="lock, chances 1 and 2/5", world="lock", size=2, goal=ALIVE, decisions=5, chance=Fraction(2, 5))
GRID = Cell(name="grid, steps told", world="grid", size=5, goal=12, decisions=8)  # to the centre, from a corner
GRAPH = Cell(name="complete graph of 10, steps told", world="complete graph", size=10, goal=0, decisions=2)
CELLS = (
    LUCKY,
    replace(LUCKY, name="lock, chances 1 and 0", chance=Fraction(0)),
    replace(LUCKY, name="lock, chances 1 and 1", chance=Fraction(1)),
    GRID,
    replace(GRID, name="grid, steps not told", told=False),
    replace(GRID, name="slippery grid, steps told", chance=Fraction(1, 5)),
    GRAPH,
    replace(GRAPH, name="complete graph of 10, steps not told", told=False),
)
ROUNDS = 5  # of relabelling


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Success and the shifts, exact."""
    found = cell.shifts
    return {
        "world": cell.name,
        "success": number(found.success),
        "best possible": number(found.best),
        "first shift": number(found.first),
        "second shift": number(found.second),
        "goal shift": number(found.goals),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    lucky, floor = LUCKY, theory.FLOOR

    @cached_property
    def least(self) -> Fraction:
        return least_success(GRID.made, GRID.decisions)


def answers(study: Study) -> tuple[Finding, ...]:
    reached = {row["world"]: row["success"] for row in study.rows[3:]}
    apart = {f"{row['world']}, {shift}": row[shift] for row in study.rows for shift in ("first shift", "second shift")}
    common: dict[str, Any] = {"verdict": "conditional", "evidence": "exact", "figure": "hindsight"}
    return (
        Finding(claim="L24", numbers={"least success over all goals": number(study.least)} | reached, **common),
        Finding(claim="L27", numbers=apart, **common),
    )


def numbers(study: Study) -> dict[str, object]:
    found = relabelled_again(LUCKY.made, ALIVE, ROUNDS)
    return {f"success in relabelling round {i}": number(value) for i, value in enumerate(found, start=1)}


EXPERIMENT = Experiment(
    key="hindsight",
    claims=("L24", "L27"),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(Check(name="what the clone keeps is proved", compared=proved(theory.DERIVATION)),),
)
