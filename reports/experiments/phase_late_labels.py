"""How late the expert's labels may come: the plane of their latency and of the way back without them."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import epsilon, rho
from tightrope.bounds.lecture.late_labels import LONGEST, SURPLUS, back, latency, lost
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_late_labels import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.training.late_labels import returning_in_floats


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Labels that come so many frames late; the driver gets back with probability `lost`, and `back` if taught."""

    latency: int
    lost: Fraction
    slip: Fraction = Fraction(1, 20)
    back: Fraction = Fraction(9, 10)
    horizon: int = 20_000

    def __post_init__(self) -> None:
        require(Parameter("horizon", Whole(1)), **vars(self))


LOST = tuple(Fraction(x).limit_denominator(10_000) for x in np.geomspace(0.022, 0.8, 25))
CELLS = tuple(Cell(latency=frames, lost=lost) for frames in range(27) for lost in LOST)
EVERY, MOST, SOME, NONE = REGIMES = ("every round returns", "most rounds return", "some rounds return", "none returns")


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The share of DAgger's rounds, in the long run, whose driver returns, from the frames of an episode."""
    rates = float(cell.lost), float(cell.back)
    good = returning_in_floats(float(cell.slip), rates, cell.horizon, cell.latency)
    return {
        "frames late": cell.latency,
        "back untaught": str(cell.lost),
        "rounds that return": number(good),
        REGIME: EVERY if good == 1 else MOST if good >= 0.5 else SOME if good > 0 else NONE,
    }


def foretold(cell: Cell) -> str:
    """The regime by the formulas, which are those of long episodes."""
    if not cell.latency:
        return EVERY
    at = {epsilon: cell.slip, rho: cell.lost, lost: cell.lost, back: cell.back, latency: cell.latency}
    if cell.lost > cell.slip and cell.latency >= float(LONGEST.subs(at)):
        return NONE
    return MOST if exact_value(SURPLUS, at) >= 0 else SOME


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes, longest = REGIMES, LONGEST

    @property
    def one(self) -> Cell:
        return self.cells[0]


EXPERIMENT = Experiment(
    key="phase-late-labels",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=checks(foretold, REGIMES),
)
