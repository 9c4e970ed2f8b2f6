"""The plane of way back and horizon: how many kept mistakes recoveries are worth."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.bounds.language.evaluation import FLOATS, value
from tightrope.bounds.language.letters import T, rho
from tightrope.bounds.lecture.paradox import WORTH_KEEPING
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Boundary, Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_kept_mistakes import Study

HORIZONS = np.unique(np.geomspace(1, 1300, 80).round()).tolist()
BACKS = np.geomspace(0.002, 1, 200)


def pictures(study: "Study") -> dict[str, tuple]:
    few, some, many = study.ratios
    regions = (
        Region(name="mistakes in the data hurt", tone="warm", x=0.02, y=5),
        Region(name="", tone="light", x=0.1, y=50),
        Region(name="", tone="middle", x=0.1, y=100),
        Region(name="recoveries\nworth many\nmistakes", tone="dark", x=0.43, y=560),
    )
    phases = plane(
        study,
        ("back", "horizon"),
        study.regimes,
        x=Axis(label="ρ, probability of getting back, per decision", scale="log"),
        y=Axis(label="horizon T (decisions)", scale="log"),
        regions=regions,
        boundaries=(
            _worth(few, "1 mistake for each error", 0.45),
            _worth(some, f"{some} mistakes", 0.45),
            _worth(many, f"{many} mistakes", 0.2),
        ),
    )
    return {"phase-kept-mistakes": (phases,)}


def _worth(ratio: int, label: str, at: float) -> Boundary:
    """At each horizon the way back from which recoveries are worth so many mistakes."""
    found = []
    for horizon in HORIZONS:
        worth = value(WORTH_KEEPING, {rho: BACKS, T: int(horizon)}, FLOATS)
        if worth[-1] >= ratio > worth[0]:
            found.append((float(np.interp(ratio, worth, BACKS)), horizon))
    return boundary(label, *zip(*found, strict=True), stands="limit", at=at)
