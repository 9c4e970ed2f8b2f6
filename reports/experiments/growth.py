"""Cost against horizon: bound, exact worst case, witnesses, Gymnasium's tables, episodes, DAgger."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.evidence.growth import (
    CLIFF,
    LINEAR,
    LONG,
    SHORT,
    SMALL,
    arithmetic_for,
    cloned,
    cost,
    exponent,
    labelled,
    off_support,
)
from tightrope.reports.evidence.sampled import intervals_at
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.experiment import Experiment, Profile, Study
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.episodes import disagreements
from tightrope.simulators.worlds.witnesses import witness


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem by its name, a learner of LEARNERS with that error, and the two horizons of the exponent."""

    problem: str
    learner: str
    error: Fraction = SMALL
    short: int = SHORT
    long: int = LONG


LEARNERS = {"cloning": cloned, "DAgger": labelled}
TAXI = "gymnasium:Taxi-v4"
CELLS = (
    *(Cell(problem=name, learner="cloning") for name in ("tightrope", CLIFF, TAXI, LINEAR)),
    *(Cell(problem=name, learner="DAgger") for name in ("tightrope", CLIFF)),
)
ERROR = Fraction(1, 1000)  # of the figure
SHARP = {"tightrope": "pointwise", "exam": "per step", "trap": "time averaged"}
TABLES = {
    CLIFF: "CliffWalking, restarting",
    "gymnasium:CliffWalking-v1": "CliffWalking",
    TAXI: "Taxi",
    "gymnasium:FrozenLake8x8-v1": "FrozenLake 8x8",
    "gymnasium:FrozenLake-v1": "FrozenLake",
}
LONGEST_LOOP = 100  # the longest horizon at which DAgger's loop is run on the cliff


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The costs at both horizons, the exponent between them, and the share of decisions off the expert's states."""
    made = {horizon: LEARNERS[cell.learner](cell.problem, cell.error, horizon) for horizon in (cell.short, cell.long)}
    short, long = (cost(made[horizon], horizon) for horizon in (cell.short, cell.long))
    outside = off_support(made[cell.long], cell.long, arithmetic_for(made[cell.long]))
    plain = cell.problem.removeprefix("gymnasium:").replace("-v1,restart=true", ", restarting")
    return {
        "problem": TABLES.get(cell.problem, plain),
        "learner": cell.learner,
        f"cost at T = {cell.short}": number(short),
        f"cost at T = {cell.long}": number(long),
        "exponent": number(exponent(short, long, cell.long / cell.short)),
        "off the expert's states": number(outside),
    }


def numbers(study: Study) -> dict[str, object]:
    return {f"exponent of {row['problem']}, {row['learner']}": row["exponent"] for row in study.rows}


def pictures(study: Study) -> dict[str, tuple]:
    return {"growth": (_witnesses(study.profile), _tables(study.profile))}


def _witnesses(profile: Profile) -> Curves:
    horizons = profile.horizons + profile.long_horizons
    curves = [_lecture(horizons)]
    for reading, label in (("time_averaged", "worst, time-averaged"), ("per_step", "worst, per step")):
        curves.append(curve(label, "worst", horizons, [worst_case(reading, ERROR, h) for h in horizons]))
    for name, reading in SHARP.items():
        costs = [cost(witness(name).problem(ERROR, h), h) for h in profile.horizons]
        curves.append(curve(f"{name} ({reading})", "witness", profile.horizons, costs))
    curves.append(_sampled("tightrope", profile))
    curves.append(curve("DAgger: εT", "dagger", horizons, [worst_case("on_policy", ERROR, h) for h in horizons]))
    return _against_horizon("Witnesses", curves)


def _tables(profile: Profile) -> Curves:
    horizons = [h for h in profile.horizons if h > 1]
    curves = [_lecture(horizons)]
    for name, label in TABLES.items():
        curves.append(curve(label, "problem", horizons, [cost(cloned(name, ERROR, h), h) for h in horizons]))
    curves.append(_sampled(CLIFF, profile))
    short = [h for h in horizons if h <= LONGEST_LOOP]
    costs = [cost(labelled(CLIFF, ERROR, h), h) for h in short]
    curves.append(curve("DAgger on CliffWalking", "dagger", short, costs))
    return _against_horizon("Gymnasium's tables", curves)


def _lecture(horizons: Iterable[int]) -> Curve:
    values = [exact_value(epsilon * T + 2 * epsilon * T**2, {epsilon: ERROR, T: h}) for h in horizons]
    return curve("lecture: εT + 2εT²", "bound", horizons, values)


def _sampled(name: str, profile: Profile) -> Curve:
    horizons = [h for h in profile.horizons if h >= 10]
    found = [
        betting(disagreements(cloned(name, ERROR, h), h, profile.episodes, profile.seed + h), h, profile.confidence)
        for h in horizons
    ]
    return intervals_at("episodes", horizons, found)


def _against_horizon(heading: str, curves: list[Curve]) -> Curves:
    x = Axis(label="horizon T (decisions)", scale="log")
    y = Axis(label="expected disagreements per episode", scale="log")
    return Curves(x=x, y=y, curves=tuple(curves), heading=heading)


EXPERIMENT = Experiment(
    key="growth",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    numbers=numbers,
    pictures=pictures,
)
