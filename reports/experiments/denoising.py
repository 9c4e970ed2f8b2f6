"""Step by step from noise to an action: what the exact denoiser does with N steps; one step is squared error."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

import numpy as np
from flint import arb

from tightrope.bounds.lecture import denoising as theory
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.denoising import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, for_each_cell, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned import train_denoisers
from tightrope.simulators.learned.parameters import fingerprint
from tightrope.simulators.learned.train_denoisers import EXACT, KINDS, Denoiser, Kind, name_of, shipped
from tightrope.simulators.learners import denoising_balls, diffusion, flow_matching, least_squares
from tightrope.simulators.measures.law_distances import binned_total_variation
from tightrope.simulators.measures.pushed_distance import total_variation
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.pushed import standard
from tightrope.simulators.networks.flow import euler
from tightrope.simulators.worlds import tree
from tightrope.simulators.worlds.tree import TreeWorld

WORLDS = {key: build() for key, build in tree.WORLDS.items()}
SAMPLERS = {"flow": flow_matching.by_euler, "flow, Heun": flow_matching.by_heun, "diffusion": diffusion.law}
STEPS = (1, 2, 4, 5, 10, 20, 50)
ENOUGH = 50
OF_NETWORKS = (1, 2, 5, 10, ENOUGH)  # steps
NOT_TRIED = "-"
NEAR = 0.2  # of a network's one step to the expected action, on average; the modes lie at distances of 1 or 2
WIDTH, BINS = 3.0, 300  # on either side of the middle of the road, for total variations of networks' laws
NODES = 16  # of Gauss and Legendre, for averages over s
MODE, REACH = Fraction(1), Fraction(2, 5)  # of two single actions, and the tree between them
DEVIATION, FEW = Fraction(1, 2), 4  # of a Gaussian expert, and the steps on it


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world by its name, the number of steps, and what denoises: the exact denoiser, or a trained network."""

    name: str
    steps: int
    denoiser: str = EXACT

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.name]

    @property
    def kind(self) -> Kind:
        return next(one for one in KINDS if (one.world, one.key) == (self.name, self.denoiser))


POPULATION = tuple(Cell(name=name, steps=steps) for name in WORLDS for steps in STEPS)
TRAINED = tuple(Cell(name=kind.world, denoiser=kind.key, steps=steps) for kind in KINDS for steps in OF_NETWORKS)
CELLS = (*POPULATION, *TRAINED)
NETWORKS = tuple(name_of(kind, sampler) for kind in KINDS for sampler in train_denoisers.SAMPLERS)


def half_of_the_states() -> tuple[np.ndarray, np.ndarray]:
    """Positive nodes of Gauss and Legendre, with weights that add up to 1: state -s is the mirror image of s."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return nodes[nodes > 0], weights[nodes > 0]


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Averages over the states of the probability of a collision, and of the total variation from the expert."""
    row = {"world": cell.name.replace("-", " "), "steps": cell.steps, "denoiser": cell.denoiser}
    return row | (_of_population(cell) if cell.denoiser == EXACT else _of_networks(cell))


def _of_population(cell: Cell) -> dict[str, object]:
    s, weights = half_of_the_states()
    expert = cell.world.expert(s)
    row: dict[str, object] = {}
    for name, sampler in SAMPLERS.items():
        law = sampler(expert, cell.steps)
        if cell.steps == 1:
            hit = float(least_squares.collision(cell.world))
        else:
            hit = (weights * cell.world.collisions(law, s)).sum()
        row[f"{name}: hits a tree"] = number(hit)
        row[f"{name}: TV"] = number(round((weights * total_variation(expert, law)).sum(), 3))
    return row


