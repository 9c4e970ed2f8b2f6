"""Step by step from noise to an action: what the exact denoiser does with N steps; one step is squared error."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from flint import arb

from tightrope.bounds.lecture import denoising as theory
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.denoising import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, for_each_cell, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners import denoising_balls, diffusion, flow_matching, least_squares
from tightrope.simulators.measures.pushed_distance import total_variation
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.pushed import standard
from tightrope.simulators.worlds import tree
from tightrope.simulators.worlds.tree import TreeWorld

WORLDS = {key: build() for key, build in tree.WORLDS.items()}
SAMPLERS = {"flow": flow_matching.by_euler, "flow, Heun": flow_matching.by_heun, "diffusion": diffusion.law}
STEPS = (1, 2, 4, 5, 10, 20, 50)
ENOUGH = 50
NODES = 16  # of Gauss and Legendre, for averages over s
MODE, REACH = Fraction(1), Fraction(2, 5)  # of two single actions, and the tree between them
DEVIATION, FEW = Fraction(1, 2), 4  # of a Gaussian expert, and the steps on it


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world by its name, and the number of steps."""

    name: str
    steps: int

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.name]


CELLS = tuple(Cell(name=name, steps=steps) for name in WORLDS for steps in STEPS)


def half_of_the_states() -> tuple[np.ndarray, np.ndarray]:
    """Positive nodes of Gauss and Legendre, with weights that add up to 1: state -s is the mirror image of s."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return nodes[nodes > 0], weights[nodes > 0]


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Averages over the states of the probability of a collision, and of the total variation from the expert."""
    s, weights = half_of_the_states()
    expert = cell.world.expert(s)
    row: dict[str, object] = {"world": cell.name, "steps": cell.steps}
    for name, sampler in SAMPLERS.items():
        law = sampler(expert, cell.steps)
        if cell.steps == 1:
            hit = float(least_squares.collision(cell.world))
        else:
            hit = (weights * cell.world.collisions(law, s)).sum()
        row[f"{name}: hits a tree"] = number(hit)
        row[f"{name}: TV"] = number(round((weights * total_variation(expert, law)).sum(), 3))
    return row


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    one, four = WORLDS["one-tree"], WORLDS["four-trees"]
    steps, mode, reach, deviation, few = STEPS, MODE, REACH, DEVIATION, FEW

    @cached_property
    def hits(self) -> dict[tuple[str, str, int], float]:
        """By world, sampler and number of steps."""
        return self._column("hits a tree")

    @cached_property
    def apart(self) -> dict[tuple[str, str, int], float]:
        return self._column("TV")

    @cached_property
    def in_the_middle(self) -> dict[tuple[str, int], arb]:
        """The probability that Euler's steps hit a tree in the state s = 0, balls."""
        return {(cell.name, cell.steps): denoising_balls.collision(cell.world, cell.steps) for cell in self.cells}

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
    if 2 < cell.steps < ENOUGH:
        return None
    return all((row[f"{name}: hits a tree"]["value"] < 0.01) == (cell.steps == ENOUGH) for name in SAMPLERS), True


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
    ),
)
