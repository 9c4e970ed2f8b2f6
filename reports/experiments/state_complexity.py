"""How many states the worst case of a reading needs, with a clock and without one; what two states can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tightrope.bounds.extremes.few_states import with_clock, without_clock
from tightrope.bounds.extremes.two_states import TOGETHER, two_state_worst
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.readings import KEYS, reading
from tightrope.bounds.proof.discharge import discharge
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.state_complexity import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.worlds.queue import queue
from tightrope.simulators.worlds.smallest import MISSING, WITH_CLOCK, WITHOUT_CLOCK

ERRORS = tuple(Fraction(1, n) for n in (10, 4)) + (Fraction(2, 5), Fraction(2, 3))
HORIZONS = (1, 2, 3, 4, 7)
DEPENDS = {"per_step": ("min(T, ⌈1/ε⌉)", "min(3, T, ⌈1/ε⌉)")}  # from T = 2 on; the others are numbers


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A reading, by its key, at an epsilon and a horizon."""

    reading: str
    epsilon: Fraction = Fraction(1, 10)
    horizon: int = 7

    @property
    def missing(self) -> Fraction:
        return MISSING if reading(self.reading).leaves_data else Fraction(0)


CELLS = tuple(Cell(reading=key) for key in KEYS)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The fewest states, the worst case that they attain, and why fewer do not."""
    at = cell.epsilon, cell.horizon
    counts = [f(cell.reading, *at) for f in (without_clock, with_clock)]
    general = DEPENDS.get(cell.reading, counts)
    return {
        "reading": reading(cell.reading).spoken,
        "fewest states, no clock": str(general[0]),
        "with a clock": str(general[1]),
        "at ε": str(cell.epsilon),
        "and T": cell.horizon,
        "no clock: states": counts[0],
        "clock: states": counts[1],
        "worst case": number(worst_case(cell.reading, *at, cell.missing)),
        "attained": "exact",
        "no fewer": "argued in words" if max(counts) > 1 else "",
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    example, horizon = Fraction(1, 4), 4  # of two states
    missing = MISSING
    checked = len(ERRORS) * len(HORIZONS)

    @property
    def two(self) -> Fraction:
        return two_state_worst(self.example, self.horizon)

    @property
    def worst(self) -> Fraction:
        return worst_case("per_step", self.example, self.horizon)


def numbers(study: Study) -> dict[str, object]:
    shown = f"epsilon {study.example}, T = {study.horizon}"
    return {
        f"two states, per step, {shown}": number(study.two),
        f"any number of states, per step, {shown}": number(study.worst),
    }


def attained(study: Study) -> Iterator[tuple]:
    """By problems of just so many states, which meet the reading."""
    for built, fewest in ((WITHOUT_CLOCK, without_clock), (WITH_CLOCK, with_clock)):
        for cell in study.cells:
            for error in ERRORS:
                for horizon in HORIZONS:
                    made = built[cell.reading](error, horizon)
                    found = evaluate(made, horizon)
                    came = made.mdp.shape[0], found.disagreement, found.epsilon[cell.reading] <= error, found.missing
                    must = worst_case(cell.reading, error, horizon, cell.missing)
                    where = f"{cell.reading}, epsilon {error}, T = {horizon}"
                    yield where, came, (fewest(cell.reading, error, horizon), must, True, cell.missing)


def one_state(study: Study) -> Iterator[tuple]:
    """Of the readings that need more than one, epsilon T is less than the worst case."""
    for cell in study.cells:
        for error in ERRORS:
            for horizon in HORIZONS[1:]:
                if without_clock(cell.reading, error, horizon) > 1:
                    most = worst_case(cell.reading, error, horizon, cell.missing)
                    yield f"{cell.reading}, epsilon {error}, T = {horizon}", error * horizon < most, True


def two_places(study: Study) -> Iterator[tuple]:
    for error in ERRORS:
        for horizon in HORIZONS:
            found = evaluate(queue(error, horizon, places=min(2, horizon)), horizon).disagreement
            yield f"epsilon {error}, T = {horizon}", found, two_state_worst(error, horizon)
            if 2 * error < 1 and horizon > 2:
                less = found < worst_case("per_step", error, horizon)
                yield f"epsilon {error}, T = {horizon}: less than the worst case", less, True


def lemma(study: Study) -> Iterator[tuple]:
    yield "what goes together", discharge(TOGETHER).verdict, "proved"


EXPERIMENT = Experiment(
    key="state-complexity",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="so many states attain the worst case", compared=attained),
        Check(name="one state attains less", compared=one_state),
        Check(name="the queue of two places costs what is said of it", compared=two_places),
        Check(name="the inequality on which the limit of two states rests is proved", compared=lemma),
    ),
)
