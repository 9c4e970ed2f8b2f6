"""Where DAgger is worth its labels: the plane of their number and the horizon."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, states
from tightrope.bounds.lecture.label_budget import LIMIT, MANY_WASTE
from tightrope.reports.evidence.label_budget import many_states
from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.phase_label_budget import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.arithmetic import fraction, rational
from tightrope.simulators.training.label_budget import Law, cloning, dagger
from tightrope.simulators.worlds.fresh_states import fresh_states
from tightrope.simulators.worlds.recovery_contexts import chain_cost


@dataclass(frozen=True, kw_only=True)
class Cell:
    """So many labels, bought in one long run, for a learner that is judged in episodes of that horizon."""

    labels: int
    horizon: int
    states: int = 20
    actions: int = 4


LABELS = (2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 80)
HORIZONS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16)
CELLS = tuple(Cell(labels=labels, horizon=horizon) for horizon in HORIZONS for labels in LABELS)
TURNS = {4: 52, 5: 88}  # labels from which on cloning costs less, by the horizon: beside what the formulas say
CLONING, DAGGER = REGIMES = ("cloning costs less", "DAgger costs less")


@cache
def laws(count: int, choices: int, labels: int) -> tuple[Law, Law]:
    """What cloning and DAgger know in the end, exact; one run, longer than the labels, so that nothing is reset."""
    world = fresh_states(count, choices)
    return cloning(world, labels), dagger(world, labels + 1, labels)


@cache
def price(cell: Cell, known: int, returns: bool) -> Fraction:
    """The expected cost of an episode of who knows that many states, and perhaps the way back; exact."""
    guess = 1 - Fraction(1, cell.actions)
    wrong, back = guess * (1 - Fraction(known, cell.states)), Fraction(1) if returns else 1 - guess
    return fraction(chain_cost(rational(wrong), rational(back), cell.horizon))


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Both expected costs, exact."""
    clone, learner = (
        sum((chance * price(cell, *known) for known, chance in law.items()), Fraction(0))
        for law in laws(cell.states, cell.actions, cell.labels)
    )
    return {
        "labels": cell.labels,
        "T": cell.horizon,
        "cloning": number(clone),
        "DAgger": number(learner),
        REGIME: DAGGER if learner < clone else CLONING,
    }


def foretold(cell: Cell) -> str:
    """The regime by the formulas for many states."""
    return DAGGER if many_states(cell.states, cell.actions)(cell.labels, cell.horizon) > 0 else CLONING


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    regimes, turns = REGIMES, TURNS

    @property
    def one(self) -> Cell:
        return self.cells[0]

    @property
    def waste(self) -> float:
        return float(MANY_WASTE.subs(actions, self.one.actions))

    @cached_property
    def lasting(self) -> int:
        """The shortest episode for which DAgger costs less with many labels, with as many states as here; exact."""
        world = {states: self.one.states, actions: self.one.actions}
        return next(horizon for horizon in HORIZONS if exact_value(LIMIT, {**world, T: horizon}) < 1)

    def told(self, horizon: int) -> float:
        """With how many labels cloning begins to cost less, by the formulas for many states."""
        from scipy.optimize import brentq

        saved = many_states(self.one.states, self.one.actions)
        return float(brentq(saved, 1e-6, 1e4, args=(horizon,)))


def numbers(study: Study) -> dict[str, object]:
    return {"decisions from which on DAgger costs less with many labels": study.lasting}


def turns(study: Study) -> Iterator[tuple]:
    """Exactly: DAgger costs less with one label fewer."""
    for horizon, first in TURNS.items():
        for labels, must in ((first - 1, DAGGER), (first, CLONING)):
            found = measure(Cell(labels=labels, horizon=horizon), study.profile)[REGIME]
            yield f"T = {horizon}, B = {labels}", found, must
    yield "four decisions, by the formulas later", study.told(4) > TURNS[4], True
    yield "six decisions", study.lasting, 6


EXPERIMENT = Experiment(
    key="phase-label-budget",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    checks=(
        *checks(foretold, REGIMES),
        Check(name="cloning costs less from so many labels on, which the formulas tell too late", compared=turns),
    ),
)
