"""The law of the action after more and more steps, each step on the way, and how often a tree is hit."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.experiments.pictures.law_rows import PLACES, law_row, past_trees, point_row, trees_of
from tightrope.reports.publishing.figure import Axis, Curves, Heat, Laws, curve, grid
from tightrope.simulators.learned.train_denoisers import EXACT, Kind, shipped
from tightrope.simulators.learners import flow_matching
from tightrope.simulators.worlds.tree import TreeWorld

if TYPE_CHECKING:
    from tightrope.reports.experiments.denoising import Study

SHOWN_AS = {
    "flow": ("flow, Euler", "problem"),
    "flow, Heun": ("flow, Heun", "witness"),
    "diffusion": ("diffusion", "dagger"),
}
SHOWN = (2, 5, 10, 50)
NOISE = np.linspace(-5, 5, 1601)
SAMPLES = np.array([[-1.5, -0.7, -0.2, 0.2, 0.7, 1.5]])
WAY, COARSE = 40, 4  # steps of the two pictures of the way


def pictures(study: "Study") -> dict[str, tuple]:
    return {
        "denoising": (_laws(study.one, 0.0), _laws(study.four, 0.5)),
        "denoising-way": (_way(study.one), _each_step(study.one)),
        "denoising-steps": (_hits(study, study.one), _hits(study, study.four)),
        "denoising-distance": (_apart(study, study.one), _apart(study, study.four)),
        "denoising-networks": (_laws_of_networks(study, 0.5), _hits_of_networks(study)),
    }


def _laws(world: TreeWorld, state: float) -> Laws:
    s = np.array([state])
    expert = world.expert(s)
    rows = [law_row(world, f"expert, s = {state:g}", expert, s), point_row(world, "1 step: squared error", s)]
    rows += [law_row(world, f"{n} steps", flow_matching.by_euler(expert, n), s) for n in SHOWN]
    return past_trees(world, rows)


def _way(world: TreeWorld) -> Heat:
    """The density on the way, after each of many steps, in the state s = 0."""
    expert = world.expert(np.zeros(1))
    places = np.linspace(-2, 2, 161).round(PLACES)
    times = np.linspace(0, 1, WAY + 1).round(PLACES)
    laws = [flow_matching.by_euler(expert, WAY, k) for k in range(WAY + 1)]
    columns = []
    for law in laws:
        action, slope = law.forward(NOISE[None])
        columns.append(np.interp(places, action[0], law.start.density(NOISE)[0] / slope[0]))
    paths = [law.forward(SAMPLES)[0][0].round(PLACES) for law in laws]
    return Heat(
        x=Axis(label="t, from noise (0) to the action (1)"),
        y=Axis(label="x, the noised action"),
        grid=grid("probability density", times, places, np.array(columns).T),
        curves=tuple(curve("the way of a sample", "problem", times, path) for path in zip(*paths, strict=True)),
        shaded=trees_of(world),
        what="tree",
    )


def _each_step(world: TreeWorld) -> Laws:
    s = np.zeros(1)
    expert = world.expert(s)
    labels = ("noise, t = 0", *(f"t = {k}/{COARSE}" for k in range(1, COARSE)), "action, t = 1")
    rows = [law_row(world, label, flow_matching.by_euler(expert, COARSE, k), s) for k, label in enumerate(labels)]
    shown = past_trees(world, [*rows, law_row(world, "expert", expert, s)])
    return replace(shown, x=Axis(label="x, the noised action"), says="in the tree")


def _over_steps(study: "Study", world: TreeWorld, found: dict) -> list:
    return [
        curve(label, role, study.steps, [found[world.key, name, n] for n in study.steps])
        for name, (label, role) in SHOWN_AS.items()
    ]


def _heading(world: TreeWorld) -> str:
    return f"{len(world.trees)} {'tree' if len(world.trees) == 1 else 'trees'}"


def _hits(study: "Study", world: TreeWorld) -> Curves:
    ends = (study.steps[0], study.steps[-1])
    curves = _over_steps(study, world, study.hits)
    curves.append(curve("expert", "bound", ends, [study.expert_hits[world.key]] * 2))
    return Curves(
        x=Axis(label="N, steps from noise to action (1: squared error)", scale="log"),
        y=Axis(label="probability of hitting a tree", scale="log"),
        curves=tuple(curves),
        heading=_heading(world),
    )


def _apart(study: "Study", world: TreeWorld) -> Curves:
    return Curves(
        x=Axis(label="N, steps from noise to action", scale="log"),
        y=Axis(label="total variation of the action", scale="log"),
        curves=tuple(_over_steps(study, world, study.apart)),
        heading=_heading(world),
    )


def _laws_of_networks(study: "Study", state: float) -> Laws:
    """What fifty steps make past four trees, with the exact velocity and with trained ones."""
    world, s = study.four, np.array([state])
    many = study.steps[-1]
    rows = [
        law_row(world, f"expert, s = {state:g}", world.expert(s), s),
        law_row(world, "exact velocity", flow_matching.by_euler(world.expert(s), many), s),
    ]
    rows += [law_row(world, kind.key, shipped(kind, "flow").law(s, many), s) for kind in _past_four(study)]
    return past_trees(world, rows)


def _hits_of_networks(study: "Study") -> Curves:
    world = study.four.key
    steps = sorted({cell.steps for cell in study.cells if cell.denoiser != EXACT})
    curves = [curve("exact velocity", "problem", study.steps, [study.hits[world, "flow", n] for n in study.steps])]
    curves += [
        curve(kind.key, "problem", steps, [study.trained[world, kind.key, "flow", n] for n in steps])
        for kind in _past_four(study)
    ]
    curves.append(curve("expert", "bound", (steps[0], steps[-1]), [study.expert_hits[world]] * 2))
    return Curves(
        x=Axis(label="N, steps from noise to action", scale="log"),
        y=Axis(label="probability of hitting a tree", scale="log"),
        curves=tuple(curves),
    )


def _past_four(study: "Study") -> list[Kind]:
    return [kind for kind in study.kinds if kind.world == study.four.key]
