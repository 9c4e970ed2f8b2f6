"""The worst problem of a reading as a drawing whose numbers follow the sliders.

States, moves and costs are those of the problem itself. So are the numbers: each is read from the problem at some
values of the letters (POINTS), and what is drawn is the one of our formulas that has all of these values. Of a rope
with states of each decision, see `rope_of_decisions`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from sympy import Expr, Gt, Integer, Max, Min, Symbol

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letter import Letter
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, u
from tightrope.reports.publishing.toys.rope_of_decisions import ROPES, costs, fee_of, places
from tightrope.reports.publishing.toys.toy import Sentence
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.drawing import moves
from tightrope.simulators.model.graph_svg import Arrow, Node, graph_svg
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses import witness

OWN, CHARGED = {"missing": m}, {"missing": m, "u": u, "J_star": expert_cost}  # parameters of witnesses, as letters
PHONE = 320  # pixels that a phone has for a drawing
share = Symbol("j", nonnegative=True)  # of T, what the expert pays: J_star = j T
LETTERS = epsilon, T, m, u, expert_cost
POINTS = tuple(
    dict(zip(LETTERS, map(Fraction, one.split()), strict=True))
    for one in (
        "1/7 3 1/10 1 0",
        "1/5 2 1/3 1/2 1/2",
        "2/5 4 1/7 3 1",
        "3/4 3 1/2 1/2 3/4",
        "1/9 6 1/5 2 2",
        "1/3 1 1/4 2 1/3",
        "1/11 5 2/5 4 9/2",
    )
)


def _formulas() -> Iterable[Expr]:
    power, spent, price = (1 - epsilon) ** T, Min(1, epsilon * T), Min(1, u)
    yield from (Integer(0), Integer(1), epsilon, 1 - epsilon, power, 1 - power, spent, 1 - spent)
    yield from (m, 1 - m, (1 - m) * power, 1 - (1 - m) * power, (1 - m) * (1 - power))
    called, examined = Min(1, epsilon / (1 - epsilon)), Min(1, epsilon * (T + 1))
    yield from (called, 1 - called, examined, 1 - examined, price)
    for wrong in (closed_forms("per_step").disagreement, closed_forms("time_averaged").disagreement):
        extra = Min(price, (T - expert_cost) / wrong)
        fee = fee_of(T - extra * wrong)
        yield from (fee, fee * (1 - extra), fee * (1 - extra) + extra)
    most = Min(u, T)
    erring = Min(1, epsilon * Max(1, most), (T - expert_cost) / (price * T))
    stuck, fee = Max(0, Min(1, (most - 1) / Max(1, T - 1))), fee_of(T - price * erring * T)
    yield from (erring, 1 - erring, stuck, 1 - stuck, fee, fee * (1 - price), fee * (1 - price) + price)


@dataclass(frozen=True, kw_only=True)
class Pictured:
    """A drawing as SVG (graph_svg's), the same in words, and what decisions cost where the drawing does not say it; all
    have {name} for each of the numbers.
    """

    svg: str
    words: str
    costs: tuple[Sentence, ...]
    numbers: Mapping[str, Expr]


@dataclass(kw_only=True)
class _Numbers:
    """The formulas that a drawing needs, by the names that it has for them."""

    names: dict[Expr, str] = field(default_factory=dict)

    def of(self, values: tuple[Fraction, ...]) -> str:
        """What stands in the drawing for a number that has these values at the points."""
        return self.named(formula_of(values))

    def named(self, formula: Expr) -> str:
        if formula.is_Integer:
            return str(formula)
        return f"{{{self.names.setdefault(formula, f'n{len(self.names):05}')}}}"  # as wide as a number


@cache
def _known() -> dict[tuple[Fraction, ...], Expr]:
    found: dict[tuple[Fraction, ...], Expr] = {}
    for formula in _formulas():
        letters = [x for x in LETTERS if x in formula.free_symbols]
        values = tuple(exact_value(formula, {x: at[x] for x in letters}) for at in POINTS)
        found.setdefault(values, formula)
    return found


def formula_of(values: tuple[Fraction, ...]) -> Expr:
    """The formula that has these values at the points. Raises ValueError if there is none."""
    if values not in _known():
        raise ValueError(f"no formula of worst_problem has the values {', '.join(map(str, values))} at its points")
    return _known()[values]


def at_point(key: str, letters: Mapping[str, Letter], point: Mapping[Letter, Fraction]) -> Problem:
    """The witness of that name; its parameters are the letters that there are for them, where it admits these."""
    family = witness(key)
    given = {one.name: point[letters[one.name]] for one in family.parameters if one.name in letters}
    refused = [one.name for one in family.parameters if one.name in given and one.domain.value(given[one.name]) is None]
    for name in refused:  # J_star, by the one whose expert pays nothing
        del given[name]
    return family.problem(point[epsilon], int(point[T]), **given)


@cache
def picture(key: str, priced: bool) -> Pictured:
    """The witness of that name; where it is priced, with what its actions cost. Its formulas have `share` T for J_star.

    Raises ValueError if a number of it is none of the formulas.
    """
    problems = [at_point(key, CHARGED if priced else OWN, point) for point in POINTS]
    problems = [places(one) for one in problems] if key in ROPES else problems
    first, numbers = problems[0], _Numbers()
    names = first.mdp.states
    starts = [numbers.of(tuple(fraction(one.mdp.start_law(EXACT)[s]) for one in problems)) for s in range(len(names))]
    ends = _ends(problems, numbers)
    nodes, arrows, told = [], [], []
    for s, name in enumerate(names):
        paid = _costs(problems, s, numbers) if priced else []
        more = [f"start {starts[s]}"] if starts[s] != "0" else []
        more += [*paid, f"in the end {ends[s]}"] if ends else paid
        nodes.append(Node(name=name, more=tuple(more)))
        leading = _arrows(problems, s, numbers)
        arrows += leading
        told.append(f"{name}: {'; '.join([*more, *(f'{one.label} to {names[one.end]}' for one in leading)])}.")
    changing = first.mdp.layers > 1
    title = key + ", decision 1 (later ones differ)" * changing
    svg = graph_svg(nodes, arrows, title, ((("as the expert", False), ("an error", True))), PHONE)
    words = f"The worst problem, {title}. {' '.join(told)}"
    beside = [
        Sentence(words=said.format(*map(numbers.named, told)), when=Gt(formula.subs(expert_cost, share * T), 0))
        for said, formula, told in (costs(key) if key in ROPES else ())
    ]
    formulas = {name: formula.subs(expert_cost, share * T) for formula, name in numbers.names.items()}
    return Pictured(svg=svg, words=words, costs=tuple(beside), numbers=formulas)


def _arrows(problems: list[Problem], s: int, numbers: _Numbers) -> list[Arrow]:
    """The moves from a state at the first decision: each action that the learner may take there, and how likely it does
    and is led there. Where it takes none of them, how the expert would go.
    """
    first, actions = problems[0], problems[0].mdp.actions
    own = int(first.expert_at(1)[s])
    targets = sorted({end for one in problems for start, end, _ in moves(one.mdp, 1) if start == s})
    found = []
    for target in targets:
        likely = {a: numbers.of(tuple(_likely(one, s, a, target) for one in problems)) for a in range(len(actions))}
        taken = {a: number for a, number in likely.items() if number != "0"}
        if not taken and not any(_leads(one, s, own, target) for one in problems):
            continue
        shown = taken or {own: "0"}
        label = ", ".join(f"{actions[a]} {number}" for a, number in shown.items())
        found.append(Arrow(start=s, end=target, label=label, dashed=own not in shown))
    return found


def _likely(problem: Problem, s: int, action: int, target: int) -> Fraction:
    """That the learner takes the action in the state, and is led there."""
    return fraction(problem.learner_table.at(1, EXACT)[s, action]) * _leads(problem, s, action, target)


def _leads(problem: Problem, s: int, action: int, target: int) -> Fraction:
    found = (likely for start, end, likely in moves(problem.mdp, 1) if (start, end) == (s, target))
    return next(found, {}).get(action, Fraction(0))


def _costs(problems: list[Problem], s: int, numbers: _Numbers) -> list[str]:
    """What the actions of a state cost."""
    actions = problems[0].mdp.actions
    of = [numbers.of(tuple(fraction(one.mdp.exact_cost[s, a]) for one in problems)) for a in range(len(actions))]
    if len(set(of)) == 1:
        return [f"cost {of[0]}"] if of[0] != "0" else []
    return [f"cost of {action} {number}" for action, number in zip(actions, of, strict=True) if number != "0"]


def _ends(problems: list[Problem], numbers: _Numbers) -> list[str]:
    """The share of the learner's episodes in each state after the last decision; nothing where no formula is known."""
    laws = [evaluate(one, int(at[T])).laws[-1] for one, at in zip(problems, POINTS, strict=True)]
    shares = [tuple(fraction(law[s]) for law in laws) for s in range(len(laws[0]))]
    return [numbers.of(one) for one in shares] if all(one in _known() for one in shares) else []
