"""The distance of state laws in pictures: learners that err as a reading says, and clones of demonstrations."""

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import epsilon, t
from tightrope.reports.evidence.growth import CLIFF, LINEAR
from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.experiment import Study
from tightrope.reports.publishing.figure import Axis, Curves, curve
from tightrope.simulators.learners.cloning import pooled
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import problem
from tightrope.simulators.training.cloning import clones, each_decision, without_clock

LINES = {
    "2εt, as the notes charge it": (2 * epsilon * t, "bound"),
    "εt, the notes' L1 bound as TV": (epsilon * t, "worst"),
}
MARKS = (10, 20, 30)  # where intervals are drawn; the last one is the horizon of the lake
TAKEN = Axis(label="actions taken, t")


def pictures(study: Study) -> dict[str, tuple]:
    return {"distance": (as_the_reading_says(study), of_demonstrations(study))}


def as_the_reading_says(study: Study) -> Curves:
    cells = [cell for cell in study.cells if cell.problem]
    steps, error = range(cells[0].horizon + 1), cells[0].error
    curves = [
        curve(label, role, steps, [exact_value(line, {epsilon: error, t: step}) for step in steps])
        for label, (line, role) in LINES.items()
    ]
    curves += [curve(cell.name, "problem", steps, cell.tv) for cell in cells]
    y = Axis(label="TV$(p_t, p^*_t)$, a probability")
    return Curves(x=TAKEN, y=y, curves=tuple(curves), heading="Learners that err as the reading says")


def of_demonstrations(study: Study) -> Curves:
    cells, profile, size = [cell for cell in study.cells if not cell.problem], study.profile, study.lake_shown
    steps, horizon = range(cells[0].horizon + 1), cells[0].horizon
    curves = [curve(f"Reset-Cliff, N = {cell.demonstrations}", "problem", steps, cell.tv) for cell in cells]
    cliff = evaluate(without_clock(CLIFF, horizon), horizon)
    curves.append(curve("CliffWalking, without clock", "problem", steps, cliff.tv))
    lake = problem(LINEAR, MARKS[-1])
    for fold, words in ((pooled, "without clock"), (each_decision, "with clock")):
        found = clones(lake, fold, (size,), MARKS[-1], profile.repetitions, profile.seed)[size]
        mean = sum(one.tv for one in found) / len(found)
        curves.append(curve(f"FrozenLake 8x8, {words}", "problem", range(len(mean)), mean))
        drawn = [np.clip([one.tv[mark] for one in found], 0, 1) for mark in MARKS]
        exact = [mean[mark] for mark in MARKS]
        curves.append(averages_beside("data sets", MARKS, exact, drawn, 1, profile.confidence))
    y = Axis(label="TV$(p_t, p^*_t)$, expected over data sets")
    heading = "Clones trained on N demonstrations"
    return Curves(x=TAKEN, y=y, curves=tuple(curves), heading=heading, legend="lower right")
