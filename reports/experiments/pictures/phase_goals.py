"""The plane of goals and pairs: whether one more goal helps."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.bounds.language.letters import goals
from tightrope.bounds.lecture.goal_coverage import PAIRS_NEEDED, PAIRS_PER_CELL
from tightrope.reports.evidence.phase_planes import plane
from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.plane import Region, boundary

if TYPE_CHECKING:
    from tightrope.reports.experiments.phase_goals import Study

COUNTS = np.geomspace(1.7, 45, 60)


def pictures(study: "Study") -> dict[str, tuple]:
    needed = [float(PAIRS_NEEDED.subs(goals, count)) for count in COUNTS]
    phases = plane(
        study,
        ("goals", "pairs"),
        study.regimes,
        x=Axis(label="number of goals G", scale="log"),
        y=Axis(label="N, pairs of a state and a goal in the data (samples)", scale="log"),
        regions=(
            Region(name="one goal is better", tone="warm", x=20, y=2.7),
            Region(name="one more\ngoal helps", tone="dark", x=4, y=200),
            Region(name="one more\ngoal hurts", tone="light", x=20, y=80),
        ),
        boundaries=(
            boundary("G = 0.89 √N", COUNTS, PAIRS_PER_CELL * COUNTS**2, stands="limit", at=0.6),
            boundary("as good as one goal, N ≈ G", COUNTS, needed, at=0.6, side="below"),
        ),
    )
    return {"phase-goals": (phases,)}