def _of_networks(cell: Cell) -> dict[str, object]:
    """The same with trained velocities. They are not symmetric in s, and their laws are those of pieces."""
    row: dict[str, object] = {}
    for name in SAMPLERS:
        if name not in train_denoisers.SAMPLERS:
            row |= {f"{name}: hits a tree": NOT_TRIED, f"{name}: TV": NOT_TRIED}
            continue
        s, weights, law = _denoiser(cell.kind, name).averaged_over(cell.steps)
        edges = cell.world.middle(s)[:, None] + np.linspace(-WIDTH, WIDTH, BINS + 1)
        apart = binned_total_variation(cell.world.expert(s), law, edges)
        row[f"{name}: hits a tree"] = number(float(weights @ cell.world.collisions(law, s)))
        row[f"{name}: TV"] = number(round(float(weights @ apart), 3))
    return row


@cache
def _denoiser(kind: Kind, sampler: str) -> Denoiser:
    return shipped(kind, sampler)


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    one, four = WORLDS["one-tree"], WORLDS["four-trees"]
    steps, mode, reach, deviation, few = STEPS, MODE, REACH, DEVIATION, FEW

    @cached_property
    def hits(self) -> dict[tuple[str, str, int], float]:
        """Of the exact denoiser, by world, sampler and number of steps."""
        return self._column("hits a tree")

    @cached_property
    def apart(self) -> dict[tuple[str, str, int], float]:
        return self._column("TV")

    @cached_property
    def trained(self) -> dict[tuple[str, str, str, int], float]:
        """How often networks hit a tree, by world, network, sampler and number of steps."""
        return {
            (cell.name, cell.denoiser, name, cell.steps): row[f"{name}: hits a tree"]["value"]
            for cell, row in zip(self.cells, self.rows, strict=True)
            for name in train_denoisers.SAMPLERS
            if cell.denoiser != EXACT
        }

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(dict.fromkeys(cell.kind for cell in self.cells if cell.denoiser != EXACT))

    @cached_property
    def in_the_middle(self) -> dict[tuple[str, int], arb]:
        """The probability that Euler's steps hit a tree in the state s = 0, balls."""
        return {
            (cell.name, cell.steps): denoising_balls.collision(cell.world, cell.steps)
            for cell in self.cells
            if cell.denoiser == EXACT
        }

    @cached_property
    def expert_hits(self) -> dict[str, float]:
        return {name: float(least_squares.expert_collision(world)) for name, world in WORLDS.items()}

    @property
    def two_steps(self) -> float:
        return float(denoising_balls.two_steps(MODE, REACH))

    @property
    def shrunk(self) -> Fraction:
        return flow_matching.gaussian_deviation(DEVIATION, FEW)

    def _column(self, what: str) -> dict[tuple[str, str, int], float]:
        return {
            (cell.name, name, cell.steps): row[f"{name}: {what}"]["value"]
            for cell, row in zip(self.cells, self.rows, strict=True)
            for name in SAMPLERS
            if cell.denoiser == EXACT
        }


def answers(study: Study) -> tuple[Finding, ...]:
    numbers = {
        f"{name}, s = 0, {steps} {'step' if steps == 1 else 'steps'} of the flow: hits a tree": number(
            float(ball.mid())
        )
        for (name, steps), ball in study.in_the_middle.items()
    }
    numbers |= {f"{name}, squared error collides": number(study.hits[name, "flow", 1]) for name in WORLDS}
    return (Finding(claim="L22", verdict="conditional", evidence="certified", numbers=numbers, figure="denoising"),)


def numbers(study: Study) -> dict[str, object]:
    return {
        f"two single actions at -{MODE} and {MODE}, tree up to {REACH}, two steps: hit": number(study.two_steps),
        f"Gaussian expert of deviation {DEVIATION}, {FEW} steps: deviation": number(study.shrunk),
        "parameters, SHA-256": {name: fingerprint(name) for name in NETWORKS},
    }


def one_step(study: Study) -> Iterator[tuple]:
    """The noise does not matter, and what comes is the expected action."""
    s, _ = half_of_the_states()
    noise = np.broadcast_to(np.linspace(-4, 4, 9), (len(s), 9))
    for name, world in WORLDS.items():
        for how, sampler in SAMPLERS.items():
            off = sampler(world.expert(s), 1).forward(noise)[0] - world.mean(s)[:, None]
            yield (name, how), bool(np.abs(off).max() < 1e-12), True


