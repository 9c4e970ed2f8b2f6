"""A learner that remembers what it saw last: it acts on a window of observations, by the label that was most frequent there.

Memory    the observations before the present one, newest first, at most length - 1 of them; at decision 1 none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.policy import Law
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.unrolling import unrolled

Seen = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Window:
    """Acts on the last `length` observations, newest first, as `label` says; action 0 in a window without label."""

    length: int
    label: Mapping[Seen, int]

    def law(self, observation: int, memory: Seen | None) -> Law:
        return {self.label.get((observation, *(memory or ())), 0): Fraction(1)}

    def remember(self, memory: Seen | None, observation: int, action: int) -> Seen | None:
        return (observation, *(memory or ()))[: self.length - 1] or None


def best_window(problem: Problem, length: int, horizon: int, sees: np.ndarray | None = None) -> Window:
    """The majority of the expert's actions in each window, over infinitely many expert runs; ties to the lowest. Exact.

    Raises ValueError unless length >= 1, or if there are too many windows.
    """
    if length < 1:
        raise ValueError(f"a window holds the present observation at least: length >= 1; got {length}")
    shown = unrolled(problem, Window(length=length, label={}), horizon, sees)
    made = shown.problem
    weight = state_laws(made.mdp, made.expert_table, horizon)[:-1]
    votes = TableLearner(cell=shown.cell, floor=Fraction(0)).votes(made, weight)
    seen = range(problem.mdp.shape[0]) if sees is None else sees.tolist()
    windows = [(seen[s], *(memory or ())) for s, memory in shown.pairs]
    label = {
        window: int(votes[cell].argmax())
        for window, cell in zip(windows, shown.cell[0], strict=True)
        if votes[cell].any()
    }
    return Window(length=length, label=label)
