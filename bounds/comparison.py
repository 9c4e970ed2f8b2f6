"""Is a formula never below the exact worst case? A proof for all epsilon and T of a domain, or none.

The worst case enters as a letter W with facts about it, each proved elsewhere: its closed form, by cases where it has
cases, and for (1 - epsilon)^T the inequalities of Bernoulli and Bonferroni. What the solver does not speak in the formula
is a letter with facts as well: a quotient, a root, exp and log by their tangents. Then W <= formula is one polynomial
statement over the reals, for z3. Where that does not decide, induction on T: what one more decision adds to the worst
case is at most what it adds to the formula. Where T is bounded, or small T are all that is left, one statement for each T.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sympy import (
    Dummy,
    Eq,
    Expr,
    Ge,
    Gt,
    I,
    Implies,
    Integer,
    Le,
    Min,
    Pow,
    Rational,
    Sum,
    Symbol,
    exp,
    expand,
    false,
    log,
    nan,
    zoo,
)
from sympy.logic.boolalg import Boolean

from bounds.bernoulli import AFTER_T, BONFERRONI
from bounds.discharge import Obligation, discharge
from bounds.enclosure import enclose
from bounds.symbols import T, epsilon, expert_cost, rho, u
from bounds.worst_case import WORST_SHIFT, Setting

W = Symbol("W", real=True)
_sum, _full = Symbol("A", nonnegative=True), Symbol("k", positive=True)
_fallen = (1 - epsilon) ** T
MOST_HORIZONS = 60  # proved one by one
TIMEOUT_MS = 3_000
LARGEST_ROOT = 12  # of higher roots nothing is known: their polynomials are too much for the solver
AHEAD = 3  # small horizons that are proved apart if the statement for real T does not hold from the first one on

DISAGREEMENTS: dict[str, tuple[Boolean, ...]] = {  # what is known of A, the largest number of disagreements
    "pointwise": (
        Eq(epsilon * _sum, epsilon * T - (1 - epsilon) * (1 - _fallen)),
        Le(_sum, epsilon * T * (T + 1) / 2),
        Le(_sum, T),
    ),
    "per_step": (
        Implies(Le(epsilon * T, 1), Eq(_sum, epsilon * T * (T + 1) / 2)),
        Implies(Gt(epsilon * T, 1), Eq(_sum, epsilon * _full * (_full + 1) / 2 + T - _full)),
        Implies(Gt(epsilon * T, 1), Le(_full * epsilon, 1) & Gt((_full + 1) * epsilon, 1) & Ge(_full, 1)),
        Le(_sum, epsilon * T * (T + 1) / 2),
        Le(_sum, T),
    ),
    "time_averaged": (Eq(_sum, T * Min(1, epsilon * T)),),
    "on_policy": (Eq(_sum, epsilon * T),),
}
ONE_MORE = {  # what decision T + 1 adds to A
    "pointwise": 1 - (1 - epsilon) * _fallen,
    "per_step": Min(1, epsilon * (T + 1)),
}


@dataclass(frozen=True, kw_only=True)
class Domain:
    """low < epsilon <= high (low itself belongs to it if it is not 0), first <= T <= last; last None: every T from first."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)
    first: int = 1
    last: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1 or self.high == 0:
            raise ValueError(
                f"epsilon is a probability above 0: its domain LOW:HIGH needs 0 <= LOW <= HIGH <= 1 and HIGH > 0, or no "
                f"epsilon is left; got {self.low}:{self.high}"
            )
        if self.first < 1 or (self.last is not None and self.last < self.first):
            raise ValueError(
                f"T is a whole number from 1 on: its domain FIRST:LAST needs 1 <= FIRST <= LAST, or no horizon is left; "
                f"got {self.first}:{self.last}"
            )

    @property
    def hypotheses(self) -> tuple[Boolean, ...]:
        low, high = Rational(self.low), Rational(self.high)
        bounds = [Ge(epsilon, low) if low else Gt(epsilon, 0), Le(epsilon, high)]
        bounds += [Ge(T, self.first)] if self.first > 1 else []  # T >= 1 is the letter's own domain
        return (*bounds, *([Le(T, self.last)] if self.last is not None else []))


