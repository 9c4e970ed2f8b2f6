"""Inequalities for the solver: what it does not speak becomes a letter with facts about it.

A quotient, a root, exp and log by their tangents, (1 - epsilon)^T by Bernoulli's and Bonferroni's inequalities, sums by
their closed forms. Every fact holds wherever its part is defined, so what is proved is proved wherever the formula is.
"""

from typing import Any

from sympy import (
    Basic,
    Dummy,
    Eq,
    Expr,
    Ge,
    Gt,
    Implies,
    Le,
    Lt,
    Min,
    Piecewise,
    Pow,
    Rational,
    Sum,
    exp,
    expand,
    false,
    floor,
    log,
)
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letter import Formula
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.proof.bernoulli import AFTER_T, BONFERRONI
from tightrope.bounds.proof.discharge import Obligation, discharge

STEPS = 4_000_000  # of the solver, for one question
LARGEST_ROOT = 12  # of higher roots nothing is known: their polynomials are too much for the solver
FALLEN = (1 - epsilon) ** T
UNSPEAKABLE = (ArithmeticError, AttributeError, NotImplementedError, RecursionError, TypeError, ValueError)


def never_above(small: Expr, large: Expr, hypotheses: tuple[Boolean, ...], first: int = 1) -> bool:
    """Whether small <= large is proved from the hypotheses: by the solver, once what it does not speak is a letter."""
    return _compared(Le, small, large, hypotheses, first)


def always_below(small: Expr, large: Expr, hypotheses: tuple[Boolean, ...], first: int = 1) -> bool:
    """The same for small < large."""
    return _compared(Lt, small, large, hypotheses, first)


def _compared(relation: type, small: Expr, large: Expr, hypotheses: tuple[Boolean, ...], first: int) -> bool:
    letters = _Letters(first)
    try:
        conclusion = relation(letters.of(small), letters.of(large))
        given = letters.all_of(hypotheses)
        enough = [(*given, *letters.facts)]
        enough += [(*given, *letters.facts, *letters.further)] if letters.further else []
        return any(_proved(facts, conclusion) for facts in enough)
    except UNSPEAKABLE:
        return False


def never(hypotheses: tuple[Boolean, ...], first: int = 1) -> bool:
    """Whether the hypotheses are proved to contradict each other:
    what is defined only under them is defined nowhere.
    """
    letters = _Letters(first)
    try:
        given = letters.all_of(hypotheses)
        return discharge(Obligation((*given, *letters.facts), false), STEPS).verdict == "proved"
    except UNSPEAKABLE:
        return False


def _proved(facts: tuple[Boolean, ...], conclusion: Boolean) -> bool:
    """The conclusion follows from the facts, and they do not contradict each other:
    nothing follows from what never is.
    """
    if discharge(Obligation(facts, conclusion), STEPS).verdict != "proved":
        return False
    return discharge(Obligation(facts, false), STEPS).verdict != "proved"


def _total(term: Expr, survives: Expr | None) -> bool:
    """Whether a term has a value for every epsilon, T and index: no root, logarithm or division is in it."""
    powers = (p for p in term.atoms(Pow) if p != survives)
    return not term.has(log) and all(p.exp.is_Integer and p.exp > 0 for p in powers)


