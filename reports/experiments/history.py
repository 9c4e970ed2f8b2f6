"""History as a cure: how much of it to use, and how much data each step of it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tightrope.reports.evidence.memory import one_lag_examples, table_error, table_examples
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.history import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.fitted_tables import cell_masses
from tightrope.simulators.learners.majority import expected_error
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.hidden_mode import hidden_mode, sees_cues
from tightrope.simulators.worlds.lag import lag, sees_last


@dataclass(frozen=True, kw_only=True)
class Cell:
    """An expert that repeats the independent observation of `delay` decisions ago, and the error that is wanted."""

    delay: int
    symbols: int = 2
    wanted: Fraction = Fraction(1, 20)
    most_lags: int = 7  # that the learner of one lag considers

    def __post_init__(self) -> None:
        require(Parameter("most_lags", Whole(0)), **vars(self))

    @property
    def least_examples(self) -> dict[str, int]:
        """By learner."""
        return {
            "order K": table_examples(self.symbols, self.delay, self.wanted),
            "order K + 2": table_examples(self.symbols, self.delay + 2, self.wanted),
            f"one lag of 0 to {self.most_lags}": one_lag_examples(self.symbols, self.most_lags, self.wanted),
        }


CELLS = tuple(Cell(delay=delay) for delay in (0, 1, 2, 4, 6))
SHOWN, EXAMPLES = Cell(delay=3), (10, 30, 100, 300)  # in the upper picture
CUES, NOISE, CUE_EXAMPLES = 11, Fraction(3, 10), (10, 30, 100, 1000)  # in the lower one
WITHOUT_END = 1000  # examples; the error of too short a table does not depend on them


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The error of a table that is too short, and the examples that tables and the learner of one lag need."""
    short = "-"
    if cell.delay:
        short = number(table_error(cell.symbols, cell.delay, cell.delay - 1, WITHOUT_END))
    needed = {f"examples for {100 * float(cell.wanted):g} %, {who}": N for who, N in cell.least_examples.items()}
    return {"lag K": cell.delay, "error of order K - 1, any N": short, **needed}


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    shown, examples, data_sets_per_repetition = SHOWN, EXAMPLES, 10
    cues, noise = CUES, NOISE

    @cached_property
    def needed(self) -> dict[int, dict[str, int]]:
        """Examples by lag and learner."""
        return {cell.delay: cell.least_examples for cell in self.cells}

    @cached_property
    def world(self) -> Problem:
        return lag(SHOWN.symbols, SHOWN.delay, SHOWN.most_lags, Fraction(1, SHOWN.symbols))

    @cached_property
    def windows(self) -> list:
        """What a learner of each order sees."""
        return [sees_last(SHOWN.symbols, SHOWN.most_lags, seen) for seen in range(SHOWN.most_lags + 1)]

    @cached_property
    def lag_errors(self) -> dict[int, list[Fraction]]:
        """The expected error of the table of each order, for each number of examples."""
        masses = [cell_masses(self.world, cells) for cells in self.windows]
        return {N: [expected_error(mass, N) for mass in masses] for N in EXAMPLES}

    @cached_property
    def cue_errors(self) -> dict[int, list[Fraction]]:
        """The same of the table of the last k cues."""
        world = hidden_mode(CUES, NOISE)
        masses = [cell_masses(world, sees_cues(CUES, k)) for k in range(CUES + 1)]
        return {N: [expected_error(mass, N) for mass in masses] for N in CUE_EXAMPLES}

    @property
    def best(self) -> dict[int, int]:
        """The best number of cues for each number of examples."""
        return {N: errors.index(min(errors)) for N, errors in self.cue_errors.items()}

    @property
    def data_sets(self) -> int:
        return self.data_sets_per_repetition * self.profile.repetitions


def answers(study: Study) -> tuple[Finding, ...]:
    needed = {f"examples for 5 %, table, lag {k}": number(Fraction(N["order K"])) for k, N in study.needed.items()}
    return (Finding(claim="L16", verdict="conditional", evidence="exact", numbers=needed, figure="history"),)


def numbers(study: Study) -> dict[str, object]:
    return {f"best number of cues for a table, N = {N}": number(Fraction(k)) for N, k in study.best.items()}


def least(study: Study) -> Iterator[tuple]:
    """One example less is not enough."""
    for cell in study.cells:
        for seen, who in ((cell.delay, "order K"), (cell.delay + 2, "order K + 2")):
            needed = cell.least_examples[who]
            before, after = (table_error(cell.symbols, seen, seen, N) for N in (needed - 1, needed))
            yield (cell, who), after <= cell.wanted < before, True


def as_the_formula_says(study: Study) -> Iterator[tuple]:
    for N, errors in study.lag_errors.items():
        yield f"N = {N}", errors, [table_error(SHOWN.symbols, SHOWN.delay, seen, N) for seen in range(len(errors))]


EXPERIMENT = Experiment(
    key="history",
    claims=("L16",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="the examples needed are the least", compared=least),
        Check(name="the tables' expected errors are the formula's", compared=as_the_formula_says),
    ),
)
