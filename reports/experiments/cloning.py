"""L1: the most likely policy, beside its neighbours; and what it costs where nothing was learned."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log

import numpy as np

from tightrope.bounds.lecture.maximum_likelihood import DERIVATION
from tightrope.reports.evidence.reset_cliff import Cliff
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.cloning import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.learners.cloning import Clone, likelihood, majority, pooled, population
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, require
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.reset_cliff import uniform_cliff


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A policy of POLICIES; short demonstrations, on a small cliff,
    of a demonstrator who errs with probability `noise`.
    """

    policy: str
    states: int = 3
    actions: int = 3
    horizon: int = 2
    noise: Fraction = Fraction(1, 5)
    demonstrations: int = 20

    def __post_init__(self) -> None:
        require(Parameter("noise", PROBABILITY), **vars(self))

    @property
    def world(self) -> Problem:
        return uniform_cliff(self.states, self.actions)

    @property
    def demonstrator(self) -> Table:
        wrong = self.noise / (self.actions - 1)
        return policy([[[1 - self.noise, *(wrong,) * (self.actions - 1)]] * (self.states + 1)])

    @property
    def guess(self) -> Table:
        return policy([[[Fraction(1, self.actions)] * self.actions] * (self.states + 1)])

    def shown(self, profile: Profile) -> np.ndarray:
        """Counts of the demonstrated actions."""
        return pooled(
            demonstrate(self.world, self.demonstrator, self.horizon, self.demonstrations, profile.seed).counts()
        )

    def acting(self, counts: np.ndarray) -> Table:
        return POLICIES[self.policy](self, counts)


CLONED = "cloned"
POLICIES = {
    CLONED: lambda cell, counts: Clone().fit(counts),
    "cloned, 1 added to each count": lambda cell, counts: Clone(smoothing=Fraction(1)).fit(counts),
    "the demonstrator": lambda cell, counts: cell.demonstrator,
    "most frequent action": lambda cell, counts: majority(counts),
    "uniform guess": lambda cell, counts: cell.guess,
}
CELLS = tuple(Cell(policy=name) for name in POLICIES)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The mean log-likelihood of a demonstrated action, on the data and on data without end."""
    counts = cell.shown(profile)
    acting = cell.acting(counts)
    return {
        "policy": cell.policy,
        "log-likelihood of an action": _per_action(acting, counts),
        "the same on unlimited data": _per_action(
            acting, pooled(population(cell.world, cell.demonstrator, cell.horizon))
        ),
    }


def _per_action(acting: Table, weight: np.ndarray) -> dict[str, object] | str:
    """Minus infinity in words, since a results file has finite numbers only."""
    weights = [float(fraction(w)) if weight.dtype == object else float(w) for w in weight.flat]
    pairs = [(fraction(p), w) for p, w in zip(acting.probability.flat, weights, strict=True) if w]
    if any(p == 0 for p, _ in pairs):
        return "minus infinity"
    return number(sum(w * log(p) for p, w in pairs) / sum(w for _, w in pairs))


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    cliff = Cliff()

    @property
    def cliff_sets(self) -> int:
        """Data sets of the cliff, which is small: three times as many."""
        return 3 * self.profile.repetitions


def answers(study: Study) -> tuple[Finding, ...]:
    return (Finding(claim="L1", verdict="holds", evidence="proved", numbers=numbers(study), figure="cloning"),)


def numbers(study: Study) -> dict[str, object]:
    return {f"log-likelihood of an action, {row['policy']}": row["log-likelihood of an action"] for row in study.rows}


def likeliest(study: Study) -> Iterator[tuple]:
    """In rationals."""
    for cell in study.cells:
        if cell.policy != CLONED:
            counts = cell.shown(study.profile)
            best = replace(cell, policy=CLONED).acting(counts)
            yield cell, likelihood(cell.acting(counts), counts) < likelihood(best, counts), True


EXPERIMENT = Experiment(
    key="cloning",
    claims=("L1",),
    prose=prose_of(__file__),
    needs=("gymnasium",),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="the frequencies are proved to be the most likely policy", compared=proved(DERIVATION)),
        Check(name="the data are less likely under another policy", compared=likeliest),
    ),
)
