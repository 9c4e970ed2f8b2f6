"""What to do in each state: a table of probabilities, exact, one layer for every decision or one for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic, object_array, rational
from tightrope.simulators.model.mdp import check_distribution


@dataclass(frozen=True, eq=False)
class Policy:
    """probability[layer][s][a], shape (L, S, A), rationals. With L = 1 the same table serves every decision."""

    probability: np.ndarray

    @cached_property
    def floats(self) -> np.ndarray:
        return FLOAT.convert(self.probability)

    def at(self, decision: int, arithmetic: Arithmetic) -> np.ndarray:
        """The table of decision t = 1, 2, ..., shape (S, A)."""
        table = self.probability if arithmetic is EXACT else self.floats
        return table[0 if len(table) == 1 else decision - 1]

    def check_horizon(self, horizon: int) -> None:
        if 1 < len(self.probability) < horizon:
            raise ValueError(f"the policy is given for {len(self.probability)} decisions; the horizon is {horizon}")


def policy(table: Sequence[Sequence[Sequence[Fraction]]]) -> Policy:
    """A policy from rationals table[layer][s][a]. Raises ValueError naming the row that is not a distribution."""
    rows = [row for layer in table for row in layer]
    for i, row in enumerate(rows):
        layer, state = divmod(i, len(table[0]))
        check_distribution(dict(enumerate(row)), f"policy[{layer}][{state}]")
    shape = (len(table), len(table[0]), len(table[0][0]))
    return Policy(object_array((rational(x) for row in rows for x in row), shape))


def deterministic(action: np.ndarray, actions: int) -> Policy:
    """The policy that takes action[layer][s] with probability one."""
    table = EXACT.zeros(*action.shape, actions)
    layer, state = np.indices(action.shape)
    table[layer, state, action] = rational(1)
    return Policy(table)
