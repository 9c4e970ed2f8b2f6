"""How strong and how often wrong the side cameras' labels may be: the plane of their strength and the flipped share."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import epsilon
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.side_cameras import NARROW_PLAIN, NARROW_SILENT, NARROW_TIME, gain
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_side_cameras import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.side_labels import mean_time
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.lane import lane, steered


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Side labels -g x at offset x of which a share is flipped, on a road that is as wide as the cameras see."""

    strength: Fraction
    flipped: Fraction
    error: Fraction = Fraction(1, 20)
    width: int = 1


STRENGTHS = tuple(Fraction(2 * i + 1, 16) for i in range(24))
SHARES = tuple(Fraction(2 * i + 1, 48) for i in range(24))
CELLS = tuple(Cell(strength=strength, flipped=share) for share in SHARES for strength in STRENGTHS)
WORSE, BETTER, TELLING = REGIMES = ("worse than no labels", "no better than straight on", "better than straight on")


@cache
def road(width: int) -> Problem:
    return lane(width, reach=3 * width + 1)


@cache
def without(width: int, error: Fraction) -> tuple[Fraction, Fraction]:
    """The mean times without labels at the sides, steering at random there, and with labels that say straight on."""
    plain, silent = (steered(road(width), error, seen, Fraction(0), "uniform") for seen in (0, width))
    return mean_time(road(width), plain), mean_time(road(width), silent)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The mean time on the road, exact, from the linear system of the lane."""
    clone = steered(road(cell.width), cell.error, cell.width, cell.strength, "uniform", cell.flipped)
    time, (plain, silent) = mean_time(road(cell.width), clone), without(cell.width, cell.error)
    return {
        "g": str(cell.strength),
        "flipped": str(cell.flipped),
        "mean time on the road": number(time),
        REGIME: WORSE if time < plain else BETTER if time < silent else TELLING,
    }


def foretold(cell: Cell) -> str | None:
    """The regime by the closed forms, which are of the narrowest strip."""
    if cell.width != 1:
        return None
    at = {epsilon: cell.error, eta: cell.flipped, gain: cell.strength}
    time, plain, silent = (exact_value(formula, at) for formula in (NARROW_TIME, NARROW_PLAIN, NARROW_SILENT))
    return WORSE if time < plain else BETTER if time < silent else TELLING


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes = REGIMES

    @property
    def error(self) -> Fraction:
        return self.cells[0].error


EXPERIMENT = Experiment(
    key="phase-side-cameras",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=checks(foretold, REGIMES),
)
