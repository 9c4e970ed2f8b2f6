"""Every witness at a grid of epsilon and T, measured once: what bounds and their neighbours are held against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from sympy import Expr

from tightrope.bounds.language.bound import Assumption, Bound
from tightrope.bounds.language.letters import epsilon
from tightrope.reports.evidence.applicability import claimed, letters, measure
from tightrope.reports.evidence.telling import meant
from tightrope.simulators.worlds.witnesses import WITNESSES

ERRORS = tuple(Fraction(1, n) for n in (1, 2, 3, 5, 10, 20, 100, 1000))
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
        return f"{self.key}, {self.point}"

    @property
    def point(self) -> str:
        return f"epsilon {self.error}, T {self.horizon}"


@dataclass(frozen=True, kw_only=True)
class Share:
    """How much of a bound a witness reaches: 1 attains it, more than 1 refutes it. `counts` says whether that tells of the bound."""

    witness: Measured
    share: Fraction
    counts: bool


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


def counts(one: Measured, values: Mapping[Expr, Fraction]) -> bool:
    """Whether the witness's epsilon, and the bound's, which is the measured one of its reading, lie where the bound is meant."""
    return all(meant(error, one.horizon) for error in (one.error, values.get(epsilon, one.error)))


@cache
def shares(bound: Bound) -> tuple[Share, ...]:
    """The share of the bound that each witness reaches which meets its assumptions, where the bound is not 0."""
    found = []
    for one, values in meeting(bound):
        if value := claimed(bound.expression, values):
            found.append(Share(witness=one, share=values[bound.quantity] / value, counts=counts(one, values)))
    return tuple(found)


@cache
def _holds(assumption: Assumption, one: Measured, reading: str) -> bool:
    """Many bounds share an assumption; each is asked once of a witness."""
    return assumption.holds(letters(reading, one.quantities))
