"""Which bound implies which: the graph of the catalogue, computed.

A implies B if both bound the same quantity, every problem that meets B's reading meets one of A's, and A's expression is
never above B's for 0 < epsilon <= 1 and whole T >= 1. The comparison of expressions is decided by z3 where it can be
(evidence `proved`), else by exact evaluation on a grid (evidence `searched`); one point of the grid refutes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from sympy import Expr, Symbol

from tightrope.bounds.language import letters as symbols
from tightrope.bounds.language.bound import Bound, exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.language.readings import KEYS, Reading
from tightrope.bounds.proof.comparison import Domain
from tightrope.bounds.proof.solver_letters import never_above

GRID = tuple(
    (Fraction(error), horizon)
    for horizon in (1, 2, 3, 10, 40)
    for error in ("1/1000", "1/100", "1/40", "1/10", "1/3", "1/2", "1")
)
FORGIVING = (1, 2, 10)  # values of u on the grid, where a formula has it
AMOUNTS = (Fraction(0), Fraction(1, 4), Fraction(1))  # of any other quantity


@dataclass(frozen=True, kw_only=True)
class Implication:
    """`stronger` implies `weaker`; B's expression is between `least` and `most` times A's on the grid."""

    stronger: str
    weaker: str
    least: Fraction
    most: Fraction
    evidence: str


def implications(bounds: tuple[Bound, ...]) -> list[Implication]:
    """All implications between bounds of kind inequality, without those that follow from two others."""
    found = [i for a in bounds for b in bounds if a is not b and (i := _implication(a, b))]
    pairs = {(i.stronger, i.weaker) for i in found}
    keys = {bound.key for bound in bounds}
    return [
        i
        for i in found
        if not any(
            (i.stronger, k) in pairs
            and (k, i.weaker) in pairs
            and (k, i.stronger) not in pairs
            and (i.weaker, k) not in pairs
            for k in keys
        )
    ]


def _implication(a: Bound, b: Bound) -> Implication | None:
    if a.kind != "inequality" or b.kind != "inequality" or a.quantity != b.quantity:
        return None
    letters = a.expression.free_symbols | b.expression.free_symbols
    if not _others(a) <= _others(b) | {symbols.expert_cost} or len(_others(a) | _others(b)) > 2:
        return None  # about different quantities of the problem: nothing to compare on a grid
    if bool(a.readings) != bool(b.readings) or not all(_meets_one(theirs, a.readings) for theirs in b.readings):
        return None
    if not _assumed(a) <= _assumed(b):
        return None
    ratios = []
    for values in _points(letters):
        try:
            first, second = _at(a.expression, values), _at(b.expression, values)
        except ValueError:
            return None  # a root or a logarithm: not compared
        if first > second:
            return None
        if first:
            ratios.append(second / first)
    evidence = "proved" if _proved(a.expression, b.expression) else "searched"
    return Implication(stronger=a.key, weaker=b.key, least=min(ratios), most=max(ratios), evidence=evidence)


def _meets_one(reading: Reading, others: tuple[Reading, ...]) -> bool:
    return any(reading.implies(other) for other in others)


def _assumed(bound: Bound) -> set:
    """What a bound assumes beside its reading."""
    readings = {symbols.measured(key) for key in KEYS}
    return {a.condition for a in bound.assumptions if not a.condition.atoms(symbols.measured) & readings}


def _others(bound: Bound) -> set:
    return bound.expression.free_symbols - {epsilon, T}


def _points(letters: set) -> Iterator[tuple[tuple[Symbol, Fraction | int], ...]]:
    """Values of the letters: the grid of epsilon and T, and a few of what else a formula has."""
    others = sorted(letters - {epsilon, T}, key=str)
    for error, horizon in GRID:
        for values in product(*(FORGIVING if letter == symbols.u else AMOUNTS for letter in others)):
            yield ((epsilon, error), (T, horizon), *zip(others, values, strict=True))


@cache
def _at(expression: Expr, values: tuple[tuple[Symbol, Fraction | int], ...]) -> Fraction:
    return exact_value(expression, {letter: value for letter, value in values if letter in expression.free_symbols})


def _proved(first: Expr, second: Expr) -> bool:
    return never_above(first, second, Domain().hypotheses)
