"""Settings that differ in numbers: what is claimed whatever u, rho, J_star or m are, within their ranges.

What the prover is told of a worst case speaks of letters; one without a value stays a letter there, and what is proved
is proved for all its values. A single point has values for all of them: then it is a `Setting`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sympy import Expr, Ge, Le, Rational
from sympy.logic.boolalg import Boolean

from tightrope.bounds.extremes.closed_forms import ClosedForms
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language.letters import T, expert_cost, m, rho, u

OPEN_LETTERS: dict[str, Any] = {"u": u, "rho": rho, "J_star": expert_cost, "m": m}
LARGEST = {"u": None, "rho": Fraction(1), "J_star": None, "m": Fraction(1)}  # J_star is at most T, whatever T is
FIELDS = {"m": "missing"}  # what a setting calls them, where it calls them otherwise


@dataclass(frozen=True, kw_only=True)
class Range:
    """low <= letter <= high; high None: without end, J_star to T. Raises ValueError where no value is left."""

    name: str
    low: Fraction = Fraction(0)
    high: Fraction | None = None

    def __post_init__(self) -> None:
        most = LARGEST[self.name]
        if self.low < 0 or (self.high is not None and self.high < self.low) or (most and (self.high or 0) > most):
            least = f"0 <= LOW <= HIGH{'' if most is None else f' <= {most}'}"
            raise ValueError(f"{self.name} ranges from LOW to HIGH with {least}; got {self.low}:{self.high}")

    @property
    def letter(self) -> Any:
        return OPEN_LETTERS[self.name]

    @property
    def hypotheses(self) -> tuple[Boolean, ...]:
        least = [Ge(self.letter, Rational(self.low))] if self.low else []  # at least 0 is the letter's own domain
        most = [] if self.high is None else [Le(self.letter, Rational(self.high))]
        return (*least, *most, *([Le(self.letter, T)] if self.name == "J_star" else []))


@dataclass(frozen=True, kw_only=True)
class OpenSetting:
    """`one` of the settings, which has some value for each letter of the ranges, and the ranges."""

    one: Setting
    ranges: tuple[Range, ...]

    def at(self, values: Mapping[str, Fraction]) -> Setting:
        """The setting with these numbers, by letter. Raises ValueError where they cannot be assumed together."""
        return replace(self.one, **{FIELDS.get(name, name): value for name, value in values.items()})

    @property
    def forms(self) -> ClosedForms:
        return self.one.forms

    @property
    def reading(self) -> str:
        return self.one.reading

    @property
    def quantity(self) -> str:
        return self.one.quantity

    @property
    def formula(self) -> Expr:
        return self.one.formula

    @property
    def hypotheses(self) -> tuple[Boolean, ...]:
        return tuple(condition for one in self.ranges for condition in one.hypotheses)

    def letters(self) -> Mapping[Any, Expr]:
        """As a setting's: those without a value stand for themselves."""
        return {**self.one.letters(), **{one.letter: one.letter for one in self.ranges}}
