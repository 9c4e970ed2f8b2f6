"""A fixed number of labels in pictures: the cost by the recoveries among them,
and a map of where the first one helps.
"""

from math import log10
from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.evidence.data_budget import boundary, first_recovery, most_off_states
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, Note, curve, grid
from tightrope.simulators.measures.confidence import betting

if TYPE_CHECKING:
    from tightrope.reports.experiments.data_budget import Study

HORIZONS, STEPS = (1, 5, 20, 100), range(11)  # numbers of recoveries
SAMPLED = (0, 2, 6)  # with a bar
ON, OFF, FINE = np.arange(2, 17), np.arange(1, 41), np.linspace(2, 16, 57)  # states; of the boundaries
LONG, BOUNDARIES = 100, (5, 20)  # horizons of the map


def pictures(study: "Study") -> dict[str, tuple]:
    return {"data-budget": (by_recoveries(study), where_it_helps(study))}


def by_recoveries(study: "Study") -> Curves:
    shown = study.shown
    curves = [curve(f"T = {h}", "problem", STEPS, [shown.ratio(k, h) for k in STEPS]) for h in HORIZONS]
    harmless = [shown.ratio(k, study.sampled_horizon, harmless=True) for k in STEPS]
    curves.append(curve(f"T = {study.sampled_horizon}, being off is free", "bound", STEPS, harmless))
    curves.append(drawn(study))
    x, y = Axis(label="recoveries among them, k"), Axis(label="expected cost / that of k = 0")
    return Curves(x=x, y=y, curves=tuple(curves), heading=f"{shown.labels} labels")


def drawn(study: "Study") -> Curve:
    """Clones of drawn labels, each evaluated without sampling."""
    shown, horizon, random = study.shown, study.sampled_horizon, np.random.default_rng(study.profile.seed)
    level, whole = each(study.profile.confidence, len(SAMPLED)), shown.cost(0, horizon)
    found = []
    for k in SAMPLED:
        costs = shown.drawn_costs(k, horizon, study.data_sets, random)
        found.append(betting(np.array(costs) / whole, horizon / whole, level))
    return beside("data sets", SAMPLED, [shown.ratio(k, horizon) for k in SAMPLED], found)


def where_it_helps(study: "Study") -> Heat:
    actions = study.shown.actions
    change = [[log10(first_recovery(on, off, actions, LONG)) for on in ON] for off in OFF]
    curves = []
    for horizon in BOUNDARIES:
        found = boundary(FINE, actions, horizon)
        curves.append(curve(f"T = {horizon}", "bound", found.keys(), found.values()))
    curves.append(curve("all large T", "bound", FINE, most_off_states(FINE, actions)))
    return Heat(
        x=Axis(label="states on the track"),
        y=Axis(label="states off the track"),
        grid=grid(f"change of cost, log₁₀, T = {LONG}", ON, OFF, change),
        curves=tuple(curves),
        notes=(Note(x=3.2, y=34.0, words="hurts"), Note(x=13.5, y=4.0, words="helps")),
    )
