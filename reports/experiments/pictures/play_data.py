"""Play in pictures: success against the number of runs, exact over all data sets, and drawn."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.learners.goal_conditioned import any_later_state

if TYPE_CHECKING:
    from tightrope.reports.experiments.play_data import Study

RUNS = (1, 2, 4, 8, 16, 32, 64)
SAMPLED = (2, 8, 32)  # runs of the data sets that are drawn


def pictures(study: "Study") -> dict[str, tuple]:
    curves = [
        curve(label, "problem", RUNS, [expected(runs) for runs in RUNS])
        for label, expected in study.expectations.items()
    ]
    curves.append(curve("no hindsight", "worst", (RUNS[0], RUNS[-1]), (study.task.chance, study.task.chance)))
    curves.append(sampled(study))
    x = Axis(label="number of runs of play", scale="log")
    y = Axis(label="probability to be in 2 after two decisions")
    return {"play-data": (Curves(x=x, y=y, curves=tuple(curves)),)}


def sampled(study: "Study") -> Curve:
    """Data sets drawn, and what their clones reach."""
    random, kinds, drawn = np.random.default_rng(study.profile.seed), study.from_start, []
    for runs in SAMPLED:
        data_sets = random.integers(len(kinds), size=(study.data_sets, runs))
        drawn.append([study.task.success([kinds[i] for i in data], any_later_state) for data in data_sets])
    exact = [study.expectations["any later state as goal"](runs) for runs in SAMPLED]
    return averages_beside("drawn data sets", SAMPLED, exact, drawn, 1, study.profile.confidence)
