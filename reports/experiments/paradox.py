"""L13, the paradox: data with mistakes and recoveries make imitation better, from a share of epsilon on."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.paradox import DERIVATION, KEPT_LIMIT, LINEAR_CAP, NOT_SPLIT, off_share, unlearned
from tightrope.bounds.lecture.recovery import EXPECTED_COST
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.paradox import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.split_error import SPLITS, best_share, kept_limit, worst_split


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A clone's error on the track, and its ways back without and with recoveries in the data."""

    horizon: int
    error: Fraction = Fraction(1, 20)
    untaught: Fraction = Fraction(1, 20)
    taught: Fraction = Fraction(1)


CELLS = tuple(Cell(horizon=horizon) for horizon in (5, 20, 100))
ROUNDING = 1e-9  # of the floats in which splits are tried


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Costs without and with recoveries, and the share of mistakes with kept labels that these are worth."""
    at = {epsilon: cell.error, unlearned: cell.untaught, rho: cell.taught, T: cell.horizon}
    return {
        "T": cell.horizon,
        "without recoveries": number(exact_value(EXPECTED_COST, {**at, rho: cell.untaught})),
        "with recoveries": number(exact_value(EXPECTED_COST, at)),
        "kept mistakes, limit": number(kept_limit(cell.error, cell.untaught, cell.taught, cell.horizon)),
        "limit to first order": number(exact_value(KEPT_LIMIT, at)),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    """The phase transition, at one average error and one way back."""

    error, back, horizons = Fraction(1, 100), Fraction(1, 5), (20, 100, 400)
    splits = SPLITS

    @property
    def longest(self) -> int:
        return self.horizons[-1]

    @cached_property
    def without(self) -> Fraction:
        """The cost without data off the track: the learner is lost there, as on the tightrope."""
        return exact_value(EXPECTED_COST, {epsilon: self.error, rho: Fraction(0), T: self.longest})

    @cached_property
    def enough(self) -> Fraction:
        """The cost of the undivided error with a share epsilon off the track."""
        return exact_value(NOT_SPLIT, self._enough_data)

    @cached_property
    def cap(self) -> Fraction:
        return exact_value(LINEAR_CAP, self._enough_data)

    @property
    def _enough_data(self) -> dict:
        return {epsilon: self.error, rho: self.back, off_share: self.error, T: self.longest}

    @cached_property
    def found(self) -> dict[str, object]:
        return {
            f"worst cost at T = {self.longest}, no data off the track": number(self.without),
            f"worst cost at T = {self.longest}, alpha = epsilon": number(self.enough),
            f"linear cap at T = {self.longest}, alpha = epsilon": number(self.cap),
            **{
                f"best share at T = {horizon}": number(round(best_share(self.error, self.back, horizon), 4))
                for horizon in self.horizons
            },
        }


def no_split_costs_more(study: Study) -> Iterator[tuple]:
    split = worst_split(study.error, study.error, study.back, study.longest)
    yield f"T = {study.longest}", split.cost <= float(study.enough) * (1 + ROUNDING), True


def below_the_cap(study: Study) -> Iterator[tuple]:
    yield f"T = {study.longest}", study.enough <= study.cap, True


def answers(study: Study) -> tuple[Finding, ...]:
    return (Finding(claim="L13", verdict="conditional", evidence="proved", numbers=study.found, figure="paradox"),)


def numbers(study: Study) -> dict[str, object]:
    return study.found


EXPERIMENT = Experiment(
    key="paradox",
    claims=("L13",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="the linear cost from alpha = epsilon on is proved", compared=proved(DERIVATION)),
        Check(name="with alpha = epsilon no split costs more than none", compared=no_split_costs_more),
        Check(name="with alpha = epsilon the cost is at most the linear cap", compared=below_the_cap),
    ),
)
