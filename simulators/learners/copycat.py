"""A learner that sees nothing but its own last action, and repeats it.

Memory    the last action; at decision 1 none, and then the law `first` decides. It fits an expert whose action never
          changes perfectly from decision 2 on, and is wrong for ever if its first action was.
"""

from dataclasses import dataclass
from fractions import Fraction

from tightrope.simulators.model.policy import Law


@dataclass(frozen=True)
class Copycat:
    """`first` is the law of its first action."""

    first: Law

    def law(self, observation: int, memory: int | None) -> Law:
        return self.first if memory is None else {memory: Fraction(1)}

    def remember(self, memory: int | None, observation: int, action: int) -> int:
        return action
