"""What N episodes of labels teach, averaged over all data sets without drawing one; and |S| T^2/N with its constant."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import e, log2

from flint import arb

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.letters import actions, samples, states
from tightrope.bounds.lecture.finite_samples import DERIVATION
from tightrope.bounds.lecture.reset_cliff import EXPECTED_ERROR
from tightrope.reports.evidence.finite_samples import cliff_loss, most_lost, rare_law
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.finite_samples import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import supports
from tightrope.simulators.model.arithmetic import rational
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.training.seen_states import (
    SumOfPowers,
    by_decision,
    by_state,
    cloning_curve,
    dagger_laws,
    expected_cost,
    price_list,
)
from tightrope.simulators.worlds.reset_cliff import expected_clone, uniform_cliff

SCHEDULE = (1, 1, 2, 4, 8, 16)  # episodes of the rounds of DAgger: each doubles the data


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem by its name and a horizon."""

    words: str
    problem: str
    horizon: int

    @property
    def world(self) -> Problem:
        return problem(self.problem, self.horizon)

    @cached_property
    def cloning(self) -> SumOfPowers:
        """The expected cost of the clone without a clock, for every number of demonstrations; exact."""
        return cloning_curve(self.world, self.horizon, by_state)

    @cached_property
    def dagger(self) -> dict[int, Fraction]:
        """The expected cost of DAgger's learner by the number of episodes so far; exact."""
        made, price = self.world, price_list(self.world, self.horizon)
        laws = dagger_laws(made, self.horizon, SCHEDULE)
        return {sum(SCHEDULE[: i + 1]): expected_cost(law, price) for i, law in enumerate(laws)}

    @cached_property
    def expert_states(self) -> int:
        """How many states the expert can decide in."""
        made = self.world
        return int(supports(made.mdp, made.expert_table, self.horizon).any(axis=0).sum())


CLIFF = Cell(words="a cliff with fresh states", problem="reset-cliff:states=5,actions=4,demonstrations=0", horizon=3)
PATH = Cell(words="a path in the wind", problem="windy-path:length=2,half=1,wind=1/20", horizon=8)
CELLS = (
    PATH,
    Cell(words="one place of it", problem="windy-path:length=1,half=1,wind=1/20", horizon=8),
    Cell(words="fresh states and a way back", problem="fresh-states:states=5,actions=4,known=0", horizon=3),
    CLIFF,
)
ASKED = (1, 4, 16)  # episodes


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """What is lost beyond the expert after some episodes, by cloning and by DAgger, and how fast it vanishes."""
    lost = cell.cloning
    most = ASKED[-1]
    return {
        "problem": cell.words,
        "horizon T": cell.horizon,
        "expert's states": cell.expert_states,
        **{f"cloning loses, N = {n}": number(lost(n) - lost.limit) for n in ASKED},
        f"DAgger / cloning, N = {most}": number((cell.dagger[most] - lost.limit) / (lost(most) - lost.limit)),
        "powers in N": len(lost.terms),
        "the slowest": number(lost.slowest),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    path, cliff = PATH, CLIFF
    fresh, actions, horizon = 20, 20, 10  # of the cliffs whose rare states depend on N
    many = 10_000  # demonstrations
    sharp = 1 / (2 * e)

    @property
    def data_sets(self) -> int:
        return 20 * self.profile.repetitions

    def worst(self, demonstrations: int, horizon: int | None = None) -> arb:
        """What the clone loses on the cliff whose rare states are missing most often among N demonstrations."""
        law = rare_law(self.fresh, demonstrations)
        return cliff_loss(law, self.actions, horizon or self.horizon, demonstrations)

    def most(self, demonstrations: int, horizon: int | None = None) -> arb:
        """What no problem with as many states exceeds."""
        return most_lost(self.fresh + 1, horizon or self.horizon, demonstrations)

    @cached_property
    def exponents(self) -> dict[str, float]:
        """By what power the worst of the cliffs changes where N, or T, is doubled."""
        n, h = self.many, self.horizon
        return {
            "N": _exponent(self.worst(n), self.worst(2 * n)),
            "T": _exponent(self.worst(n), self.worst(n, 2 * h)),
            "T, no more than": _exponent(self.most(n), self.most(n, 2 * h)),
        }

    @cached_property
    def share(self) -> float:
        """How much of what no problem exceeds the cliff loses."""
        return float(self.worst(self.many) / self.most(self.many))


def _exponent(before: arb, after: arb) -> float:
    return log2(float(after / before))


def numbers(study: Study) -> dict[str, object]:
    found = {f"exponent of {what}": number(value) for what, value in study.exponents.items()}
    return found | {"share of the bound that the cliff reaches": number(study.share)}


def never_more(study: Study) -> Iterator[tuple]:
    """Of the table's clones, and of the cliffs."""
    for cell in study.cells:
        for n in ASKED:
            most = most_lost(cell.expert_states, cell.horizon, n)
            yield f"{cell.words}, N = {n}", arb(rational(cell.cloning(n) - cell.cloning.limit)) <= most, True
    for n in (1, 10, study.many):
        yield f"the rare cliff, N = {n}", study.worst(n) <= study.most(n), True


def first_round(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        yield cell, cell.dagger[1], cell.cloning(1)


def limits(study: Study) -> Iterator[tuple]:
    """With data without end a clone is the expert where the expert is."""
    for cell in study.cells:
        made = cell.world
        yield cell, cell.cloning.limit, evaluate(made.with_learner(made.expert_table), cell.horizon).learner_task


def averaged_first(study: Study) -> Iterator[tuple]:
    """The sum of powers, and the average policy of a world in which data of different decisions are independent."""
    cliff = uniform_cliff(3, 4)
    found = cloning_curve(cliff, 3, by_decision)
    for n in ASKED:
        yield f"N = {n}", found(n), evaluate(cliff.with_learner(expected_clone(cliff, n)), 3).learner_task
        error = EXPECTED_ERROR.subs({states: 3, actions: 4, samples: n})
        yield f"N = {n}, in closed form", found(n), worst_case("pointwise", Fraction(str(error)), 3)
        within = arb(rational(found(n))).overlaps(cliff_loss(((Fraction(1, 3), 3),), 4, 3, n))
        yield f"N = {n}, in balls", bool(within), True


EXPERIMENT = Experiment(
    key="finite-samples",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="what N demonstrations are worth is proved", compared=proved(DERIVATION)),
        Check(name="no average exceeds what is proved of it", compared=never_more),
        Check(name="the first round of DAgger is cloning", compared=first_round),
        Check(name="with data without end the clone costs what the expert costs", compared=limits),
        Check(name="on the cliff the sum of powers is the closed form", compared=averaged_first),
    ),
)
