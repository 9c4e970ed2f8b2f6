"""How many Gaussians are enough: the best mixture of K for an expert with M ways, networks, and what many ways cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from flint import arb

from tightrope.bounds.lecture import too_few_components
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.mixture import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned.mixture_density import Trained
from tightrope.simulators.learned.parameters import fingerprint
from tightrope.simulators.learned.train_mixture_density import GRID
from tightrope.simulators.learners import gaussian_mixture
from tightrope.simulators.learners.gaussian_mixture import Fit
from tightrope.simulators.measures.coupons import expected_draws
from tightrope.simulators.measures.law_distances import divergence
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.worlds.tree import WORLDS, TreeWorld

STARTS, ROUNDS, STEPS = 20, 400, 6  # of EM from random starts; steps of the grid in a standard deviation
NEAR = 0.003  # nats: a random start that comes so near to the best loss has found it
OVERLAP = 1e-5  # nats that neighbouring modes' tails may add to the closed form
ALL, SAFE = 0.01, 0.02  # nats of a network that has found all ways, and how often it may hit a tree then
THIRD = Fraction(1, 3)  # the state in which networks are evaluated in balls


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world by its name, a state, and how many components the mixture has there."""

    name: str
    state: Fraction
    components: int

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.name]()

    @property
    def s(self) -> np.ndarray:
        return np.array([float(self.state)])

    @property
    def expert(self) -> Mixture:
        return self.world.expert(self.s)

    @cached_property
    def fit(self) -> Fit:
        return gaussian_mixture.best(self.expert, self.components)

    @property
    def collision(self) -> float:
        return float(self.world.collisions(self.fit.law, self.s)[0])


STATES = (Fraction(0), Fraction(1, 2), Fraction(1))
ONE = tuple(Cell(name="one-tree", state=Fraction(0), components=k) for k in (1, 2))
FOUR = tuple(Cell(name="four-trees", state=s, components=k) for s in STATES for k in (1, 2, 3, 4, 5))
MORE = tuple(Cell(name="four-trees", state=Fraction(0), components=k) for k in (6, 7, 10))
SEEDS = (1, 2, 3, 4, 5)
NETWORKS = (
    *(Trained(name="one-tree", components=k, seed=1) for k in (2, 4)),
    *(Trained(name="four-trees", components=k, seed=seed) for k in (5, 10) for seed in SEEDS),
)
FILES = tuple(dict.fromkeys(one.file for one in NETWORKS))
CELLS = (*ONE, *FOUR, *MORE, *NETWORKS)
MANY, ROBOT = 1000, 7  # ways, and numbers in an action


def found_from_random(cell: Cell, seed: int) -> int:
    """How many of the random starts come to the best loss."""
    random = np.random.default_rng(seed)
    starts = [gaussian_mixture.drawn(cell.expert, cell.components, random) for _ in range(STARTS)]
    fits = [gaussian_mixture.fitted(cell.expert, start, ROUNDS, STEPS) for start in starts]
    return sum(fit.loss < cell.fit.loss + NEAR for fit in fits)


def measure(cell: Cell | Trained, profile: Profile) -> dict[str, object]:
    """The best mixture that was found; with a component for each way it is the expert itself. Or a network."""
    if isinstance(cell, Trained):
        return _measured(cell)
    exact = cell.components >= len(cell.world.modes)
    return {
        "world": cell.name.replace("-", " "),
        "policy": "best found",
        "s": str(cell.state),
        "K": cell.components,
        "KL divergence": number(Fraction(0) if exact else cell.fit.loss),
        "hits a tree": number(cell.collision),
        f"found from {STARTS} random starts": "-" if cell.state else found_from_random(cell, profile.seed),
    }


def _measured(cell: Trained) -> dict[str, object]:
    """A network's averages over the states."""
    numbers = cell.numbers()
    return {
        "world": cell.name.replace("-", " "),
        "policy": f"network, seed {cell.seed}",
        "s": "average",
        "K": cell.components,
        "KL divergence": number(numbers["KL divergence"]),
        "hits a tree": number(numbers["hits a tree"]),
        f"found from {STARTS} random starts": "-",
    }


