"""Learners that meet a reading of "error at most epsilon" on a given problem, and use up what it allows.

Both choices of the adversary come from one backward programme over W_t(s), the disagreements still to come:
where to err, and which wrong action to take (the one that costs most, ties to the lowest).

    pointwise      with probability epsilon in every state of the expert's support
    log_loss       at each decision, 1 - e is proportional to 1/(what an error costs), as far as epsilon allows
    per_step       at each decision, the average epsilon is spent where an error costs most, up to certainty in a state
    log_loss_averaged, time_averaged   the same with one budget for all decisions
    on_policy      with probability epsilon in every state whatever
    finite_data    pointwise, on the problem's own data set, or else on one that lacks the expert's rarest states: an
                   expert run leaves it with probability at most `missing`; states outside count as off the support

Support at decision t means p*_{t-1}(s) > 0. Off it the learner does its `worst` (exact programme), draws `uniform`ly
among all actions, or copies the `expert`. These learners are bad on purpose; only the witnesses are known to be worst.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from tightrope.simulators.measures.geometric_mean import geometric_mean
from tightrope.simulators.measures.occupancy import pull, push, state_laws
from tightrope.simulators.model.arithmetic import EXACT, ONE, ZERO, fraction, rational
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import check_learner

OFF_SUPPORT = ("worst", "uniform", "expert")
GRID = 1 << 12  # rates of a log loss are multiples of 1/GRID: what is optimal is irrational

Spend = Callable[[int, np.ndarray], np.ndarray]  # decision, what an error costs in each state -> where to err how often


def epsilon_learner(
    problem: Problem,
    reading: str,
    epsilon: Fraction,
    horizon: int,
    off_support: str = "worst",
    missing: Fraction = Fraction(0),
) -> Problem:
    """The problem with such a learner (and, under finite_data, its data set).

    Raises ValueError for an unknown reading or behaviour, or probabilities outside [0, 1].
    """
    one_of(reading, ADVERSARIES, "reading")
    one_of(off_support, OFF_SUPPORT, "off-support behaviour")
    for value, what in ((epsilon, "epsilon"), (missing, "missing")):
        if not 0 <= value <= 1:
            raise ValueError(f"{what} is a probability and must lie in [0, 1]; got {value}")
    problem.check_horizon(horizon)
    check_learner(problem.mdp, horizon, epsilon)
    laws = state_laws(problem.mdp, problem.expert_table, horizon)
    known = problem if reading != "finite_data" or problem.data is not None else _with_data(problem, horizon, missing)
    asked = Allowance(problem=known, laws=laws, error=rational(epsilon), off_support=off_support)
    support, spend = ADVERSARIES[reading](asked)
    return replace(known, learner=_learner(known, support, spend, off_support))


@dataclass(frozen=True, kw_only=True, eq=False)
class Allowance:
    """What an adversary may spend: an error on a problem whose expert has these laws, shape (T + 1, S)."""

    problem: Problem
    laws: np.ndarray
    error: fmpq
    off_support: str

    @property
    def support(self) -> np.ndarray:
        """The states of the expert at each decision, shape (T, S)."""
        return self.laws[:-1].astype(bool)


def _with_data(problem: Problem, horizon: int, missing: Fraction) -> Problem:
    return replace(problem, data=frequent_states(problem, horizon, missing))


def frequent_states(problem: Problem, horizon: int, missing: Fraction) -> np.ndarray:
    """A data set, shape (S,): rarest states left out while an expert run leaves it with probability <= missing."""
    mdp, expert = problem.mdp, problem.expert_table
    visits = state_laws(mdp, expert, horizon)[:-1].sum(axis=0)
    data = np.ones(mdp.shape[0], dtype=bool)
    for state in sorted(range(mdp.shape[0]), key=lambda s: (visits[s], s)):
        data[state] = False
        mass = mdp.start_law(EXACT) * data
        for decision in range(1, horizon):
            mass = push(mdp, mass, expert.at(decision, EXACT), decision, EXACT) * data
        if 1 - fraction(mass.sum()) > missing:
            data[state] = True
            break
    return data


def _everywhere(asked: Allowance, places: np.ndarray) -> tuple[np.ndarray, Spend]:
    return places, lambda decision, harm: np.where(places[decision - 1], ONE * asked.error, ZERO)


def _each_decision(asked: Allowance) -> tuple[np.ndarray, Spend]:
    laws = asked.laws

    def spend(decision: int, harm: np.ndarray) -> np.ndarray:
        rates, left = EXACT.zeros(len(harm)), asked.error
        harmed = np.flatnonzero(laws[decision - 1].astype(bool) & (harm > 0))
        for state in sorted(harmed, key=lambda s: (-harm[s], s)):
            rates[state] = min(fmpq(1), left / laws[decision - 1][state])
            left -= rates[state] * laws[decision - 1][state]
        return rates

    return asked.support, spend


def _each_log_loss(asked: Allowance) -> tuple[np.ndarray, Spend]:
    def spend(decision: int, harm: np.ndarray) -> np.ndarray:
        return log_rates(asked.laws[decision - 1], harm, 1 - asked.error)

    return asked.support, spend


def _whole_log_loss(asked: Allowance) -> tuple[np.ndarray, Spend]:
    horizon = len(asked.laws) - 1
    harms = _first_harms(asked)
    masses = asked.laws[:-1] / fmpq(horizon)  # the laws of all decisions as one
    rates = log_rates(masses.ravel(), harms.ravel(), 1 - asked.error).reshape(masses.shape)
    return asked.support, lambda decision, harm: rates[decision - 1]


def log_rates(law: np.ndarray, harm: np.ndarray, agreement: fmpq) -> np.ndarray:
    """Errors that do the most harm while the geometric mean of 1 - e under the law is at least `agreement`;
    shapes (S,).

    The most of sum law e harm under sum law ln(1 - e) >= ln(agreement) is at 1 - e = least(1, x/harm), one x for all:
    here the least x of a grid, as rationals, that keeps to it. Exact where all that can be harmed costs the same and
    has all the mass.
    """
    there = (law > 0) & (harm > 0)
    rates = EXACT.zeros(len(harm))
    if not there.any():
        return rates
    most = max(harm[there])
    if law[there].sum() == 1 and all(one == most for one in harm[there]):
        rates[there] = 1 - agreement
        return rates
    low, high = 0, GRID  # of x/most; at 1 nothing is harmed
    while high - low > 1:
        middle = (low + high) // 2
        kept: Any = geometric_mean(1 - _at(there, harm, most * fmpq(middle, GRID)), law)
        low, high = (low, middle) if bool(kept >= agreement) else (middle, high)
    return _at(there, harm, most * fmpq(high, GRID))


def _at(there: np.ndarray, harm: np.ndarray, x: fmpq) -> np.ndarray:
    """1 - least(1, x/harm), rounded down to the grid."""
    rates = EXACT.zeros(len(harm))
    for state in np.flatnonzero(there):
        rates[state] = fmpq(((1 - min(fmpq(1), x / harm[state])) * GRID).floor(), GRID)
    return rates


def _first_harms(asked: Allowance) -> np.ndarray:
    """What a first error costs at each decision in each state of the expert's, shape (T, S),
    if no other is made there.
    """
    harms = EXACT.zeros(*asked.support.shape)

    def never(decision: int, harm: np.ndarray) -> np.ndarray:
        harms[decision - 1] = np.where(asked.support[decision - 1] & (harm > 0), harm, ZERO)
        return EXACT.zeros(len(harm))

    _learner(asked.problem, asked.support, never, asked.off_support)
    return harms


def _altogether(asked: Allowance) -> tuple[np.ndarray, Spend]:
    """Rank all places by what a first error there costs, if no other is made on the support; spend in that order."""
    laws, first = asked.laws, _first_harms(asked)
    harms = {(int(t) + 1, int(s)): first[t, s] for t, s in zip(*np.nonzero(first), strict=True)}
    horizon = len(laws) - 1
    rates, left = EXACT.zeros(horizon, laws.shape[1]), asked.error * horizon
    for decision, state in sorted(harms, key=lambda place: (-harms[place], place)):
        rates[decision - 1][state] = min(fmpq(1), left / laws[decision - 1][state])
        left -= rates[decision - 1][state] * laws[decision - 1][state]
    return asked.support, lambda decision, harm: rates[decision - 1]


ADVERSARIES: dict[
    str, Callable[[Allowance], tuple[np.ndarray, Spend]]
] = {  # what counts as the support, and how to spend
    "pointwise": lambda asked: _everywhere(asked, asked.support),
    "log_loss": _each_log_loss,
    "per_step": _each_decision,
    "log_loss_averaged": _whole_log_loss,
    "time_averaged": _altogether,
    "on_policy": lambda asked: _everywhere(asked, np.ones_like(asked.support)),
    "finite_data": lambda asked: _everywhere(asked, asked.support & asked.problem.data),
}


def _learner(problem: Problem, support: np.ndarray, spend: Spend, off_support: str) -> Table:
    """The backward programme. Shapes: support (T, S); the result's table (T, S, A)."""
    mdp, horizon = problem.mdp, len(support)
    everyone = np.arange(mdp.shape[0])
    table, to_come = EXACT.zeros(horizon, *mdp.shape), EXACT.zeros(mdp.shape[0])
    for decision in range(horizon, 0, -1):
        expert = problem.expert_at(decision)
        total = 1 + pull(mdp, to_come, decision, EXACT)
        total[everyone, expert] -= 1
        wrong = _worst_wrong(total, expert)
        harm = np.where(mdp.decides, total[everyone, wrong] - total[everyone, expert], ZERO)
        rates = np.where(mdp.decides, spend(decision, harm), ZERO)
        if off_support == "worst":
            rates = np.where(support[decision - 1] | ~mdp.decides, rates, np.where(harm > 0, ONE, ZERO))
        rates[wrong == expert] = fmpq(0)  # a single action leaves nothing to get wrong
        rows = table[decision - 1]
        rows[everyone, wrong] = rates
        rows[everyone, expert] = 1 - rates
        if off_support == "uniform":
            rows[~support[decision - 1] & mdp.decides] = fmpq(1, mdp.shape[1])
        to_come = np.where(mdp.decides, (rows * total).sum(axis=1), pull(mdp, to_come, decision, EXACT)[:, 0])
    return Table(table)


def _worst_wrong(total: np.ndarray, expert: np.ndarray) -> np.ndarray:
    """The wrong action with the largest total in each state; the expert's own where there is no other."""
    everyone = np.arange(len(expert))
    without = total.copy()
    without[everyone, expert] = fmpq(-1)
    return without.argmax(axis=1)
