"""DAgger with the expert mixed in, beside Forward training and SMILe: the terms of the theorem, and costs by round."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice

import numpy as np
from sympy import Expr

from tightrope.bounds.catalogue import bound
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.schedules import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, Whole, require
from tightrope.simulators.names import problem
from tightrope.simulators.training import dagger
from tightrope.simulators.training.mixing import Terms, mixed, theorem_terms


@dataclass(frozen=True, kw_only=True)
class Cell:
    """DAgger in which the expert acts with probability base^i in round i,
    on a class with so many labels for all states.
    """

    base: Fraction
    problem: str = "garnet:states=12,actions=3,branching=2,seed=12"
    labels: int = 4
    rounds: int = 12
    horizon: int = 20

    def __post_init__(self) -> None:
        require(
            Parameter("base", PROBABILITY), Parameter("labels", Whole(1)), Parameter("rounds", Whole(1)), **vars(self)
        )

    def share(self, number: int) -> Fraction:
        return self.base**number

    @cached_property
    def terms(self) -> Terms:
        """The terms of the theorem, exact."""
        made = problem(self.problem, self.horizon)
        states = made.mdp.shape[0]
        learner = TableLearner(cell=(np.arange(states) * self.labels // states)[None], floor=Fraction(0))
        see = mixed(made, dagger.population(made, self.horizon), self.share)
        rounds = list(islice(dagger.loop(made, learner, see, dagger.aggregate), self.rounds))
        return theorem_terms(made, learner, rounds, self.share)

    @property
    def best(self) -> Fraction:
        """The least on-policy error of a round."""
        return min(self.terms.own)

    @property
    def mean(self) -> Fraction:
        return sum(self.terms.own, Fraction(0)) / self.rounds

    @property
    def hidden(self) -> Fraction:
        """What the mixture can hide: the mean distance between the states of the learner and of the mixture."""
        return sum(self.terms.distance, Fraction(0)) / self.rounds

    @property
    def judged(self) -> Fraction:
        """epsilon_N + regret."""
        return self.terms.least + self.terms.regret

    @property
    def exact(self) -> Fraction:
        """What the theorem promises of the best round."""
        return self.judged + self.hidden

    @property
    def sharp(self) -> Fraction:
        return self._promised(SHARP)

    @property
    def published(self) -> Fraction:
        return self._promised(PUBLISHED)

    def _promised(self, lemma: Expr) -> Fraction:
        """The theorem's promise with half the lemma's bound on the L1 distance, which is 2 at most."""
        shares = map(self.share, range(1, self.rounds + 1))
        bounds = [min(Fraction(2), exact_value(lemma, {epsilon: share, T: self.horizon})) for share in shares]
        return self.judged + sum(bounds, Fraction(0)) / 2 / self.rounds


PUBLISHED, SHARP = bound("rgb11-mixing").expression, bound("rgb11-mixing-exact").expression
SCHEDULES = tuple(Cell(base=Fraction(i, 10)) for i in range(10))
CELLS = SCHEDULES[::3]


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Errors of the rounds, the terms of the theorem, and what it promises with either lemma; exact."""
    values = {
        "best round": cell.best,
        "mean": cell.mean,
        "last round": cell.terms.own[-1],
        "least error": cell.terms.least,
        "regret": cell.terms.regret,
        "hidden": cell.hidden,
        "sharp lemma": cell.sharp,
        "published": cell.published,
    }
    share = f"({cell.base})ⁱ" if cell.base else "0"
    return {"expert's share in round i": share, **{name: number(value) for name, value in values.items()}}


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    """`floor` is that of the learners on the tightrope, in the lower picture."""

    schedules, floor = SCHEDULES, Fraction(1, 50)
    rounds, horizon = SCHEDULES[0].rounds, SCHEDULES[0].horizon

    @property
    def episodes(self) -> int:
        return self.profile.episodes // 10


def the_theorem(study: Study) -> Iterator[tuple]:
    for cell in study.schedules:
        yield cell, cell.best <= cell.exact, True


EXPERIMENT = Experiment(
    key="schedules",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(Check(name="the best round is no worse than its theorem says", compared=the_theorem),),
)
