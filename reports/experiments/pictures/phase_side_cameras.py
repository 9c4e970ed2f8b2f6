"""The plane of strength and flipped share: what the side labels are worth."""

from fractions import Fraction
from typing import TYPE_CHECKING

from sympy import Expr

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import epsilon
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.side_cameras import NARROW_PLAIN, NARROW_SILENT, gain, narrow_excess
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Boundary, Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_side_cameras import Study

STRENGTHS = [Fraction(i, 50) for i in range(1, 150)]


def pictures(study: "Study") -> dict[str, tuple]:
    phases = plane(
        study,
        ("strength", "flipped"),
        study.regimes,
        x=Axis(label="g, strength of the side labels (right: 1)"),
        y=Axis(label="m, share of side labels that are flipped"),
        regions=(
            Region(name="worse than\nno side labels", tone="warm", x=2.2, y=0.65),
            Region(name="better than none", tone="light", x=0.55, y=0.36),
            Region(name="better than\nsaying straight on", tone="dark", x=0.7, y=0.078),
        ),
        boundaries=(
            _alike("as good as none", NARROW_PLAIN, study, at=0.38),
            _alike("as good as straight on", NARROW_SILENT, study, at=0.1, side="below"),
        ),
    )
    return {"phase-side-cameras": (phases,)}


def _alike(label: str, other: Expr, study: "Study", **more) -> Boundary:
    """At each strength the flipped share with which the car stays as long as that."""
    excess, found = narrow_excess(other), []
    for strength in STRENGTHS:
        at = {epsilon: study.error, gain: strength}
        right, wrong = (exact_value(excess, {**at, eta: share}) for share in (Fraction(0), Fraction(1)))
        if wrong < 0 <= right:
            found.append((strength, right / (right - wrong)))
    return boundary(label, *zip(*found, strict=True), **more)