def least_collision(cell: Cell, chosen: Fraction) -> Fraction:
    """(r/l) c/K: what fewer components than ways hit if each way, from tree to tree, has that probability at least."""
    tree = 2 * cell.world.radius
    return tree / _room(cell.world) * chosen / cell.components


def _room(world: TreeWorld) -> Fraction:
    """How long each way is: the room between two trees."""
    return world.modes[1] - world.modes[0] - 2 * world.radius


def outputs(ways: int, dimension: int) -> int:
    """Numbers that a mixture of so many components puts out: weights, means, standard deviations along the axes."""
    return ways * (1 + 2 * dimension)


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    states, many, robot, outputs, draws = STATES, MANY, ROBOT, staticmethod(outputs), staticmethod(expected_draws)
    starts, rounds, grid, all, third = STARTS, ROUNDS, GRID, ALL, THIRD

    @cached_property
    def by_cell(self) -> dict[Cell | Trained, Row]:
        return dict(zip(self.cells, self.rows, strict=True))

    @property
    def fitted(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Cell))

    def networks(self, components: int, name: str = "four-trees") -> list[Trained]:
        """Those with so many components, seed by seed."""
        found = [cell for cell in self.cells if isinstance(cell, Trained)]
        return [one for one in found if (one.name, one.components) == (name, components)]

    @cached_property
    def balls(self) -> dict[str, arb]:
        """Of the first network with K = 10 in the state THIRD: its loss, and how often it hits a tree."""
        first = self.networks(10)[0]
        return {"loses": first.divergence(THIRD), "hits": first.collision(THIRD)}

    def complete(self, components: int) -> list[Trained]:
        """The networks past four trees that have found all ways."""
        return [cell for cell in self.networks(components) if self.by_cell[cell]["KL divergence"]["value"] < ALL]

    def worst(self, components: int) -> Trained:
        """Of these networks the one that hits a tree most often."""
        return max(self.networks(components), key=lambda cell: self.by_cell[cell]["hits a tree"]["value"])

    def often(self, components: int) -> Any:
        return self.by_cell[self.worst(components)]["hits a tree"]

    def at(self, components: int, state: Fraction = STATES[0], name: str = "four-trees") -> Row:
        return self.by_cell[Cell(name=name, state=state, components=components)]

    def loss(self, components: int, state: Fraction = STATES[0]) -> Any:
        return self.at(components, state)["KL divergence"]

    def hits(self, components: int, state: Fraction = STATES[0]) -> Any:
        return self.at(components, state)["hits a tree"]

    @property
    def certain(self) -> Fraction:
        """What four components hit at least, if they choose each way half as often as the expert at s = 0."""
        return least_collision(Cell(name="four-trees", state=STATES[0], components=4), Fraction(1, 10))

    def found(self, components: int) -> int:
        return self.at(components)[f"found from {STARTS} random starts"]


def answers(study: Study) -> tuple[Finding, ...]:
    numbers = {}
    for k in (1, 2, 3, 4, 5):
        numbers[f"KL divergence, five ways, K = {k}, s = 0"] = study.loss(k)
        numbers[f"hits a tree, five ways, K = {k}, s = 0"] = study.hits(k)
    for k in (5, 10):
        numbers[f"networks with K = {k} that found all ways, of {len(SEEDS)}"] = len(study.complete(k))
        numbers[f"networks with K = {k}: the one that hits a tree most often"] = study.often(k)
    return (Finding(claim="L20", verdict="holds", evidence="searched", numbers=numbers, figure="mixture"),)


def numbers(study: Study) -> dict[str, object]:
    return {
        f"the first network with K = 10 hits a tree at s = {THIRD}, a ball's middle": number(
            float(study.balls["hits"].mid())
        ),
        f"its KL divergence at s = {THIRD}, a ball's middle": number(float(study.balls["loses"].mid())),
        **{f"parameters, {file}, SHA-256": fingerprint(file) for file in FILES},
        f"numbers put out for {MANY} ways and actions of {ROBOT} numbers": number(Fraction(outputs(MANY, ROBOT))),
        "hits a tree at least, K = 4, each way's probability at least 1/10": number(study.certain),
        f"expected demonstrations until all of {MANY} equal ways are seen": number(float(expected_draws(MANY))),
    }