def known(setting: Setting) -> tuple[Boolean, ...]:
    """What is known of W, the setting's worst case, in epsilon, T and letters of its own. Upper bounds where not exact."""
    letters = {letter: value for letter, value in setting.letters().items() if letter != u}
    price = Min(1, T if setting.u is None else Rational(setting.u))
    room = T - letters[expert_cost]
    if setting.rho is not None:
        kept, back = 1 - epsilon - letters[rho], letters[rho]
        exact = Eq((epsilon + back) ** 2 * W, epsilon * ((epsilon + back) * T - kept * (1 - kept**T)))
        caps = Le(W, epsilon * T * (T + 1) / 2), Le(back * W, epsilon * T)
        return exact, *caps, Implies(Le(epsilon + back, 1), Le((epsilon + back) * W, epsilon * T))
    if setting.quantity == "tv":
        return (Eq(W, WORST_SHIFT[setting.reading].subs(letters)),)
    if setting.reading == "on_policy" and setting.quantity == "gap":
        return (Le(W, Min(T if setting.u is None else Rational(setting.u), T) * epsilon * T), Le(W, room))
    reading, largest = setting.reading, _sum
    if reading == "finite_data":
        reading, largest = "pointwise", T - (1 - Rational(setting.missing)) * (T - _sum)
    if setting.quantity == "disagreement":
        return (*DISAGREEMENTS[reading], Eq(W, largest))
    return (*DISAGREEMENTS[reading], Le(W, price * largest), Le(W, room))


def prove(claimed: Expr, setting: Setting, domain: Domain) -> str:
    """How it was proved that the worst case is at most the claimed formula wherever that is defined; empty if it was not."""
    if _follows(claimed, setting, domain):
        return "one polynomial statement for all epsilon and T"
    if _by_induction(claimed, setting, domain):
        return "induction on T"
    if domain.last is not None and domain.last - domain.first < MOST_HORIZONS:
        horizons = range(domain.first, domain.last + 1)
        return "one statement for each T" * all(at_horizon(claimed, setting, domain, h) for h in horizons)
    for first in range(domain.first + 1, domain.first + AHEAD + 1):
        if not at_horizon(claimed, setting, domain, first - 1):
            return ""
        later = Domain(low=domain.low, high=domain.high, first=first, last=domain.last)
        if _follows(claimed, setting, later) or _by_induction(claimed, setting, later):
            return f"one statement for each T < {first}, and one for all from there on"
    return ""


def at_horizon(claimed: Expr, setting: Setting, domain: Domain, horizon: int) -> bool:
    """Whether W <= claimed is proved for one T: the worst case written out, piece by piece of the domain of epsilon."""
    try:
        formula = written_out(claimed.subs(T, horizon))
    except (TypeError, ValueError):
        return False  # not defined there, and min or max cannot compare it
    if formula.has(zoo, nan, I):
        return False
    letters = {letter: value.subs(T, horizon) for letter, value in setting.letters().items()}
    exact = written_out(setting.formula.subs(letters).subs(T, horizon))
    return all(_on_piece(_by_case(exact, piece.high), formula, piece) for piece in _pieces(domain, horizon))


def _pieces(domain: Domain, horizon: int) -> Iterator[Domain]:
    """The domain of epsilon, cut where min(1, epsilon t) turns for some t <= T."""
    turns = {Fraction(1, i) for i in range(1, horizon + 1) if domain.low < Fraction(1, i) < domain.high}
    ends = [domain.low, *sorted(turns), domain.high]
    for low, high in zip(ends, ends[1:], strict=False):
        yield Domain(low=low, high=high)


def _on_piece(exact: Expr, formula: Expr, piece: Domain) -> bool:
    if never_above(exact, formula, piece.hypotheses):
        return True
    if not piece.low:
        return False  # both sides are 0 there: balls cannot tell
    try:
        return enclose(Le(exact, formula), {epsilon: (piece.low, piece.high)}, depth=12).verdict == "proved"
    except ValueError:
        return False


def written_out(expression: Expr) -> Expr:
    """Sums with whole limits, term by term; an empty one is 0."""
    while sums := [s for s in expression.atoms(Sum) if not any(s is not o and o.has(s) for o in expression.atoms(Sum))]:
        replaced = {}
        for one in sums:
            *inner, (index, first, last) = one.limits
            if not (first.is_Integer and last.is_Integer):
                return expression
            term = Sum(one.function, *inner) if inner else one.function
            replaced[one] = sum((term.subs(index, i) for i in range(int(first), int(last) + 1)), Integer(0))
        expression = expression.xreplace(replaced)
    return expression


