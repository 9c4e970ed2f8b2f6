"""A derivation is data: steps, each a statement with the readings it is proved under and the lemmas that prove it.

Eight rules make lemmas, each short enough to audit by eye. `scalar` hands one statement to the solver, `identity` an
equality to the simplifier; `induction` makes a base and a step of a statement; `over_states` and `over_decisions` add
an inequality up; `later` and `at_the_end` say it of the next decision and of the last; `written_out` replaces letters. A lemma says what it was given,
and `gaps` checks that all of it was known: a fact, the reading's assumption, or a lemma before it. What a letter is at
the start, one decision later and at the end, and what a quantity of one state adds up to, are facts of this kind too
(`starts`, `moves`, `ends`, `sums`, `means`); a derivation's `facts` are what has to be believed. A step is proved under a
reading when nothing is missing and the solver discharged every obligation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sympy import Eq, Expr, Function, Le, Poly, PolynomialError, Sum, Symbol, expand
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letters import (
    PARAMETERS,
    STATE_LETTERS,
    TIME_LETTERS,
    T,
    cost,
    disagreement,
    extra,
    gap,
    t,
)
from tightrope.bounds.proof.discharge import Obligation, Outcome, discharge

EPISODE_TOTAL = {cost: disagreement, extra: gap}

_START, _NEXT, _END, _TOTAL, _MEANS = (
    Function(name) for name in ("at_the_start", "next", "at_the_end", "sum_over_states", "written_out")
)


def starts(values: Mapping[Expr, Expr]) -> tuple[Boolean, ...]:
    """What letters are before the first decision, as facts."""
    return tuple(Eq(_START(letter), value, evaluate=False) for letter, value in values.items())


def moves(values: Mapping[Expr, Expr]) -> tuple[Boolean, ...]:
    """What letters are one decision later, as facts."""
    return tuple(Eq(_NEXT(letter), value, evaluate=False) for letter, value in values.items())


def ends(values: Mapping[Expr, Expr]) -> tuple[Boolean, ...]:
    """What letters are after the last decision, as facts."""
    return tuple(Eq(_END(letter), value, evaluate=False) for letter, value in values.items())


def means(values: Mapping[Expr, Expr]) -> tuple[Boolean, ...]:
    """What letters stand for, as facts."""
    return tuple(Eq(_MEANS(letter), value, evaluate=False) for letter, value in values.items())


def sums(values: Mapping[Expr, Expr]) -> tuple[Boolean, ...]:
    """What expressions of one state add up to over the states, as facts."""
    return tuple(Eq(_TOTAL(expression), value, evaluate=False) for expression, value in values.items())


@dataclass(frozen=True, kw_only=True)
class Lemma:
    """A statement, the rule that proves it, what it was given, and the scalar obligations left to the solver.

    `inside` are the lemmas of an induction's step: they may use the statement itself.
    """

    statement: Boolean
    rule: str
    given: tuple[Boolean, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    inside: tuple["Lemma", ...] = ()

    def outcomes(self) -> list[Outcome]:
        """The solver's answers to the obligations, those of the inner lemmas first."""
        inner = [outcome for lemma in self.inside for outcome in lemma.outcomes()]
        return inner + [discharge(obligation) for obligation in self.obligations]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of a derivation.

    `scope` says what the statement is asked of: `scalar` (numbers), `state` (each state after each number of actions),
    `decision` (each decision) or `episode`. `proofs` maps a reading's key to lemmas, the last of which states the
    line; a line that no reading touches is proved under the key `any`. `lecture` is the claim's id, empty for a line
    that the lecture lacks. `slack` says why a nearby, stronger line would hold as well; most lines have none.
    """

    id: str
    lecture: str
    statement: Boolean
    scope: str
    reason: str
    proofs: Mapping[str, tuple[Lemma, ...]] = field(default_factory=dict)
    slack: str = ""

    def proof(self, reading: str) -> tuple[Lemma, ...]:
        return self.proofs.get(reading) or self.proofs.get("any") or ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Derivation:
    """Steps in order. `facts` hold always; `assumes` maps a reading's key to what it assumes about one decision.

    The keys of `assumes` are the readings that the derivation is asked about.
    """

    key: str
    title: str
    source: str
    facts: tuple[Boolean, ...]
    assumes: Mapping[str, tuple[Boolean, ...]]
    steps: tuple[Step, ...]

    def proved(self, step: Step, reading: str) -> bool:
        """Whether the line is proved under the reading: nothing used that was not known, everything discharged."""
        lemmas = step.proof(reading)
        if not lemmas or lemmas[-1].statement != step.statement:
            return False
        known = (*self.facts, *self.assumes.get(reading, ()))
        return not gaps(lemmas, known) and all(o.verdict == "proved" for lemma in lemmas for o in lemma.outcomes())

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.id == key)


def gaps(lemmas: Iterable[Lemma], known: Iterable[Boolean]) -> list[Boolean]:
    """The statements that some lemma was given although nothing before it provides them."""
    known, missing = set(known), []
    for lemma in lemmas:
        missing += gaps(lemma.inside, known | {lemma.statement})
        missing += [given for given in lemma.given if given not in known | {inner.statement for inner in lemma.inside}]
        known.add(lemma.statement)
    return missing


def scalar(statement: Boolean, *given: Boolean) -> Lemma:
    """given implies statement, for all values of the letters in their domains."""
    return Lemma(statement=statement, rule="arithmetic", given=given, obligations=(Obligation(given, statement),))


def identity(statement: Eq) -> Lemma:
    """An equality wherever both sides are defined: exp, log and derivatives are allowed, hypotheses are not."""
    if statement.func is not Eq:
        raise ValueError(f"an identity is an equality; got {statement}")
    return Lemma(statement=statement, rule="identity", obligations=(Obligation((), statement),))


def induction(
    statement: Boolean,
    *given: Boolean,
    over: Symbol,
    start: Mapping[Expr, Expr],
    following: Mapping[Expr, Expr],
    inside: tuple[Lemma, ...] = (),
) -> Lemma:
    """The statement for every value of `over`: it holds at `start`, and `following` keeps it true.

    `start` gives the letters' values at the beginning; `following` maps each letter that changes to its next value, in
    terms of the present ones or of a letter that `given` or a lemma `inside` speaks about. Both are given as facts.
    Raises ValueError if a letter changes that has no beginning.
    """
    start = {letter: value for letter, value in start.items() if statement.has(letter)}
    changing = {letter for letter in following if statement.has(letter)}
    if not changing <= set(start):
        raise ValueError(f"{statement}: the letters {changing - set(start)} change but have no value at the start")
    hypotheses = (*given, *(lemma.statement for lemma in inside))
    base = Obligation((), statement.subs({over: 0, **start}, simultaneous=True))
    step = Obligation((statement, *hypotheses), statement.subs({over: over + 1, **following}, simultaneous=True))
    rule = f"induction over {over}"
    given = (*hypotheses, *starts(start), *moves({letter: following[letter] for letter in changing}))
    return Lemma(statement=statement, rule=rule, given=given, obligations=(base, step), inside=inside)


def over_states(term: Relational, *given: Boolean, totals: Mapping[Expr, Expr]) -> Lemma:
    """The sum over all states of an inequality that holds for each state.

    `totals` maps each expression of one state to its sum over the states, e.g. {p: 1}. Raises ValueError unless both
    sides are linear in those expressions: only then is the sum of a side the side of the sums.
    """
    summed = term.func(_sum_over_states(term.lhs, totals), _sum_over_states(term.rhs, totals))
    known = (*given, *sums(totals))
    return Lemma(statement=summed, rule="sum over states", given=known, obligations=(Obligation(given, term),))


def over_decisions(each: Relational) -> Lemma:
    """From x(t + 1) <= f(t) for each of the decisions 1, ..., T to the sum of x <= the sum of f(t), t = 0, ..., T - 1.

    x is the cost of a decision, whose sum is the disagreement, or its extra task cost, whose sum is the gap.
    """
    if each.func is not Le or each.lhs not in EPISODE_TOTAL or not each.rhs.free_symbols <= PARAMETERS:
        raise ValueError(f"what can be added up is {cost} or {extra} of one decision <= a function of t; got {each}")
    total = Le(EPISODE_TOTAL[each.lhs], Sum(each.rhs, (t, 0, T - 1)))
    return Lemma(statement=total, rule="sum over decisions", given=(each,))


def later(lemma: Lemma, following: Mapping[Expr, Expr]) -> Lemma:
    """The same statement one decision later: t becomes t + 1, and every letter that depends on t its next value.

    Raises ValueError if a letter would be left behind.
    """
    return _elsewhere(lemma, {t: t + 1}, following, moves, "one decision later")


def at_the_end(lemma: Lemma, values: Mapping[Expr, Expr]) -> Lemma:
    """The same statement after the last decision: t becomes T, and every letter that depends on t its last value."""
    return _elsewhere(lemma, {t: T}, values, ends, "after the last decision")


def written_out(lemma: Lemma, values: Mapping[Expr, Expr]) -> Lemma:
    """The same statement with letters replaced by what they stand for."""
    statement = lemma.statement.subs(values, simultaneous=True)
    return Lemma(statement=statement, rule="written out", given=(lemma.statement, *means(values)))


def _elsewhere(lemma: Lemma, time: dict, values: Mapping[Expr, Expr], as_facts: Callable, rule: str) -> Lemma:
    left_behind = (lemma.statement.free_symbols & (TIME_LETTERS | STATE_LETTERS)) - set(values)
    if left_behind:
        raise ValueError(f"{lemma.statement}, {rule}: no value is given for {', '.join(map(str, left_behind))}")
    values = {letter: value for letter, value in values.items() if lemma.statement.has(letter)}
    moved = lemma.statement.subs({**time, **values}, simultaneous=True)
    return Lemma(statement=moved, rule=rule, given=(lemma.statement, *as_facts(values)))


def _sum_over_states(side: Expr, totals: Mapping[Expr, Expr]) -> Expr:
    places = {expression: Symbol(f"place{i}") for i, expression in enumerate(totals)}
    for expression in sorted(totals, key=lambda x: -x.count_ops()):
        side = side.subs(expression, places[expression])
    try:
        linear = Poly(expand(side), *places.values())
    except PolynomialError as error:
        raise ValueError(f"{side} cannot be summed over states with the totals {totals}") from error
    for powers, coefficient in linear.terms():
        if coefficient and (sum(powers) != 1 or coefficient.free_symbols & STATE_LETTERS):
            raise ValueError(f"{side} is not linear in {', '.join(map(str, totals))}; its sum over states is unknown")
    return linear.as_expr().subs({place: totals[expression] for expression, place in places.items()})
