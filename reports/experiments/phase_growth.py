"""Where cloning's cost is quadratic in T, where linear, and where there is nothing left to lose."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.bounds.language.evaluation import FLOATS, truth
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.recovery import CORNER, SATURATED, STEEP_UP_TO
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_growth import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.worlds.recovery_contexts import chain


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A clone that errs with probability `error` on the way, and a way back that is found with probability `back`."""

    error: Fraction
    horizon: int
    back: Fraction = Fraction(1, 50)


ERRORS = tuple(Fraction(x).limit_denominator(10**6) for x in np.geomspace(1e-4, 1, 25))
HORIZONS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 28, 40, 55, 75, 100, 140, 200, 280, 400, 550, 750, 1000)
CELLS = tuple(Cell(error=error, horizon=horizon) for horizon in HORIZONS for error in ERRORS)
QUADRATIC, LINEAR, SATURATION = REGIMES = ("quadratic", "linear", "saturated")


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The expected cost and what the last decision has of it, decision by decision: floats, relative error below
    4 T 2^-53 (no term is negative, and q_t = q_{t-1} (1 - rho) + (1 - q_{t-1}) epsilon).

    Raises ValueError where nothing grows, the error being 0.
    """
    if not cell.error:
        raise ValueError("a cost that grows needs an error above 0; got 0")
    last, cost = chain(float(cell.error), float(cell.back), cell.horizon)
    growth = (cell.horizon + 1) * last / cost
    return {
        "error": str(cell.error),
        "T": cell.horizon,
        "cost": number(cost),
        "growth": number(growth),
        REGIME: SATURATION if 2 * cost >= cell.horizon else QUADRATIC if growth >= 1.5 else LINEAR,
    }


def foretold(cell: Cell) -> str:
    """The regime by the formulas."""
    at = {epsilon: float(cell.error), rho: float(cell.back), T: cell.horizon}
    if truth(SATURATED, at, FLOATS):
        return SATURATION
    return QUADRATIC if cell.horizon <= float(STEEP_UP_TO.subs(at)) else LINEAR


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes = REGIMES
    corner = float(CORNER)

    @property
    def back(self) -> Fraction:
        return self.cells[0].back


EXPERIMENT = Experiment(
    key="phase-growth",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=checks(foretold, REGIMES),
)
