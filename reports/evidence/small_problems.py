"""What a global optimiser found among all problems with S states,
rounded to a rational problem and evaluated exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.small_problems import Optimum, optimum
from tightrope.bounds.extremes.worst_case import largest
from tightrope.reports.evidence.extremal import meets
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction, short
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.policy import deterministic, policy
from tightrope.simulators.model.problem import Problem

DENOMINATORS = (*range(1, 61), 72, 90, 100, 120, 1000, 10_000)
NOTHING = 1e-7  # mass that is there only by the optimiser's tolerance
ONE = Fraction(1)


@dataclass(frozen=True, kw_only=True)
class SmallWorstCase:
    """The most disagreements that a problem with so many states was found to have,
    and how far the truth may be above it.

    `problem` has `value` of them, evaluated exactly; the optimiser says that none has more than `dual`, in floats; none
    with any number of states has more than `unrestricted`.
    """

    reading: str
    epsilon: Fraction
    horizon: int
    states: int
    value: Fraction
    problem: Problem
    dual: float
    closed: bool
    unrestricted: Fraction

    @property
    def evidence(self) -> str:
        return "certified" if self.value == self.unrestricted else "searched"

    def __repr__(self) -> str:
        return f"<{short(self.value)} disagreements with {self.states} states, {self.reading} error; {self.evidence}>"


def small_worst_case(setting: Setting, error: Fraction, horizon: int, states: int) -> SmallWorstCase:
    """The supremum over all problems with so many states, which may depend on t. Needs tightrope[global],
    which brings SCIP.

    Raises ValueError for a setting that asks for anything but disagreements,
    or more states or decisions than can be solved.
    """
    if setting != Setting(reading=setting.reading, also=setting.also):
        raise ValueError("--states asks for disagreements, with nothing assumed of the task")
    found = optimum(setting, error, horizon, states)
    problem, value = rounded(found, setting, error, horizon)
    return SmallWorstCase(
        reading=setting.reading,
        epsilon=error,
        horizon=horizon,
        states=states,
        value=value,
        problem=problem,
        dual=found.dual,
        closed=found.closed,
        unrestricted=largest(setting, error, horizon),
    )


def rounded(found: Optimum, setting: Setting, error: Fraction, horizon: int) -> tuple[Problem, Fraction]:
    """The best of the roundings with several common denominators, with its exact expected number of disagreements.

    Whatever the rounding does to the tables, the learner's errors are then made to meet the reading exactly.
    """
    candidates = []
    for denominator in DENOMINATORS:
        mdp = _process(found, horizon, denominator)
        rates = _meeting(mdp, found.errors, setting.budgets(error), denominator)
        learner = policy([[[1 - rate, rate] for rate in row] for row in rates])
        expert = np.zeros((1, mdp.shape[0]), dtype=np.int64)
        problem = Problem(name=f"{mdp.shape[0]} states", mdp=mdp, expert=expert, learner=learner)
        evaluation = evaluate(problem, horizon)
        if not meets(setting, error, evaluation):
            raise RuntimeError(f"the rounded problem has errors {evaluation.epsilon}, more than {error}")
        candidates.append((problem, evaluation.disagreement))
    return max(candidates, key=lambda one: one[1])


def _process(found: Optimum, horizon: int, denominator: int) -> TabularMDP:
    """The dynamics; after the last decision nothing matters, so everything stays where it is."""
    size = len(found.start)
    stay = [[{s: ONE}] * 2 for s in range(size)]
    layers = [
        [[_law(right[s], s, denominator), _law(wrong[s], s, denominator)] for s in range(size)]
        for right, wrong in zip(found.move, found.wrong, strict=True)
    ]
    start = _law(found.start, 0, denominator)
    return tabular_mdp(
        states=[f"s{s}" for s in range(size)],
        actions=("right", "wrong"),
        start=[start.get(s, Fraction(0)) for s in range(size)],
        transition=[*layers, stay],
        cost=[(0, 1)] * size,
    )


def _law(weights: Sequence[float], here: int, denominator: int) -> dict[int, Fraction]:
    """A distribution near the weights, in multiples of 1/denominator:
    the rounding's remainder goes to the largest entry.
    """
    total = sum(weights)
    if total < NOTHING:
        return {here: ONE}
    parts = [Fraction(round(max(0.0, w) / total * denominator), denominator) for w in weights]
    largest = max(range(len(parts)), key=lambda s: (weights[s], -s))
    parts[largest] += 1 - sum(parts)
    return {s: x for s, x in enumerate(parts) if x > 0} if min(parts) >= 0 else {largest: ONE}


def _meeting(
    mdp: TabularMDP, errors: Sequence[Sequence[float]], budgets: Mapping[str, Fraction], denominator: int
) -> list[list[Fraction]]:
    """The errors as rationals, at most what the budgets allow and, where that is an average, all of it if possible."""
    size, horizon = mdp.shape[0], len(errors)
    laws = state_laws(mdp, deterministic(np.zeros((1, size), dtype=np.int64), 2), horizon)
    laws = [[fraction(x) for x in row] for row in laws[:-1]]
    rates = [[Fraction(round(min(1.0, max(0.0, x)) * denominator), denominator) for x in row] for row in errors]
    if "per_step" in budgets:
        pairs = zip(laws, rates, strict=True)
        rates = [_scaled(row, _factor(row, budgets["per_step"], _spent(law, row))) for law, row in pairs]
    if "time_averaged" in budgets:
        spent = sum(map(_spent, laws, rates), Fraction(0))
        factor = _factor([x for row in rates for x in row], budgets["time_averaged"] * horizon, spent)
        most = ONE if "per_step" in budgets else factor  # what a decision may have must not grow again
        rates = [_scaled(row, min(factor, most)) for row in rates]
    if "pointwise" in budgets:
        cap, alone = budgets["pointwise"], len(budgets) == 1  # alone, an error may be as large as the cap everywhere
        pairs = (zip(mass, row, strict=True) for mass, row in zip(laws, rates, strict=True))
        most_of = (lambda _: cap) if alone else (lambda rate: min(cap, rate))
        rates = [[most_of(rate) if law > 0 and rate > 0 else rate for law, rate in pair] for pair in pairs]
    return rates


def _spent(law: Sequence[Fraction], rates: Sequence[Fraction]) -> Fraction:
    return sum((mass * rate for mass, rate in zip(law, rates, strict=True)), Fraction(0))


def _scaled(rates: Sequence[Fraction], factor: Fraction) -> list[Fraction]:
    return [rate * factor for rate in rates]


def _factor(rates: Sequence[Fraction], allowed: Fraction, spent: Fraction) -> Fraction:
    """What the errors may be multiplied by: to spend just what is allowed, but no error above 1."""
    if not spent:
        return ONE
    return min(allowed / spent, ONE / max(rates))
