"""The plane of error and horizon, in three regimes."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.bounds.language.evaluation import FLOATS, value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.recovery import STEEP_UP_TO, closed_form
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_growth import Study

POINTS = 121


def pictures(study: "Study") -> dict[str, tuple]:
    back = float(study.back)
    errors, horizons = np.geomspace(5e-5, 1, POINTS), np.unique(np.geomspace(1, 1300, POINTS).round()).tolist()
    steep = [float(STEEP_UP_TO.subs({epsilon: error, rho: back})) for error in errors]
    half = [_half_lost(int(horizon), back) for horizon in horizons]
    regions = (
        Region(name="quadratic\nin T", tone="middle", x=2e-3, y=8),
        Region(name="linear in T", tone="light", x=1.2e-3, y=400),
        Region(name="half lost", tone="warm", x=0.25, y=100),
    )
    seen = [(x, y) for x, y in zip(errors, steep, strict=True) if x <= np.interp(y, horizons, half)]
    phases = plane(
        study,
        ("error", "horizon"),
        study.regimes,
        x=Axis(label="ε, probability of an error, per decision", scale="log"),
        y=Axis(label="horizon T (decisions)", scale="log"),
        regions=regions,
        boundaries=(
            boundary(f"T (ε + ρ) = {study.corner:.2f}", *zip(*seen, strict=True), stands="limit", at=0.4),
            boundary("cost = T/2", half, horizons, at=0.87),
        ),
    )
    return {"phase-growth": (phases,)}


def _half_lost(horizon: int, back: float) -> float:
    """The error at which half of all decisions are lost; more than one where no error does that."""
    from scipy.optimize import brentq

    cost = closed_form()

    def beyond(error: float) -> float:
        return 2 * value(cost, {epsilon: error, rho: back, T: horizon}, FLOATS) - horizon

    return brentq(beyond, 1e-6, 1) if beyond(1) > 0 else 1.1
