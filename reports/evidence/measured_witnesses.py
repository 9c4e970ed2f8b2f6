"""Every witness at a grid of epsilon and T, measured once: what bounds and their neighbours are held against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from sympy import Expr

from tightrope.bounds.language.bound import Assumption, Bound
from tightrope.bounds.language.letters import epsilon
from tightrope.reports.evidence.applicability import letters, measure
from tightrope.simulators.worlds.witnesses import WITNESSES

ERRORS = tuple(Fraction(1, n) for n in (1, 2, 3, 5, 10, 20, 100))
HORIZONS = (1, 2, 3, 5, 8)


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """A witness with its epsilon and T, and all measured quantities."""

    key: str
    error: Fraction
    horizon: int
    quantities: Mapping[Expr, Fraction]

    @property
    def name(self) -> str:
        return f"{self.key}, epsilon {self.error}, T {self.horizon}"


@cache
def measured_witnesses() -> tuple[Measured, ...]:
    """Every witness at every parameter that it accepts, short horizons and simple errors first."""
    found = []
    for horizon in HORIZONS:
        for error in ERRORS:
            for one in WITNESSES:
                try:
                    problem = one.problem(error, horizon)
                except ValueError:
                    continue  # this family does not exist for this epsilon
                quantities = measure(problem, horizon)
                found.append(Measured(key=one.key, error=error, horizon=horizon, quantities=quantities))
    return tuple(found)


def meeting(bound: Bound) -> Iterator[tuple[Measured, Mapping[Expr, Fraction]]]:
    """The witnesses that meet the bound's assumptions, with the values of its letters in each of its readings."""
    for one in measured_witnesses():
        for reading in [each.key for each in bound.readings] or [""]:
            asked = ((each, reading if each.condition.has(epsilon) else "") for each in bound.assumptions)
            if all(_holds(each, one, key) for each, key in asked):
                yield one, letters(reading, one.quantities)


@cache
def _holds(assumption: Assumption, one: Measured, reading: str) -> bool:
    """Many bounds share an assumption; each is asked once of a witness."""
    return assumption.holds(letters(reading, one.quantities))
