"""What to do: a policy says with what law it acts, and what it remembers of it. The exact table is one kind.

    law(observation, memory)                the probability of each action, given what is seen now and what is remembered
    remember(memory, observation, action)   what is remembered after that; pure, and memory is None at decision 1

Acting and remembering are separate because an exact evaluation goes through all actions. What an observation is the
problem says: the state itself, or a part of it. The fast evaluators take tables; `unrolling.unrolled` makes one of any
policy whose memories are few. (Some learners: `learners.window` remembers what it saw, `learners.copycat` what it did.)
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol

import numpy as np

from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic, fraction, object_array, rational
from tightrope.simulators.model.mdp import check_distribution

Law = Mapping[int, Fraction]  # the probability of each possible action; they sum to 1


class Policy(Protocol):
    """Whoever acts on what it sees and what it remembers."""

    def law(self, observation: int, memory: Hashable) -> Law:
        """The probability of each action, exact."""
        ...

    def remember(self, memory: Hashable, observation: int, action: int) -> Hashable:
        """The memory after that observation and that action."""
        ...


@dataclass(frozen=True, eq=False)
class Table:
    """probability[layer][s][a], shape (L, S, A), rationals. With L = 1 the same table serves every decision.

    As a policy it sees the state; with more than one layer it remembers how many decisions it has made.
    """

    probability: np.ndarray

    @cached_property
    def floats(self) -> np.ndarray:
        return FLOAT.convert(self.probability)

    def at(self, decision: int, arithmetic: Arithmetic) -> np.ndarray:
        """The table of decision t = 1, 2, ..., shape (S, A)."""
        table = self.probability if arithmetic is EXACT else self.floats
        return table[0 if len(table) == 1 else decision - 1]

    def law(self, observation: int, memory: int | None) -> Law:
        row = self.probability[memory or 0][observation]
        return {action: fraction(chance) for action, chance in enumerate(row) if chance != 0}

    def remember(self, memory: int | None, observation: int, action: int) -> int | None:
        return memory if len(self.probability) == 1 else min((memory or 0) + 1, len(self.probability) - 1)

    def check_horizon(self, horizon: int) -> None:
        if 1 < len(self.probability) < horizon:
            raise ValueError(f"the policy is given for {len(self.probability)} decisions; the horizon is {horizon}")


def policy(table: Sequence[Sequence[Sequence[Fraction]]]) -> Table:
    """A policy from rationals table[layer][s][a]. Raises ValueError naming the row that is not a distribution."""
    rows = [row for layer in table for row in layer]
    for i, row in enumerate(rows):
        layer, state = divmod(i, len(table[0]))
        check_distribution(dict(enumerate(row)), f"policy[{layer}][{state}]")
    shape = (len(table), len(table[0]), len(table[0][0]))
    return Table(object_array((rational(x) for row in rows for x in row), shape))


def actions_of(table: Table) -> np.ndarray | None:
    """The action of each state, shape (L, S), if the table takes one with probability 1 everywhere; else None."""
    certain = table.probability == rational(1)
    return certain.argmax(axis=2) if certain.any(axis=2).all() else None


def deterministic(action: np.ndarray, actions: int) -> Table:
    """The policy that takes action[layer][s] with probability one."""
    table = EXACT.zeros(*action.shape, actions)
    layer, state = np.indices(action.shape)
    table[layer, state, action] = rational(1)
    return Table(table)
