"""Cost against the horizon in pictures: on the witnesses, and on Gymnasium's tables."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.evidence.growth import (
    CLIFF,
    cloned,
    cost,
    labelled,
)
from tightrope.reports.evidence.sampled import intervals_at
from tightrope.reports.publishing.experiment import Profile
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.rollouts.episodes import disagreements
from tightrope.simulators.worlds.witnesses import witness

if TYPE_CHECKING:
    from tightrope.reports.experiments.growth import Study

ERROR = Fraction(1, 1000)
SHOWN, EVERY = (
    Fraction(1, 100),
    (*range(1, 10), *range(10, 100, 5), *range(100, 1001, 50)),
)  # on the report's first page
SHARP = {"exam": "per step", "trap": "time averaged"}  # the tightrope's points would lie on the exam's
LONGEST_LOOP = 100  # the longest horizon at which DAgger's loop is run on the cliff


def pictures(study: "Study") -> dict[str, tuple]:
    return {"headline": (_headline(),), "growth": (_witnesses(study.profile), _tables(study))}


def _headline() -> Curves:
    """The bound beside the truth, and the ceiling that no cost can pass."""
    lines = {
        "lecture: εT + 2εT²": ("bound", [_bound(SHOWN, h) for h in EVERY]),
        "all T decisions": ("ceiling", [Fraction(h) for h in EVERY]),
        "cloning, exact worst case": ("worst", [worst_case("per_step", SHOWN, h) for h in EVERY]),
        "DAgger: εT": ("dagger", [worst_case("on_policy", SHOWN, h) for h in EVERY]),
    }
    return _against_horizon("", [curve(label, role, EVERY, costs) for label, (role, costs) in lines.items()])


def _witnesses(profile: Profile) -> Curves:
    horizons = profile.horizons + profile.long_horizons
    curves = [_lecture(horizons)]
    for reading, label in (("time_averaged", "worst, time-averaged"), ("per_step", "worst, per step")):
        curves.append(curve(label, "worst", horizons, [worst_case(reading, ERROR, h) for h in horizons]))
    for name, reading in SHARP.items():
        costs = [cost(witness(name).problem(ERROR, h), h) for h in profile.horizons]
        curves.append(curve(f"{name} ({reading})", "witness", profile.horizons, costs))
    curves.append(_sampled("exam", profile))
    curves.append(curve("DAgger: εT", "dagger", horizons, [worst_case("on_policy", ERROR, h) for h in horizons]))
    return _against_horizon("Witnesses", curves)


def _tables(study: "Study") -> Curves:
    profile = study.profile
    horizons = [h for h in profile.horizons if h > 1]
    curves = [_lecture(horizons)]
    for name, label in study.tables.items():
        curves.append(curve(label, "problem", horizons, [cost(cloned(name, ERROR, h), h) for h in horizons]))
    curves.append(_sampled(CLIFF, profile))
    short = [h for h in horizons if h <= LONGEST_LOOP]
    costs = [cost(labelled(CLIFF, ERROR, h), h) for h in short]
    curves.append(curve("DAgger on CliffWalking", "dagger", short, costs, at=0.75, side="below"))
    return _against_horizon("Gymnasium's tables", curves)


def _lecture(horizons: Iterable[int]) -> Curve:
    return curve("lecture: εT + 2εT²", "bound", horizons, [_bound(ERROR, h) for h in horizons])


def _bound(error: Fraction, horizon: int) -> Fraction:
    return exact_value(epsilon * T + 2 * epsilon * T**2, {epsilon: error, T: horizon})


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
