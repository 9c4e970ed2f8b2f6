"""An inequality with exp, log and roots on a box: proved by ball arithmetic and bisection, or refuted at a point.

z3 decides polynomials; this is for the rest. A ball of `arb` contains every value of an expression on a sub-box, all
rounding included, so the sign of a ball is a proof. Where the balls do not tell, the sub-box is cut in half. A
statement that is an equality somewhere in the box is not told there: it ends as `unknown`.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import sympy
from flint import ctx
from sympy.core.relational import GreaterThan, LessThan, StrictGreaterThan, StrictLessThan

from tightrope.bounds.language.ball import BITS, ball, number_ball
from tightrope.bounds.proof.discharge import Outcome

LIMIT = 20_000  # sub-boxes looked at; in more than two letters `depth` alone would not keep the search short
RELATIONS = (LessThan, StrictLessThan, GreaterThan, StrictGreaterThan)

Box = dict[Any, tuple[Fraction, Fraction]]  # the ends of an interval, by letter


def enclose(statement: sympy.Basic, box: Mapping[Any, tuple[Fraction, Fraction]], depth: int = 20) -> Outcome:
    """Decide an inequality of real letters on a box, whose ends belong to it.

    A sub-box that is neither told nor breaks the statement at its middle is bisected, `depth` times at most.
    Raises ValueError if the statement is no inequality, uses a function that is not translated, or a letter of it has
    no interval.
    """
    if statement in (sympy.true, sympy.false):
        return Outcome("proved" if statement == sympy.true else "refuted")
    if not isinstance(statement, RELATIONS) or not statement.free_symbols:
        raise ValueError(f"an inequality of letters, with <=, <, >= or >, can be enclosed; got {statement}")
    whole = _checked_box(statement, box)
    strict = isinstance(statement, StrictLessThan | StrictGreaterThan)
    difference = statement.gts - statement.lts  # the claim: this is positive, or not negative
    with ctx.workprec(BITS):
        for ends in product(*whole.values()):
            if _is_wrong(difference, corner := dict(zip(whole, ends, strict=True)), strict):
                return _refutation(corner)
        pending, looked_at = [whole], 0
        for _ in range(depth + 1):
            undecided, looked_at = [], looked_at + len(pending)
            if looked_at > LIMIT:
                break
            for part in pending:
                value = ball(
                    difference, {x: number_ball(low).union(number_ball(high)) for x, (low, high) in part.items()}
                )
                if value.is_finite() and (value > 0 or (not strict and value >= 0)):
                    continue
                middle = {letter: (low + high) / 2 for letter, (low, high) in part.items()}
                if _is_wrong(difference, middle, strict):
                    return _refutation(middle)
                undecided.append(part)
            if not undecided:
                return Outcome("proved")
            pending = [half for part in undecided for half in _halves(part)]
    return Outcome("unknown")


def _checked_box(statement: sympy.Basic, box: Mapping) -> Box:
    if missing := sorted(str(letter) for letter in statement.free_symbols - set(box)):
        raise ValueError(f"{statement} needs an interval for {', '.join(missing)}")
    for letter, (low, high) in box.items():
        if low > high:
            raise ValueError(f"the interval of {letter} must run from its lower to its upper end; got {low} to {high}")
    letters = sorted(statement.free_symbols, key=str)  # in this order, so that the same point is found every time
    return {letter: (Fraction(box[letter][0]), Fraction(box[letter][1])) for letter in letters}


def _is_wrong(difference: sympy.Expr, point: Mapping[Any, Fraction], strict: bool) -> bool:
    """Whether the statement is certainly false at the point; where a side is not defined, nothing is false."""
    value = ball(difference, {letter: number_ball(x) for letter, x in point.items()})
    return value.is_finite() and (value < 0 or (strict and value <= 0))


def _halves(box: Box) -> tuple[Box, Box]:
    """The box cut across its longest side."""
    longest = max(box, key=lambda letter: (box[letter][1] - box[letter][0], str(letter)))
    low, high = box[longest]
    return {**box, longest: (low, (low + high) / 2)}, {**box, longest: ((low + high) / 2, high)}


def _refutation(point: Mapping[Any, Fraction]) -> Outcome:
    return Outcome("refuted", {str(letter): value for letter, value in point.items()})
