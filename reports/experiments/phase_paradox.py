"""Which share of recoveries in the data is enough: the plane of that share and the average error."""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.paradox import (
    BOUGHT,
    DERIVATION,
    DIVIDED_UP_TO,
    FIRST_PART,
    LOST_UP_TO,
    NOT_SPLIT,
    off_share,
)
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_paradox import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.arithmetic import fraction, rational
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, require
from tightrope.simulators.worlds.recovery_contexts import chain_cost


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A share of the data that lies off the track, the average error over the data, and the way back that they show."""

    share: Fraction
    error: Fraction
    back: Fraction = Fraction(1, 5)
    horizon: int = 20

    def __post_init__(self) -> None:
        require(Parameter("error", PROBABILITY), **vars(self))


PLACES = tuple(Fraction(2 * i + 1, 160) for i in range(24))
CELLS = tuple(Cell(share=share, error=error) for error in PLACES for share in PLACES)
# Each than errors on the track only. Where never returning costs more, a division may cost still more.
LOST, DIVIDED, WHOLE = REGIMES = ("never returning costs more", "only a division costs more", "no division costs more")
NEVER, *TRIED, EVER = (Fraction(*rate) for rate in ((0, 1), (1, 50), (1, 4), (1, 2), (3, 4), (1, 1)))  # off the track


def cost(cell: Cell, off: Fraction) -> fmpq:
    """Of the learner with that error rate off the track, and what is left of the average error on it; exact.

    Raises ValueError if the data do not show both, or that is more than 1.
    """
    if not 0 < cell.share < 1:
        raise ValueError(f"the share must lie between 0 and 1, 0 < share < 1; got {cell.share}")
    on = (cell.error - cell.share * off) / (1 - cell.share)
    return chain_cost(rational(on), rational(cell.back * (1 - off)), cell.horizon)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """What the learner costs that errs on the track only, one that is always wrong off it, and some between them."""
    costs = {
        off: cost(cell, off) for off in (NEVER, *TRIED, EVER) if cell.share * off <= cell.error
    }  # what it can pay for
    whole, lost = costs[NEVER], costs.get(EVER)
    worst = LOST if lost is not None and lost > whole else DIVIDED if max(costs.values()) > whole else WHOLE
    return {
        "share": str(cell.share),
        "error": str(cell.error),
        "errs on the track only": number(fraction(whole)),
        "never returns": "too dear" if lost is None else f"{float(lost):.10g}",
        REGIME: worst,
    }


def foretold(cell: Cell) -> str:
    """The regime by the formulas. From alpha = epsilon on it is proved, if the chain does not overshoot."""
    at = {epsilon: cell.error, rho: cell.back, T: cell.horizon, off_share: cell.share}
    if cell.share < cell.error and exact_value(BOUGHT, at) > exact_value(NOT_SPLIT, at):
        return LOST
    return DIVIDED if exact_value(FIRST_PART, at) > 0 else WHOLE


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes, tried = REGIMES, TRIED

    @property
    def one(self) -> Cell:
        return self.cells[0]

    @property
    def rays(self) -> list[float]:
        """The boundaries of alpha/epsilon for small epsilon."""
        at = {rho: self.one.back, T: self.one.horizon}
        return [float(exact_value(formula, at)) for formula in (LOST_UP_TO, DIVIDED_UP_TO)]


EXPERIMENT = Experiment(
    key="phase-paradox",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(
        *checks(foretold, REGIMES),
        Check(name="from alpha = epsilon on no division costs more, which is proved", compared=proved(DERIVATION)),
    ),
)