class _Letters:
    """Letters for the parts of a formula that the solver does not speak, and `facts` about them;
    `further` ones if needed.
    """

    def __init__(self, first: int) -> None:
        self.first = first
        self.made: dict[Any, Any] = {}
        self.facts: list[Boolean] = []
        self.further: list[Boolean] = []

    def of(self, part: Formula) -> Formula:
        """The same expression in letters."""
        if part.is_Atom:
            return part
        if part not in self.made:
            self.made[part] = self._made(part)
        return self.made[part]

    def all_of(self, hypotheses: tuple[Boolean, ...]) -> tuple[Boolean, ...]:
        """The hypotheses in letters, from the outside in: what stands under a sum is no number outside of it."""
        return tuple(self.of(one) for one in hypotheses)

    def _made(self, part: Basic) -> Basic:
        if isinstance(part, Sum):
            return self._sum(part)
        if isinstance(part, exp) or (isinstance(part, Pow) and part.base == exp(1)):
            return self._exponential(self.of(part.exp))
        if isinstance(part, floor):
            return self._whole_part(self.of(part.args[0]))
        if isinstance(part, log):
            return self._logarithm(self.of(part.args[0]))
        if isinstance(part, Pow):
            return self._power(part)
        return part.func(*map(self.of, part.args))

    def _sum(self, part: Sum) -> Expr:
        """Its closed form, if it is polynomial in the index and never runs backwards for T >= `first`; else a letter.

        A sum that is still empty at `first` is 0 there even where its term is undefined: then the term must be defined
        everywhere. Of a sum of minima it is known that it is at most the sum of either side. Powers of 1 - epsilon from
        `first` >= 0 on add up to epsilon G = (1 - epsilon)^first - (1 - epsilon)^(last + 1).
        """
        *_, (index, first, last) = part.limits
        length = last - first + 1
        grows = length.subs(T, self.first).is_nonnegative and expand(length.diff(T)).is_nonnegative
        if len(part.limits) > 1 or part.function.has(Sum) or not grows:
            return Dummy("sum", real=True)
        term, survives = part.function, (1 - epsilon) ** index
        if length.subs(T, self.first) == 0 and not _total(term, survives if first.is_nonnegative else None):
            return Dummy("sum", real=True)
        if isinstance(term, Min):
            letter = Dummy("sum", real=True)
            self.facts += [Le(letter, self.of(Sum(side, *part.limits))) for side in term.args]
            return letter
        share = expand(term, power_exp=False).coeff(survives)
        adds_up = share != 0 and not share.has(index) and first.is_nonnegative
        if adds_up and not (rest := expand(term - share * survives, power_exp=False)).has(survives):
            added = Dummy("sum", real=True)
            ends = (1 - epsilon) ** first, (1 - epsilon) ** (last + 1)
            self.facts.append(Eq(epsilon * added, self.of(ends[0]) - self.of(ends[1])))
            return self.of(Sum(rest, *part.limits)) + self.of(share) * added
        closed = expand(part.doit(), power_exp=False) if term.is_polynomial(index) else part
        return Dummy("sum", real=True) if closed.has(Sum, Piecewise) else self.of(closed)

    def _power(self, part: Pow) -> Expr:
        base, exponent = part.base, part.exp
        if not isinstance(exponent, Rational):
            return self._moving_power(base, exponent)
        inner = self.of(base)
        if exponent.q > LARGEST_ROOT or abs(exponent.p) > LARGEST_ROOT:
            return Dummy("root", nonnegative=True) if exponent.q > 1 else inner**exponent
        if exponent.q > 1:
            root = Dummy("root", nonnegative=True)
            self.facts += [Eq(root**exponent.q, inner), Ge(inner, 0)]
            inner = root
        if exponent.p > 0:
            return inner**exponent.p
        inverse = Dummy("inverse", real=True)
        self.facts.append(Eq(inverse * inner, 1))
        return inverse ** (-exponent.p)

    def _moving_power(self, base: Expr, exponent: Expr) -> Expr:
        """base^(a T + b) for whole a and b. No division: where the base is 0 the power may be defined all the same.

        With n > 0 and p the sizes of what is below and above 0 in the exponent: power * base^n = base^p. That holds for
        base 0 too, wherever the power is defined there: then p > n, both sides are 0, or p = n and p > 0.
        """
        fixed, moving = exponent.as_coeff_Add()
        factor = (moving / T).cancel()
        if not (factor.is_Integer and fixed.is_Integer):
            return self._some_power(base, exponent)
        if factor > 0 and fixed >= 0:
            return self._to_the_T(base, moving) * self.of(Pow(base, fixed))
        letter = Dummy("power", real=True)
        power = self._to_the_T(base, abs(factor) * T)
        below, above = (Pow(base, max(0, -fixed)), Pow(base, max(0, fixed)))
        if factor > 0:
            self.facts.append(Eq(letter * self.of(below), power))
        else:
            self.facts.append(Eq(letter * power * self.of(below), self.of(above)))
        return letter

    def _some_power(self, base: Expr, exponent: Expr) -> Expr:
        """A power of which only the sign is known, and that it is at least 1 if its base is."""
        letter = Dummy("power", positive=True) if base.is_positive else Dummy("power", real=True)
        if (base - 1).is_nonnegative and exponent.is_nonnegative:
            self.facts.append(Ge(letter, 1))
        return letter

    def _to_the_T(self, base: Expr, exponent: Expr) -> Expr:
        """base^(a T): (1 - epsilon)^T has the facts of Bernoulli and Bonferroni, others have their sign at most."""
        factor = (exponent / T).cancel()
        if factor.is_Integer and factor > 1:
            return self._to_the_T(base, T) ** factor
        if (base, exponent) not in self.made:
            survives = base == 1 - epsilon and exponent == T
            letter = Dummy("power", nonnegative=True) if survives else self._some_power(base, exponent)
            self.made[base, exponent] = letter
            if survives:
                self.facts += [fact(letter) for fact in AFTER_T]
                self.further += [fact(letter) for fact in BONFERRONI]
        return self.made[base, exponent]

    def _whole_part(self, inner: Expr) -> Expr:
        """x - 1 < floor(x) <= x."""
        letter = Dummy("floor", real=True)
        self.facts += [Le(letter, inner), Gt(letter, inner - 1)]
        return letter

    def _exponential(self, inner: Expr) -> Expr:
        """e^x >= 1 + x and (1 - x) e^x <= 1, its tangents; of second order on either side of 0."""
        letter = Dummy("exp", positive=True)
        self.facts += [
            *(Ge(letter, 1 + inner), Le((1 - inner) * letter, 1)),
            Implies(Ge(inner, 0), Ge(letter, 1 + inner + inner**2 / 2)),
            Implies(Le(inner, 0), Le(letter, 1 + inner + inner**2 / 2) & Le(letter, 1)),
        ]
        if expand(inner + epsilon * T) == 0:
            self.facts.append(Le(self.of(FALLEN), letter))  # 1 - epsilon <= e^-epsilon, T times
        return letter

    def _logarithm(self, inner: Expr) -> Expr:
        """1 - 1/x <= log x <= x - 1 for x > 0."""
        letter = Dummy("log", real=True)
        self.facts += [Gt(inner, 0), Le(letter, inner - 1), Ge(inner * letter, inner - 1)]
        return letter
