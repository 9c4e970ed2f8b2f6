"""Which bounds apply to a problem, what they say of it, and how close it comes.

Assumptions are predicates over measured quantities: `bounds` names them, `simulators` measures them, and here the two
meet. Everything is exact, but for what is irrational (Hellinger, Kullback-Leibler, roots and logarithms): there the
number is a rational just above the true one, by ball arithmetic, so that a bound that is exceeded is exceeded in truth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from os import PathLike

import numpy as np
from numpy.typing import ArrayLike
from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef

from tightrope.bounds.catalogue import BOUNDS
from tightrope.bounds.language import letters as symbols
from tightrope.bounds.language.ball import upper_value
from tightrope.bounds.language.bound import Assumption, Bound, free_symbols
from tightrope.bounds.language.letter import Letter
from tightrope.bounds.language.letters import to_latex
from tightrope.reports.evidence.in_floats import measured_in_floats
from tightrope.simulators.imitation import problem as asked_problem
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.divergence import density_ratio, hellinger_squared, trajectory_kl
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.model.arithmetic import EXACT, Number, fraction, rational, short, whole_number
from tightrope.simulators.model.html_table import Formula, html_table
from tightrope.simulators.model.policy import Table, deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.rounding import nearest_float
from tightrope.simulators.model.terminal import line

LETTERS = {  # what a formula calls a measured quantity, if the formula has it as a letter
    symbols.u: symbols.recoverability,
    symbols.m: symbols.missing,
}
UNMEASURED = "what it speaks of was measured, which takes rationals and so a smaller problem"

EXPLICIT = ("inequality", "identity")  # what one problem can be held against
SAYS = {  # by the kind of a bound, before its value
    "inequality": "at most ",
    "identity": "",
    "order": "at most of the order ",
    "probability": "with high probability at most ",
}


@dataclass(frozen=True, kw_only=True)
class Application:
    """One bound asked of one problem: `failed` names the first assumption that does not hold; if none does,
    value counts.

    Of a bound whose kind is order, the value lacks the unknown constant.
    """

    bound: Bound
    reading: str
    failed: tuple[str, ...]
    value: Fraction | None = None
    actual: Fraction | None = None

    @property
    def ratio(self) -> Fraction | None:
        """The share of the bound that the problem attains; 1 is sharp, more than 1 refutes an inequality.

        An order hides its constant, and a statement about random data says nothing of one problem: of these there is
        no share.
        """
        counts = self.bound.kind in EXPLICIT and self.value and self.actual is not None
        return self.actual / self.value if counts else None

    def __repr__(self) -> str:
        of = f"{self.bound.key}{f' ({self.reading})' * bool(self.reading)}"
        if self.value is None or self.actual is None:
            return f"<{of} does not apply: {self.failed[0]}>"
        return f"<{of}: {self.says}, actual {short(self.actual)}>"

    @property
    def says(self) -> str:
        """What the bound says of the problem, in words; empty if it does not apply."""
        if self.value is None:
            return ""
        return ("at least of the order " if self.bound.from_below else SAYS[self.bound.kind]) + short(self.value)

    def _repr_html_(self) -> str:
        return Applications([self])._repr_html_()


class Applications(list[Application]):
    """Bounds asked of one problem; a notebook shows them as a table."""

    def _repr_html_(self) -> str:
        heads = ("bound", "error", "formula", "says", "actual", "share")
        return html_table("bounds that apply to the problem", map(_cells, self), heads)


def _cells(one: Application) -> tuple[str, ...]:
    first = one.bound.key, one.reading.replace("_", " "), Formula(to_latex(one.bound.expression))
    if one.value is None or one.actual is None:
        return (*first, f"does not apply: {one.failed[0]}", "", "")
    share = "" if one.ratio is None else f"{nearest_float(one.ratio):.4g}"
    return (*first, one.says, short(one.actual), share)


def bounds_that_apply(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    learner: Table | ArrayLike | None = None,
) -> Applications:
    """The bounds of the catalogue that apply to a problem, each with its value beside the actual one,
    in each of its readings.

    The problem and its learner are asked for as in `evaluate`; the epsilon of a bound is the one that is measured.
    `applications` also says which assumption of the others fails.
    """
    made = asked_problem(
        name, horizon, epsilon, reading=reading, off_support=off_support, missing=missing, learner=learner
    )
    found = applications(made, evaluate(made, whole_number(horizon, "the horizon")))
    return Applications(one for one in found if not one.failed)


def applications(problem: Problem, evaluation: Evaluation) -> Applications:
    """Every bound of the catalogue asked of a problem, once for each of its readings.

    Where it was evaluated in floats, values and ratios are as good as these: see `in_floats`.
    """
    floats = isinstance(evaluation.disagreement, float)
    quantities = measured_in_floats(evaluation) if floats else measured(problem, evaluation)
    return Applications(one for bound in BOUNDS for one in apply(bound, quantities))


def measure(problem: Problem, horizon: int) -> dict[Expr, Fraction]:
    """All measured quantities of a problem with a learner; what is infinite is left out, and its `is_finite` is 0."""
    return measured(problem, evaluate(problem, horizon))


def measured(problem: Problem, evaluation: Evaluation[Fraction]) -> dict[Expr, Fraction]:
    """The same of a problem that was evaluated. Raises ValueError unless that was done exactly."""
    if isinstance(evaluation.disagreement, float):
        raise ValueError(f"bounds are compared with exact numbers; {line(evaluation.name)} was evaluated in floats")
    horizon = evaluation.horizon
    mdp, expert = problem.mdp, problem.expert_table
    forgiving = recoverability(advantages(problem, horizon), evaluation.laws)
    costs = [fraction(x) for x in mdp.exact_cost.flat]
    mine, his = _flow(problem.learner_table, evaluation.laws), _flow(expert, evaluation.expert_laws)
    paid, due = (mine * mdp.cost(EXACT)).sum(axis=(1, 2)), (his * mdp.cost(EXACT)).sum(axis=(1, 2))
    best = task_cost(mdp, deterministic(optimal_expert(mdp, horizon), mdp.shape[1]), horizon)
    weights = mdp.exact_probability
    leading = np.maximum.reduceat(weights, mdp.indptr[:-1])
    quantities = {_measured(reading): x for reading, x in evaluation.epsilon.items()}
    return {
        **quantities,
        **_divergences(problem, evaluation),
        symbols.T: Fraction(horizon),
        symbols.missing: evaluation.missing,
        symbols.recoverability: max(Fraction(0), forgiving),
        symbols.expert_determinism: Fraction(1),  # a problem's expert is a table of actions
        symbols.dynamics_determinism: fraction(min(leading)),
        symbols.states: Fraction(mdp.shape[0]),
        symbols.least_cost: min(costs),
        symbols.largest_cost: max(costs),
        symbols.expert_cost: evaluation.expert_task,
        symbols.suboptimality: evaluation.expert_task - best,
        symbols.early_cost: fraction(abs(paid[:-1]).sum() + abs(due[:-1]).sum()) if horizon > 1 else Fraction(0),
        symbols.parity_residual: _parity_residual(paid - due, rational(evaluation.epsilon["pointwise"])),
        symbols.largest_shift: max(evaluation.tv),
        symbols.first_error: 1 - evaluation.survival[-1],
        symbols.occupancy_shift: fraction(
            abs((evaluation.laws[:-1] - evaluation.expert_laws[:-1]).sum(axis=0)).sum() / horizon
        ),
        symbols.moment_gap: fraction(abs((mine - his).sum(axis=0)).sum() / horizon),
        symbols.disagreement: evaluation.disagreement,
        symbols.gap: evaluation.gap,
        symbols.discount: Fraction(1),
        **dict.fromkeys((symbols.samples, symbols.rounds, symbols.goals, symbols.continuous, symbols.mle), Fraction(0)),
    }


def _flow(policy: Table, laws: np.ndarray) -> np.ndarray:
    """The law of state and action at each decision, shape (T, S, A)."""
    return np.array([laws[t][:, None] * policy.at(t + 1, EXACT) for t in range(len(laws) - 1)])


def _divergences(problem: Problem, evaluation: Evaluation[Fraction]) -> dict[Expr, Fraction]:
    """Upper ends of what is irrational, and what may be infinite with its indicator."""
    kl, ratio = trajectory_kl(problem, evaluation.horizon), density_ratio(problem, evaluation)
    return {
        symbols.hellinger: hellinger_squared(problem, evaluation.horizon)[1],
        symbols.divergence_is_finite: Fraction(int(kl is not None)),
        symbols.density_ratio_is_finite: Fraction(int(ratio is not None)),
        **({} if kl is None else {symbols.divergence: kl[1]}),
        **({} if ratio is None else {symbols.density_ratio: ratio}),
    }


def _parity_residual(extra: np.ndarray, error) -> Fraction:
    """How far the extra costs are from a_t = a_{t-1} (1 - 2 epsilon) + epsilon, a_0 = 0:
    the parity of a coin's flips.
    """
    before = np.concatenate([EXACT.zeros(1), extra[:-1]])
    return fraction(max(abs(extra - before * (1 - 2 * error) - error)))


@cache
def _measured(reading: str) -> Expr:
    """The letter of a reading's measured epsilon; kept, since sympy parses the reading's name each time."""
    return symbols.measured(reading)


def apply(bound: Bound, quantities: Mapping[Expr, Fraction]) -> list[Application]:
    """The bound with each of its readings, epsilon being the measured one; once if it speaks of no epsilon."""
    return [_apply(bound, reading.key, quantities) for reading in bound.readings] or [_apply(bound, "", quantities)]


def letters(reading: str, quantities: Mapping[Expr, Fraction]) -> dict[Expr, Fraction]:
    """The values of everything that a bound may speak of, epsilon being the measured one of that reading."""
    values = dict(quantities)
    if reading:
        values[symbols.epsilon] = quantities[_measured(reading)]
    return values | {letter: quantities[measured] for letter, measured in LETTERS.items() if measured in quantities}


def _apply(bound: Bound, reading: str, quantities: Mapping[Expr, Fraction]) -> Application:
    values = letters(reading, quantities)
    failed = next((one.words for one in bound.assumptions if not _holds(one, values)), None)
    if not failed and not {*free_symbols(bound.expression), bound.quantity} <= values.keys():
        failed = UNMEASURED
    if failed:
        return Application(bound=bound, reading=reading, failed=(failed,))
    value = claimed(bound.expression, values)
    return Application(bound=bound, reading=reading, failed=(), value=value, actual=quantities[bound.quantity])


def _holds(assumption: Assumption, values: Mapping[Expr, Fraction]) -> bool:
    """Whether it is measured, and holds."""
    speaks_of = assumption.condition.atoms(Letter, AppliedUndef)
    return speaks_of <= values.keys() and assumption.holds(values)


def claimed(expression: Expr, values: Mapping[Expr, Fraction]) -> Fraction:
    """The expression's value, or a rational just above it if it is not rational."""
    return upper_value(expression, {x: values[x] for x in free_symbols(expression) if isinstance(x, Symbol)})
