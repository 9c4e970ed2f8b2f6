"""The rules of proof: a theorem can only be made by those of this file.

**What a theorem says.** A problem gives each letter a value: one for the whole problem, one for each value of its index
(t, say, the actions taken), one for each individual of its kind (each state, say), as its scope says. A statement is
true *at a place*, that is at one value of each index and one individual of each kind (there is at least one of each). A
hypothesis is a statement and the set of indices and kinds that it `fixes`. It is met at a place if its statement is
true at every place with the same values of what it fixes: a hypothesis that fixes nothing is a fact about the whole
problem, and the hypothesis of an induction over t fixes t and speaks of every state. The theorem says:

    at every place of its range where all hypotheses are met, the conclusion is true.

**Range.** An index that ends, ends at T: decision t + 1 exists for t < T only. Letters of a decision, and every
letter's value one later, exist at t <= T - 1, all others at t <= T. `short` holds the indices whose last value is not
in the range. It is never forgotten: what was proved with the help of a decision is proved for t <= T - 1.

**Generalising.** A rule that goes from one value of an index, or from one individual, to others (induction, `later`,
`at_the_end`, the sums) demands that no hypothesis fixes that index or kind. Each rule's argument stands in its
docstring.

**Undefined parts**, such as 1/epsilon at 0. A hypothesis with one is not met there; a conclusion is claimed where all
of it is defined. Rules that go from place to place or replace equals demand a statement that is `defined_everywhere`,
or an assumed equation.

**What is trusted** beside this file: the letters (`letter`), what a statement may consist of (`statements`), z3 for
polynomial arithmetic (`discharge`), sympy's expansion of polynomials and, in `identity` alone, its simplifier. Python
cannot keep a liar from forging an object; it keeps everybody else from making a theorem by accident: construction needs
a seal and nothing can be assigned or replaced.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import cast

from sympy import Eq, Expr, Ge, Le, Or, Poly, PolynomialError, Sum, Symbol, expand, false, true
from sympy.logic.boolalg import Boolean, Implies

from tightrope.bounds.language.letter import Index, indices, kinds, letters, placed
from tightrope.bounds.proof.discharge import Obligation, discharge, simplified
from tightrope.bounds.proof.statements import (
    AddedUp,
    Family,
    NotProved,
    bound_around,
    defined_everywhere,
    demand_well_formed,
    ends_early,
    partial,
)

_SEAL = object()

Fixable = Index | str  # an index, or a kind of individuals


@dataclass(frozen=True)
class Hypothesis:
    statement: Boolean
    fixes: frozenset[Fixable] = frozenset()

    def __str__(self) -> str:
        return (
            f"{self.statement} [at one {', '.join(sorted(map(str, self.fixes)))}]"
            if self.fixes
            else str(self.statement)
        )


class Theorem:
    """`conclusion` follows from `hypotheses` at every place but the last value of the indices in `short`.

    `rule` and `premises` say how it was made; `rule` is "assumed" for a hypothesis itself.
    """

    __slots__ = ("__weakref__", "conclusion", "hypotheses", "short", "rule", "premises")

    conclusion: Boolean
    hypotheses: frozenset[Hypothesis]
    short: frozenset[Index]
    rule: str
    premises: "tuple[Theorem, ...]"

    def __init__(self, seal: object, conclusion, hypotheses, short, rule, premises) -> None:
        if seal is not _SEAL:
            raise TypeError("a theorem is made by a rule of the kernel, not by hand")
        demand_well_formed(conclusion)
        for name, value in zip(self.__slots__[1:], (conclusion, hypotheses, short, rule, premises), strict=True):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a theorem does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a theorem does not change")

    def __reduce__(self):
        raise TypeError("a theorem is not copied or stored; make it again by its rules")

    def __init_subclass__(cls) -> None:
        raise TypeError("there is one kind of theorem")

    def __repr__(self) -> str:
        given = ", ".join(str(one) for one in sorted(self.hypotheses, key=str))
        but = f"   (but not at the last {', '.join(sorted(map(str, self.short)))})" if self.short else ""
        return f"{given} |- {self.conclusion}{but}".lstrip()

    def facts(self) -> set[Boolean]:
        """The hypotheses. Raises NotProved if one of them fixes an index or a kind: then it is no fact yet."""
        if fixed := [h for h in self.hypotheses if h.fixes]:
            raise NotProved(f"{self.conclusion} still rests on {fixed[0].statement} at one place")
        return {h.statement for h in self.hypotheses}


def assume(statement: Boolean, *fixes: Fixable) -> Theorem:
    """statement |- statement.

    If the statement is true at all places with the present values of what it fixes, it is true at the present one.
    """
    if statement in (true, false):
        raise NotProved(f"a hypothesis says something; got {statement}: sympy decided it from the letters' domains")
    if strange := set(fixes) - indices(statement) - kinds(statement):
        raise NotProved(f"{statement} does not speak of {min(strange, key=str)}, so it can't fix it")
    return _made(statement, {Hypothesis(statement, frozenset(fixes))}, (), "assumed", ())


def arithmetic(conclusion: Boolean, *premises: Theorem) -> Theorem:
    """The conclusion follows from the premises' conclusions, for all values of the letters in their domains.

    Sound: at a place where all hypotheses of all premises are met, and in all their ranges, the premises are true
    there, and the solver shows that then the conclusion is. Whole numbers are taken for reals: more is proved than
    needed. A time-out or "unknown" proves nothing. Premises that contradict each other, or a condition in the
    conclusion that can never be met, are refused: what follows from them is true but says nothing.
    """
    given = tuple(premise.conclusion for premise in premises)
    try:
        outcome = discharge(Obligation(given, conclusion))
    except ValueError as error:
        raise NotProved(f"{conclusion} is not asked of the solver: {error}") from error
    if outcome.verdict != "proved":
        raise NotProved(f"{conclusion} does not follow: {outcome.verdict} {outcome.model or ''}".rstrip(), outcome)
    conditions = (cast(Boolean, conclusion.args[0]),) if isinstance(conclusion, Implies) else ()
    if discharge(Obligation((*given, *conditions), false)).verdict == "proved":
        raise NotProved(f"{conclusion} follows from what is never true: {', '.join(map(str, (*given, *conditions)))}")
    return _from(premises, conclusion, "arithmetic")


def identity(equation: Eq) -> Theorem:
    """Both sides are the same expression, wherever both are defined; exp, log and derivatives are allowed.

    Sound as far as sympy's simplifier is: it must bring the difference to exactly 0 under what it was told of the
    letters (`Domain.assumptions`, no more), and rigorous balls must contain 0 at many points of the domain;
    nothing is given.
    """
    if not isinstance(equation, Eq):
        raise NotProved(f"an identity is an equation; got {equation}")
    demand_well_formed(equation)
    if equation.has(AddedUp):
        raise NotProved(f"{equation}: what a sum over individuals binds is not simplified")
    outcome = simplified(equation)
    if outcome.verdict != "proved":
        raise NotProved(f"{equation} is no identity: {outcome.verdict} {outcome.model or ''}".rstrip(), outcome)
    return _from((), equation, "identity")


def rewrite(conclusion: Boolean, theorem: Theorem, *equations: Theorem) -> Theorem:
    """The theorem with left sides of equations replaced by right sides, or the other way round.

    Sound: after replacing each left side by its right side the two are the same, and replacing equals by equals changes
    no statement's truth. The equations are true and defined wherever their hypotheses are met, being total or assumed.
    Where the conclusion is defined the theorem is: each part of it that may be undefined is a part of the conclusion or
    of an equation. No side speaks of what is bound around a place where it is replaced.
    """
    pairs = {}
    for equation in equations:
        if not isinstance(equation.conclusion, Eq):
            raise NotProved(f"only an equation rewrites; got {equation.conclusion}")
        if equation.rule != "assumed":
            _demand_total(equation.conclusion)
        pairs[equation.conclusion.lhs] = equation.conclusion.rhs
    for statement, (left, right) in product((conclusion, theorem.conclusion), pairs.items()):
        if captured := bound_around(left, statement) & (left.free_symbols | right.free_symbols):
            raise NotProved(f"an equation speaks of {min(captured, key=str)}, which is bound where {left} stands")
    shown = {*partial(conclusion)}.union(*(partial(side) for pair in pairs.items() for side in pair))
    if lost := partial(theorem.conclusion) - shown:
        raise NotProved(f"{min(lost, key=str)} may be undefined, and is no part of {conclusion} or of an equation")
    if conclusion.has(AddedUp) or theorem.conclusion.has(AddedUp):
        raise NotProved("inside a sum over individuals nothing is rewritten")
    if conclusion.xreplace(pairs) != theorem.conclusion.xreplace(pairs):
        raise NotProved(f"{theorem.conclusion} does not become {conclusion} by replacing {pairs}")
    return _from((theorem, *equations), conclusion, "rewriting")


def within(index: Index) -> Theorem:
    """|- index <= its last value: this is what its range is."""
    _demand_index(index)
    return _from((), Le(index, index.end), f"the range of {index}")


def before_the_end(index: Index) -> Theorem:
    """|- index + 1 <= its last value, but at the last value."""
    _demand_index(index)
    return _from((), Le(index + 1, index.end), f"the range of {index}", short={index})


def whole(expression: Expr) -> Theorem:
    """|- expression <= -1 or expression >= 0, if it is a sum of whole letters with whole coefficients.

    Sound: its value is a whole number, and none lies between -1 and 0.
    """
    here = sorted(letters(expression), key=str)
    polynomial = Poly(expression, *here) if here else None
    if polynomial is None or polynomial.total_degree() > 1 or not all(one.domain.whole for one in here):
        raise NotProved(f"{expression} is not known to be a whole number")
    if not all(coefficient.is_Integer for coefficient in polynomial.coeffs()):
        raise NotProved(f"{expression} has a coefficient that is no whole number")
    return _from((), Or(Le(expression, -1), Ge(expression, 0)), "whole numbers")


def induction(statement: Boolean, over: Index, base: Theorem, step: Theorem) -> Theorem:
    """The statement at every value of the index, from its first value and from each value to the next.

    `base` concludes the statement at the start, `step` the statement one later. Of all hypotheses only the step's own,
    the statement, may fix the index; none may fix another index or a kind that the statement speaks of.
    Sound: natural induction. The other hypotheses fix nothing that the statement speaks of, so they are met at all its
    places or at none. At 0 the base is the statement, at all its places, since it is not short in an index of the
    statement. If at i, not the last value, the statement is true at all its places, its hypothesis is met, and the
    step, not short either but in i, is the statement at i + 1. So it is true up to and including the last value.
    """
    if not isinstance(over, Index) or over not in indices(statement):
        raise NotProved(
            f"{statement} does not speak of an index {over}: only what counts 0, 1, 2, ... can be inducted over"
        )
    _demand_total(statement)
    _demand_same(base, placed(statement, "start", over), "the base")
    _demand_same(step, placed(statement, "next", over), "the step")
    hypothesis = Hypothesis(statement, frozenset({over}))
    rest = base.hypotheses | (step.hypotheses - {hypothesis})
    _demand_free(rest, {*indices(statement), *kinds(statement)}, f"an induction over {over}")
    short = base.short | (step.short - {over})
    if missing := (short & indices(statement)) - ends_early(statement):
        raise NotProved(f"base or step are not proved at the last value of {min(missing, key=str)}")
    return _made(statement, rest, short, f"induction over {over}", (base, step))


def later(theorem: Theorem, over: Index) -> Theorem:
    """The conclusion one later: i becomes i + 1 and every letter that changes with i its next value.

    Sound: at i, not the last value, i + 1 is in the range, and the hypotheses, which do not fix the index, are met
    there too.
    """
    _demand_general(theorem, over, "one later")
    moved = placed(theorem.conclusion, "next", over)
    return _made(moved, theorem.hypotheses, {*theorem.short, over}, f"{over} one later", (theorem,))


def at_the_end(theorem: Theorem, over: Index) -> Theorem:
    """The conclusion at the last value of the index. Sound: that value is in the range, as `later`."""
    _demand_general(theorem, over, "at the end")
    moved = placed(theorem.conclusion, "end", over)
    return _made(moved, theorem.hypotheses, theorem.short, f"{over} at its end", (theorem,))


def add_up(theorem: Theorem, family: Family, *totals: Theorem) -> Theorem:
    """From x <= y (or =, >=) of each individual to the sum of x <= the sum of y.

    Each total is an equation AddedUp(expression) = value. Each side is rewritten as a combination of their expressions
    with coefficients that speak of no individual, and checked by expanding; so its sum is the same combination of their
    values. Sound: sums of finitely many terms are monotone and linear; the hypotheses fix no individual, so x <= y
    holds for each of them. What the values and coefficients speak of after the sum was not bound by it.
    """
    if not totals:
        raise NotProved(f"nothing is known of any sum {family.name}")
    if not isinstance(theorem.conclusion, Le | Ge | Eq):
        raise NotProved(f"only <=, >= and = are added up; got {theorem.conclusion}")
    _demand_total(theorem.conclusion)
    _demand_free(_hypotheses((theorem, *totals)), family.binds, f"a sum {family.name}")
    values = {}
    for total in totals:
        equation = total.conclusion
        if not isinstance(equation, Eq) or not isinstance(equation.lhs, AddedUp) or equation.lhs.args[0] != family.term:
            raise NotProved(f"a total is AddedUp({family.name}, expression) = value; got {equation}")
        if (kinds(equation.rhs) - family.leaves) & family.binds:
            raise NotProved(f"{equation.rhs} still speaks of what was added up")
        values[equation.lhs.args[1]] = equation.rhs
    sides = [_sum_of(side, values, family) for side in (theorem.conclusion.lhs, theorem.conclusion.rhs)]
    return _from((theorem, *totals), theorem.conclusion.func(*sides), f"sum {family.name}")


def over_decisions(theorem: Theorem, total: Theorem, over: Index) -> Theorem:
    """From x <= f(i) at every value of the index but the last to X <= f(0) + ... + f(last - 1).

    `total` is AddedUp(index, x) = X, with X a constant; f speaks of the index itself and of constants, of no letter
    that changes. Sound: as `add_up`. The sum never runs backwards: the last value is at least 1.
    """
    _demand_index(over)
    each, equation = theorem.conclusion, total.conclusion
    if not isinstance(each, Le) or not isinstance(equation, Eq) or equation.lhs != AddedUp(over, each.lhs):
        raise NotProved(f"what is added up is x <= f({over}) with AddedUp({over}, x) = X; got {each} and {equation}")
    _demand_total(each)
    if indices(equation.rhs) or any(one.scope.index or one.scope.each for one in letters(each.rhs) if one != over):
        raise NotProved(f"{each.rhs} is no function of {over} and constants alone")
    _demand_free(theorem.hypotheses | total.hypotheses, {over}, f"a sum over {over}")
    summed = Le(equation.rhs, Sum(each.rhs, (over, 0, over.end - 1)))
    hypotheses, short = theorem.hypotheses | total.hypotheses, (theorem.short | total.short) - {over}
    return _made(summed, hypotheses, short, f"sum over {over}", (theorem, total))


def _from(premises: Iterable[Theorem], conclusion: Boolean, rule: str, short: Iterable[Index] = ()) -> Theorem:
    """The conclusion on all hypotheses of the premises, where all of their ranges meet."""
    premises = tuple(premises)
    short = frozenset(short).union(*(premise.short for premise in premises))
    return _made(conclusion, _hypotheses(premises), short, rule, premises)


def _hypotheses(premises: Iterable[Theorem]) -> frozenset[Hypothesis]:
    return frozenset().union(*(premise.hypotheses for premise in premises))


def _made(conclusion, hypotheses, short, rule, premises) -> Theorem:
    return Theorem(_SEAL, conclusion, frozenset(hypotheses), frozenset(short) | ends_early(conclusion), rule, premises)


def _demand_same(theorem: Theorem, statement: Boolean, what: str) -> None:
    if theorem.conclusion != statement:
        raise NotProved(f"{what} must conclude {statement}; it concludes {theorem.conclusion}")


def _demand_free(hypotheses: Iterable[Hypothesis], general: Iterable[Fixable], rule: str) -> None:
    """No hypothesis fixes what the rule generalises over."""
    for hypothesis in hypotheses:
        if fixed := hypothesis.fixes & frozenset(general):
            raise NotProved(f"{rule}: {hypothesis.statement} is known of one {next(iter(fixed))} only")


def _demand_total(statement: Boolean) -> None:
    if not defined_everywhere(statement):
        raise NotProved(f"{statement} has a part that may be undefined: it can't be moved, added up or used to rewrite")


def _demand_index(over: Expr) -> None:
    if not isinstance(over, Index):
        raise NotProved(f"{over} is no index: only what counts 0, 1, 2, ... can be moved along or inducted over")


def _demand_general(theorem: Theorem, over: Index, rule: str) -> None:
    _demand_index(over)
    _demand_total(theorem.conclusion)
    _demand_free(theorem.hypotheses, {over}, rule)
    if over in theorem.short:
        raise NotProved(f"{theorem.conclusion}, {rule}: it says nothing at the last value of {over}")
    if over not in indices(theorem.conclusion):
        raise NotProved(f"{theorem.conclusion}, {rule}: it does not speak of {over}")


def _sum_of(side: Expr, values: dict[Expr, Expr], family: Family) -> Expr:
    """The sum of one side: it is rewritten as a combination of expressions with known sums, which is then checked."""
    places = {expression: Symbol(f"place{i}") for i, expression in enumerate(values)}
    split = side
    for expression in sorted(places, key=lambda one: -one.count_ops()):
        split = split.subs(expression, places[expression])
    try:
        terms = Poly(expand(split), *places.values()).terms()
    except PolynomialError as error:
        raise NotProved(f"{side} is no combination of {', '.join(map(str, values))}") from error
    combination = {}
    for powers, coefficient in terms:
        if coefficient == 0:
            continue
        if sum(powers) != 1 or kinds(coefficient) & family.binds:
            raise NotProved(f"{side} is not linear in {', '.join(map(str, values))}; its sum {family.name} is unknown")
        combination[list(values)[powers.index(1)]] = coefficient
    if expand(side - sum(factor * one for one, factor in combination.items())) != 0:
        raise NotProved(f"{side} is no combination of {', '.join(map(str, values))}")
    return sum((factor * values[one] for one, factor in combination.items()), start=expand(0))
