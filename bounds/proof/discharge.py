"""One scalar statement over the reals: proved, refuted with a model, or unknown.

Polynomial arithmetic with min, max, absolute values and case distinctions goes to z3, each statement in milliseconds.
An equality that z3 does not speak, with exp, log or a derivative, goes to sympy's simplifier.
Induction and sums over states are not asked of the solver: the two rules in `derivation` turn them into scalar
statements first.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import sympy
from sympy.logic.boolalg import Boolean

if TYPE_CHECKING:
    import z3  # loaded where it is asked: many come here for a formula and never ask

TIMEOUT_MS = 10_000


@dataclass(frozen=True)
class Obligation:
    """If all hypotheses hold then the conclusion holds, for all real values of the letters in their domains."""

    hypotheses: tuple[Boolean, ...]
    conclusion: Boolean


@dataclass(frozen=True)
class Outcome:
    """`verdict` is proved, refuted or unknown; a refutation carries rational values that break the statement."""

    verdict: str
    model: dict[str, Fraction] = field(default_factory=dict)


@cache
def discharge(obligation: Obligation, timeout_ms: int = TIMEOUT_MS) -> Outcome:
    """Decide one obligation; what refutes it is re-checked in exact arithmetic before it counts."""
    try:
        return _solve(obligation, timeout_ms)
    except ValueError:
        if not isinstance(obligation.conclusion, sympy.Equality):
            raise
        return _simplify(obligation)


def _solve(obligation: Obligation, timeout_ms: int) -> Outcome:
    """z3's answer. Raises ValueError on what it does not speak."""
    import z3

    letters = sorted(_letters(obligation), key=str)
    names = {letter: z3.Real(f"x{i}") for i, letter in enumerate(letters)}
    solver = z3.Solver()
    solver.set("timeout", timeout_ms)
    for hypothesis in (*_domains(letters), *obligation.hypotheses):
        solver.add(_translate(hypothesis, names))
    solver.add(z3.Not(_translate(obligation.conclusion, names)))
    answer = solver.check()
    if answer == z3.unsat:
        return Outcome("proved")
    if answer == z3.unknown:
        return Outcome("unknown")
    model = _rational_model(solver.model(), names)
    if model is None or not _breaks(obligation, model):
        return Outcome("unknown")
    return Outcome("refuted", {str(letter): Fraction(value.p, value.q) for letter, value in model.items()})


def _simplify(obligation: Obligation) -> Outcome:
    """An equality that needs no hypothesis: the difference simplifies to exactly 0, or to a rational at some point.

    The point is one over a different prime for each letter, or the prime for a whole number. Any other end is unknown:
    a simplifier that stops short has shown nothing.
    """
    difference = sympy.simplify((obligation.conclusion.lhs - obligation.conclusion.rhs).doit())
    if difference == 0:
        return Outcome("proved")
    point = {}
    for i, letter in enumerate(sorted(_letters(obligation), key=str), start=1):
        point[letter] = sympy.Integer(sympy.prime(i)) ** (1 if letter.is_integer else -1)
    value = difference.subs(point)
    if not value.is_Rational or value == 0 or any(part.subs(point) != sympy.true for part in obligation.hypotheses):
        return Outcome("unknown")
    return Outcome("refuted", {str(letter): Fraction(x.p, x.q) for letter, x in point.items()})


def _letters(obligation: Obligation) -> set[sympy.Symbol]:
    return set().union(*(part.free_symbols for part in (*obligation.hypotheses, obligation.conclusion)))


def _domains(letters: list[sympy.Symbol]) -> list[Boolean]:
    """The domain of each letter. Integers are treated as reals >= 0 or >= 1: more than is needed is proved."""
    domains = []
    for letter in letters:
        if letter.is_integer and letter.is_positive:
            domains.append(_at_least(letter, 1))
        elif letter.is_positive:
            domains.append(sympy.Gt(letter, 0, evaluate=False))
        elif letter.is_nonnegative:
            domains.append(_at_least(letter, 0))
    return domains


def _at_least(letter: sympy.Symbol, value: int) -> Boolean:
    # Unevaluated: sympy would simplify "nonnegative >= 0" to true and lose it on the way to the solver.
    return sympy.Ge(letter, value, evaluate=False)


def _translate(expression: sympy.Basic, names: "dict[sympy.Symbol, z3.ArithRef]") -> "z3.ExprRef":
    """The same expression in z3's language. Raises ValueError on what the solver does not speak."""
    import z3

    if expression in names:
        return names[expression]
    is_leaf = expression.is_Atom or isinstance(expression, sympy.Sum)
    parts = [] if is_leaf else [_translate(part, names) for part in expression.args]
    match expression:
        case sympy.true:
            return z3.BoolVal(True)
        case sympy.false:
            return z3.BoolVal(False)
        case sympy.Rational():
            return z3.RatVal(expression.p, expression.q)
        case sympy.Add():
            return z3.Sum(parts)
        case sympy.Mul():
            return z3.Product(parts)
        case sympy.Pow() if expression.exp.is_Integer and expression.exp > 0:
            return z3.Product([parts[0]] * int(expression.exp))
        case sympy.Sum() if not (closed := sympy.expand(expression.doit())).has(sympy.Sum):
            return _translate(closed, names)
        case sympy.Abs():
            return z3.If(parts[0] >= 0, parts[0], -parts[0])
        case sympy.sign():
            return z3.If(parts[0] > 0, z3.RealVal(1), z3.If(parts[0] < 0, z3.RealVal(-1), z3.RealVal(0)))
        case sympy.Min():
            return _fold(parts, lambda a, b: z3.If(a <= b, a, b))
        case sympy.Max():
            return _fold(parts, lambda a, b: z3.If(a >= b, a, b))
        case sympy.LessThan():
            return parts[0] <= parts[1]
        case sympy.StrictLessThan():
            return parts[0] < parts[1]
        case sympy.GreaterThan():
            return parts[0] >= parts[1]
        case sympy.StrictGreaterThan():
            return parts[0] > parts[1]
        case sympy.Equality():
            return parts[0] == parts[1]
        case sympy.Unequality():
            return parts[0] != parts[1]
        case sympy.And():
            return z3.And(parts)
        case sympy.Implies():
            return z3.Implies(*parts)
        case sympy.Or():
            return z3.Or(parts)
    raise ValueError(f"a scalar statement must be polynomial, with min, max and cases; got {expression}")


def _fold(parts, choose):
    result = parts[0]
    for part in parts[1:]:
        result = choose(result, part)
    return result


def _rational_model(model: "z3.ModelRef", names: dict) -> dict[sympy.Symbol, sympy.Rational] | None:
    import z3

    values = {}
    for letter, name in names.items():
        value = model.eval(name, model_completion=True)
        if not z3.is_rational_value(value):
            return None  # an algebraic number: not a witness that one can check by hand
        values[letter] = sympy.Rational(value.numerator_as_long(), value.denominator_as_long())
        if letter.is_integer and not values[letter].is_integer:
            return None  # the solver took it for a real number: no witness
    return values


def _breaks(obligation: Obligation, model: dict) -> bool:
    holds = all(part.subs(model) == sympy.true for part in obligation.hypotheses)
    return holds and obligation.conclusion.subs(model) == sympy.false
