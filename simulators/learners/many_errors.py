"""What the learners of `within_reading` cost for many epsilons, in one backward pass and without making them.

For each epsilon the programme is that of `within_reading` in floats: W_t(s) are the disagreements still to come, V_t(s)
the task cost. All epsilons share the products with the transition matrix, which are most of the work:

    W_{t-1}(s) = e (1 + (P_t W_t)(s, wrong)) + (1 - e) (P_t W_t)(s, expert),  wrong that of the largest (P_t W_t)(s, .)

It serves the readings that allow the same epsilon wherever they allow an error: `SAME_EVERYWHERE`.

Error    floats, all terms of W non-negative: relative `occupancy.relative_error`; V has it of the largest cost of T
         decisions. Of two wrong actions whose totals agree but for this error either may be taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.within_reading import (
    ADVERSARIES,
    OFF_SUPPORT,
    Allowance,
    check_off_support,
    epsilon_learner,
    frequent_states,
    told_apart,
)
from tightrope.simulators.measures.occupancy import relative_error
from tightrope.simulators.model.arithmetic import FLOAT, object_array, rational
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import Erring, Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import check_learner

SAME_EVERYWHERE = ("pointwise", "on_policy", "finite_data")
TOGETHER = 4_000_000  # numbers that are held at once, of each kind


PROBE = Fraction(1, 3)


def by_one_chance(
    problem: Problem, reading: str, horizon: int, off_support: str, missing: Fraction
) -> tuple[Problem, Table, Table] | None:
    """The problem, and what its learner does without and with a mistake, if neither depends on epsilon; else None.

    So it is where there is one wrong action, and no choice of what to do off the support.
    """
    if (
        problem.mdp.shape[1] > 2
        or reading not in SAME_EVERYWHERE
        or (off_support == "worst" and reading != "on_policy")
    ):
        return None
    made = epsilon_learner(problem, reading, PROBE, horizon, off_support, missing, FLOAT)
    rule = made.learner_table
    if not isinstance(rule, Erring):
        return None
    without, mistaken = (
        Erring(
            actions=rule.actions,
            expert=rule.expert,
            wrong=rule.wrong,
            which=rule.which,
            rates=object_array((rational(rate) if x == rational(PROBE) else x for x in rule.rates), rule.rates.shape),
        )
        for rate in (0, 1)
    )
    return made, without, mistaken


@dataclass(frozen=True, kw_only=True, eq=False)
class Costs:
    """For each epsilon, shape (n,): disagreements and task cost of its learner; `error` is relative."""

    disagreement: np.ndarray
    task_cost: np.ndarray
    error: float


def costs(
    problem: Problem,
    reading: str,
    epsilons: Sequence[Fraction],
    horizon: int,
    off_support: str = "worst",
    missing: Fraction = Fraction(0),
) -> Costs:
    """The costs of `epsilon_learner(problem, reading, epsilon, horizon, off_support, missing)` for each epsilon.

    Raises ValueError as it does, and for a reading that is not in SAME_EVERYWHERE.
    """
    one_of(reading, SAME_EVERYWHERE, "a reading with the same epsilon everywhere")
    one_of(off_support, OFF_SUPPORT, "off-support behaviour")
    for epsilon in epsilons:
        if not 0 <= epsilon <= 1:
            raise ValueError(f"epsilon is a probability and must lie in [0, 1]; got {epsilon}")
        if not told_apart(epsilon):
            raise ValueError(f"in floats epsilon cannot be told from 0 or 1; got {epsilon}")
    problem.check_horizon(horizon)
    check_off_support(problem, off_support)
    check_learner(problem.mdp, horizon * len(epsilons), Fraction(0), FLOAT)
    if reading == "finite_data" and problem.data is None:
        data = frequent_states(problem, horizon, missing, FLOAT)
        problem = Problem(name=problem.name, mdp=problem.mdp, expert=problem.expert, data=data)
    asked = Allowance(
        problem=problem, horizon=horizon, exact_error=Fraction(0), off_support=off_support, arithmetic=FLOAT
    )
    allowed, _ = ADVERSARIES[reading](asked)
    few = max(1, TOGETHER // (problem.mdp.shape[0] * problem.mdp.shape[1]))
    parts = [_pass(asked, allowed, epsilons[i : i + few]) for i in range(0, len(epsilons), few)]
    return Costs(
        disagreement=np.concatenate([part[0] for part in parts]),
        task_cost=np.concatenate([part[1] for part in parts]),
        error=relative_error(problem.mdp, horizon),
    )


def _pass(asked: Allowance, allowed: np.ndarray, epsilons: Sequence[Fraction]) -> tuple[np.ndarray, np.ndarray]:
    """Disagreements and task costs, shapes (n,). Where `allowed`, shape (T, S), an error has probability epsilon."""
    problem, many = asked.problem, len(epsilons)
    mdp, (size, choices) = problem.mdp, problem.mdp.shape
    everyone, decides, cost = np.arange(size), problem.mdp.decides[:, None], mdp.cost(FLOAT)
    error, agreement = np.array([[float(e) for e in epsilons], [float(1 - e) for e in epsilons]])
    to_come = np.zeros((size, 2 * many))  # disagreements and task cost side by side
    for decision in range(asked.horizon, 0, -1):
        after = (mdp.matrix(decision) @ to_come).reshape(size, choices, 2 * many)
        total, paid = mdp.possible(after[:, :, :many] + 1, -1), after[:, :, many:] + cost[:, :, None]
        expert, on = problem.expert_at(decision), allowed[decision - 1][:, None]
        total[everyone, expert] = after[everyone, expert, :many]
        wrong = _worst_wrong(total, expert, asked.slack)
        erring, agreeing = _taken(total, wrong), total[everyone, expert]
        harmful = erring - agreeing > asked.slack * (erring + agreeing)
        certain = harmful & (asked.off_support == "worst")
        can = decides & (wrong != expert[:, None])
        wrongly = np.where(can, np.where(on, error, certain), 0.0)
        rightly = np.where(can, np.where(on, agreement, ~certain), 1.0)
        to_come = np.concatenate(
            [wrongly * erring + rightly * agreeing, wrongly * _taken(paid, wrong) + rightly * paid[everyone, expert]],
            axis=1,
        )
        if asked.off_support == "uniform":
            anyhow = ~allowed[decision - 1] & mdp.decides
            to_come[anyhow] = np.concatenate([total[anyhow], paid[anyhow]], axis=2).mean(axis=1)
        ended = ~mdp.decides
        to_come[ended] = np.concatenate([after[ended, 0, :many], paid[ended, 0]], axis=1)
    found = (mdp.start_law(FLOAT) * np.ascontiguousarray(to_come.T)).sum(axis=1)
    return found[:many], found[many:]


def _worst_wrong(total: np.ndarray, expert: np.ndarray, slack: float) -> np.ndarray:
    """`within_reading._worst_wrong` for each epsilon: total (S, A, n), the wrong actions (S, n)."""
    without = total.copy()
    without[np.arange(len(expert)), expert] = -1
    return (without >= (without.max(axis=1) * (1 - slack))[:, None]).argmax(axis=1)


def _taken(values: np.ndarray, action: np.ndarray) -> np.ndarray:
    """values[s, action[s, i], i], shape (S, n)."""
    return np.take_along_axis(values, action[:, None], axis=1)[:, 0]
