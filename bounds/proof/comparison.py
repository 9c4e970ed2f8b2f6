"""Is a formula never below the exact worst case? A proof for all epsilon and T of a domain, or none.

The worst case enters as a letter W with facts about it, each proved elsewhere: its closed form, by cases where it has
cases. What the solver does not speak is a letter with facts as well (`solver_letters`). Then W <= formula is one
polynomial statement over the reals, for z3. Where that does not decide, induction on T: what one more decision adds to
the worst case is at most what it adds to the formula. Where T is bounded, or small T are all that is left,
one statement for each T.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from sympy import (
    E,
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
    expand,
    false,
    log,
    nan,
    zoo,
)
from sympy.logic.boolalg import Boolean

from tightrope.bounds.extremes import shares
from tightrope.bounds.extremes.closed_forms import TOTAL, closed_forms
from tightrope.bounds.extremes.declared_facts import known_of_declared
from tightrope.bounds.extremes.open_setting import OPEN_LETTERS, OpenSetting
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language.letter import Formula
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, u
from tightrope.bounds.proof.enclosure import enclose
from tightrope.bounds.proof.solver_letters import UNSPEAKABLE, never_above

W = Symbol("W", real=True)
MOST_HORIZONS = 60  # proved one by one
AT_ONCE = "one polynomial statement for all epsilon and T"
AHEAD = 3  # small horizons that are proved apart if the statement for real T does not hold from the first one on


@dataclass(frozen=True, kw_only=True)
class Domain:
    """low < epsilon <= high (low itself belongs to it if it is not 0), first <= T <= last; last None:
    every T from first.
    """

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)
    first: int = 1
    last: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1 or self.high == 0:
            raise ValueError(
                "epsilon is a probability above 0: its domain LOW:HIGH needs 0 <= LOW <= HIGH <= 1 and HIGH > 0, or "
                f"no epsilon is left; got {self.low}:{self.high}"
            )
        if self.first < 1 or (self.last is not None and self.last < self.first):
            raise ValueError(
                "T is a whole number from 1 on: its domain FIRST:LAST needs 1 <= FIRST <= LAST, or no horizon is "
                f"left; got {self.first}:{self.last}"
            )

    @property
    def hypotheses(self) -> tuple[Boolean, ...]:
        low, high = Rational(self.low), Rational(self.high)
        bounds = [Ge(epsilon, low) if low else Gt(epsilon, 0), Le(epsilon, high)]
        bounds += [Ge(T, self.first)] if self.first > 1 else []  # T >= 1 is the letter's own domain
        return (*bounds, *([Le(T, self.last)] if self.last is not None else []))


def known(setting: Setting | OpenSetting) -> tuple[Boolean, ...]:
    """What is known of W, the setting's worst case, in epsilon, T, letters without a value and letters of its own.

    Upper bounds where not exact. With costs in [0, R] it is known of W/R.
    """
    one = setting.one if isinstance(setting, OpenSetting) else setting
    if one.is_declared:
        return known_of_declared(one, W)
    if one.R is not None:
        return tuple(fact.subs(W, W / Rational(one.R)) for fact in known(one.unit))
    letters = setting.letters()
    price = Min(1, letters[u])
    room = T - letters[expert_cost]
    if rho in letters:
        kept, back = 1 - epsilon - letters[rho], letters[rho]
        exact = Eq((epsilon + back) ** 2 * W, epsilon * ((epsilon + back) * T - kept * (1 - kept**T)))
        caps = Le(W, epsilon * T * (T + 1) / 2), Le(back * W, epsilon * T)
        return exact, *caps, Implies(Le(epsilon + back, 1), Le((epsilon + back) * W, epsilon * T))
    if setting.quantity == "tv":
        return (Eq(W, setting.forms.tv.subs(letters)),)
    if setting.reading == "on_policy" and setting.quantity == "gap":
        return (Le(W, Min(letters[u], T) * epsilon * T), Le(W, room))
    forms, largest = setting.forms, TOTAL
    if forms.reading.leaves_data:  # in the data it is the pointwise error
        forms, largest = closed_forms("pointwise"), T - (1 - letters[m]) * (T - TOTAL)
    if setting.quantity == "disagreement":
        return (*forms.facts, Eq(W, largest))
    return (*forms.facts, Le(W, price * largest), Le(W, room))


def prove(claimed: Expr, setting: Setting | OpenSetting, domain: Domain, given: tuple[Boolean, ...] = ()) -> str:
    """How it was proved that the worst case is at most the claimed formula wherever that is defined, whatever the
    values of letters without one; empty if it was not.

    `given` are conditions that hold wherever it is defined, beside those that its own parts make.
    """
    if follows(claimed, setting, domain, given):
        return AT_ONCE
    if domain.first > MOST_HORIZONS:
        return ""  # where induction would begin, the worst case has too many terms to be written out
    if _by_induction(claimed, setting, domain):
        return "induction on T"
    if domain.last is not None and domain.last - domain.first < MOST_HORIZONS:
        horizons = range(domain.first, domain.last + 1)
        return "one statement for each T" * all(at_horizon(claimed, setting, domain, h, given) for h in horizons)
    for first in range(domain.first + 1, domain.first + AHEAD + 1):
        if not at_horizon(claimed, setting, domain, first - 1, given):
            return ""
        later = Domain(low=domain.low, high=domain.high, first=first, last=domain.last)
        if follows(claimed, setting, later, given) or _by_induction(claimed, setting, later):
            return f"one statement for each T < {first}, and one for all from there on"
    return ""


def at_horizon(
    claimed: Expr, setting: Setting | OpenSetting, domain: Domain, horizon: int, given: tuple[Boolean, ...] = ()
) -> bool:
    """Whether W <= claimed is proved for one T: the worst case written out, piece by piece of the domain of epsilon."""
    if empty_at(given, horizon):
        return True
    try:
        formula = written_out(claimed, {T: Integer(horizon)})
    except UNSPEAKABLE:
        return False  # not defined there, and min or max cannot compare it
    if formula.has(zoo, nan, I):
        return False
    letters = {letter: value.subs(T, horizon) for letter, value in setting.letters().items()}
    exact = written_out(_exact_at(setting, horizon), {**letters, T: Integer(horizon)})
    assumed = [written_out(one, {T: Integer(horizon)}) for one in _of_letters(setting)]
    box = {one.letter: (one.low, one.high) for one in getattr(setting, "ranges", ()) if one.high is not None}
    pieces = ((_by_case(exact, piece.high), piece) for piece in _pieces(domain, horizon))
    return all(_on_piece(on_it, formula, piece, tuple(assumed), box) for on_it, piece in pieces)


def _exact_at(setting: Setting | OpenSetting, horizon: int) -> Expr:
    """The worst case at one T: with a cap beside other budgets without whole parts, which the solver does not speak."""
    one = setting.one if isinstance(setting, OpenSetting) else setting
    if not one.is_declared or one.expert != "deterministic":
        return setting.formula
    chords = shares.at_horizon(one.symbols, one.quantity, horizon, chunk=one.chunk, gamma=one.gamma)
    return setting.formula if chords is None else Rational(one.price) * chords


def _of_letters(setting: Setting | OpenSetting) -> tuple[Boolean, ...]:
    """What is assumed of letters without a value."""
    return setting.hypotheses if isinstance(setting, OpenSetting) else ()


def _pieces(domain: Domain, horizon: int) -> Iterator[Domain]:
    """The domain of epsilon, cut where min(1, epsilon t) turns for some t <= T."""
    turns = {Fraction(1, i) for i in range(1, horizon + 1) if domain.low < Fraction(1, i) < domain.high}
    ends = [domain.low, *sorted(turns), domain.high]
    for low, high in zip(ends, ends[1:], strict=False):
        yield Domain(low=low, high=high)


def _on_piece(exact: Expr, formula: Expr, piece: Domain, assumed: tuple[Boolean, ...], box: Mapping) -> bool:
    if never_above(exact, formula, (*piece.hypotheses, *assumed)):
        return True
    if not piece.low:
        return False  # both sides are 0 there: balls cannot tell
    try:
        return enclose(Le(exact, formula), {**box, epsilon: (piece.low, piece.high)}, depth=12).verdict == "proved"
    except ValueError:
        return False


def empty_at(conditions: tuple[Boolean, ...], horizon: int) -> bool:
    """Whether the conditions are met by no epsilon at one horizon: one of them is false there."""
    try:
        return any(written_out(condition, {T: Integer(horizon)}) == false for condition in conditions)
    except UNSPEAKABLE:
        return False


def written_out(expression: Formula, values: Mapping[Any, Expr]) -> Formula:
    """The expression at the values, its sums term by term where they end at whole numbers then; an empty one is 0.

    From the inside out, so that no sum between numbers is ever an argument: sympy would compare it with others, and its
    own value of an empty one is not 0.
    """
    if isinstance(expression, Sum):
        *inner, (index, first, last) = expression.limits
        first, last = written_out(first, values), written_out(last, values)
        if not (isinstance(first, Integer) and isinstance(last, Integer)):
            return expression.subs(values)
        term = Sum(expression.function, *inner) if inner else expression.function
        terms = (written_out(term, {**values, index: Integer(i)}) for i in range(int(first), int(last) + 1))
        return cast(Formula, sum(terms, Integer(0)))
    if not expression.args:
        return cast(Formula, values.get(expression, expression))
    return expression.func(*(written_out(part, values) for part in expression.args))


def _by_case(expression: Expr, high: Fraction) -> Expr:
    """The expression where epsilon lies between two turns, the upper one being `high`:
    min(1, epsilon i) is one of the two.
    """

    def turn(*arguments: Expr) -> Expr:
        if len(arguments) == 2 and Integer(1) in arguments:
            (other,) = (a for a in arguments if a != 1)
            factor = (other / epsilon).cancel()
            if factor.is_Integer and factor > 0:
                return other if Rational(high) * factor <= 1 else Integer(1)
        return Min(*arguments)

    return cast(Expr, expression.replace(Min, turn))


def follows(claimed: Expr, setting: Setting | OpenSetting, domain: Domain, given: tuple[Boolean, ...] = ()) -> bool:
    enough = (*known(setting), *domain.hypotheses, *_of_letters(setting))
    if never_above(W, claimed, enough, domain.first):
        return True
    return bool(given) and never_above(W, claimed, (*enough, *given), domain.first)


def reached(claimed: Expr, setting: Setting, domain: Domain, given: tuple[Boolean, ...] = ()) -> bool:
    """Whether it is proved that the worst case is at least the claim wherever that is defined."""
    return never_above(claimed, W, (*known(setting), *domain.hypotheses, *given), domain.first)


def reached_at(claimed: Expr, setting: Setting, domain: Domain, horizon: int) -> bool:
    """The same for one T, the worst case written out."""
    try:
        formula = written_out(claimed, {T: Integer(horizon)})
    except UNSPEAKABLE:
        return False
    if formula.has(zoo, nan, I):
        return False
    letters = {letter: value.subs(T, horizon) for letter, value in setting.letters().items()}
    exact = written_out(_exact_at(setting, horizon), {**letters, T: Integer(horizon)})
    pieces = ((_by_case(exact, piece.high), piece) for piece in _pieces(domain, horizon))
    return all(never_above(formula, on_it, piece.hypotheses) for on_it, piece in pieces)


def _by_induction(claimed: Expr, setting: Setting | OpenSetting, domain: Domain) -> bool:
    """claimed(first) >= A(first), and claimed(T + 1) - claimed(T) is at least what decision T + 1 adds to W."""
    letters = setting.letters()
    one = setting.one if isinstance(setting, OpenSetting) else setting
    if one.is_declared or one.R is not None:
        return False
    if setting.forms.one_more is None or setting.quantity == "tv" or rho in letters or letters[expert_cost] != 0:
        return False  # with J_star the worst case may grow by more than A: what the expert pays is no longer in its way
    added = _difference(claimed, domain.first)
    if (
        added is None
        or not _defined_everywhere(claimed, domain)
        or not at_horizon(claimed, setting, domain, domain.first)
    ):
        return False
    price = Min(1, letters[u]) if setting.quantity == "gap" else Integer(1)  # J_star is 0: the gap is price A
    return never_above(price * setting.forms.one_more, added, (*domain.hypotheses, *_of_letters(setting)), domain.first)


def _defined_everywhere(claimed: Expr, domain: Domain) -> bool:
    """Whether it is proved by one polynomial statement."""
    """Whether nothing in the formula can be undefined: induction must not step over such a place.

    Only what is positive has logarithms, roots or inverses then, and no exponent is ever negative,
    for T from the first on.
    """
    beyond: dict[Any, Expr] = {T: T + domain.first - 1, epsilon: Symbol("epsilon", positive=True)}
    moved = claimed.subs(beyond, simultaneous=True)
    positive = [one.args[0] for one in moved.atoms(log)]
    for power in moved.atoms(Pow):
        whole = power.exp.is_integer and power.exp.is_nonnegative
        positive += [] if whole or power.base is E else [power.base]
    return all(x.is_positive for x in positive)


def _difference(claimed: Expr, start: int) -> Expr | None:
    """claimed(T + 1) - claimed(T) for T >= start, each sum up to T + a adding its next term;
    None if a sum is not like that.

    A sum that is still empty at T = start, and not about to begin, adds nothing at first: not like that. Nor is a
    letter that stands for a part of the formula, which may be another number at T + 1.
    """
    if not claimed.free_symbols <= {epsilon, T, *OPEN_LETTERS.values()}:
        return None
    later = claimed.subs(T, T + 1)
    for one in (each for each in claimed.atoms(Sum) if each.has(T)):
        if len(one.limits) != 1 or one.function.has(T):
            return None
        ((index, first, last),) = one.limits
        if first.has(T) or (last - T).has(T) or (last + 1 - first).subs(T, start) < 0:
            return None
        last_term = one.function.subs(index, last + 1)
        later = later.xreplace({Sum(one.function, (index, first, last + 1)): one + last_term})
    return expand(later - claimed, power_exp=False)
