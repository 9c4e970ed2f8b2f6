"""The states that sharpness needs in pictures: how many by the horizon, and what fewer of them reach."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.bounds.extremes.few_states import with_clock, without_clock
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.reports.publishing.figure import Axis, Curves, curve
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.worlds.queue import needed, queue

if TYPE_CHECKING:
    from tightrope.reports.experiments.state_complexity import Study

ERRORS = (Fraction(1, 24), Fraction(1, 12), Fraction(1, 6))
HORIZONS = range(1, 31)
SHARED, PLACES = Fraction(1, 20), (2, 3, 5, 10)
LONG = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40, 50, 62, 77, 95)


def pictures(study: "Study") -> dict[str, tuple]:
    return {"state-complexity": (counts(), shares())}


def counts() -> Curves:
    curves = [
        curve(f"no clock, ε = {error}", "problem", HORIZONS, [without_clock("per_step", error, t) for t in HORIZONS])
        for error in ERRORS
    ]
    clocked = [with_clock("per_step", ERRORS[0], t) for t in HORIZONS]
    curves.append(curve("with a clock", "worst", HORIZONS, clocked))
    x, y = Axis(label="horizon T (decisions)"), Axis(label="fewest states (count)")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Error averaged at each decision")


def shares() -> Curves:
    """What queues with too few places reach of the worst case, in floats."""
    most = {t: float(worst_case("per_step", SHARED, t)) for t in LONG}
    curves = []
    for places in PLACES:
        made = {t: queue(SHARED, t, min(places, needed(SHARED, t))) for t in LONG}
        reached = [evaluate(made[t], t, FLOAT).disagreement / most[t] for t in LONG]
        curves.append(curve(f"{places} places", "problem", LONG, reached))
    alone = [float(SHARED) * t / most[t] for t in LONG]
    curves.append(curve("one state", "bound", LONG, alone))
    x = Axis(label="horizon T (decisions)", scale="log")
    y = Axis(label="disagreements / worst case")
    return Curves(x=x, y=y, curves=tuple(curves), heading=f"No clock, ε = {SHARED}")