def reliable(study: Study) -> Iterator[tuple]:
    """With twice as many components as ways every network found all of them, with as many not every one."""
    for k, name in ((10, "four-trees"), (2, "one-tree"), (4, "one-tree")):
        for cell in study.networks(k, name):
            row = study.by_cell[cell]
            yield cell, (row["KL divergence"]["value"] < ALL, row["hits a tree"]["value"] < SAFE), (True, True)
    yield "a component for each way", 0 < len(study.complete(5)) < len(study.networks(5)), True


def balls(study: Study) -> Iterator[tuple]:
    """What floats say of the networks in one state lies at the balls."""
    s = np.array([float(THIRD)])
    for cell in (one for one in study.cells if isinstance(one, Trained)):
        found, ball = float(cell.world.collisions(cell.law(s), s)[0]), cell.collision(THIRD)
        yield cell, abs(found - float(ball.mid())) < 1e-9 and float(ball.rad()) < 1e-16, True


def ball_of_loss(study: Study) -> Iterator[tuple]:
    s, first, ball = np.array([float(THIRD)]), study.networks(10)[0], study.balls["loses"]
    found = float(divergence(first.world.expert(s), first.law(s))[0])
    yield first, abs(found - float(ball.mid())) < 1e-9 and float(ball.rad()) < 1e-16, True


def single(study: Study) -> Iterator[tuple]:
    """One component: the expert's mean and variance, in closed form."""
    for cell in study.fitted:
        if cell.components == 1:
            closed = gaussian_mixture.grouping_bound(cell.expert, 1)
            yield cell, 0 <= cell.fit.loss - closed <= OVERLAP, True


def below_groups(study: Study) -> Iterator[tuple]:
    for cell in study.fitted:
        if cell.components < len(cell.world.modes):
            yield cell, cell.fit.loss <= gaussian_mixture.grouping_bound(cell.expert, cell.components) + OVERLAP, True


def no_escape(study: Study) -> Iterator[tuple]:
    """The theorem on the mixtures that were found: what they choose each way with, and how often they hit a tree."""
    for cell in study.fitted:
        if cell.components < len(cell.world.modes):
            half = float(_room(cell.world)) / 2
            middles = cell.world.middle(cell.s)[0] + np.array(cell.world.modes, dtype=float)
            chosen = min(float(cell.fit.law.mass(middle - half, middle + half)[0]) for middle in middles)
            yield cell, cell.collision >= float(least_collision(cell, Fraction(chosen))), True


def complete(study: Study) -> Iterator[tuple]:
    """A component for each way leaves nothing, one less leaves something."""
    for cell in study.fitted:
        if cell.components >= len(cell.world.modes):
            yield cell, abs(float(divergence(cell.expert, cell.fit.law)[0])) < 1e-12, True
        if cell.components == len(cell.world.modes) - 1:
            yield cell, cell.fit.loss > 0.1, True


def falls(study: Study) -> Iterator[tuple]:
    for state in STATES:
        losses = [study.loss(k, state)["value"] for k in (1, 2, 3, 4, 5)]
        yield state, losses, sorted(losses, reverse=True)


EXPERIMENT = Experiment(
    key="mixture",
    claims=("L20",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    networks=FILES,
    checks=(
        Check(name="networks find all ways if they have components to spare, and else not always", compared=reliable),
        Check(name="collisions of networks lie in their balls", compared=balls),
        Check(name="the loss of the first network lies in its ball", compared=ball_of_loss),
        Check(name="one Gaussian loses what the closed form says", compared=single),
        Check(name="no mixture that was found is worse than the best grouping of the ways", compared=below_groups),
        Check(
            name="that too few components miss a way or hit a tree is proved",
            compared=proved(too_few_components.DERIVATION),
        ),
        Check(name="the mixtures that were found hit the trees as often as they must", compared=no_escape),
        Check(name="a component for each way leaves no loss and one less does", compared=complete),
        Check(name="the loss falls with every component", compared=falls),
    ),
)
