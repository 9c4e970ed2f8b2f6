"""Inequalities for the solver: what it does not speak becomes a letter with facts about it.

A quotient, a root, exp and log by their tangents, (1 - epsilon)^T by Bernoulli's and Bonferroni's inequalities, sums by
their closed forms. Every fact holds wherever its part is defined, so what is proved is proved wherever the formula is.
"""

from sympy import Dummy, Eq, Expr, Ge, Gt, Implies, Le, Min, Pow, Sum, exp, expand, false, log
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.proof.bernoulli import AFTER_T, BONFERRONI
from tightrope.bounds.proof.discharge import Obligation, discharge

STEPS = 9_000_000  # of the solver, for one question
LARGEST_ROOT = 12  # of higher roots nothing is known: their polynomials are too much for the solver
FALLEN = (1 - epsilon) ** T


def never_above(small: Expr, large: Expr, hypotheses: tuple[Boolean, ...], first: int = 1) -> bool:
    """Whether small <= large is proved from the hypotheses: by the solver, once what it does not speak is a letter."""
    letters = _Letters(first)
    try:
        conclusion = Le(letters.of(small), letters.of(large))
        given = tuple(h.replace(lambda x: isinstance(x, Pow | exp | log | Sum), letters.of) for h in hypotheses)
        enough = [(*given, *letters.facts)]
        enough += [(*given, *letters.facts, *letters.further)] if letters.further else []
        return any(_proved(facts, conclusion) for facts in enough)
    except ValueError:
        return False


def _proved(facts: tuple[Boolean, ...], conclusion: Boolean) -> bool:
    """The conclusion follows from the facts, and they do not contradict each other: nothing follows from what never is."""
    if discharge(Obligation(facts, conclusion), STEPS).verdict != "proved":
        return False
    return discharge(Obligation(facts, false), STEPS).verdict != "proved"


class _Letters:
    """Letters for the parts of a formula that the solver does not speak, and `facts` about them; `further` ones if needed."""

    def __init__(self, first: int) -> None:
        self.first, self.made = first, {}
        self.facts: list[Boolean] = []
        self.further: list[Boolean] = []

    def of(self, part: Expr) -> Expr:
        """The same expression in letters."""
        if part.is_Atom:
            return part
        if part not in self.made:
            self.made[part] = self._made(part)
        return self.made[part]

    def _made(self, part: Expr) -> Expr:
        if isinstance(part, Sum):
            return self._sum(part)
        if isinstance(part, exp) or (isinstance(part, Pow) and part.base == exp(1)):
            return self._exponential(self.of(part.exp))
        if isinstance(part, log):
            return self._logarithm(self.of(part.args[0]))
        if isinstance(part, Pow):
            return self._power(part)
        return part.func(*map(self.of, part.args))

    def _sum(self, part: Sum) -> Expr:
        """Its closed form, if it has one and never runs backwards for T >= `first`; else a letter.

        Of a sum of minima it is known that it is at most the sum of either side. Powers of 1 - epsilon add up to
        epsilon G = (1 - epsilon)^first - (1 - epsilon)^(last + 1).
        """
        *_, (index, first, last) = part.limits
        length = last - first + 1
        grows = length.subs(T, self.first).is_nonnegative and expand(length.diff(T)).is_nonnegative
        if len(part.limits) > 1 or part.function.has(Sum) or not grows:
            return Dummy("sum", real=True)
        term, survives = part.function, (1 - epsilon) ** index
        if isinstance(term, Min):
            letter = Dummy("sum", real=True)
            self.facts += [Le(letter, self.of(Sum(side, *part.limits))) for side in term.args]
            return letter
        share = expand(term, power_exp=False).coeff(survives)
        if share != 0 and not share.has(index) and not (rest := expand(term - share * survives)).has(survives):
            added = Dummy("sum", real=True)
            ends = (1 - epsilon) ** first, (1 - epsilon) ** (last + 1)
            self.facts.append(Eq(epsilon * added, self.of(ends[0]) - self.of(ends[1])))
            return self.of(Sum(rest, *part.limits)) + self.of(share) * added
        closed = expand(part.doit())
        return Dummy("sum", real=True) if closed.has(Sum) else self.of(closed)

    def _power(self, part: Pow) -> Expr:
        base, exponent = part.base, part.exp
        if not exponent.is_Rational:
            fixed = exponent.as_coeff_Add()[0]  # of base^(a T + b), b; sympy would put the two factors together again
            if fixed >= 0:
                return self._to_the_T(base, exponent - fixed) * self.of(Pow(base, fixed))
            letter = Dummy("power", real=True)  # no division: where the base is 0 the power may be defined all the same
            self.facts.append(Eq(letter * self.of(Pow(base, -fixed)), self._to_the_T(base, exponent - fixed)))
            return letter
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

    def _to_the_T(self, base: Expr, exponent: Expr) -> Expr:
        """base^(a T): (1 - epsilon)^T has the facts of Bernoulli and Bonferroni, others have none."""
        factor = (exponent / T).cancel()
        if factor.is_Integer and factor > 1:
            return self._to_the_T(base, T) ** factor
        if (base, exponent) not in self.made:
            survives = base == 1 - epsilon and exponent == T
            letter = Dummy("power", nonnegative=True) if survives else Dummy("power", real=True)
            self.made[base, exponent] = letter
            if survives:
                self.facts += [fact(letter) for fact in AFTER_T]
                self.further += [fact(letter) for fact in BONFERRONI]
        return self.made[base, exponent]

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
