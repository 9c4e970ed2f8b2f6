"""Forgetting in pictures: the cost of each round's learner, old labels kept or not."""

from fractions import Fraction

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.reports.publishing.experiment import Study
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve

ROLES = {"aggregating": "dagger", "last round only": "problem"}


def pictures(study: Study) -> dict[str, tuple]:
    return {"forgetting": (by_round(study),)}


def by_round(study: Study) -> Curves:
    curves = [curve(key, ROLES[key], range(study.rounds + 1), costs) for key, costs in study.costs.items()]
    clone = worst_case("pointwise", study.floor, study.horizon)
    curves.append(_flat("cloning's worst case", "worst", clone, study.rounds))
    curves.append(_flat("floor × T", "bound", study.floor * study.horizon, study.rounds))
    y = Axis(label="expected disagreements per episode", scale="log")
    return Curves(x=Axis(label="round of the loop"), y=y, curves=tuple(curves))


def _flat(label: str, role: str, value: Fraction, rounds: int) -> Curve:
    return curve(label, role, (0, rounds), (value, value))
