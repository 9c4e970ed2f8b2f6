"""The best mixtures beside the expert, their loss against K, and what many ways cost."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.experiments.pictures.law_rows import law_row, past_trees
from tightrope.reports.publishing.figure import Axis, Curves, Laws, curve
from tightrope.simulators.learners import gaussian_mixture
from tightrope.simulators.worlds.tree import four_trees

if TYPE_CHECKING:
    from tightrope.reports.experiments.mixture import Study

COMPONENTS = (1, 2, 3, 4, 5)
WAYS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def pictures(study: "Study") -> dict[str, tuple]:
    return {"mixture": (_laws(study), _collisions(study)), "mixture-loss": (_losses(study), _many(study))}


def _laws(study: "Study") -> Laws:
    world, s = four_trees(), np.zeros(1)
    rows = [law_row(world, "expert", world.expert(s), s)]
    for cell in study.fitted:
        if cell.name == world.key and not cell.state and cell.components in COMPONENTS:
            rows.append(law_row(world, f"best mixture, K = {cell.components}", cell.fit.law, s))
    for cell in (study.worst(5), study.worst(10)):
        rows.append(law_row(world, f"a network, K = {cell.components}", cell.law(s), s))
    return past_trees(world, rows)


def _collisions(study: "Study") -> Curves:
    curves = [
        curve(f"s = {float(s):g}", "witness", COMPONENTS, [study.hits(k, s)["value"] for k in COMPONENTS])
        for s in study.states
    ]
    return Curves(
        x=Axis(label="K, components of the action's mixture"),
        y=Axis(label="probability of hitting a tree"),
        curves=tuple(curves),
    )


def _losses(study: "Study") -> Curves:
    world, curves = four_trees(), []
    for s in study.states:
        curves.append(
            curve(f"s = {float(s):g}", "witness", COMPONENTS, [study.loss(k, s)["value"] for k in COMPONENTS])
        )
    equal = world.expert(np.zeros(1))
    groups = [max(gaussian_mixture.grouping_bound(equal, k), 0) for k in COMPONENTS]
    curves.append(curve("s = 0, grouped", "bound", COMPONENTS, groups))
    return Curves(
        x=Axis(label="K, components of the action's mixture"),
        y=Axis(label="KL divergence of the action, in nats"),
        curves=tuple(curves),
    )


def _many(study: "Study") -> Curves:
    curves = [
        curve(f"outputs, d = {d}", "problem", WAYS, [study.outputs(m, d) for m in WAYS]) for d in (1, study.robot)
    ]
    curves.append(curve("demonstrations", "witness", WAYS, [study.draws(m) for m in WAYS]))
    return Curves(
        x=Axis(label="ways to act, each a component of the action's law", scale="log"),
        y=Axis(label="outputs; demonstrations needed", scale="log"),
        curves=tuple(curves),
    )
