"""Laws of actions in the plane, beside the expert's, and how often they hit a tree."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.experiments.pictures.discretised import circle
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, curve, grid
from tightrope.simulators.learners import plane_denoising
from tightrope.simulators.model.plane_laws import RoundMixture
from tightrope.simulators.worlds.clearings import MIDDLES, expert, mean

if TYPE_CHECKING:
    from tightrope.reports.experiments.plane import Study

EDGES = np.linspace(-1.6, 1.6, 50)
FEW = 3  # components of the mixture that is drawn
STEPS = (2, 5)  # of the flow
RINGS, TURNS, FURTHEST = 240, 500, 4.5  # points of the noise, closer together in the middle, where all ways meet
CROSS = 0.06  # half of its size
DIGITS = 5  # of the probability of a square
AXES = (Axis(label="first part of the action"), Axis(label="second part of the action"))
KINDS = {"flow": ("flow, Euler", "problem"), "diffusion": ("diffusion", "dagger")}


def pictures(study: "Study") -> dict[str, tuple]:
    law = expert(np.zeros(1))
    few = next(cell.fit.law for cell in study.of("mixture") if cell.size == FEW)
    return {
        "plane": (
            _heat(law.table(EDGES)[0], "the expert"),
            _heat(few.table(EDGES)[0], f"the best mixture of {FEW} that was found"),
        ),
        "plane-steps": tuple(_heat(_flowed(law, n), f"flow, {n} steps") for n in STEPS),
        "plane-hits": (_against_components(study), _against_steps(study)),
    }


def _heat(table: np.ndarray, heading: str) -> Heat:
    middles = (EDGES[:-1] + EDGES[1:]) / 2
    return Heat(
        x=AXES[0],
        y=AXES[1],
        grid=grid("probability of a small square", middles, middles, table.T.round(DIGITS)),
        colours="log",
        curves=(_cross(mean(np.zeros(1))[0]), *(circle(middle) for middle in MIDDLES)),
        heading=heading,
    )


def _cross(place: np.ndarray) -> Curve:
    """The expected action."""
    x, y = place
    along, across = (x - CROSS, x, x + CROSS, x, x, x, x), (y, y, y, y, y - CROSS, y, y + CROSS)
    return curve("the expected action: squared error, or one step", "worst", along, across)


def _flowed(law: RoundMixture, steps: int) -> np.ndarray:
    """The mass of each square, by points on rings of the noise."""
    ends = FURTHEST * np.linspace(0, 1, RINGS + 1) ** 2
    radius, mass = (ends[1:] + ends[:-1]) / 2, -np.diff(np.exp(-(ends**2) / 2)) / TURNS
    angle = 2 * np.pi * (np.arange(TURNS) + 0.5) / TURNS
    noise = radius[:, None, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    at = plane_denoising.flow(law, noise.reshape(-1, 2), steps)
    return np.histogram2d(*at.T, bins=[EDGES, EDGES], weights=np.repeat(mass, TURNS))[0]


def _against_components(study: "Study") -> Curves:
    sizes = [cell.size for cell in study.of("mixture")]
    return Curves(
        x=Axis(label="K, components of the action's mixture"),
        y=Axis(label="probability of hitting a tree, s = 0", scale="log"),
        curves=(
            curve("best mixture", "problem", sizes, [study.hits["mixture", size] for size in sizes]),
            curve("expert", "bound", (sizes[0], sizes[-1]), [study.expert_hits] * 2),
        ),
    )


def _against_steps(study: "Study") -> Curves:
    curves = []
    for kind, (label, role) in KINDS.items():
        sizes = [cell.size for cell in study.of(kind)]
        curves.append(curve(label, role, sizes, [study.hits[kind, size] for size in sizes]))
    last = curves[0].x[-1]
    return Curves(
        x=Axis(label="N, steps from noise to action (1: squared error)", scale="log"),
        y=Axis(label="probability of hitting a tree, s = 0", scale="log"),
        curves=(*curves, curve("expert", "bound", (1, last), [study.expert_hits] * 2)),
    )
