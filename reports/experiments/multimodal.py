"""Two ways past a tree: what squared error makes of them, and when the way between them is the least likely."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from flint import arb

from tightrope.bounds.lecture import gaussian_likelihood
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.multimodal import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, for_each_cell
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned.parameters import fingerprint, network
from tightrope.simulators.learners import least_squares
from tightrope.simulators.networks import squared_error
from tightrope.simulators.worlds.tree import WORLDS, TreeWorld, states

NETWORKS = {"one-tree": "squared_error_one_tree", "four-trees": "squared_error_four_trees"}  # trained, by world
NEAR, BESIDE = 0.1, 0.03  # how far from the expected action a network may be, and how much else may collide
FINE = 256  # steps of the grid in a standard deviation, on which the highest density is looked for


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world by its name, and the expert's standard deviation around each way."""

    name: str
    sigma: Fraction

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.name](self.sigma)

    @cached_property
    def missed(self) -> arb:
        """The probability that the expected action hits a tree, a ball."""
        return least_squares.collision(self.world)

    @property
    def trained(self) -> bool:
        return self in (ONE, FOUR)

    @cached_property
    def actions(self) -> np.ndarray:
        """Of the network that was trained in this world, on the fine grid of states."""
        return squared_error.actions(network(NETWORKS[self.name]), states())

    @property
    def hits(self) -> float:
        return float(self.world.collide(states(), self.actions).mean())


ONE, FOUR = Cell(name="one-tree", sigma=Fraction(3, 20)), Cell(name="four-trees", sigma=Fraction(1, 10))
WIDE = tuple(Cell(name="one-tree", sigma=sigma) for sigma in (Fraction(1, 2), Fraction(1), Fraction(2)))
CELLS = (ONE, *WIDE, FOUR)


def relative_density(sigma: float) -> float:
    """The density of the equal mixture at -1 and 1 in its mean, over its highest one; at most 2 10^-6 too large."""
    at = np.arange(0, 1 + sigma / FINE, sigma / FINE)
    density = np.exp(-((at - 1) ** 2) / (2 * sigma**2)) + np.exp(-((at + 1) ** 2) / (2 * sigma**2))
    return float(density[0] / density.max())


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """How often the expert and the expected action collide, by balls, and a network on a fine grid of states."""
    return {
        "world": cell.name.replace("-", " "),
        "σ": str(cell.sigma),
        "the expert collides": number(float(least_squares.expert_collision(cell.world))),
        "squared error collides": number(float(cell.missed)),
        "a network trained on it": number(cell.hits) if cell.trained else "-",
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    one, four = ONE, FOUR

    @cached_property
    def expert(self) -> dict[Cell, object]:
        return self._column("the expert collides")

    @cached_property
    def squared(self) -> dict[Cell, object]:
        return self._column("squared error collides")

    @cached_property
    def network(self) -> dict[Cell, object]:
        return self._column("a network trained on it")

    def furthest(self, cell: Cell) -> float:
        """How far the network is from the expected action at most, on the grid."""
        return float(np.abs(cell.actions - cell.world.mean(states())).max())

    def _column(self, name: str) -> dict[Cell, object]:
        return {cell: row[name] for cell, row in zip(self.cells, self.rows, strict=True)}


def answers(study: Study) -> tuple[Finding, ...]:
    numbers = {f"{cell.name}, sigma {cell.sigma}, squared error collides": study.squared[cell] for cell in (ONE, FOUR)}
    numbers |= {f"{cell.name}, sigma {cell.sigma}, the expert collides": study.expert[cell] for cell in (ONE, FOUR)}
    numbers |= {f"{cell.name}, sigma {cell.sigma}, a network collides": study.network[cell] for cell in (ONE, FOUR)}
    return (Finding(claim="L19", verdict="conditional", evidence="proved", numbers=numbers, figure="multimodal"),)


def numbers(study: Study) -> dict[str, object]:
    found = {f"{cell.name}, network furthest from E[a | s]": number(study.furthest(cell)) for cell in (ONE, FOUR)}
    return found | {f"parameters, {name}, SHA-256": fingerprint(name) for name in NETWORKS.values()}


def networks(study: Study) -> Iterator[tuple]:
    """What was trained on squared error is near to the expected action, so it hits the trees nearly as often."""
    for cell in (ONE, FOUR):
        yield (cell, "near"), study.furthest(cell) < NEAR, True
        yield (cell, "collides"), cell.hits > float(cell.missed) - BESIDE, True


def closed_form(cell: Cell, row: Row) -> tuple[object, object] | None:
    """Past one tree the expected action is tanh(2 s) from the middle of the road, whatever sigma is."""
    if cell.name != ONE.name:
        return None
    return cell.missed.overlaps((arb(2) / 5).atanh() / 2) and cell.missed.rad() < 1e-12, True


def on_a_grid(cell: Cell, row: Row) -> tuple[object, object]:
    """The midpoint rule has an error of at most one state's weight at each end of each tree."""
    world, s = cell.world, states()
    found = world.collisions(least_squares.law(world, s), s).mean()
    return abs(found - float(cell.missed)) <= 2 * len(world.trees) / len(s), True


def lines(study: Study) -> Iterator[tuple]:
    chain = gaussian_likelihood.DERIVATION
    for step in chain.steps:
        if step.lecture == "L19":
            yield step.id, chain.proved(step, "any"), True


def highest_only_if_close(study: Study) -> Iterator[tuple]:
    for sigma in (Fraction(1, 2), Fraction(9, 10), Fraction(1), Fraction(2)):
        yield f"sigma = {sigma}", relative_density(float(sigma)) < 1, sigma < 1


EXPERIMENT = Experiment(
    key="multimodal",
    claims=("L19",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    networks=tuple(NETWORKS.values()),
    pictures=pictures,
    checks=(
        Check(
            name="the expected action hits the one tree as the closed form says", compared=for_each_cell(closed_form)
        ),
        Check(name="the balls agree with a fine grid of states", compared=for_each_cell(on_a_grid)),
        Check(name="a network trained on squared error is near to it, and collides too", compared=networks),
        Check(name="that the mean is a minimum just if a exceeds sigma is proved", compared=lines),
        Check(name="the mean is the likeliest action just if the modes are close", compared=highest_only_if_close),
    ),
)