def in_balls(study: Study) -> Iterator[tuple]:
    """The float law, in the state s = 0, beside the balls."""
    s = np.zeros(1)
    for (name, steps), ball in study.in_the_middle.items():
        found = WORLDS[name].collisions(flow_matching.by_euler(WORLDS[name].expert(s), steps), s)[0]
        yield (name, steps), abs(found - float(ball.mid())) <= 1e-9 and float(ball.rad()) <= 1e-9, True


def shrinks(study: Study) -> Iterator[tuple]:
    """A Gaussian expert at 0: the action is the noise times its standard deviation."""
    yield "four steps", study.shrunk, Fraction(63, 185)
    alone = Mixture(np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), float(DEVIATION)))
    for steps in STEPS:
        came = flow_matching.euler(alone, np.ones((1, 1)), steps)[0].item()
        yield steps, abs(came - float(flow_matching.gaussian_deviation(DEVIATION, steps))) < 1e-12, True


def two_points(study: Study) -> Iterator[tuple]:
    """Two modes so narrow that they are nearly single actions."""
    modes = Mixture(np.full((1, 2), 0.5), np.array([[-float(MODE), float(MODE)]]), np.full((1, 2), 1e-5))
    found = flow_matching.by_euler(modes, 2).mass(-float(REACH), float(REACH)).item()
    yield "two steps", abs(found - study.two_steps) < 1e-9, True
    noise = standard(1).mass(-float(REACH), float(REACH)).item()
    yield "two steps are not the noise itself", abs(noise - study.two_steps) > 0.01, True


def few_and_many(cell: Cell, row: Row) -> tuple[object, object] | None:
    """Few steps drive into the trees and many do not. Nothing is said of the steps between."""
    if cell.denoiser != EXACT or 2 < cell.steps < ENOUGH:
        return None
    return all((row[f"{name}: hits a tree"]["value"] < 0.01) == (cell.steps == ENOUGH) for name in SAMPLERS), True


def one_trained_step(study: Study) -> Iterator[tuple]:
    """Of a network: nearly one action, whatever the noise, and that about the expected one."""
    s = tree.states(9)
    noise = np.broadcast_to(np.linspace(-2, 2, 9), (len(s), 9))
    for kind in study.kinds:
        found = _denoiser(kind, "flow")
        came = euler(kind.network, found.parameters, s, noise, 1)
        off = np.abs(came - found.world.mean(s)[:, None]).mean()
        yield (kind.words, "off the expected action"), bool(off < NEAR), True


def many_trained_steps(study: Study) -> Iterator[tuple]:
    """Bands on one side, those of the training. Few steps hit more trees, whatever was trained."""
    for (world, network, sampler, steps), hit in study.trained.items():
        if steps == ENOUGH:
            band = train_denoisers.BANDS[world, network]
            yield (world, network, sampler), band.holds(hit), True
            yield (world, network, sampler, "two steps"), hit < study.trained[world, network, sampler, 2], True
    for other in ("small network, waves", "deeper network"):
        for sampler in train_denoisers.SAMPLERS:
            hits = [study.trained["four-trees", network, sampler, ENOUGH] for network in (other, "small network")]
            yield (other, sampler, "tells ways apart better"), hits[0] < hits[1] / 1.5, True


EXPERIMENT = Experiment(
    key="denoising",
    claims=("L22",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="that one step is squared error is proved", compared=proved(theory.DERIVATION)),
        Check(name="one step of each sampler makes the expected action, whatever the noise", compared=one_step),
        Check(name="the law that is pushed lies in the balls", compared=in_balls),
        Check(name="a Gaussian shrinks by the rational product", compared=shrinks),
        Check(name="two steps on two actions follow the closed form", compared=two_points),
        Check(name="two steps hit trees, fifty hardly ever", compared=for_each_cell(few_and_many)),
        Check(name="one step of a trained flow makes about the expected action", compared=one_trained_step),
        Check(name="fifty steps of the networks stay within their bands", compared=many_trained_steps),
    ),
    networks=NETWORKS,
)
