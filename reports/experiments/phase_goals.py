"""How many goals play should have: the plane of goals and pairs."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from tightrope.bounds.language.letters import goals, samples
from tightrope.bounds.lecture.goal_coverage import BEST_GOALS, PAIRS_NEEDED
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_goals import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.worlds.complete_graph import knows_the_way


@dataclass(frozen=True, kw_only=True)
class Cell:
    """So many goals, pairs of a state and the goal reached from it, and states of the graph."""

    goals: int
    pairs: int
    places: int = 60


GOALS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40)
PAIRS = tuple(np.unique(np.geomspace(2, 700, 20).round().astype(int)).tolist())
CELLS = tuple(Cell(goals=count, pairs=pairs) for pairs in PAIRS for count in GOALS)
ONE, MORE, FEWER = REGIMES = ("one goal is better", "one more goal helps", "one more goal hurts")

known = cache(knows_the_way)  # cells beside each other ask for the same


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The expected share of states from which a label shows the way, with so many goals, one more, and one; exact."""
    here, further = (known(cell.places, count, cell.pairs) for count in (cell.goals, cell.goals + 1))
    one = known(cell.places, 1, cell.pairs)
    return {
        "G": cell.goals,
        "N": cell.pairs,
        "knows the way": number(here),
        "with one more goal": number(further),
        REGIME: ONE if here < one else MORE if further > here else FEWER,
    }


def foretold(cell: Cell) -> str:
    """The regime by the formulas; that of the best number is for many pairs, and holds halfway to one more goal."""
    if cell.pairs < float(PAIRS_NEEDED.subs(goals, cell.goals)):
        return ONE
    return MORE if cell.goals + Fraction(1, 2) < float(BEST_GOALS.subs(samples, cell.pairs)) else FEWER


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes, needed = REGIMES, PAIRS_NEEDED

    @property
    def one(self) -> Cell:
        return self.cells[0]


EXPERIMENT = Experiment(
    key="phase-goals",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=checks(foretold, REGIMES),
)
