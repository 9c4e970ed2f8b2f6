"""Discretised outputs: what bins and independent heads lose, networks too, and how large a table of all actions is."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from tightrope.bounds.lecture import total_correlation
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.discretised import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, for_each_cell, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned import train_bins
from tightrope.simulators.learned.parameters import fingerprint, network
from tightrope.simulators.learners import discretised
from tightrope.simulators.measures.law_distances import divergence_of_bins
from tightrope.simulators.model.laws import Bins, divided
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.worlds import clearings
from tightrope.simulators.worlds.tree import WORLDS, TreeWorld, one_tree, states

ZERO = np.zeros(1)  # the state in which all ways are equally likely
REACH = 3  # bins divide (-3, 3): beyond lies less than 10^-20 of the expert
PLANE = np.linspace(-1.6, 1.6, 65)  # bins of each coordinate in the plane
BINS, PARTS = 32, 8  # of the action of many parts, whose sides agree
MORE, IN_PLANE = 0.01, 0.02  # nats that a network may lose beside what it must, past the trees and in the plane
TABLES = 20  # random tables of rationals


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world by its name, and into how many bins its actions are divided."""

    name: str
    bins: int

    def __post_init__(self) -> None:
        require(Parameter("bins", Whole(1)), **vars(self))

    @property
    def world(self) -> TreeWorld:
        return WORLDS[self.name]()

    @property
    def width(self) -> Fraction:
        return Fraction(2 * REACH, self.bins)

    @property
    def law(self) -> Bins:
        return divided(self.world.expert(ZERO), np.linspace(-REACH, REACH, self.bins + 1))

    @property
    def limit(self) -> Fraction:
        """h^2/24 times the Fisher information 1/sigma^2."""
        return (self.width / self.world.sigma) ** 2 / 24

    policy = "best"  # the expert's own masses of the bins


@dataclass(frozen=True, kw_only=True)
class Trained(Cell):
    """A network that chooses among these bins, in the same state."""

    @property
    def file(self) -> str:
        return f"bins_{self.name.replace('-', '_')}_{self.bins}"

    @property
    def law(self) -> Bins:
        found = train_bins.past_trees(self.bins)
        return Bins(train_bins.edges_of(self.bins), found.table(network(self.file), ZERO))

    policy = "a network"


