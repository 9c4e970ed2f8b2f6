"""A derivation's line under a reading: proved, attained, refuted, or undecided.

`bounds` proves lines and knows no problems; `simulators` evaluates problems and knows no lines. Here a line is asked of
the witness problems in exact arithmetic: one that meets the reading and breaks the line refutes it, one that makes it
an equality shows that it is attained. Witnesses are tried from the smallest on, so the first is the one to show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import cast

from sympy.core.relational import Relational

from tightrope.bounds.language import letters as symbols
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.discharge import Obligation, discharge
from tightrope.reports.evidence.telling import meant
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.worlds.witnesses import WITNESSES

EPSILONS = tuple(Fraction(*pair) for pair in ((1, 2), (1, 3), (1, 4), (1, 10), (0, 1)))
HORIZONS = (1, 2, 3, 4)
MEASURED = frozenset(  # the letters that `_letters` finds in an evaluation
    (symbols.epsilon, symbols.T, symbols.t, symbols.u, symbols.power)
    + (symbols.disagreement, symbols.gap, symbols.expert_cost, symbols.l1_distance)
    + (symbols.cost, symbols.expert_error, symbols.p, symbols.q)
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a line was asked: a problem, and the values of its letters there."""

    problem: str
    epsilon: Fraction
    horizon: int
    letters: Mapping[str, Fraction]
    left: Fraction
    right: Fraction

    def document(self) -> dict[str, object]:
        return {
            "problem": self.problem,
            "epsilon": str(self.epsilon),
            "horizon": self.horizon,
            "letters": {name: str(value) for name, value in self.letters.items()},
            "left": str(self.left),
            "right": str(self.right),
        }


@dataclass(frozen=True, kw_only=True)
class LineVerdict:
    verdict: str
    evidence: str
    witness: Place | None = None

    def document(self) -> dict[str, object]:
        return {
            "verdict": self.verdict,
            "evidence": self.evidence,
            "witness": self.witness.document() if self.witness else None,
        }


@cache
def judge(derivation: Derivation, key: str, reading: str) -> LineVerdict:
    """The verdict on one line of a derivation under a reading.

    Raises RuntimeError if a line is both proved and broken: then a rule, a witness or an evaluation is wrong.
    """
    step = derivation.step(key)
    proved = derivation.proved(step, reading)
    if not asked_of_problems(step):
        return _judge_numbers(step, proved)
    broken = next(_places(step, reading, broken=True), None)
    if proved and broken:
        raise RuntimeError(f"{derivation.key}, line {key}: proved under {reading}, yet broken by {broken.document()}")
    if broken:
        return LineVerdict(verdict="refuted", evidence="exact", witness=broken)
    if not proved:
        return LineVerdict(verdict="undecided", evidence="searched")
    attained = next(_places(step, reading, broken=False), None)
    return LineVerdict(verdict="attained" if attained else "holds", evidence="proved", witness=attained)


def asked_of_problems(step: Step) -> bool:
    """Whether the witnesses say something about the line: all of its letters are measured there.

    Else it is asked of numbers.
    """
    return step.scope != "scalar" and step.statement.free_symbols <= MEASURED


def _judge_numbers(step: Step, proved: bool) -> LineVerdict:
    if proved:
        return LineVerdict(verdict="holds", evidence="proved")
    outcome = discharge(Obligation((), step.statement))
    if outcome.verdict != "refuted":
        return LineVerdict(verdict="undecided", evidence="searched")
    values = {letter: outcome.model[str(letter)] for letter in step.statement.free_symbols}
    relation = cast(Relational, step.statement)
    place = Place(
        problem="",
        epsilon=Fraction(0),
        horizon=1,
        letters=outcome.model,
        left=exact_value(relation.lhs, values),
        right=exact_value(relation.rhs, values),
    )
    return LineVerdict(verdict="refuted", evidence="exact", witness=place)


def _places(step: Step, reading: str, *, broken: bool) -> Iterator[Place]:
    """Places on the witnesses, smallest first, where the line is broken, or else an equality.

    An equality counts where the bounds are meant, and after the first decision, at which most lines are the same.
    """
    relation = cast(Relational, step.statement)
    for name, epsilon, horizon, evaluation, extra in _evaluations():
        if evaluation.epsilon[reading] > epsilon:
            continue
        for letters in _letters(step, epsilon, horizon, evaluation, extra):
            left, right = (exact_value(side, letters) for side in (relation.lhs, relation.rhs))
            holds = bool(step.statement.func(left, right))
            counts = meant(epsilon, horizon) and letters[symbols.t] >= (1 if step.statement.has(symbols.cost) else 2)
            if not holds if broken else (left == right and counts):
                shown = {str(k): v for k, v in letters.items() if k in step.statement.free_symbols}
                yield Place(problem=name, epsilon=epsilon, horizon=horizon, letters=shown, left=left, right=right)


@cache
def _evaluations() -> tuple[tuple[str, Fraction, int, Evaluation, dict], ...]:
    found = []
    for horizon in HORIZONS:
        for witness in WITNESSES:
            for epsilon in EPSILONS:
                try:
                    problem = witness.problem(epsilon, horizon)
                except ValueError:
                    continue  # this witness does not exist for this epsilon
                evaluation = evaluate(problem, horizon)
                u = recoverability(advantages(problem, horizon), evaluation.laws)
                found.append((witness.key, epsilon, horizon, evaluation, {symbols.u: u}))
    return tuple(sorted(found, key=lambda one: (one[2], one[3].laws.shape[1])))


def _letters(step: Step, epsilon, horizon: int, evaluation: Evaluation, extra: dict) -> Iterator[dict]:
    """The values of the letters at every place that the line speaks of."""
    common = {symbols.epsilon: epsilon, symbols.T: Fraction(horizon), **extra}
    if step.scope == "episode":
        totals = {
            symbols.disagreement: evaluation.disagreement,
            symbols.gap: evaluation.gap,
            symbols.expert_cost: evaluation.expert_task,
        }
        yield {**common, symbols.t: Fraction(horizon), **totals}
        return
    of_a_decision = step.statement.free_symbols & {symbols.cost, symbols.expert_error}
    for t in range(horizon if of_a_decision else horizon + 1):
        here = {**common, symbols.t: Fraction(t), symbols.power: (1 - epsilon) ** t}
        here[symbols.l1_distance] = 2 * evaluation.tv[t]
        if of_a_decision:
            here[symbols.cost] = evaluation.costs[t]
            here[symbols.expert_error] = evaluation.expert_errors[t]
        if step.scope == "decision":
            yield here
        else:
            for mine, theirs in zip(evaluation.law(t), evaluation.expert_law(t), strict=True):
                yield {**here, symbols.p: mine, symbols.q: theirs}
