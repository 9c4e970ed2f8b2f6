"""The expert's law past the trees, with what squared error does, and how two modes melt into one."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.experiments.pictures.law_rows import (
    FROM_MIDDLE,
    HEIGHT_PLACES,
    PLACES,
    law_row,
    past_trees,
    point_row,
    shown_actions,
    trees_of,
)
from tightrope.reports.publishing.figure import Axis, Curves, Heat, Law, Laws, curve, grid
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.worlds.tree import TreeWorld

if TYPE_CHECKING:
    from tightrope.reports.experiments.multimodal import Study

SHOWN = {"one-tree": (0.0, 0.1, 0.5), "four-trees": (0.0, 0.5, 1.0)}  # states whose laws are drawn
RATIOS = ((0.5, "a = σ/2"), (1.0, "a = σ"), (2.0, "a = 2σ"), (4.0, "a = 4σ"))


def pictures(study: "Study") -> dict[str, tuple]:
    return {
        "multimodal": (_beside(study.one.world), _over_states(study.one.world)),
        "multimodal-five": (_beside(study.four.world), _over_states(study.four.world)),
        "multimodal-distance": (_melting(), _relative()),
    }


def _beside(world: TreeWorld) -> Laws:
    rows = []
    for state in SHOWN[world.key]:
        s = np.array([state])
        rows.append(law_row(world, f"expert, s = {state:g}", world.expert(s), s))
        rows.append(point_row(world, f"squared error, s = {state:g}", s))
    return past_trees(world, rows)


def _over_states(world: TreeWorld) -> Heat:
    s = np.linspace(-1, 1, 61).round(PLACES)
    actions = shown_actions(world)[::2]
    density = world.expert(s).density(actions[None] + world.middle(s)[:, None])
    expected = (world.mean(s) - world.middle(s)).round(PLACES)
    return Heat(
        x=Axis(label="s, the state"),
        y=Axis(label=FROM_MIDDLE),
        grid=grid("probability density of the expert's action", s, actions, density.T),
        curves=(curve("expected action: what squared error does", "worst", s, expected),),
        shaded=trees_of(world),
        what="tree",
    )


def _melting() -> Laws:
    actions = np.linspace(-7, 7, 281).round(PLACES)
    rows = []
    for ratio, label in RATIOS:
        law = Mixture(np.full((1, 2), 0.5), np.array([[-ratio, ratio]]), np.ones((1, 2)))
        height = law.density(actions)[0].round(HEIGHT_PLACES)
        rows.append(Law(label=label, x=tuple(actions.tolist()), height=tuple(height.tolist())))
    return Laws(x=Axis(label="action, from the mean, over σ"), y=Axis(label="density of the action"), laws=tuple(rows))


def _relative() -> Curves:
    from tightrope.reports.experiments.multimodal import relative_density

    ratios = np.linspace(0.25, 4, 76)
    found = [relative_density(1 / ratio) for ratio in ratios]
    bound = [2 * np.exp(-(ratio**2) / 2) for ratio in ratios[ratios >= 1.2]]
    return Curves(
        x=Axis(label="a/σ, distance of each mode from the mean action, over σ"),
        y=Axis(label="density of the mean action / highest"),
        curves=(
            curve("the two modes", "problem", ratios, found),
            curve("limit for distant modes", "bound", ratios[ratios >= 1.2], bound),
        ),
    )
