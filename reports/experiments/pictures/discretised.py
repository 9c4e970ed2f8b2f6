"""Laws in bins, the plane with its clearings under a chain and under independent heads, and what many parts cost."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.experiments.pictures.law_rows import PLACES, law_row, past_trees
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, Laws, curve, grid
from tightrope.simulators.worlds.clearings import MIDDLES, RADIUS
from tightrope.simulators.worlds.tree import four_trees

if TYPE_CHECKING:
    from tightrope.reports.experiments.discretised import Study

SHOWN = (10, 16, 32, 64)  # bins whose laws are drawn


def pictures(study: "Study") -> dict[str, tuple]:
    return {
        "discretised": (_laws(study), _losses(study)),
        "discretised-heads": (
            _plane(study, study.table[0], "the expert, and a chain that copies it"),
            _plane(study, study.heads[0], "the best independent heads"),
        ),
        "discretised-parts": (_lost(study), _sizes(study)),
    }


def _laws(study: "Study") -> Laws:
    world, s = four_trees(), np.zeros(1)
    rows = [law_row(world, "expert", world.expert(s), s)]
    for cell, _ in study.own:
        if cell.name == world.key and cell.bins in SHOWN:
            rows.append(law_row(world, f"{cell.bins} bins", cell.law, s))
    return past_trees(world, rows)


def _losses(study: "Study") -> Curves:
    curves = []
    for name in dict.fromkeys(cell.name for cell, _ in study.own):
        rows = [row for cell, row in study.own if cell.name == name]
        bins = [row["bins"] for row in rows]
        world = name.replace("-", " ")
        curves.append(curve(world, "witness", bins, [row["KL divergence"]["value"] for row in rows]))
        curves.append(curve(f"limit, {world}", "bound", bins, [row["its limit"]["value"] for row in rows]))
    return Curves(
        x=Axis(label="bins of an action between -3 and 3", scale="log"),
        y=Axis(label="KL divergence of the action, in nats", scale="log"),
        curves=tuple(curves),
    )


def _plane(study: "Study", table: np.ndarray, heading: str) -> Heat:
    middles = (study.edges[:-1] + study.edges[1:]) / 2
    return Heat(
        x=Axis(label="first part of the action"),
        y=Axis(label="second part of the action"),
        grid=grid("probability of a bin of actions", middles, middles, table.T.round(PLACES + 2)),
        curves=tuple(circle(middle) for middle in MIDDLES),
        heading=heading,
    )


def circle(middle: np.ndarray) -> Curve:
    turn = np.linspace(0, 2 * np.pi, 61)
    x, y = middle[0] + RADIUS * np.cos(turn), middle[1] + RADIUS * np.sin(turn)
    return curve("a clearing; trees everywhere else", "bound", x, y)


def _lost(study: "Study") -> Curves:
    parts = range(1, study.parts + 1)
    return Curves(
        x=Axis(label="parts of the action, all to one side"),
        y=Axis(label="KL divergence of the action, in nats"),
        curves=(
            curve("independent heads", "problem", parts, [study.lost(d) for d in parts]),
            curve("a chain", "dagger", parts, [0 for _ in parts]),
        ),
    )


def _sizes(study: "Study") -> Curves:
    parts = range(1, 6)
    kinds = study.numbers_of(1)
    return Curves(
        x=Axis(label=f"parts of the action, {study.bins} bins each"),
        y=Axis(label="free probabilities of a state", scale="log"),
        curves=tuple(curve(kind, "problem", parts, [study.numbers_of(d)[kind] for d in parts]) for kind in kinds),
    )
