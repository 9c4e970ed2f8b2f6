"""A latent variable that is to choose the way past trees: what the best bound makes of it, and when it is unused."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.bounds.lecture import collapse
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.latent_variable import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, for_each_cell, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned import train_autoencoder
from tightrope.simulators.learned.parameters import fingerprint, kept
from tightrope.simulators.learned.train_autoencoder import FREE, HITS, KINDS, Trained
from tightrope.simulators.learners import latent_variable as latent
from tightrope.simulators.learners.latent_variable import Latent
from tightrope.simulators.worlds import tree
from tightrope.simulators.worlds.tree import TreeWorld

WORLDS = {key: build() for key, build in tree.WORLDS.items()}
PARAMETERS = "latent_variable"
S = np.zeros(1)  # the state
NETWORKS = "networks"
SLACK = 0.01  # nats, by which a network's bound may be above the best that was found for free functions
USED = 0.9  # how surely the sign of z tells the side if z is used
UNUSED = tuple(map(Fraction, ("51/50", "3/2")))  # deviations of the decoder beyond that of the actions


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world by its name, the fixed standard deviation of the decoder, and what encoder and decoder are."""

    name: str
    deviation: Fraction
    functions: str = FREE

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.name]

    @cached_property
    def latent(self) -> Latent:
        for entry in kept(PARAMETERS):
            if (entry["world"], Fraction(entry["deviation"])) == (self.name, self.deviation):
                parts = {name: entry[name] for name in ("mean", "log_deviation", "decoder")}
                return Latent(deviation=self.deviation, **parts)
        raise ValueError(f"no parameters are kept for {self.name} with d = {self.deviation}")

    @cached_property
    def trained(self) -> Trained:
        kind = next(one for one in KINDS if (one.world, one.deviation) == (self.name, self.deviation))
        return train_autoencoder.shipped(kind)


ONE = tuple(Cell(name="one-tree", deviation=Fraction(d)) for d in ("1/20", "1/10", "3/20", "3/10", "3/5", "9/10"))
FIVE = Cell(name="four-trees", deviation=Fraction(1, 10))
TRAINED = tuple(Cell(name=kind.world, deviation=kind.deviation, functions=NETWORKS) for kind in KINDS)
CELLS = (*ONE, FIVE, *TRAINED)
OWN = Cell(name="one-tree", deviation=Fraction(3, 20))  # the decoder's noise is the expert's own


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The gap of the bound, collisions in a ball, and how often the sign of z is the side of the action."""
    world = cell.world
    bound, hits, spread, told = (_of_free_functions if cell.functions == FREE else _of_networks)(cell)
    return {
        "world": cell.name.replace("-", " "),
        "decoder's deviation d": str(cell.deviation),
        "encoder and decoder": cell.functions,
        "bound below the expert's log-likelihood": number(latent.log_likelihood_of_expert(world) - bound),
        "hits a tree": number(hits),
        "variance of f(z)": number(spread),
        "linear decoder's variance": number(max(Fraction(0), latent.variance(world) - cell.deviation**2)),
        "side told by the sign of z": number(told),
    }


def _of_free_functions(cell: Cell) -> tuple[float, float, float, float]:
    world, law = cell.world, cell.latent.law()
    return (
        latent.elbo(world, cell.latent),
        float(latent.collision(world, cell.latent).mid()),
        float(law.weights[0] @ law.means[0] ** 2),
        float(cell.latent.given(0, np.inf).mass(0, np.inf)[0]),
    )


def _of_networks(cell: Cell) -> tuple[float, float, float, float]:
    found = cell.trained
    return found.bound(), found.hits(), found.spread(), found.told()


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    own, five, world = OWN, FIVE, WORLDS["one-tree"]
    own_trained, unused_trained, five_trained = TRAINED
    cells_of_z = 2 * latent.CELLS

    @cached_property
    def row_of(self) -> dict[Cell, Row]:
        return dict(zip(self.cells, self.rows, strict=True))

    def hit(self, cell: Cell) -> float:
        return self.row_of[cell]["hits a tree"]["value"]

    def gap(self, cell: Cell) -> float:
        return self.row_of[cell]["bound below the expert's log-likelihood"]["value"]

    def told(self, cell: Cell) -> float:
        return self.row_of[cell]["side told by the sign of z"]["value"]

    @property
    def narrowest(self) -> Cell:
        return ONE[0]

    @property
    def expert_hits(self) -> float:
        return float(self.world.collisions(self.world.expert(S), S)[0])

    @property
    def threshold(self) -> float:
        return float(latent.variance(self.world)) ** 0.5


def answers(study: Study) -> tuple[Finding, ...]:
    numbers = {
        f"{cell.name}, d = {cell.deviation}: hits a tree": row["hits a tree"]
        for cell, row in study.row_of.items()
        if cell.functions == FREE
    }
    return (
        Finding(claim="L21", verdict="conditional", evidence="searched", numbers=numbers, figure="latent-variable"),
    )


def numbers(study: Study) -> dict[str, object]:
    names = [kind.name for kind in KINDS]
    return {
        "parameters, SHA-256": fingerprint(PARAMETERS),
        "parameters of networks, SHA-256": {name: fingerprint(name) for name in names},
    }


def no_bound_is_higher(cell: Cell, row: Row) -> tuple[object, object] | None:
    """Than the expert's log-likelihood; and each is at least as high as that of a linear decoder."""
    if cell.functions == NETWORKS:
        return None
    world = cell.world
    bounds = (
        latent.linear(world, cell.deviation),
        latent.elbo(world, cell.latent),
        latent.log_likelihood_of_expert(world),
    )
    return bounds[0] < bounds[1] < bounds[2], True


