"""By what factor the lecture's bound exceeds the exact worst case, over epsilon and T."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import cast

import numpy as np
from sympy import Sum, limit, oo, simplify

from tightrope.bounds.catalogue import bound
from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, t
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.figure import Axis, Contours, grid
from tightrope.reports.publishing.prose import prose_of

LECTURE = epsilon * T + 2 * epsilon * T**2
TRIANGLE = epsilon * T * (T + 1) / 2  # the worst case per step while epsilon T <= 1
LEVELS = (3.5, 3.8, 4.0, 5.0, 8.0, 16.0, 50.0, 200.0)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A reading, and epsilon T; the factor is taken at horizons T of 1 to 1000."""

    reading: str
    expected_errors: Fraction = Fraction(1, 100)


CELLS = tuple(Cell(reading=one.key) for one in bound("lecture").readings)
HORIZONS, CHECKED = (1, 2, 10, 100, 1000), (1, 2, 10, 100)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The lecture's bound over the worst case, exact."""
    row = {"reading": cell.reading}
    for horizon in HORIZONS:
        error = cell.expected_errors / horizon
        claimed = exact_value(LECTURE, {epsilon: error, T: horizon})
        row[f"T = {horizon}"] = number(claimed / worst_case(cell.reading, error, horizon))
    return row


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    @cached_property
    def closed(self):
        """The factor per step while epsilon T <= 1."""
        return simplify(LECTURE / TRIANGLE)


def ratios(error: Fraction, horizons: tuple[int, ...]) -> list[Fraction]:
    """The lecture's bound over the worst case per step, in exact arithmetic;
    the sum of the latter is run through once.
    """
    term = cast(Sum, closed_forms("per_step").disagreement).function
    terms = [exact_value(term, {epsilon: error, t: i}) for i in range(1, horizons[-1] + 1)]
    worst = [Fraction(0), *accumulate(terms)]
    return [exact_value(LECTURE, {epsilon: error, T: horizon}) / worst[horizon] for horizon in horizons]


def closed_form(study: Study) -> Iterator[tuple]:
    for horizon in CHECKED:
        yield f"T = {horizon}", exact_value(study.closed, {T: horizon}), ratios(Fraction(1, horizon), (horizon,))[0]


def numbers(study: Study) -> dict[str, object]:
    return {"limit of the factor": number(Fraction(str(limit(study.closed, T, oo))))}


def pictures(study: Study) -> dict[str, tuple]:
    horizons = tuple(int(x) for x in np.unique(np.geomspace(1, 400, 70).round()))
    errors = tuple(Fraction(x).limit_denominator(10_000) for x in np.geomspace(0.001, 1, 61))
    unit = "lecture's bound / exact worst case (per step)"
    levels = Contours(
        x=Axis(label="horizon T (decisions)", scale="log"),
        y=Axis(label="ε, error per step", scale="log"),
        grid=grid(unit, horizons, errors, (ratios(error, horizons) for error in errors)),
        levels=LEVELS,
        frontier=tuple(1 / (1 + 2 * horizon) for horizon in horizons),
    )
    return {"looseness": (levels,)}


EXPERIMENT = Experiment(
    key="looseness",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    checks=(Check(name="the closed form of the factor is the factor", compared=closed_form),),
)
