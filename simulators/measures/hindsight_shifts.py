"""What a clone that relabels its runs reaches, and how far its data are from its task.

First shift    total variation between the states of the data and the clone's, the largest over t.
Second shift   the share of the clone's decisions, in the data's states, that are not best for the goal.
Goal shift     the share of the data that are of another goal.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq

from tightrope.simulators.learners.goal_conditioned import (
    best_chances,
    clone,
    expected,
    goal_shift,
    input_shift,
    last_state,
    pooled,
    reaches,
    target_shift,
)
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table


@dataclass(frozen=True, kw_only=True)
class Shifts:
    """The clone's success, the best possible one, and the three shifts; all exact."""

    success: Fraction
    best: Fraction
    goals: Fraction
    first: Fraction
    second: Fraction


def shifts(made: TabularMDP, decisions: int, goal: int, told: bool) -> Shifts:
    """Of the clone of uniform behaviour, relabelled by the last state; `told` if it knows the steps to go."""
    weight = expected(made, uniform(made), decisions, last_state)
    policy = clone(weight if told else pooled(weight), goal)
    first = best_chances(made, goal, decisions)[-1].max(axis=1)
    return Shifts(
        success=reaches(made, policy, goal, decisions),
        best=fraction((made.start_law(EXACT) * first).sum()),
        goals=goal_shift(weight, goal),
        first=fraction(max(input_shift(made, weight, policy, goal))),
        second=target_shift(made, weight, policy, goal),
    )


def least_success(made: TabularMDP, decisions: int) -> Fraction:
    """The smallest success over all goals in which a run of uniform behaviour can end, the steps told."""
    weight = expected(made, uniform(made), decisions, last_state)
    ends = np.flatnonzero(weight[-1].sum(axis=(1, 2)).astype(bool))
    return min(reaches(made, clone(weight, goal), goal, decisions) for goal in ends)


def relabelled_again(made: TabularMDP, goal: int, rounds: int) -> list[Fraction]:
    """Success in one decision of clones that relabel their own runs again and again, from uniform behaviour on."""
    acting, successes = uniform(made), []
    for _ in range(rounds):
        acting = clone(expected(made, acting, 1, last_state), goal)
        successes.append(reaches(made, acting, goal, 1))
    return successes


def uniform(made: TabularMDP) -> Table:
    return Table(np.full((1, *made.shape), fmpq(1, made.shape[1]), dtype=object))
