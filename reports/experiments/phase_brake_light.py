"""From which horizon on it hurts to see the own brake light: the plane of the obstacle's changes and of the view."""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.causal_confusion import DERIVATION, copier_closed_form, switch
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_brake_light import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.arithmetic import rational
from tightrope.simulators.model.parameters import require
from tightrope.simulators.worlds.brake_light import BLUR, SWITCH
from tightrope.simulators.worlds.recovery_contexts import chain


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The obstacle changes with probability `switch`, the windscreen is wrong with probability `blur`."""

    switch: Fraction
    blur: Fraction


HORIZONS = (5, 20, 80)
PLACES = tuple(Fraction(2 * i + 1, 96) for i in range(24))
CELLS = tuple(Cell(switch=q, blur=d) for d in PLACES for q in PLACES)
IGNORED = "light ignored"
REGIMES = (IGNORED, *(f"hurts from T = {first} or before" for first in HORIZONS), "helps longer")


def light_costs(q: Fraction) -> dict[int, fmpq]:
    """By horizons the expected number of decisions of who obeys its light that are wrong, decision by decision; exact.

    The light is wrong before decision 1 with probability q, and then one change of the obstacle after another: the
    chain that errs and returns with probability q.
    """
    rate = rational(q)
    return {horizon: chain(rate, rate, horizon)[1] for horizon in HORIZONS}


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """What obeying the light costs at some horizons, beside obeying the windscreen.

    Raises ValueError for rates that the world does not have.
    """
    require(SWITCH, BLUR, switch=cell.switch, blur=cell.blur)
    costs = light_costs(cell.switch)
    blur = rational(cell.blur)
    kept = sum(cost <= blur * horizon for horizon, cost in costs.items())
    votes = rational((1 - cell.blur) * cell.switch) - rational(cell.blur * (1 - cell.switch))  # where the two differ
    return {
        "q": str(cell.switch),
        "d": str(cell.blur),
        **{
            f"light's share of wrong decisions, T = {horizon}": number(float(cost) / horizon)
            for horizon, cost in costs.items()
        },
        REGIME: IGNORED if votes >= 0 else REGIMES[1 + kept],
    }


def foretold(cell: Cell) -> str:
    """The regime by q < d and the closed form of the light's cost."""
    if cell.blur <= cell.switch:
        return IGNORED
    closed = copier_closed_form()
    costs = {horizon: exact_value(closed, {switch: cell.switch, T: horizon}) for horizon in HORIZONS}
    return REGIMES[1 + sum(cost <= cell.blur * horizon for horizon, cost in costs.items())]


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes, horizons, closed = REGIMES, HORIZONS, copier_closed_form()


EXPERIMENT = Experiment(
    key="phase-brake-light",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(
        *checks(foretold, REGIMES),
        Check(name="that there is one horizon from which on it hurts is proved", compared=proved(DERIVATION)),
    ),
)
