"""L31: labels that come some frames late. They are right while excursions are long, so they punish success."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import cast

from tightrope.bounds.language.letters import epsilon, rho
from tightrope.bounds.lecture.late_labels import LONGEST
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.late_labels import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.late_labels import LongRun, first_without_gain, long_run
from tightrope.simulators.worlds.excursions import driver, excursions


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Labels that are `latency` frames late; probabilities of a slip and of getting back, untaught and taught."""

    latency: int
    slip: Fraction = Fraction(1, 20)
    lost: Fraction = Fraction(1, 20)
    back: Fraction = Fraction(9, 10)
    horizon: int = 100

    @property
    def world(self) -> Problem:
        return excursions(self.back, self.lost)

    @cached_property
    def found(self) -> LongRun:
        return long_run(self.world, self.slip, self.horizon, self.latency)

    def cost(self, returns: bool) -> Fraction:
        """The expected cost of an episode of the taught driver, or of the one who never learned to return."""
        acting = driver(self.slip, Fraction(1), Fraction(int(returns)))
        return task_cost(self.world.mdp, acting, self.horizon)

    @property
    def mean_cost(self) -> Fraction:
        """Over DAgger's rounds in the long run."""
        good = self.found.good
        return good * self.cost(returns=True) + (1 - good) * self.cost(returns=False)


CELLS = tuple(Cell(latency=frames) for frames in (0, 1, 2, 3, 5, 7, 10, 12, 14, 15, 16, 18, 20))
SETTINGS = ((Fraction(1, 20), Fraction(1, 20)), (Fraction(1, 50), Fraction(1, 20)), (Fraction(1, 20), Fraction(1, 10)))


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Shares of right labels, of rounds that return, and the mean cost; exact."""
    never, taught = cell.found.shares
    return {
        "frames late": cell.latency,
        "right labels, never learned": number(never),
        "right labels, taught": number(taught),
        "rounds that return": number(cell.found.good),
        "mean cost": number(cell.mean_cost),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    longest = LONGEST

    @property
    def episodes(self) -> int:
        return self.profile.episodes // 10

    @cached_property
    def gone(self) -> int | None:
        """The first latency without any gain."""
        one = self.cells[0]
        return first_without_gain(one.world, one.slip, one.horizon)

    @property
    def gain(self) -> dict[int, dict]:
        """The share of rounds that return, by latency."""
        return {row["frames late"]: row["rounds that return"] for row in self.rows}


def answers(study: Study) -> tuple[Finding, ...]:
    found = {"frames late without any gain": number(Fraction(cast(int, study.gone)))}
    for slip, lost in SETTINGS:
        one = Cell(latency=0, slip=slip, lost=lost)
        words, first = f"slip {slip}, back untaught {lost}", first_without_gain(one.world, slip, one.horizon)
        found[f"{words}: no gain from"] = number(Fraction(cast(int, first)))
        if slip < lost:  # else the untaught driver's labels are mostly right at any latency
            found[f"{words}: long run"] = number(float(LONGEST.subs({epsilon: slip, rho: lost})))
    return (Finding(claim="L31", verdict="conditional", evidence="exact", numbers=found, figure="late-labels"),)


EXPERIMENT = Experiment(
    key="late-labels",
    claims=("L31",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    pictures=pictures,
)