def _by_case(expression: Expr, high: Fraction) -> Expr:
    """The expression where epsilon lies between two turns, the upper one being `high`: min(1, epsilon i) is one of the two."""

    def turn(*arguments: Expr) -> Expr:
        if len(arguments) == 2 and Integer(1) in arguments:
            (other,) = (a for a in arguments if a != 1)
            factor = (other / epsilon).cancel()
            if factor.is_Integer and factor > 0:
                return other if Rational(high) * factor <= 1 else Integer(1)
        return Min(*arguments)

    return expression.replace(Min, turn)


def _follows(claimed: Expr, setting: Setting, domain: Domain) -> bool:
    return never_above(W, claimed, (*known(setting), *domain.hypotheses), domain)


def _by_induction(claimed: Expr, setting: Setting, domain: Domain) -> bool:
    """claimed(first) >= A(first), and claimed(T + 1) - claimed(T) is at least what decision T + 1 adds to A."""
    if setting.reading not in ONE_MORE or setting.quantity == "tv" or setting.rho is not None or setting.paid:
        return False  # with J_star the worst case may grow by more than A: what the expert pays is no longer in its way
    added = _difference(claimed, domain.first)
    if (
        added is None
        or not _defined_everywhere(claimed, domain)
        or not at_horizon(claimed, setting, domain, domain.first)
    ):
        return False
    return never_above(ONE_MORE[setting.reading], added, domain.hypotheses, domain)


def _defined_everywhere(claimed: Expr, domain: Domain) -> bool:
    """Whether nothing in the formula can be undefined: induction must not step over such a place.

    Only epsilon, T and numbers have logarithms, roots or inverses then, and no exponent is ever negative.
    """
    arguments = [one.args[0] for one in claimed.atoms(log)]
    powers = claimed.atoms(Pow)
    arguments += [p.base for p in powers if p.exp.is_Rational and not (p.exp.is_Integer and p.exp > 0)]
    steps = [p.exp.subs(T, domain.first) for p in powers if p.exp.has(T)]
    return all(x in (epsilon, T) or x.is_positive for x in arguments) and all(
        not (e.is_number and e < 0) for e in steps
    )


def _difference(claimed: Expr, start: int) -> Expr | None:
    """claimed(T + 1) - claimed(T) for T >= start, each sum up to T + a adding its next term; None if a sum is not like that.

    A sum that is still empty at T = start, and not about to begin, adds nothing at first: not like that.
    """
    later = claimed.subs(T, T + 1)
    for one in (each for each in claimed.atoms(Sum) if each.has(T)):
        if len(one.limits) != 1 or one.function.has(T):
            return None
        ((index, first, last),) = one.limits
        if first.has(T) or (last - T).has(T) or (last + 1 - first).subs(T, start) < 0:
            return None
        last_term = one.function.subs(index, last + 1)
        later = later.xreplace({Sum(one.function, (index, first, last + 1)): one + last_term})
    return expand(later - claimed)


def never_above(small: Expr, large: Expr, hypotheses: tuple[Boolean, ...], domain: Domain | None = None) -> bool:
    """Whether small <= large is proved from the hypotheses: by the solver, once what it does not speak is a letter."""
    letters = _Letters(domain or Domain())
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
    if discharge(Obligation(facts, conclusion), TIMEOUT_MS).verdict != "proved":
        return False
    return discharge(Obligation(facts, false), TIMEOUT_MS).verdict != "proved"


class _Letters:
    """Letters for the parts of a formula that the solver does not speak, and `facts` about them; `further` ones if needed.

    Every fact holds wherever the part is defined, so what is proved from them is proved wherever the formula is.
    """

    def __init__(self, domain: Domain) -> None:
        self.domain, self.made = domain, {}
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
        """Its closed form, if it has one and never runs backwards on the domain; else a letter.

        Of a sum of minima it is known that it is at most the sum of either side. Powers of 1 - epsilon add up to
        epsilon G = (1 - epsilon)^first - (1 - epsilon)^(last + 1).
        """
        *_, (index, first, last) = part.limits
        length = last - first + 1
        grows = length.subs(T, self.domain.first).is_nonnegative and expand(length.diff(T)).is_nonnegative
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
            self.facts.append(Le(self.of(_fallen), letter))  # 1 - epsilon <= e^-epsilon, T times
        return letter

    def _logarithm(self, inner: Expr) -> Expr:
        """1 - 1/x <= log x <= x - 1 for x > 0."""
        letter = Dummy("log", real=True)
        self.facts += [Gt(inner, 0), Le(letter, inner - 1), Ge(inner * letter, inner - 1)]
        return letter
