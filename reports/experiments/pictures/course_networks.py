"""Networks on the course of trees: cost against its length, cloned and after DAgger, and where they err."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve

if TYPE_CHECKING:
    from tightrope.reports.experiments.course_networks import Study

DIGITS = 6  # of a probability that is drawn


def pictures(study: "Study") -> dict[str, tuple]:
    return {"course-networks": (_cloned(study), _asked(study)), "course-networks-views": (_by_view(study),)}


def _cloned(study: "Study") -> Curves:
    horizons, mixture = study.horizons, study.runs[study.mixture]
    curves = [
        curve("every action wrong: T", "worst", horizons, horizons),
        *(_along(study, name, 0) for name in (study.squared, study.flow, study.mixture)),
        curve("lecture's bound, 4 Gaussians", "bound", horizons, [mixture.bound(h) for h in horizons]),
    ]
    return _against_length("Networks, cloned", curves)


def _asked(study: "Study") -> Curves:
    curves = [
        curve("every action wrong: T", "worst", study.horizons, study.horizons),
        *(_along(study, name, -1) for name in study.runs),
    ]
    return _against_length("The same after three rounds of DAgger", curves)


def _along(study: "Study", network: str, number: int) -> Curve:
    costs = study.runs[network].rounds[number].disagreements
    return curve(network, "problem", study.horizons, [costs[h - 1] for h in study.horizons])


def _against_length(heading: str, curves: list[Curve]) -> Curves:
    x = Axis(label="T, trees in a row (decisions)", scale="log")
    y = Axis(label="expected wrong actions per episode", scale="log")
    return Curves(x=x, y=y, curves=tuple(curves), heading=heading)


def _by_view(study: "Study") -> Curves:
    order = np.argsort(study.course.views)
    s = study.course.views[order].round(DIGITS)
    shown = (
        ("squared error, clone", study.squared, 0),
        ("4 Gaussians, clone", study.mixture, 0),
        ("4 Gaussians, DAgger, views evenly", study.evenly, -1),
    )
    return Curves(
        x=Axis(label="s, the view: road within 1, verge beyond 3/2 (states)"),
        y=Axis(label="probability of a wrong action"),
        curves=tuple(
            curve(label, "witness", s, study.runs[network].tables[number].floats[0, order, 1].round(DIGITS))
            for label, network, number in shown
        ),
    )
