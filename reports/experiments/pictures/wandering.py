"""Wandering demonstrations in pictures, one a world: the clone's cost against the demonstrator's noise."""

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from tightrope.reports.evidence.sampled import beside
from tightrope.reports.publishing.figure import Axis, Curves, curve

if TYPE_CHECKING:
    from tightrope.reports.experiments.wandering import Study


def pictures(study: "Study") -> dict[str, tuple]:
    worlds = groupby(study.cells, key=lambda cell: cell.name)
    return {"wandering": tuple(by_noise(study, name, list(cells)) for name, cells in worlds)}


def by_noise(study: "Study", name: str, cells: list) -> Curves:
    noises, curves = study.noises, []
    for cell in cells:
        intervals = study.costs(cell)
        means = [interval.mean for interval in intervals]
        curves.append(curve(f"labels {cell.labels}", "problem", noises, means))
        curves.append(beside("data sets", noises, means, intervals))
    kept, relabelled = [cells[0].limit(noise) for noise in noises], cells[0].limit(Fraction(0))
    curves.append(curve("labels kept, limit", "bound", noises, kept))
    curves.append(curve("relabelled, limit", "worst", noises, [relabelled] * len(noises)))
    x, y = Axis(label="noise of the demonstrator"), Axis(label="expected cost of an episode")
    return Curves(x=x, y=y, curves=tuple(curves), heading=name)