def balls(cell: Cell, row: Row) -> tuple[object, object]:
    if cell.functions == NETWORKS:
        ball, found = cell.trained.ball(), cell.trained.hits()
    else:
        ball = latent.collision(cell.world, cell.latent)
        found = cell.world.collisions(cell.latent.law(), S)[0]
    return abs(found - float(ball.mid())) < 1e-9 and float(ball.rad()) < 1e-12, True


def unused(study: Study) -> Iterator[tuple]:
    """Beyond the threshold a constant decoder is best for any decoder and encoder: E exp(l a) <= exp(l^2 d^2/2)."""
    variance = float(latent.variance(study.world))
    a, weights = latent.actions(study.world)
    for slope in (0.1, 1.0, 3.0):
        moment = float((weights * np.cosh(slope * a)).sum())
        yield f"slope {slope}", moment <= np.exp(slope**2 * variance / 2), True
    small = 0.1
    moment = float((weights * np.cosh(small * a)).sum())
    yield "below the threshold", moment > np.exp(small**2 * (0.9 * variance) / 2), True
    for deviation in UNUSED:
        yield f"d = {deviation}", max(Fraction(0), latent.variance(study.world) - deviation**2), 0


def less_noise(study: Study) -> Iterator[tuple]:
    """The parameters that were found: with less noise in the decoder the bound is nearer, and fewer actions hit."""
    for narrow, wide in zip(ONE, ONE[1:], strict=False):
        yield (narrow, "gap"), study.gap(narrow) < study.gap(wide), True


def networks_fall_short(study: Study) -> Iterator[tuple]:
    """No network's bound is above the best that was found for free functions, and z is used or not as in these."""
    for cell in study.cells:
        if cell.functions == NETWORKS:
            free = Cell(name=cell.name, deviation=cell.deviation)
            best = study.gap(free) if free in study.row_of else _gap_of_linear(cell)
            yield (cell, "bound"), study.gap(cell) > best - SLACK, True
            if free in study.row_of:
                yield (cell, "hits more"), study.hit(cell) > study.hit(free), True
                yield (cell, "z is used"), study.told(cell) > USED, True
            for what, band in train_autoencoder.BANDS[cell.trained.kind].items():
                row = study.row_of[cell]
                yield (
                    (cell, what),
                    band.holds(row["hits a tree" if what == HITS else "variance of f(z)"]["value"]),
                    True,
                )


def _gap_of_linear(cell: Cell) -> float:
    return latent.log_likelihood_of_expert(cell.world) - latent.linear(cell.world, cell.deviation)


EXPERIMENT = Experiment(
    key="latent-variable",
    claims=("L21",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="the threshold of a linear decoder is proved", compared=proved(collapse.DERIVATION)),
        Check(
            name="bounds lie between a linear decoder's and the expert's likelihood",
            compared=for_each_cell(no_bound_is_higher),
        ),
        Check(name="collisions lie in their balls", compared=for_each_cell(balls)),
        Check(name="beyond the threshold nothing is better than a constant decoder", compared=unused),
        Check(name="less noise in the decoder brings the bound nearer", compared=less_noise),
        Check(name="networks fall short of the best functions, within their bands", compared=networks_fall_short),
    ),
    networks=tuple(kind.name for kind in KINDS),
)
