"""Points in sequence along which the worst case outgrows a formula: proved of all of them, not looked at.

    T = n^q,  epsilon = e/n^s     more and more decisions, at one error, at 1/T or at 1/T^2
    T fixed,  epsilon = 1/n^q     smaller and smaller errors

For n = n0, n0 + 1, ... each is a point of the domain, and the solver is asked of all real n >= n0 at once. What is
known of the worst case from below is exact, or an inequality of Bonferroni's: 1 - (1-epsilon)^t >= epsilon t -
epsilon^2 t (t-1)/2, added up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import cast

from sympy import Eq, Expr, Ge, Integer, Min, Pow, Rational, Symbol
from sympy.logic.boolalg import Boolean

from tightrope.bounds.extremes.closed_forms import TOTAL, closed_forms
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, u
from tightrope.bounds.proof.comparison import Domain, W, known
from tightrope.bounds.proof.solver_letters import always_below, never_above

POINT = Symbol("n", positive=True)
LARGEST_START = 2**12
LARGEST_ROOT = 12
LATER = (1, 8, 100, 10**4)  # times the first point: where the proof may begin
BY_CHANCE = ("pointwise", "log_loss", "finite_data")  # where TOTAL is the sum of 1 - (1-epsilon)^t

_twice = epsilon * T * (T + 1) / 2 - epsilon**2 * T * (T**2 - 1) / 6


@dataclass(frozen=True, kw_only=True)
class Family:
    """T = n^q (or `horizon`, if there is one), epsilon = e/n^s."""

    e: Fraction
    q: int
    s: int
    horizon: int | None = None

    @property
    def words(self) -> str:
        if self.horizon is not None:
            return f"T = {self.horizon}"
        power = Fraction(self.s, self.q)
        error = str(self.e) if not power else f"{self.e}/T{'' if power == 1 else f'**{power}'}"
        return f"epsilon = {error}"

    def needs_in_words(self, rate: Fraction) -> str:
        """rate n, in T or epsilon."""
        if self.horizon is not None:
            return f"{rate}/epsilon{'' if self.s == 1 else f'**(1/{self.s})'}"
        return f"{rate}*T{'' if self.q == 1 else f'**(1/{self.q})'}"

    def from_in_words(self, start: int) -> str:
        """n >= start, in T or epsilon."""
        error, horizon = self.point(start)
        if self.horizon is not None:
            return f"for all epsilon <= {error}"
        return f"for {f'all T >= {horizon}' if self.q == 1 else f'T = n**{self.q}, n >= {start}'}"

    def point(self, n: int) -> tuple[Fraction, int]:
        return self.e / n**self.s, n**self.q if self.horizon is None else self.horizon

    def conditions(self, start: int) -> tuple[Boolean, ...]:
        length = Eq(T, POINT**self.q if self.horizon is None else Integer(self.horizon))
        error = Eq(epsilon * POINT**self.s, Rational(self.e)) if self.s else Eq(epsilon, Rational(self.e))
        return length, error, Ge(POINT, start)

    def along(self, formula: Expr) -> Expr:
        """The formula with powers of n for the roots of T and epsilon, as far as they are such."""

        def root(power: Pow) -> Expr:
            number = self.q * power.exp if power.base == T else -self.s * power.exp
            whole = number.is_Integer and self.horizon is None if power.base == T else number.is_Integer
            scale = Integer(1) if power.base == T else Rational(self.e) ** power.exp
            return scale * POINT**number if whole and scale.is_Rational else power

        def is_root(part: Expr) -> bool:
            if not (isinstance(part, Pow) and part.base in (T, epsilon)):
                return False
            return isinstance(part.exp, Rational) and not part.exp.is_Integer

        return cast(Expr, formula.replace(is_root, root))

    def start(self, domain: Domain) -> int | None:
        """The first n (a power of two) from which on all points lie in the domain; None if there is none."""
        n = 1
        while n <= LARGEST_START:
            error, horizon = self.point(n)
            if domain.low <= error <= domain.high and horizon >= domain.first:
                return n
            n *= 2
        return None


def longer(domain: Domain, q: int = 1) -> Iterator[Family]:
    """Those of ever longer horizons."""
    if domain.last is not None:
        return
    if not domain.low:
        yield Family(e=Fraction(1), q=q, s=q)
        yield Family(e=Fraction(1), q=q, s=2 * q)
    for error in dict.fromkeys((domain.high, domain.low + (domain.high - domain.low) / 2, Fraction(1, 100))):
        if error > 0 and domain.low <= error <= domain.high:
            yield Family(e=error, q=q, s=0)


def smaller(domain: Domain, q: int = 1) -> Iterator[Family]:
    """Those of ever smaller errors."""
    if not domain.low:
        for horizon in dict.fromkeys((domain.first, min(domain.first + 1, domain.last or domain.first + 1))):
            yield Family(e=Fraction(1), q=0, s=q, horizon=horizon)


def roots(formula: Expr) -> int:
    """The least q for which T = n^q makes whole powers of n of the roots of T and epsilon; 1 if it is large."""
    exponents = (p.exp for p in formula.atoms(Pow) if p.base in (T, epsilon))
    q = lcm(*(int(exponent.q) for exponent in exponents if isinstance(exponent, Rational)))
    return q if q <= LARGEST_ROOT else 1


def from_below(setting: Setting) -> tuple[Boolean, ...]:
    """What is known of W, the worst case, from below; empty if nothing is."""
    if setting.is_declared or setting.R is not None:
        return ()
    letters, forms = setting.letters(), setting.forms
    chance = (Ge(TOTAL, _twice),) if setting.reading in BY_CHANCE else ()
    if rho in letters:
        both = epsilon + letters[rho]
        return (*known(setting), Ge(both**2 * W, epsilon * (both * T - 1)))
    if setting.quantity != "gap":
        return (*known(setting), *chance)
    if letters[expert_cost] != 0:
        return ()
    if setting.reading == "on_policy":
        whole = setting.u is None or setting.u <= 1 or setting.u.denominator == 1
        return (Eq(W, Min(Min(letters[u], T) * epsilon * T, T)),) if whole else ()
    largest = TOTAL
    if forms.reading.leaves_data:
        forms, largest = closed_forms("pointwise"), T - (1 - letters[m]) * (T - TOTAL)
    return (*forms.facts, Eq(W, Min(1, letters[u]) * largest), *chance)


def exceeds(claimed: Expr, setting: Setting, domain: Domain, family: Family) -> int | None:
    """An n from which on the worst case is above the claim at every point of the family; None if not proved."""
    along = family.along(claimed)
    return _from(lambda facts: always_below(along, W, facts, domain.first), setting, domain, family)


def outgrows(a: Expr, b: Expr, rate: Fraction, setting: Setting, domain: Domain, family: Family) -> int | None:
    """An n from which on a + C b < W needs C >= rate n at every point of the family; None if not proved."""
    a, b = family.along(a), family.along(b)
    claimed = a + Rational(rate) * POINT * b

    def is_proved(facts: tuple[Boolean, ...]) -> bool:
        grows = never_above(claimed, W, facts, domain.first)
        return grows and always_below(Integer(0), b, facts, domain.first)  # or a smaller C might do

    return _from(is_proved, setting, domain, family)


def _from(is_proved: Callable, setting: Setting, domain: Domain, family: Family) -> int | None:
    facts, start = from_below(setting), family.start(domain)
    if not facts or start is None:
        return None
    for times in LATER:
        if is_proved((*facts, *family.conditions(start * times))):
            return start * times
    return None
