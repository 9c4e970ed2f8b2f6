"""Cost against the length of the course: cloned, and after the expert was asked beside the road."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve

if TYPE_CHECKING:
    from tightrope.reports.experiments.tree_course import Study

SHOWN = ("squared error", "flow, 5 steps", "flow, 20 steps", "two Gaussians")
BOUNDED = "flow, 20 steps"


def pictures(study: "Study") -> dict[str, tuple]:
    return {"tree-course": (_cloned(study), _asked(study)), "tree-course-lanes": (_drifting(study),)}


def _cloned(study: "Study") -> Curves:
    horizons = study.horizons
    curves = [
        curve("every action wrong: T", "worst", horizons, horizons),
        *(curve(name, "problem", horizons, [_at(study.runs[name].clone, h) for h in horizons]) for name in SHOWN),
        curve("lecture's bound, flow, 20 steps", "bound", horizons, [study.runs[BOUNDED].bound(h) for h in horizons]),
    ]
    return _against_length("Population optima, cloned: like T²", curves)


def _asked(study: "Study") -> Curves:
    horizons, error = study.horizons, study.runs[BOUNDED].error
    curves = [
        curve("every action wrong: T", "worst", horizons, horizons),
        *(curve(name, "problem", horizons, [_at(study.runs[name].last, h) for h in horizons]) for name in SHOWN),
        curve("εT, flow, 20 steps", "bound", horizons, [error * h for h in horizons]),
    ]
    return _against_length("The same after one round of DAgger: like T", curves)


def _drifting(study: "Study") -> Curves:
    made = [
        replace(study.lanes, horizon=horizon) for horizon in study.horizons if horizon > study.lanes.world.each_side
    ]
    horizons = [one.horizon for one in made]
    curves = [
        curve("every action wrong: T", "worst", horizons, horizons),
        curve("either way evenly", "problem", horizons, [one.cost for one in made]),
        curve("lecture: εT + 2εT²", "bound", horizons, [one.bound(one.error) for one in made]),
    ]
    return _against_length("", curves)


def _at(costs, horizon: int) -> float:
    return costs.disagreements[horizon - 1]


def _against_length(heading: str, curves: list[Curve]) -> Curves:
    x = Axis(label="T, trees in a row (decisions)", scale="log")
    y = Axis(label="expected wrong actions per episode", scale="log")
    return Curves(x=x, y=y, curves=tuple(curves), heading=heading)
