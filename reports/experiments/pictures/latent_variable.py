"""z against the action, the policy's law beside the expert's, and what the noise of the decoder does."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.experiments.pictures.law_rows import (
    FROM_MIDDLE,
    PLACES,
    law_row,
    past_trees,
    point_row,
    shown_actions,
    trees_of,
)
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, Laws, curve, grid
from tightrope.simulators.learned.train_autoencoder import FREE
from tightrope.simulators.learners import latent_variable as latent
from tightrope.simulators.model.laws import Mixture

if TYPE_CHECKING:
    from tightrope.reports.experiments.latent_variable import Cell, Study

S = np.zeros(1)

OFTEN = 0.03  # of the highest density: of rarer actions the search tells little


def pictures(study: "Study") -> dict[str, tuple]:
    return {
        "latent-variable": (_map(study.own), _laws(study)),
        "latent-variable-five": (_map(study.five), _by_place(study.five)),
        "latent-variable-noise": (_hits(study), _spread(study)),
        "latent-variable-networks": (_map_of_networks(study.own_trained), _laws_of_networks(study)),
    }


def _map(cell: "Cell") -> Heat:
    """The law of the action for each z, with the decoder and where the encoder puts each action."""
    actions = shown_actions(cell.world)[::2]
    places = np.linspace(-2.975, 2.975, 120).round(PLACES)  # the middles of cells
    middles = np.searchsorted(latent.EDGES, places, side="right") - 1
    decoder = cell.latent.values[middles]
    density = np.exp(-(((actions[:, None] - decoder) / float(cell.deviation)) ** 2) / 2)
    height = density / (float(cell.deviation) * np.sqrt(2 * np.pi))
    return Heat(
        x=Axis(label="z, the latent variable, a sample of N(0, 1)"),
        y=Axis(label=FROM_MIDDLE),
        grid=grid("density of the action given z", places, actions, height),
        curves=(
            curve("decoder f(z)", "problem", places, decoder.round(PLACES)),
            *_encoder(cell),
        ),
        shaded=trees_of(cell.world),
        what="tree",
    )


def _map_of_networks(cell: "Cell") -> Heat:
    """The same of a trained decoder, drawn from left to right as the other one."""
    found = cell.trained
    actions, places = shown_actions(cell.world)[::2], np.linspace(-2.975, 2.975, 120).round(PLACES)
    decoder = found.kind.network.decoded(np, found.parameters, np.zeros(len(places)), places)
    decoder = decoder if decoder[-1] > decoder[0] else decoder[::-1]
    density = np.exp(-(((actions[:, None] - decoder) / float(cell.deviation)) ** 2) / 2)
    height = density / (float(cell.deviation) * np.sqrt(2 * np.pi))
    return Heat(
        x=Axis(label="z, the latent variable, a sample of N(0, 1)"),
        y=Axis(label=FROM_MIDDLE),
        grid=grid("density of the action given z", places, actions, height),
        curves=(curve("trained decoder f(z)", "problem", places, decoder.round(PLACES)),),
        shaded=trees_of(cell.world),
        what="tree",
    )


def _laws_of_networks(study: "Study") -> Laws:
    world = study.five.world
    rows = [
        law_row(world, "expert, s = 0", world.expert(S), S),
        law_row(world, "free functions", study.five.latent.law(), S),
        law_row(world, "networks", study.five_trained.trained.law(), S),
    ]
    return past_trees(world, rows)


def _encoder(cell: "Cell") -> list[Curve]:
    """The mean of z for each action that the expert takes now and then, one curve for each of its ways."""
    a, weights = latent.actions(cell.world)
    a, mean = np.concatenate((-a[::-1], a)), np.concatenate((-cell.latent.mean[::-1], cell.latent.mean))
    likely = np.concatenate((weights[::-1], weights)) > OFTEN * weights.max()
    ways = np.split(np.flatnonzero(likely), np.flatnonzero(np.diff(np.flatnonzero(likely)) > 1) + 1)
    return [curve("where the encoder puts an action", "bound", mean[way].round(PLACES), a[way]) for way in ways]


def _laws(study: "Study") -> Laws:
    world, own = study.world, study.own.latent
    unused = Mixture(np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), study.threshold))
    rows = [
        law_row(world, "expert, s = 0", world.expert(S), S),
        law_row(world, "z from N(0, 1)", own.law(), S),
        law_row(world, "only z < 0", own.given(-np.inf, 0), S),
        law_row(world, "only z > 0", own.given(0, np.inf), S),
        law_row(world, "z unused", unused, S),
        point_row(world, "squared error", S),
    ]
    return past_trees(world, rows)


def _by_place(cell: "Cell") -> Laws:
    world = cell.world
    cuts = (-np.inf, -1.0, 0.0, 1.0, np.inf)
    words = ("only z < -1", "only -1 < z < 0", "only 0 < z < 1", "only z > 1")
    rows = [
        law_row(world, "expert, s = 0", world.expert(S), S),
        law_row(world, "z from N(0, 1)", cell.latent.law(), S),
    ]
    rows += [
        law_row(world, label, cell.latent.given(low, high), S)
        for label, low, high in zip(words, cuts, cuts[1:], strict=False)
    ]
    return past_trees(world, rows)


def _deviations(study: "Study") -> list:
    return [cell for cell in study.row_of if cell.name == study.world.key and cell.functions == FREE]


def _hits(study: "Study") -> Curves:
    cells = _deviations(study)
    ends = (float(cells[0].deviation), 1.5)
    unused = Mixture(np.ones((2, 1)), np.zeros((2, 1)), np.array([[study.threshold], [1.5]]))
    beyond = study.world.collisions(unused, np.zeros(2))
    return Curves(
        x=Axis(label="d, standard deviation of the decoder's noise", scale="log"),
        y=Axis(label="probability of hitting the tree, s = 0", scale="log"),
        curves=(
            curve(
                "z used", "problem", [c.deviation for c in cells], [study.hit(c) for c in cells], at=0.75, side="below"
            ),
            curve("z unused", "worst", (study.threshold, 1.5), beyond),
            curve("expert", "bound", ends, (study.expert_hits,) * 2),
        ),
    )


def _spread(study: "Study") -> Curves:
    cells = _deviations(study)
    variance = float(latent.variance(study.world))
    at = np.linspace(0, 1.2, 121)
    return Curves(
        x=Axis(label="d, standard deviation of the decoder's noise"),
        y=Axis(label="variance of the action that z decides"),
        curves=(
            curve("linear decoder", "bound", at, np.maximum(variance - at**2, 0)),
            curve(
                "free decoder, found",
                "witness",
                [c.deviation for c in cells],
                [study.row_of[c]["variance of f(z)"]["value"] for c in cells],
            ),
        ),
    )
