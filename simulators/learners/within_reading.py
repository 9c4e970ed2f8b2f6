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

In floats the programme is the same, with totals that agree but for their rounding taken as equal, and what is allowed
spent but for its rounding: the learner meets the reading exactly as in rationals, its choices may differ where two of
them are nearer to each other than 2^-36 of the largest.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import fsum, nextafter
from typing import Any

import numpy as np
from flint import fmpq

from tightrope.simulators.learners.palette import Palette
from tightrope.simulators.measures.geometric_mean import geometric_mean
from tightrope.simulators.measures.occupancy import pull, push, relative_error, state_laws, supports
from tightrope.simulators.model.arithmetic import EXACT, Arithmetic, rational
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import EVENLY, Erring
from tightrope.simulators.model.problem import LEARNER_IN_FLOATS, Problem
from tightrope.simulators.model.sizes import check_learner

OFF_SUPPORT = ("worst", "uniform", "expert")
TIE = 2.0**-36  # harms in floats that are nearer than this are ranked as equal
GRID = 1 << 12  # rates of a log loss are multiples of 1/GRID: what is optimal is irrational

Spend = Callable[[int, np.ndarray], np.ndarray]  # decision, what an error costs in each state -> where to err how often


def epsilon_learner(
    problem: Problem,
    reading: str,
    epsilon: Fraction,
    horizon: int,
    off_support: str = "worst",
    missing: Fraction = Fraction(0),
    arithmetic: Arithmetic = EXACT,
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
    check_off_support(problem, off_support)
    if arithmetic is not EXACT and not told_apart(epsilon):
        raise ValueError(f"in floats epsilon cannot be told from 0 or 1: make the learner in rationals; got {epsilon}")
    check_learner(problem.mdp, horizon, epsilon, arithmetic)
    if reading == "finite_data" and problem.data is None:
        problem = replace(problem, data=frequent_states(problem, horizon, missing, arithmetic))
    asked = Allowance(
        problem=problem, horizon=horizon, exact_error=epsilon, off_support=off_support, arithmetic=arithmetic
    )
    support, spend = ADVERSARIES[reading](asked)
    made = problem.with_learner(_learner(asked, support, spend))
    return made if arithmetic is EXACT else replace(made, notes=(*made.notes, LEARNER_IN_FLOATS))


def check_off_support(problem: Problem, off_support: str) -> None:
    """Raises ValueError if states have different actions, and those that are met off the support are drawn evenly."""
    if off_support == "uniform" and problem.mdp.available is not None:
        raise ValueError("a learner that is uniform off the support needs the same actions in every state")


def told_apart(epsilon: Fraction) -> bool:
    """Whether a float of it is 0 or 1 only if it is."""
    return epsilon in (0, 1) or 0 < float(epsilon) < 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Allowance:
    """What an adversary may spend: an error on a problem with so many decisions, and in which arithmetic it reckons."""

    problem: Problem
    horizon: int
    exact_error: Fraction
    off_support: str
    arithmetic: Arithmetic

    @cached_property
    def laws(self) -> np.ndarray:
        """The expert's, of the states of decisions 1..T, shape (T, S)."""
        return state_laws(self.problem.mdp, self.problem.expert_table, self.horizon - 1, self.arithmetic)

    @cached_property
    def support(self) -> np.ndarray:
        """The states of the expert at each decision, shape (T, S)."""
        return supports(self.problem.mdp, self.problem.expert_table, self.horizon)

    @property
    def error(self) -> Any:
        return self.arithmetic.number(self.exact_error)

    @property
    def slack(self) -> Any:
        """The relative error of everything that is computed here, 0 in rationals."""
        return fmpq(0) if self.arithmetic is EXACT else relative_error(self.problem.mdp, self.horizon)


def frequent_states(problem: Problem, horizon: int, missing: Fraction, arithmetic: Arithmetic = EXACT) -> np.ndarray:
    """A data set, shape (S,): rarest states left out while an expert run leaves it with probability <= missing."""
    mdp, expert = problem.mdp, problem.expert_table
    visits = state_laws(mdp, expert, horizon - 1, arithmetic).sum(axis=0)
    rarest = np.argsort(visits if arithmetic is EXACT else np.rint(visits / (visits.max() * TIE)), kind="stable")

    def left_out(count: int) -> np.ndarray:
        data = np.ones(mdp.shape[0], dtype=bool)
        data[rarest[:count]] = False
        return data

    def allowed(count: int) -> bool:
        inside = arithmetic.ratios(left_out(count).astype(int), np.ones(mdp.shape[0], dtype=int))
        mass = mdp.start_law(arithmetic) * inside
        for decision in range(1, horizon):
            mass = push(mdp, mass, expert.at(decision, arithmetic), decision, arithmetic) * inside
        slack = arithmetic.number(Fraction(0 if arithmetic is EXACT else relative_error(mdp, horizon)))
        return bool(1 - mass.sum() + slack <= arithmetic.number(missing))

    low, high = 0, mdp.shape[0]  # `low` states can be left out, `high` cannot: the more, the likelier to be met
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if allowed(middle) else (low, middle)
    return left_out(low)


def _everywhere(asked: Allowance, places: np.ndarray) -> tuple[np.ndarray, Spend]:
    nothing = asked.error * 0
    return places, lambda decision, harm: np.where(places[decision - 1], asked.error, nothing)


def _where_it_costs_most(asked: Allowance, law: np.ndarray, harm: np.ndarray, budget: Fraction) -> np.ndarray:
    """Errors that spend the budget where an error costs most, up to certainty in a place, ties to the first; flat."""
    rates = asked.arithmetic.zeros(len(harm))
    harmed = np.flatnonzero((law > 0) & (harm > 0))
    order = harmed[np.argsort(-_rounded(asked, harm[harmed]), kind="stable")]
    spent, slack = np.cumsum(law[order]), 2 * asked.slack * (1 + len(order))
    whole = spent <= asked.arithmetic.number(budget) * (1 - slack)
    rates[order[whole]] = asked.arithmetic.number(Fraction(1))
    if not whole.all():
        part = whole.argmin()  # the first that the budget does not reach for
        rates[order[part]] = _rest(asked, law[order[:part]], law[order[part]], budget)
    return rates


def _rest(asked: Allowance, before: np.ndarray, here, budget: Fraction):
    """The largest rate in a place with the mass `here` that keeps to the budget, certain errors being made before.

    Of floats, which are laws but for the slack, the largest for all laws that they may be, rounded down.
    """
    if asked.arithmetic is EXACT:
        return max(fmpq(0), (rational(budget) - before.sum()) / here)
    more = 1 + 2 * Fraction(asked.slack)
    left = budget - Fraction(fsum(before)) * more
    return max(0.0, nextafter(float(left / (Fraction(float(here)) * more)), 0.0))


def _rounded(asked: Allowance, harm: np.ndarray) -> np.ndarray:
    """Harms that agree but for their rounding, made equal."""
    return harm if asked.arithmetic is EXACT or not len(harm) else np.rint(harm / (harm.max() * TIE))


def _each_decision(asked: Allowance) -> tuple[np.ndarray, Spend]:
    return asked.support, lambda decision, harm: _where_it_costs_most(
        asked, asked.laws[decision - 1], harm, asked.exact_error
    )


def _each_log_loss(asked: Allowance) -> tuple[np.ndarray, Spend]:
    return asked.support, lambda decision, harm: log_rates(asked, asked.laws[decision - 1], harm)


def _whole_log_loss(asked: Allowance) -> tuple[np.ndarray, Spend]:
    harms = _first_harms(asked)
    masses = asked.laws / asked.arithmetic.number(Fraction(asked.horizon))  # the laws of all decisions as one
    rates = log_rates(asked, masses.ravel(), harms.ravel()).reshape(masses.shape)
    return asked.support, lambda decision, harm: rates[decision - 1]


def log_rates(asked: Allowance, law: np.ndarray, harm: np.ndarray) -> np.ndarray:
    """Errors that do the most harm while the geometric mean of 1 - e under the law is at least 1 - epsilon;
    shapes (S,).

    The most of sum law e harm under sum law ln(1 - e) >= ln(1 - epsilon) is at 1 - e = least(1, x/harm), one x for all:
    here the least x of a grid that keeps to it. Exact where all that can be harmed costs the same and has all the mass.
    """
    there = (law > 0) & (harm > 0)
    rates = asked.arithmetic.zeros(len(harm))
    if not there.any():
        return rates
    most, agreement = max(harm[there]), 1 - asked.error
    if abs(law[there].sum() - 1) <= asked.slack and (most - harm[there] <= asked.slack * most).all():
        rates[there] = asked.error
        return rates
    low, high = 0, GRID  # of x/most; at 1 nothing is harmed
    while high - low > 1:
        middle = (low + high) // 2
        kept: Any = geometric_mean(1 - _at(asked, there, harm, most * middle / GRID), law)
        low, high = (low, middle) if bool(kept >= agreement + asked.slack) else (middle, high)
    return _at(asked, there, harm, most * high / GRID)


def _at(asked: Allowance, there: np.ndarray, harm: np.ndarray, x) -> np.ndarray:
    """1 - least(1, x/harm), rounded down to the grid."""
    rates = asked.arithmetic.zeros(len(harm))
    one: Any = asked.arithmetic.number(Fraction(1))
    shares = (1 - np.minimum(x / harm[there], one)) * GRID
    rates[there] = np.floor(shares) / GRID if shares.dtype == float else [fmpq(share.floor(), GRID) for share in shares]
    return rates


def _first_harms(asked: Allowance) -> np.ndarray:
    """What a first error costs at each decision in each state of the expert's, shape (T, S),
    if no other is made there.
    """
    harms = asked.arithmetic.zeros(*asked.support.shape)
    nothing = asked.arithmetic.zeros(asked.support.shape[1])

    def never(decision: int, harm: np.ndarray) -> np.ndarray:
        harms[decision - 1] = np.where(asked.support[decision - 1] & (harm > 0), harm, nothing)
        return nothing

    _learner(asked, asked.support, never)
    return harms


def _altogether(asked: Allowance) -> tuple[np.ndarray, Spend]:
    """Rank all places by what a first error there costs, if no other is made on the support; spend in that order."""
    budget = asked.exact_error * asked.horizon
    rates = _where_it_costs_most(asked, asked.laws.ravel(), _first_harms(asked).ravel(), budget)
    table = rates.reshape(asked.laws.shape)
    return asked.support, lambda decision, harm: table[decision - 1]


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


def _learner(asked: Allowance, support: np.ndarray, spend: Spend) -> Erring:
    """The backward programme. Shapes: support (T, S)."""
    problem, arithmetic = asked.problem, asked.arithmetic
    mdp, horizon = problem.mdp, asked.horizon
    everyone, palette = np.arange(mdp.shape[0]), Palette(asked.exact_error, arithmetic)
    zero, one = (np.full(mdp.shape[0], arithmetic.number(Fraction(x))) for x in (0, 1))
    evenly = arithmetic.number(Fraction(mdp.shape[1] - 1, mdp.shape[1]))
    wrong_taken = np.zeros((horizon, mdp.shape[0]), dtype=np.min_scalar_type(-mdp.shape[1]))
    which = np.zeros((horizon, mdp.shape[0]), dtype=np.min_scalar_type(horizon + GRID + 2))  # as many rates
    to_come = zero
    for decision in range(horizon, 0, -1):
        expert, after = problem.expert_at(decision), pull(mdp, to_come, decision, arithmetic)
        total = mdp.possible(after + 1, -1)
        total[everyone, expert] = after[everyone, expert]
        wrong = _worst_wrong(total, expert, asked.slack)
        erring, agreeing = total[everyone, wrong], total[everyone, expert]
        apart = abs(erring - agreeing) > asked.slack * (erring + agreeing)
        harm = np.where(mdp.decides & apart, erring - agreeing, zero)
        rates = np.where(mdp.decides, spend(decision, harm), zero)
        off = ~support[decision - 1] & mdp.decides
        if asked.off_support == "worst":
            rates = np.where(off, np.where(harm > 0, one, zero), rates)
        rates[wrong == expert] = zero[0]  # a single action leaves nothing to get wrong
        to_come = np.where(mdp.decides, rates * erring + (1 - rates) * agreeing, after[:, 0])
        wrong_taken[decision - 1] = wrong
        if asked.off_support == "uniform":
            rates[off] = evenly
            wrong_taken[decision - 1][off] = EVENLY
            to_come[off] = total[off].sum(axis=1) / mdp.shape[1]
        which[decision - 1] = palette.places(rates)
    return Erring(
        actions=mdp.shape[1],
        expert=problem.expert_actions,
        wrong=wrong_taken,
        which=palette.smallest(which),
        rates=palette.rates,
    )


def _worst_wrong(total: np.ndarray, expert: np.ndarray, slack) -> np.ndarray:
    """The wrong action with the largest total in each state, ties to the lowest;
    the expert's own where there is no other.
    """
    without = total.copy()
    without[np.arange(len(expert)), expert] = -1
    return (without >= (without.max(axis=1) * (1 - slack))[:, None]).argmax(axis=1)
