"""The plane of labels and horizon: who costs less."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.evidence.label_budget import late, many_states
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_label_budget import Study

ACROSS = np.geomspace(1.5, 100, 30)  # labels


def pictures(study: "Study") -> dict[str, tuple]:
    from scipy.optimize import brentq

    saved, last = many_states(study.one.states, study.one.actions), brentq(late(study.one.actions), 1, 100)
    horizons = np.linspace(1.02, last - 0.02, 60)
    alike = [(brentq(saved, 1e-6, 1e4, args=(horizon,)), horizon) for horizon in horizons]
    phases = plane(
        study,
        ("labels", "horizon"),
        study.regimes,
        x=Axis(label="labels B", scale="log"),
        y=Axis(label="horizon T (decisions)", scale="log"),
        regions=(
            Region(name="cloning costs less", tone="warm", x=30, y=1.1),
            Region(name="DAgger costs less", tone="middle", x=9, y=9),
        ),
        boundaries=(
            boundary("for many states (conjecture)", *zip(*alike, strict=True), stands="conjecture", at=0.2),
            boundary(f"late: gain = waste = {study.waste:.2f}", ACROSS, [last] * len(ACROSS), stands="limit", at=0.4),
        ),
    )
    return {"phase-label-budget": (phases,)}
