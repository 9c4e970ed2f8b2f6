"""The expert's law past the trees, with what squared error does, and how two modes melt into one."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.publishing.figure import Axis, Curves, Heat, Law, Laws, curve, grid
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.worlds.tree import TreeWorld

if TYPE_CHECKING:
    from tightrope.reports.experiments.multimodal import Study

SHOWN = {"one-tree": (0.0, 0.1, 0.5), "four-trees": (0.0, 0.5, 1.0)}  # states whose laws are drawn
RATIOS = ((0.5, "a = σ/2"), (1.0, "a = σ"), (2.0, "a = 2σ"), (4.0, "a = 4σ"))
FROM_MIDDLE = "action, from the middle of the road"
COLLIDES = "hits a tree"


def pictures(study: "Study") -> dict[str, tuple]:
    return {
        "multimodal": (_beside(study.one.world), _over_states(study.one.world)),
        "multimodal-five": (_beside(study.four.world), _over_states(study.four.world)),
        "multimodal-distance": (_melting(), _relative()),
    }


def chance(probability: float) -> str:
    """As it stands beside a row: 21 %, 0.03 %."""
    return f"{100 * probability:.2g} %" if probability < 0.995 else "100 %"


def shape_of(world: TreeWorld) -> tuple[np.ndarray, tuple[tuple[float, float], ...]]:
    """Actions from the middle of the road on which laws are drawn, and the trees there."""
    reach = float(max(world.modes)) + 0.6
    low, high = world.trees_at(np.zeros(1))
    return np.linspace(-reach, reach, 481), tuple(zip(low[0].tolist(), high[0].tolist(), strict=True))


def row(world: TreeWorld, label: str, law: Mixture, s: np.ndarray, actions: np.ndarray) -> Law:
    """A law with a density, in one state, from the middle of the road."""
    height = law.density(actions + world.middle(s)[0])[0]
    hit = chance(world.collisions(law, s)[0])
    return Law(label=label, x=tuple(actions.tolist()), height=tuple(height.tolist()), says=hit)


def point(world: TreeWorld, label: str, s: np.ndarray) -> Law:
    """The expected action in one state."""
    place = world.mean(s) - world.middle(s)
    hit = world.collide(s, world.mean(s))[0]
    return Law(label=label, x=tuple(place.tolist()), says=chance(float(hit)))


def _beside(world: TreeWorld) -> Laws:
    rows = []
    actions, trees = shape_of(world)
    for state in SHOWN[world.key]:
        s = np.array([state])
        rows += [row(world, f"expert, s = {state:g}", world.expert(s), s, actions)]
        rows += [point(world, f"squared error, s = {state:g}", s)]
    return Laws(
        x=Axis(label=FROM_MIDDLE),
        y=Axis(label="probability density of the action"),
        laws=tuple(rows),
        shaded=trees,
        what="tree",
        says=COLLIDES,
    )


def _over_states(world: TreeWorld) -> Heat:
    s = np.linspace(-1, 1, 121)
    actions, trees = shape_of(world)
    density = world.expert(s).density(actions[None] + world.middle(s)[:, None])
    expected = world.mean(s) - world.middle(s)
    return Heat(
        x=Axis(label="s, the state"),
        y=Axis(label=FROM_MIDDLE),
        grid=grid("probability density of the expert's action", s, actions, density.T),
        curves=(curve("expected action: what squared error does", "worst", s, expected),),
        shaded=trees,
        what="tree",
    )


def _melting() -> Laws:
    actions = np.linspace(-7, 7, 481)
    rows = []
    for ratio, label in RATIOS:
        law = Mixture(np.full((1, 2), 0.5), np.array([[-ratio, ratio]]), np.ones((1, 2)))
        height = law.density(actions)[0]
        rows.append(Law(label=label, x=tuple(actions.tolist()), height=tuple(height.tolist())))
    return Laws(x=Axis(label="action, from the mean, over σ"), y=Axis(label="density of the action"), laws=tuple(rows))


def _relative() -> Curves:
    from tightrope.reports.experiments.multimodal import relative_density

    ratios = np.linspace(0.25, 4, 76)
    found = [relative_density(1 / ratio) for ratio in ratios]
    bound = [2 * np.exp(-(ratio**2) / 2) for ratio in ratios[ratios >= 1.2]]
    return Curves(
        x=Axis(label="a/σ, distance of each mode from the mean action, over σ"),
        y=Axis(label="density of the mean action over the highest"),
        curves=(
            curve("the two modes", "problem", ratios, found),
            curve("2 exp(-a²/2σ²)", "bound", ratios[ratios >= 1.2], bound),
        ),
    )
