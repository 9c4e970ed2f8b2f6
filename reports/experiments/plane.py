"""Actions of two coordinates: squared error, mixtures, flow and diffusion in a forest with five clearings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import arb

from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.plane import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Row, for_each_cell
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners import plane_denoising, plane_mixture
from tightrope.simulators.learners.plane_mixture import PlaneFit
from tightrope.simulators.measures import wedge
from tightrope.simulators.model.plane_laws import RoundMixture
from tightrope.simulators.worlds import clearings

ZERO = clearings.expert(np.zeros(1))  # the expert where all ways are equally likely
DRAWN = 10_000  # actions that are drawn to compare with
SLIPS = 5  # standard deviations that a share of drawn actions may be off


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A kind of policy, and its size: the components of a mixture, or steps."""

    kind: str
    size: int

    @cached_property
    def fit(self) -> PlaneFit:
        """The mixture. Raises ValueError for another kind."""
        if self.kind != "mixture":
            raise ValueError(f"a mixture is asked for; this is {self.kind}")
        return plane_mixture.best(ZERO, self.size)


def _mixture(cell: Cell) -> float:
    return float(clearings.collisions(cell.fit.law)[0])


def _flow(cell: Cell) -> float:
    return wedge.positive(lambda noise: clearings.outside(plane_denoising.flow(ZERO, noise, cell.size)), clearings.WAYS)


def _diffusion(cell: Cell) -> float:
    grid, weights, action = plane_denoising.diffused(ZERO, cell.size)
    return grid.positive(weights, clearings.outside(action))


HITS: dict[str, Callable[[Cell], float]] = {"mixture": _mixture, "flow": _flow, "diffusion": _diffusion}
SIZES = {"mixture": (1, 2, 3, 4, 5, 6), "flow": (1, 2, 5, 10, 20, 50), "diffusion": (1, 2, 5, 10)}
CELLS = tuple(Cell(kind=kind, size=size) for kind, sizes in SIZES.items() for size in sizes)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """How often it hits a tree in the state s = 0: floats, to about three digits."""
    return {
        "policy": cell.kind,
        "components or steps": cell.size,
        "hits a tree": number(round(HITS[cell.kind](cell), 5)),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    ways, radius, sigma = clearings.WAYS, clearings.RADIUS, clearings.SIGMA

    @cached_property
    def hits(self) -> dict[tuple[str, int], float]:
        return {
            (cell.kind, cell.size): row["hits a tree"]["value"] for cell, row in zip(self.cells, self.rows, strict=True)
        }

    def of(self, kind: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == kind]

    @property
    def expert_hits(self) -> float:
        return float(clearings.collisions(ZERO)[0])

    @cached_property
    def losses(self) -> dict[int, float]:
        """KL(expert, mixture) in nats, by the number of components."""
        return {cell.size: cell.fit.loss for cell in self.of("mixture")}

    @property
    def nearest(self) -> arb:
        """How near the expected action of any state comes to the middle of a clearing on the first axis, a ball."""
        return 1 - clearings.furthest_mean()


def numbers(study: Study) -> dict[str, object]:
    found = {f"KL of the best mixture of {size}": number(round(loss, 6)) for size, loss in study.losses.items()}
    return found | {
        "the expert hits a tree": number(round(study.expert_hits, 6)),
        "least distance of an expected action from a middle on the first axis": number(float(study.nearest)),
    }


def squared_error(study: Study) -> Iterator[tuple]:
    """Every expected action is on the first axis; it misses the clearing there, and all others lie off that axis."""
    yield "the clearing on the axis", study.nearest > arb(2) / 5, True
    others = [(2 * arb(k) / clearings.WAYS).sin_pi() for k in range(1, clearings.WAYS)]
    for k, height in enumerate(others, 1):
        yield f"clearing {k}", abs(height) > arb(2) / 5, True
    s = np.linspace(-1, 1, 41)
    yield "on a grid of states", bool((clearings.outside(clearings.mean(s)) > 0).all()), True


def one_step(study: Study) -> Iterator[tuple]:
    """The noise does not matter, and what comes is the expected action, in other states, too."""
    noise = np.random.default_rng(study.profile.seed).standard_normal((50, 2))
    for s in (-0.7, 0.0, 0.5):
        law, mean = clearings.expert(np.array([s])), clearings.mean(np.array([s]))[0]
        yield s, bool(np.abs(plane_denoising.flow(law, noise, 1) - mean).max() < 1e-12), True
        yield s, bool(np.abs(plane_denoising.diffused(law, 1)[2] - mean).max() < 1e-12), True


def drawn(study: Study) -> Iterator[tuple]:
    """Shares of drawn actions that hit, beside what is computed."""
    random = np.random.default_rng(study.profile.seed)
    noise = random.standard_normal((DRAWN, 2))
    for cell in (*study.of("flow"), *study.of("mixture")):
        a = (
            plane_denoising.flow(ZERO, noise, cell.size)
            if cell.kind == "flow"
            else _copies(cell.fit.law).sample(random)
        )
        hits = study.hits[cell.kind, cell.size]
        allowed = SLIPS * np.sqrt(max(hits * (1 - hits), 1 / DRAWN) / DRAWN)
        yield cell, bool(abs(clearings.collide(a).mean() - hits) <= allowed + 1e-3), True


def _copies(law: RoundMixture) -> RoundMixture:
    return RoundMixture(*(np.repeat(part, DRAWN, axis=0) for part in (law.weights, law.means, law.deviations)))


def enough(cell: Cell, row: Row) -> tuple[object, object] | None:
    """With as many components as ways a mixture is the expert; fewer hit trees. Few steps do, and many hardly ever."""
    hits = row["hits a tree"]["value"]
    if cell.kind == "mixture":
        return hits < 0.001, cell.size >= clearings.WAYS
    return None if 2 < cell.size < 20 else (hits < 0.01, cell.size >= 20)


def fewer_lose_more(study: Study) -> Iterator[tuple]:
    for few, more in zip(study.losses, list(study.losses)[1:], strict=False):
        yield (few, more), study.losses[few] > study.losses[more] or few >= clearings.WAYS, True


EXPERIMENT = Experiment(
    key="plane",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="the expected action misses every clearing, in every state", compared=squared_error),
        Check(name="one step of each sampler makes the expected action, whatever the noise", compared=one_step),
        Check(name="drawn actions hit as often as is computed", compared=drawn),
        Check(
            name="few components and few steps hit trees, enough hardly ever",
            compared=for_each_cell(enough),
        ),
        Check(name="fewer components lose more", compared=fewer_lose_more),
    ),
)
