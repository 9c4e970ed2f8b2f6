"""The plane of latency and way back: how many of DAgger's rounds return."""

from typing import TYPE_CHECKING

import numpy as np
from sympy import lambdify

from tightrope.bounds.language.letters import epsilon, rho
from tightrope.bounds.lecture.late_labels import LONGEST, SURPLUS, back, latency, lost
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_late_labels import Study

TOP = 28  # frames


def pictures(study: "Study") -> dict[str, tuple]:
    phases = plane(
        study,
        ("lost", "latency"),
        study.regimes,
        x=Axis(label="ρ, probability of getting back untaught, per frame", scale="log"),
        y=Axis(label="latency k of the labels (frames)"),
        regions=(
            Region(name="every round returns", tone="dark", x=0.045, y=0),
            Region(name="most rounds\nreturn", tone="middle", x=0.032, y=9),
            Region(name="", tone="light", x=0.1, y=8),
            Region(name="no round returns:\nlike cloning", tone="warm", x=0.27, y=17),
        ),
        boundaries=(
            boundary("half of the labels are right", *_gain_ends(study), stands="limit", at=0.17),
            boundary("half of the rounds return", *_half(study), stands="limit", at=0.8, side="below"),
        ),
    )
    return {"phase-late-labels": (phases,)}


def _gain_ends(study: "Study") -> tuple[list[float], list[float]]:
    """By the untaught driver's rate the latency from which on nothing is gained."""
    rates = np.geomspace(float(study.one.slip) * 1.001, 0.85, 100).tolist()
    frames = [float(LONGEST.subs({epsilon: study.one.slip, rho: rate})) for rate in rates]
    return rates, frames


def _half(study: "Study") -> tuple[list[float], list[float]]:
    """And the latency at which half of the rounds return, up to TOP."""
    from scipy.optimize import brentq

    surplus = lambdify((lost, latency), SURPLUS.subs({epsilon: study.one.slip, back: study.one.back}))
    frames = np.linspace(0.5, TOP, 60).tolist()
    rates = [brentq(surplus, 0.01, 0.9, args=(late,)) for late in frames]
    return rates, frames
