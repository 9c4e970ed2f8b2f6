"""The tree of a formula as an expression for the prover, which may be simplified: equal to it wherever it is defined.

Sympy rewrites what it builds: x - x is 0, x/x is 1. That keeps the value where the tree has one and forgets where it
has none, so that what is proved of the expression is proved of the formula wherever that is defined. It is true only if

    every letter has the signs that it has: an index is positive only if its sum begins at 1 or later, else it has no
    sign a sum between numbers is written out, or is a letter: sympy compares numbers, and for it an empty sum is not
    always 0 min and max are given real arguments: one that may be undefined is a letter of its own, any real number
    what became infinite, complex or an error is not used: there is no expression then, and nothing is proved

Where the formula is defined, the conditions hold: divisors are not 0, logarithms are of positive numbers, roots of
numbers that are not negative. They are listed as far as they stand outside sums and are not evident for epsilon > 0 and
T >= 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Dummy, Expr, Ge, Gt, I, Integer, Max, Min, Ne, Rational, Sum, Symbol, exp, floor, log, nan, oo, zoo
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, u
from tightrope.bounds.language.syntax import Call, Letter, Minus, Node, Number, Over, Plus, Power, Times, Total, linear

LETTERS: dict[str, Symbol] = {"epsilon": epsilon, "T": T, "u": u, "rho": rho, "J_star": expert_cost, "m": m}
FAILURES = (ArithmeticError, AttributeError, NotImplementedError, RecursionError, TypeError, ValueError)  # sympy's
MOST_WRITTEN = 60  # terms of a sum between numbers that are written out
ABOVE_0 = Symbol("epsilon", positive=True)  # what epsilon is on every domain


@dataclass(frozen=True, kw_only=True)
class Translation:
    """`formula` is None where it cannot be trusted; `everywhere` if no part can be undefined on any domain."""

    formula: Expr | None
    conditions: tuple[Boolean, ...] = ()
    everywhere: bool = False


class _Distrust(Exception):
    """What sympy made of a part is no real expression."""


def translate(tree: Node) -> Translation:
    """The expression in epsilon, T and letters without a value, and the conditions under which the tree is defined."""
    made = _Translator()
    try:
        formula = made.of(tree, LETTERS)
    except (_Distrust, *FAILURES):
        formula = None
    everywhere = made.everywhere and formula is not None
    return Translation(formula=formula, conditions=tuple(made.conditions), everywhere=everywhere)


@dataclass
class _Translator:
    conditions: list[Boolean] = field(default_factory=list)
    everywhere: bool = True
    sums: int = 0
    unknown: dict[Expr, Dummy] = field(default_factory=dict)

    def of(self, node: Node, names: Mapping[str, Expr]) -> Expr:
        made = self._made(node, names)
        if made.has(zoo, nan, oo, -oo, I):
            raise _Distrust
        return made

    def _made(self, node: Node, names: Mapping[str, Expr]) -> Expr:
        match node:
            case Number(value):
                return Rational(value)
            case Letter(name):
                return names[name]
            case Plus(parts):
                return sum((self.of(part, names) for part in parts), Integer(0))
            case Times(parts):
                result = Integer(1)
                for part in parts:
                    result = result * self.of(part, names)
                return result
            case Minus(inner):
                return -self.of(inner, names)
            case Over(divisor):
                below = self.of(divisor, names)
                self._need(Ne(below, 0), _sure(below).is_nonzero)
                return 1 / below
            case Power():
                return self._power(node, names)
            case Call(function="exp"):
                return exp(self.of(node.arguments[0], names))
            case Call(function="log"):
                inner = self.of(node.arguments[0], names)
                self._need(Gt(inner, 0), _sure(inner).is_positive)
                return log(inner)
            case Call(function="floor"):
                return floor(self._real(self.of(node.arguments[0], names)))
            case Call(function=name):
                arguments = [self._real(self.of(part, names)) for part in node.arguments]
                return (Min if name == "min" else Max)(*arguments)
        return self._sum(node, names)

    def _need(self, condition: Boolean, evident: bool | None) -> None:
        """The whole is defined only where this holds, unless it stands in a sum, which may be empty."""
        if evident:
            return
        self.everywhere = False
        if not self.sums:
            self.conditions.append(condition)

    def _power(self, node: Power, names: Mapping[str, Expr]) -> Expr:
        base, exponent = self.of(node.base, names), self.of(node.exponent, names)
        if not isinstance(exponent, Rational):
            evident = exponent.is_nonnegative or _sure(base).is_nonzero
            self.everywhere = self.everywhere and bool(evident)
        elif exponent.q > 1:
            need = (Gt(base, 0), _sure(base).is_positive) if exponent < 0 else (Ge(base, 0), _sure(base).is_nonnegative)
            self._need(*need)
        elif exponent < 0:
            self._need(Ne(base, 0), _sure(base).is_nonzero)
        return base**exponent

    def _real(self, argument: Expr) -> Expr:
        """An argument of min or max: sympy compares it by its signs, or fails if it may be no real number."""
        if _sure(argument).is_extended_real:
            return argument
        return self.unknown.setdefault(argument, Dummy("part", real=True))

    def _sum(self, node: Total, names: Mapping[str, Expr]) -> Expr:
        first, last = self.of(node.first, names), self.of(node.last, names)
        if first.is_Integer and last.is_Integer:
            return self._constant_sum(node, names, int(first), int(last))
        form = linear(node.first)
        least = None if form is None else _least(form, names)
        index = Symbol(node.index, integer=True, **({"positive": True} if least is not None and least >= 1 else {}))
        if not self.sums and (last - first + 1).is_positive:
            self._first_term(node, {**names, node.index: first})
        self.sums += 1
        term = self.of(node.term, {**names, node.index: index})
        self.sums -= 1
        if set(self.unknown.values()) & term.free_symbols:
            return Dummy("sum", real=True)  # each term has its own unknown part
        return Sum(term, (index, first, last))

    def _constant_sum(self, node: Total, names: Mapping[str, Expr], first: int, last: int) -> Expr:
        if last - first >= MOST_WRITTEN:
            self._first_term(node, {**names, node.index: Integer(first)})
            self.everywhere = False
            return Dummy("sum", real=True)
        terms = (self.of(node.term, {**names, node.index: Integer(i)}) for i in range(first, last + 1))
        return sum(terms, Integer(0))

    def _first_term(self, node: Total, names: Mapping[str, Expr]) -> None:
        """The conditions of a term that is there whatever T is; its value is left aside."""
        try:
            self.of(node.term, names)
        except (_Distrust, *FAILURES):
            return


def _least(form: Mapping, names: Mapping[str, Expr]):
    """The least value of a form whose letters are all at least 1; None if it has none."""
    if any(x < 0 or not names[name].is_positive for name, x in form.items() if name and x):
        return None
    return sum(form.values())


def _sure(expression: Expr) -> Expr:
    """The same for epsilon > 0, to ask for its sign."""
    return expression.xreplace({epsilon: ABOVE_0})
