"""The distance of state laws in pictures: learners that err as a reading says, and clones of demonstrations.

The table has more problems; six curves are as many as can be told apart.
"""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import epsilon, t
from tightrope.reports.evidence.growth import LINEAR
from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.figure import Axis, Curves, curve
from tightrope.simulators.learners.cloning import pooled
from tightrope.simulators.names import problem
from tightrope.simulators.training.cloning import clones, each_decision

if TYPE_CHECKING:
    from tightrope.reports.experiments.distance import Study

LINES = {
    "2εt, as the notes charge it": (2 * epsilon * t, "bound"),
    "εt, proved per step": (epsilon * t, "worst"),
}
SHOWN = ("trap", "exam", "tightrope", "recovery")  # of the problems: one that spends all at once, and three readings
MARKS = {pooled: (10, 30, 50), each_decision: (20, 40, 48)}  # where intervals are drawn
EVERY = 10  # actions between the exam's marks
TAKEN = Axis(label="actions taken, t")
DISTANCE = Axis(label="total variation, a probability")


def pictures(study: "Study") -> dict[str, tuple]:
    return {"distance": (as_the_reading_says(study), of_demonstrations(study))}


def as_the_reading_says(study: "Study") -> Curves:
    cells = [cell for cell in study.cells if cell.problem]
    steps, error = range(cells[0].horizon + 1), cells[0].error
    curves = [
        curve(label, role, steps, [exact_value(line, {epsilon: error, t: step}) for step in steps])
        for label, (line, role) in LINES.items()
    ]
    for cell in cells:
        if cell.name.split()[0].strip(",") not in SHOWN:
            continue
        if cell.problem == "exam":  # it is the line εt: marks on it
            curves.append(curve(cell.name, "witness", steps[::EVERY], cell.tv[::EVERY]))
        else:
            curves.append(curve(cell.name, "problem", steps, cell.tv))
    heading = "Learners that err as the reading says"
    return Curves(x=TAKEN, y=DISTANCE, curves=tuple(curves), heading=heading)


def of_demonstrations(study: "Study") -> Curves:
    cells, profile, size = [cell for cell in study.cells if not cell.problem], study.profile, study.lake_shown
    steps, horizon = range(cells[0].horizon + 1), cells[0].horizon
    curves = [curve(f"Reset-Cliff, N = {cell.demonstrations}", "problem", steps, cell.tv) for cell in cells]
    lake = problem(LINEAR, horizon)
    for fold, words in ((pooled, "no clock"), (each_decision, "clock")):
        found = clones(lake, fold, (size,), horizon, profile.repetitions, profile.seed)[size]
        mean = np.sum([one.tv for one in found], axis=0) / len(found)
        curves.append(curve(f"FrozenLake, {words}, N = {size}", "problem", steps, mean))
        drawn = [np.clip([one.tv[mark] for one in found], 0, 1) for mark in MARKS[fold]]
        exact = [mean[mark] for mark in MARKS[fold]]
        curves.append(averages_beside("data sets", MARKS[fold], exact, drawn, 1, profile.confidence))
    heading = "Clones trained on N demonstrations, expected over data sets"
    return Curves(x=TAKEN, y=DISTANCE, curves=tuple(curves), heading=heading)
