"""The plane of share and error: what the worst learner does with its error."""

from typing import TYPE_CHECKING

import numpy as np
from sympy import Expr

from tightrope.bounds.language.evaluation import FLOATS, value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.paradox import BOUGHT, FIRST_PART, NOT_SPLIT, off_share
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_paradox import Study

ERRORS = np.linspace(0.002, 0.3, 31)
SHARES = np.linspace(0.2, 0.999, 400)  # of epsilon


def pictures(study: "Study") -> dict[str, tuple]:
    regions = (
        Region(name="never returning\ncosts more:\nquadratic", tone="warm", x=0.065, y=0.23),
        Region(name="", tone="middle", x=0.1, y=0.2),
        Region(name="errors on the track\nare the worst: linear", tone="pale", x=0.2, y=0.07),
    )
    divided = _zeros(FIRST_PART, study)
    phases = plane(
        study,
        ("share", "error"),
        study.regimes,
        x=Axis(label="α, share of the data off the track"),
        y=Axis(label="ε, average error on the data"),
        regions=regions,
        boundaries=(
            boundary("", _zeros(BOUGHT - NOT_SPLIT, study), ERRORS),
            boundary("in between: some of both", divided, ERRORS, stands="conjecture", at=0.72, side="below"),
            boundary("α = ε: proved to the right", ERRORS, ERRORS, at=0.7, side="below"),
        ),
    )
    return {"phase-paradox": (phases,)}


def _zeros(formula: Expr, study: "Study") -> list[float]:
    """For each error the share at which the formula falls below 0."""
    found = []
    for error in ERRORS:
        shares = SHARES * error
        at = {epsilon: error, rho: float(study.one.back), T: study.one.horizon, off_share: shares}
        above = np.flatnonzero(value(formula, at, FLOATS) > 0)[-1]
        found.append((shares[above] + shares[min(above + 1, len(shares) - 1)]) / 2)
    return found
