"""How many mistakes, with their wrong labels kept, recoveries are worth: the plane of the way back and the horizon."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, rho
from tightrope.bounds.lecture.paradox import WORTH_KEEPING
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_kept_mistakes import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.worlds.recovery_contexts import chain_cost


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The way back that recoveries in the data teach, and the clone's own error on the track."""

    back: Fraction
    horizon: int
    error: Fraction = Fraction(1, 10**7)


RATIOS = (1, 4, 16)  # mistakes of the demonstrator for each error of the clone
BACKS = tuple(Fraction(x).limit_denominator(10_000) for x in np.geomspace(0.003, 0.9, 24))
HORIZONS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 28, 40, 55, 75, 100, 140, 200, 280, 400, 550, 750, 1000)
CELLS = tuple(Cell(back=back, horizon=horizon) for horizon in HORIZONS for back in BACKS)
REGIMES = tuple(
    f"worth {few} to {many} for each error" for few, many in zip((0, *RATIOS), (*RATIOS, "more"), strict=True)
)


def with_mistakes(cell: Cell, ratio: int) -> float:
    """The cost of a clone that copies so many mistakes for each error of its own, and returns; in floats."""
    wrong, error = float(ratio * cell.error), float(cell.error)
    return chain_cost(error + wrong - error * wrong, float(cell.back), cell.horizon)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Costs without mistakes and recoveries and with both; floats, relative error below 4 T 2^-53 (chain_cost)."""
    without = chain_cost(float(cell.error), 0.0, cell.horizon)
    costs = {ratio: with_mistakes(cell, ratio) for ratio in RATIOS}
    return {
        "ρ": str(cell.back),
        "T": cell.horizon,
        "no mistakes, no recoveries": number(without),
        **{f"{ratio} mistakes for each error": number(cost) for ratio, cost in costs.items()},
        REGIME: REGIMES[sum(cost < without for cost in costs.values())],
    }


def foretold(cell: Cell) -> str:
    """The regime by the formula, which is that of small errors."""
    worth = exact_value(WORTH_KEEPING, {rho: cell.back, T: cell.horizon})
    return REGIMES[sum(ratio < worth for ratio in RATIOS)]


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes, ratios = REGIMES, RATIOS

    @property
    def error(self) -> Fraction:
        return self.cells[0].error


EXPERIMENT = Experiment(
    key="phase-kept-mistakes",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=checks(foretold, REGIMES),
)
