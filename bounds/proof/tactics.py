"""Short ways to a theorem, by the rules of proof alone: nothing here is trusted.

A tactic fills in what a rule asks for: an induction's base and step are one statement of arithmetic each, what letters
are at the start, one decision later and in sum are facts written as equations.
"""

from collections.abc import Mapping
from typing import cast

from sympy import Eq, Expr, Le
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letter import Index, indices, letters, placed
from tightrope.bounds.proof.statements import AddedUp, Family
from tightrope.bounds.proof.theorem import (
    Theorem,
    add_up,
    arithmetic,
    assume,
    induction,
    over_decisions,
)


def equations(values: Mapping[Expr, Expr | int]) -> tuple[Boolean, ...]:
    """What letters are, as facts: `{power.start: 1, power.next: (1 - epsilon) * power}`."""
    return tuple(Eq(letter, value, evaluate=False) for letter, value in values.items())


def totals(family: Family, values: Mapping[Expr, Expr | int]) -> tuple[Boolean, ...]:
    """What expressions add up to over a family, as facts."""
    return tuple(Eq(family(expression), value, evaluate=False) for expression, value in values.items())


def all_decisions(cost: Expr, total: Expr, over: Index) -> Boolean:
    """The total is the sum of the decisions' costs, as a fact."""
    return Eq(AddedUp(over, cost), total, evaluate=False)


def by_induction(statement: Boolean, over: Index, *given: Boolean | Theorem) -> Theorem:
    """The statement at every value of the index; base and step are arithmetic from the facts and theorems that bear on
    them.

    A fact about letters at the start, one later or at the end bears on a goal that has these very letters. The base is
    shown from what does not change with the index.
    """
    known = [one if isinstance(one, Theorem) else assume(one) for one in given]
    base, step = placed(statement, "start", over), placed(statement, "next", over)
    first = [one for one in known if over not in indices(one.conclusion) and _bears_on(one, base)]
    then = [one for one in known if _bears_on(one, step)]
    return induction(statement, over, arithmetic(base, *first), arithmetic(step, assume(statement, over), *then))


def _bears_on(theorem: Theorem, goal: Boolean) -> bool:
    return {one for one in letters(theorem.conclusion) if one.place} <= letters(goal)


def sum_up(statement: Boolean, family: Family, values: Mapping[Expr, Expr | int], *premises: Theorem) -> Theorem:
    """The statement of each individual, by arithmetic, and its sum over the family, by the totals that occur in it."""
    needed = {expression: value for expression, value in values.items() if statement.has(expression)}
    return add_up(arithmetic(statement, *premises), family, *map(assume, totals(family, needed)))


def sum_decisions(theorem: Theorem, total: Expr, over: Index) -> Theorem:
    """From x <= f(t) of each decision to the total <= the sum of f."""
    return over_decisions(theorem, assume(all_decisions(cast(Le, theorem.conclusion).lhs, total, over)), over)