OWN = tuple(Cell(name=name, bins=bins) for name in WORLDS for bins in (8, 10, 12, 16, 32, 64, 128, 256))
NETWORKS = tuple(Trained(name=name, bins=bins) for name in WORLDS for bins in (32, 64))
HEADS, CHAIN = "bins_plane_heads", "bins_plane_chain"  # networks in the plane
FILES = (*(cell.file for cell in NETWORKS), HEADS, CHAIN)
CELLS = (*OWN, *NETWORKS)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """KL by quadrature, beside its limit, and collisions by the normal distribution function."""
    return {
        "world": cell.name.replace("-", " "),
        "policy": cell.policy,
        "bins": cell.bins,
        "bin width over σ": number(cell.width / cell.world.sigma),
        "KL divergence": number(float(divergence_of_bins(cell.world.expert(ZERO), cell.law)[0])),
        "its limit": number(cell.limit),
        "hits a tree": number(float(cell.world.collisions(cell.law, ZERO)[0])),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    edges, parts, bins = PLANE, PARTS, BINS
    sigma = one_tree().sigma

    @property
    def own(self) -> tuple[tuple[Cell, Row], ...]:
        """The cells that are no networks, with their rows."""
        pairs = zip(self.cells, self.rows, strict=True)
        return tuple((cell, row) for cell, row in pairs if not isinstance(cell, Trained))

    def at(self, name: str, bins: int) -> Row:
        return next(row for cell, row in self.own if (cell.name, cell.bins) == (name, bins))

    def more(self, cell: Trained) -> float:
        """Nats that the network loses beside what its bins lose."""
        row = dict(zip(self.cells, self.rows, strict=True))[cell]
        return row["KL divergence"]["value"] - self.at(cell.name, cell.bins)["KL divergence"]["value"]

    @property
    def most(self) -> float:
        """The largest of these."""
        return max(self.more(cell) for cell in NETWORKS)

    @cached_property
    def in_plane(self) -> dict[str, float]:
        """Nats that networks lose in the plane at s = 0, beside the total correlation of the same bins."""
        table = train_bins.table_in_plane(ZERO)
        found = {"total correlation": discretised.product_of_marginals(table)}
        for name, seen in ((HEADS, 0), (CHAIN, 1)):
            found[name] = train_bins.in_plane(seen).table(network(name), ZERO)
        return {name: float(discretised.divergence(table, learner)[0]) for name, learner in found.items()}

    @property
    def side(self) -> int:
        return len(train_bins.SIDE) - 1

    @property
    def trained_heads(self) -> float:
        return self.in_plane[HEADS]

    @property
    def trained_chain(self) -> float:
        return self.in_plane[CHAIN]

    @property
    def least_of_heads(self) -> float:
        return self.in_plane["total correlation"]

    def hits(self, bins: int) -> Any:
        return self.at("four-trees", bins)["hits a tree"]

    @cached_property
    def table(self) -> np.ndarray:
        """The expert between the trees of the plane, in bins, at s = 0."""
        found = clearings.expert(ZERO).table(PLANE)
        return found / found.sum()

    @cached_property
    def heads(self) -> np.ndarray:
        return discretised.product_of_marginals(self.table)

    @cached_property
    def correlation(self) -> float:
        return float(discretised.divergence(self.table, self.heads)[0])

    @cached_property
    def heads_hit(self) -> float:
        """How often independent heads, without bins, hit a tree of the plane, over all states."""
        heads = discretised.independent_heads(clearings.expert(states(500)))
        return float(clearings.collisions(heads).mean())

    @property
    def expert_hits(self) -> float:
        return float(clearings.collisions(clearings.expert(states(500))).mean())

    def lost(self, parts: int) -> float:
        """Nats that independent heads lose where all parts go to one side: the upper end, at most 10^-8 too large."""
        return float(discretised.sides_correlation(parts, self.sigma).upper())

    @property
    def mixed(self) -> Fraction:
        return discretised.mixed_sides(PARTS)

    def numbers_of(self, parts: int) -> dict[str, int]:
        """Free probabilities of each kind of policy."""
        return {
            "table of all actions": discretised.joint_numbers(BINS, parts),
            "chain that sees the last part": discretised.chain_numbers(BINS, parts, 1),
            "independent heads": discretised.chain_numbers(BINS, parts, 0),
        }


def answers(study: Study) -> tuple[Finding, ...]:
    numbers = {
        f"nats lost by independent heads, {PARTS} parts to one side, at most": number(study.lost(PARTS)),
        f"mixed sides, {PARTS} independent heads": number(study.mixed),
        "total correlation between the clearings, s = 0": number(study.correlation),
        "independent heads hit a tree of the plane": number(study.heads_hit),
        "the expert hits a tree of the plane": number(study.expert_hits),
        f"total correlation between the clearings, {study.side} bins a side, s = 0": number(study.least_of_heads),
        "networks of independent heads lose there": number(study.trained_heads),
        "networks of a chain lose there": number(study.trained_chain),
    }
    return (
        Finding(claim="L23", verdict="conditional", evidence="proved", numbers=numbers, figure="discretised-heads"),
    )


def numbers(study: Study) -> dict[str, object]:
    free = study.numbers_of(PARTS).items()
    return {
        **{
            f"free probabilities, {PARTS} parts of {BINS} bins, {kind}": number(Fraction(count)) for kind, count in free
        },
        **{f"parameters, {file}, SHA-256": fingerprint(file) for file in FILES},
    }


def networks(study: Study) -> Iterator[tuple]:
    """A network loses what its bins lose and a little more; heads the total correlation, a chain little."""
    for cell in (one for one in study.cells if isinstance(one, Trained)):
        yield cell, 0 < study.more(cell) < MORE, True
    yield "heads", 0 < study.trained_heads - study.least_of_heads < IN_PLANE, True
    yield "a chain", 0 < study.trained_chain < IN_PLANE, True


def limit(cell: Cell, row: Row) -> tuple[object, object] | None:
    """For bins no wider than sigma KL is its limit less a share of (h/sigma)^2/24, up to a twentieth of that."""
    narrow = (cell.width / cell.world.sigma) ** 2 / 24
    if isinstance(cell, Trained) or cell.width > cell.world.sigma:
        return None
    short = 1 - row["KL divergence"]["value"] / float(cell.limit)
    return abs(short / float(narrow) - 1) < 0.05, True


def random_tables(study: Study) -> Iterator[tuple]:
    """On tables of rationals the chain of the marginal and the conditionals is the table itself, exactly."""
    random = np.random.default_rng(study.profile.seed)
    for i in range(TABLES):
        weights = random.integers(1, 100, size=(4, 5)).tolist()
        total = sum(map(sum, weights))
        table = [[Fraction(w, total) for w in row] for row in weights]
        chain = [[sum(row) * (p / sum(row)) for p in row] for row in table]
        yield f"table {i}", chain, table


def plane(study: Study) -> Iterator[tuple]:
    """In floats: the heads' loss is the marginals' product's, and any other heads lose more."""
    marginal = study.table.sum(axis=2)
    other = (marginal + 1 / marginal.shape[1]) / 2
    heads = other[:, :, None] * study.table.sum(axis=1)[:, None, :]
    own = float((marginal * np.log(marginal / other))[marginal > 0].sum())
    found = float(discretised.divergence(study.table, heads)[0])
    yield "heads of their own", abs(found - study.correlation - own) < 1e-12, True
    yield "and lose more", found > study.correlation, True


def sizes(study: Study) -> Iterator[tuple]:
    for bins, parts in product((2, 5, BINS), (1, 2, 3, PARTS)):
        joint = discretised.joint_numbers(bins, parts)
        yield (bins, parts), discretised.chain_numbers(bins, parts, parts - 1), joint
        yield (bins, parts), discretised.chain_numbers(bins, parts, 1) < joint, parts > 2


EXPERIMENT = Experiment(
    key="discretised",
    claims=("L23",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    networks=FILES,
    checks=(
        Check(name="networks lose little beside what must be lost", compared=networks),
        Check(name="narrow bins lose what the limit says", compared=for_each_cell(limit)),
        Check(
            name="that independent heads lose the total correlation is proved",
            compared=proved(total_correlation.DERIVATION),
        ),
        Check(name="a chain of conditionals is the table itself", compared=random_tables),
        Check(name="heads lose the total correlation and their own errors", compared=plane),
        Check(name="a chain of whole tables has as many numbers as the joint one", compared=sizes),
    ),
)
