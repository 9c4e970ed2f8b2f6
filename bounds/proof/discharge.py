"""One statement about numbers: proved, refuted with a model, or unknown.

Polynomial arithmetic with min, max, absolute values and case distinctions goes to z3, each statement in milliseconds.
An equation with exp, log, divisions or a derivative goes to sympy's simplifier, and only then. Induction and sums over
states are not asked of the solver: the rules of `theorem` turn them into such statements first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import sympy
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.evaluation import BALLS, value
from tightrope.bounds.language.letter import Letter
from tightrope.bounds.proof.closed_sum import closed_sum

if TYPE_CHECKING:
    import z3  # loaded where it is asked: many come here for a formula and never ask

# The solver's steps, not seconds: the same answer on a slow machine. About ten seconds on the one this was written on.
STEPS = 30_000_000
POINTS = 24  # at which an identity is looked at in balls as well


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
def discharge(obligation: Obligation, steps: int = STEPS) -> Outcome:
    """z3's answer; what refutes the statement is checked again in exact arithmetic before it counts.

    Whole numbers are taken for reals: more than is needed is proved. A model that is not whole where it must be refutes
    nothing; then the solver is asked once more for a model, in whole numbers.
    Raises ValueError on what the solver does not speak: a division, a root, exp, log, a sum without a closed form.
    """
    import z3

    letters = sorted(_letters(obligation), key=str)
    reals = {letter: z3.Real(f"x{i}") for i, letter in enumerate(letters)}
    outcome = _asked(obligation, reals, steps)
    if outcome.verdict != "unknown" or not any(letter.is_integer for letter in letters):
        return outcome
    whole = {one: z3.ToReal(z3.Int(f"n{i}")) for i, one in enumerate(letters) if one.is_integer}
    again = _asked(obligation, reals | whole, steps // 10)
    return again if again.verdict == "refuted" else outcome


def _asked(obligation: Obligation, names: "dict[sympy.Symbol, z3.ArithRef]", steps: int) -> Outcome:
    import z3

    solver = z3.Solver()
    solver.set("rlimit", steps)
    for hypothesis in (*_domains(list(names)), *obligation.hypotheses):
        solver.add(_translate(hypothesis, names))
    solver.add(z3.Not(_translate(obligation.conclusion, names)))
    answer = solver.check()
    if answer == z3.unsat:
        return Outcome("proved")
    if answer == z3.unknown:
        if solver.reason_unknown() == "interrupted from keyboard":  # Z3 takes Ctrl-C for itself
            raise KeyboardInterrupt
        return Outcome("unknown")
    model = _rational_model(solver.model(), names)
    if model is None or not _breaks(obligation, model):
        return Outcome("unknown")
    return Outcome("refuted", {str(letter): Fraction(value.p, value.q) for letter, value in model.items()})


@cache
def simplified(equation: sympy.Eq) -> Outcome:
    """Whether both sides are the same wherever both are defined.

    Proved: the simplifier brings their difference to exactly 0 under what it was told of the letters, and at rational
    points of the domain the difference, in balls, contains 0 wherever it is defined, and it is defined at some of them.
    Refuted: at one of the points a ball excludes 0. Any other end is unknown:
    a simplifier that stops short has shown nothing.
    """
    difference = equation.lhs - equation.rhs
    if any(closed_sum(part) is None for part in difference.atoms(sympy.Sum)):
        return Outcome("unknown")
    if any(part.expr.has(sympy.Abs, sympy.sign, sympy.Min, sympy.Max) for part in difference.atoms(sympy.Derivative)):
        return Outcome("unknown")  # sympy differentiates what has corners too
    difference = difference.replace(lambda part: isinstance(part, sympy.Sum), closed_sum).doit()
    letters = sorted(_letters(Obligation((), equation)), key=str)
    seen = 0
    for i in range(POINTS):
        point = {letter: _point(letter, i + 7 * j) for j, letter in enumerate(letters)}
        try:
            ball = value(difference, {one: BALLS.number(number) for one, number in point.items()}, BALLS)
        except ValueError:
            continue
        if ball.is_finite():
            seen += 1
            if not ball.contains(0):
                return Outcome("refuted", {str(letter): number for letter, number in point.items()})
    return Outcome("proved") if seen and sympy.simplify(difference) == 0 else Outcome("unknown")


def _point(letter: sympy.Symbol, i: int) -> Fraction:
    """One of several values in a letter's domain: whole where it must be, otherwise with different denominators."""
    if i % 8 == 3 and letter.is_positive is not True:
        return Fraction(0)
    if letter.is_integer:
        return Fraction(1 + i % 5)
    share = Fraction(2 * (i % 11) + 1, 2 * (i % 11) + 2 + (i * i) % 13)  # in (0, 1)
    if isinstance(letter, Letter) and letter.domain.most == 1:
        return share
    scaled = share * (1 + i % 4)
    return scaled if letter.is_nonnegative or i % 2 else -scaled


def _letters(obligation: Obligation) -> set[sympy.Symbol]:
    found = set().union(*(part.free_symbols for part in (*obligation.hypotheses, obligation.conclusion)))
    return cast(set[sympy.Symbol], found)  # nothing else is free in them


def _domains(letters: list[sympy.Symbol]) -> list[Boolean]:
    """The domain of each letter. Integers are treated as reals >= 0 or >= 1: more than is needed is proved."""
    domains = []
    for letter in letters:
        if letter.is_integer and letter.is_positive:
            domains.append(sympy.Ge(letter, 1, evaluate=False))
        elif letter.is_positive:
            domains.append(sympy.Gt(letter, 0, evaluate=False))
        elif letter.is_nonnegative:  # unevaluated: sympy would simplify it to true and lose it on the way
            domains.append(sympy.Ge(letter, 0, evaluate=False))
        if isinstance(letter, Letter) and letter.domain.most is not None:
            domains.append(sympy.Le(letter, letter.domain.most))
    return domains


def _translate(expression: sympy.Basic, names: Mapping[Any, Any]) -> Any:
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
        case sympy.Sum() if (closed := closed_sum(expression)) is not None:
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
