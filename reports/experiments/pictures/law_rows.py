"""What the pictures of laws past the trees have in common: the actions shown, the trees there, a row for a law."""

import numpy as np

from tightrope.reports.publishing.figure import Axis, Law, Laws
from tightrope.simulators.model.laws import Density
from tightrope.simulators.worlds.tree import TreeWorld

FROM_MIDDLE = "action, from the middle of the road"
BEYOND = 0.6  # shown of the road beyond the outermost ways
POINTS = 241
PLACES = 6  # of an action or a place that is drawn: the last digits differ from machine to machine
HEIGHT_PLACES = 4  # of a density that is drawn: thousands of numbers, and a row is 50 points high


def chance(probability: float) -> str:
    """As it stands beside a row: 21 %, 0.03 %."""
    return f"{100 * probability:.2g} %" if probability < 0.995 else "100 %"


def shown_actions(world: TreeWorld) -> np.ndarray:
    """Actions from the middle of the road, at which densities are drawn: the ends of the trees are among them."""
    reach = float(max(world.modes)) + BEYOND
    return np.union1d(np.linspace(-reach, reach, POINTS), np.ravel(trees_of(world))).round(PLACES)


def trees_of(world: TreeWorld) -> tuple[tuple[float, float], ...]:
    """From where to where each tree reaches, from the middle of the road."""
    low, high = world.trees_at(np.zeros(1))
    return tuple(zip(low[0].round(PLACES).tolist(), high[0].round(PLACES).tolist(), strict=True))


def law_row(world: TreeWorld, label: str, law: Density, s: np.ndarray) -> Law:
    """A law with a density, in one state."""
    actions = shown_actions(world)
    height = law.density(actions + world.middle(s)[0])[0].round(HEIGHT_PLACES)
    hit = chance(world.collisions(law, s)[0])
    return Law(label=label, x=tuple(actions.tolist()), height=tuple(height.tolist()), says=hit)


def point_row(world: TreeWorld, label: str, s: np.ndarray) -> Law:
    """The expected action in one state."""
    place = (world.mean(s) - world.middle(s)).round(PLACES)
    hit = world.collide(s, world.mean(s))[0]
    return Law(label=label, x=tuple(place.tolist()), says=chance(float(hit)))


def past_trees(world: TreeWorld, rows: list[Law], heading: str = "") -> Laws:
    """Rows of laws with the trees shaded."""
    return Laws(
        x=Axis(label=FROM_MIDDLE),
        y=Axis(label="probability density of the action"),
        laws=tuple(rows),
        shaded=trees_of(world),
        what="tree",
        says="hits a tree",
        heading=heading,
    )
