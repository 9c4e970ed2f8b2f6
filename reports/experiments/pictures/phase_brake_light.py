"""The plane of q and d: where the light is obeyed, and from which horizon on that hurts."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.bounds.language.evaluation import FLOATS, value
from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.causal_confusion import copier_closed_form, switch
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_brake_light import Study

SWITCHES = np.linspace(0.002, 0.5, 100)
TONES = ("dark", "middle", "light")


def pictures(study: "Study") -> dict[str, tuple]:
    closed = copier_closed_form()
    within = [f"hurts\nwithin {study.horizons[0]}", f"within {study.horizons[1]}", ""]
    bands = [
        Region(name=name, tone=tone, x=x, y=y)
        for name, tone, x, y in zip(within, TONES, (0.256, 0.19, 0.1), (0.338, 0.412, 0.4), strict=True)
    ]
    curves = [
        boundary(
            f"T* = {horizon}",
            SWITCHES,
            value(closed, {switch: SWITCHES, T: horizon}, FLOATS) / horizon,
            at=at,
            side="below",
        )
        for horizon, at in zip(study.horizons, (0.25, 0.25, 0.27), strict=True)
    ]
    phases = plane(
        study,
        ("switch", "blur"),
        study.regimes,
        x=Axis(label="q: the obstacle changes, probability per decision"),
        y=Axis(label="d: the windscreen errs, probability"),
        regions=(
            Region(name="light ignored", tone="pale", x=0.36, y=0.12),
            *bands,
            Region(name="helps", tone="warm", x=0.027, y=0.48),
        ),
        boundaries=(boundary("q = d", SWITCHES, SWITCHES, at=0.75, side="below"), *curves),
    )
    return {"phase-brake-light": (phases,)}
