"""A bound is a value: what it bounds, by which expression, under which assumptions, who says so, where it is sharp."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from sympy import Basic, Expr, Symbol
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.evaluation import EXACT, truth, value
from tightrope.bounds.language.letters import T, epsilon, to_latex
from tightrope.bounds.language.readings import Reading

RELATIONS = {  # by the kind of a bound, as text and as LaTeX; ~ leaves a constant open
    "inequality": ("<=", r"\leq"),
    "identity": ("=", "="),
    "order": ("<~", r"\lesssim"),
    "probability": ("<=", r"\leq"),
}


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """A condition over measured quantities of a problem, and the same in words."""

    words: str
    condition: Boolean

    def holds(self, quantities: Mapping[Expr, Fraction]) -> bool:
        """Whether the quantities satisfy the condition. Raises ValueError if one that it needs is not there."""
        needed = self.condition.free_symbols | self.condition.atoms(AppliedUndef)
        given = {one: EXACT.number(Fraction(x)) for one, x in quantities.items() if one in needed}
        try:
            return bool(truth(self.condition, given, EXACT))
        except ValueError as error:
            raise ValueError(f'the assumption "{self.words}" cannot be decided: {error}') from error


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the statement is from. `read` is read (there), secondary (in a source that restates it), recalled,
    or own.
    """

    bibtex_key: str
    place: str
    read: str


@dataclass(frozen=True, kw_only=True)
class Sharpness:
    """The problem that attains the bound with equality, as the command line names it, and for which parameters."""

    witness: str
    when: Boolean


@dataclass(frozen=True, kw_only=True)
class Bound:
    """quantity <= expression, for every problem that meets the assumptions.

    `readings` are the meanings of epsilon under which it holds, the weakest last, empty if it speaks of no epsilon.
    `kind` is inequality, identity, order (constants unknown: only its exponents can be tested) or probability (it holds
    with a stated probability over data). `statement` quotes the source, `note` says what goes wrong when it is misread.
    `derivation` is the key of its proof here, empty if it is quoted only.
    """

    key: str
    title: str
    quantity: Symbol
    expression: Expr
    readings: tuple[Reading, ...]
    assumptions: tuple[Assumption, ...]
    source: Source
    sharp: Sharpness | None = None
    kind: str = "inequality"
    statement: str = ""
    note: str = ""
    derivation: str = ""

    def __repr__(self) -> str:
        readings = ", ".join(one.key for one in self.readings)
        relation = ">~" if self.from_below else RELATIONS[self.kind][0]
        return f"<{self.key}: {self.quantity} {relation} {self.expression}{f' ({readings})' if readings else ''}>"

    def _repr_latex_(self) -> str:
        under = ", ".join(one.spoken for one in self.readings)
        error = f" ({under} error at most $\\epsilon$)" if under else ""
        relation = r"\gtrsim" if self.from_below else RELATIONS[self.kind][1]
        return f"$\\displaystyle {to_latex(self.quantity)} {relation} {to_latex(self.expression)}${error}"

    @property
    def from_below(self) -> bool:
        """Whether it says what the worst problem costs at least: then no problem can be held against it."""
        return self.kind == "order" and "LOWER" in self.note

    def at(self, values: Mapping[Any, Fraction | int]) -> Fraction:
        """The bound's value, exactly.

        Raises ValueError if a letter of the expression has no value, epsilon is not in [0, 1] or the horizon is no
        whole number >= 1. Values of other letters are left aside.
        """
        return exact_value(self.expression, values)


def exact_value(expression: Expr, values: Mapping[Any, Fraction | int]) -> Fraction:
    """The rational value of an expression; sums are added term by term, so nothing cancels and nothing divides by 0.

    Raises ValueError if a letter has no value, a parameter is outside its range, or the value is not rational.
    """
    check_values(expression, values)
    result = value(expression, {letter: EXACT.number(Fraction(number)) for letter, number in values.items()}, EXACT)
    return Fraction(int(result.p), int(result.q))


@cache
def free_symbols(expression: Expr) -> frozenset[Basic]:
    """The same as sympy's, which rebuilds a sum each time it is asked."""
    return frozenset(expression.free_symbols)


def check_values(expression: Expr, values: Mapping[Any, Fraction | int]) -> None:
    """Raises ValueError if a letter of the expression has no value, or a parameter is outside its range."""
    missing_letters = sorted(str(letter) for letter in free_symbols(expression) - set(values))
    if missing_letters:
        raise ValueError(f"{expression} needs a value for {', '.join(missing_letters)}")
    check_parameters(values)


def check_parameters(values: Mapping[Any, Fraction | int]) -> None:
    """Raises ValueError unless epsilon lies in [0, 1] and the horizon is a whole number, at least 1."""
    if epsilon in values and not 0 <= values[epsilon] <= 1:
        raise ValueError(f"epsilon is a probability and must lie in [0, 1]; got {values[epsilon]}")
    if T in values and (values[T] != int(values[T]) or values[T] < 1):
        raise ValueError(f"the horizon is a number of decisions and must be a whole number >= 1; got {values[T]}")
