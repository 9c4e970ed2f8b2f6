"""L29: DAgger on the task's own cost is linear where an error can be recovered from, quadratic where it cannot."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.bounds.catalogue import bound
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, u
from tightrope.bounds.lecture.dagger import DERIVATION
from tightrope.reports.evidence.growth import LONG, SHORT, SMALL, exponent, labelled
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.recoverability import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.recoverability import advantages, performance_difference, recoverability
from tightrope.simulators.model.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """The learner after DAgger's loop, and what its errors cost; exact."""

    problem: str
    error: Fraction
    horizon: int

    @cached_property
    def made(self) -> Problem:
        return labelled(self.problem, self.error, self.horizon)

    @cached_property
    def evaluation(self) -> Evaluation:
        return evaluate(self.made, self.horizon)

    @cached_property
    def advantages(self) -> np.ndarray:
        return advantages(self.made, self.horizon)

    @property
    def gap(self) -> Fraction:
        return self.evaluation.gap

    @property
    def difference(self) -> Fraction:
        """The gap, by the performance difference lemma."""
        return performance_difference(self.made, self.advantages, self.evaluation.laws)

    @property
    def most(self) -> Fraction:
        """u, the most that an error can cost."""
        return recoverability(self.advantages, self.evaluation.laws)

    @property
    def bound(self) -> Fraction:
        return exact_value(BOUND.expression, {u: self.most, epsilon: self.error, T: self.horizon})


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem by its name, and the two horizons of the exponent."""

    problem: str
    error: Fraction = SMALL
    short: int = SHORT
    long: int = LONG

    @cached_property
    def at_short(self) -> Labelled:
        return Labelled(problem=self.problem, error=self.error, horizon=self.short)

    @cached_property
    def at_long(self) -> Labelled:
        return Labelled(problem=self.problem, error=self.error, horizon=self.long)


BOUND, BACK = bound("dagger-task-cost"), Fraction(1, 5)
ROPE, CHAIN = Cell(problem="tightrope"), Cell(problem=f"recovery:rho={BACK}")
CELLS = (ROPE, CHAIN)
NAMES = {ROPE.problem: "tightrope", CHAIN.problem: f"recovery chain, ρ = {BACK}"}


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Task costs beyond the expert's, the exponent between them, and u."""
    short, long = cell.at_short, cell.at_long
    return {
        "problem": NAMES[cell.problem],
        f"gap at T = {cell.short}": number(short.gap),
        f"gap at T = {cell.long}": number(long.gap),
        "exponent": number(exponent(short.gap, long.gap, cell.long / cell.short)),
        f"u at T = {cell.long}": number(long.most),
        "u ε T": number(long.bound),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    """`rope` and `chain` are the learners of the figure, one a horizon."""

    error, back = Fraction(1, 1000), BACK

    @property
    def horizons(self) -> list[int]:
        return [horizon for horizon in self.profile.horizons if horizon > 1]

    @cached_property
    def rope(self) -> list[Labelled]:
        return [Labelled(problem=ROPE.problem, error=self.error, horizon=horizon) for horizon in self.horizons]

    @cached_property
    def chain(self) -> list[Labelled]:
        return [Labelled(problem=CHAIN.problem, error=self.error, horizon=horizon) for horizon in self.horizons]

    @property
    def bounded(self) -> list[Labelled]:
        """Those whose u is measured."""
        return [*self.chain, *(cell.at_long for cell in self.cells)]


def lemma(study: Study) -> Iterator[tuple]:
    for one in study.bounded:
        yield one, one.difference, one.gap


def below_the_bound(study: Study) -> Iterator[tuple]:
    for one in study.bounded:
        yield one, one.gap <= one.bound, True


def answers(study: Study) -> tuple[Finding, ...]:
    found = {f"exponent of DAgger's task cost, {row['problem']}": row["exponent"] for row in study.rows}
    return (Finding(claim="L29", verdict="conditional", evidence="proved", numbers=found, figure="recoverability"),)


EXPERIMENT = Experiment(
    key="recoverability",
    claims=("L29",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    pictures=pictures,
    checks=(
        Check(name="the task cost on the learner's own states is proved", compared=proved(DERIVATION, "on_policy")),
        Check(name="the gap is the performance difference", compared=lemma),
        Check(name="the gap is at most u epsilon T", compared=below_the_bound),
    ),
)
