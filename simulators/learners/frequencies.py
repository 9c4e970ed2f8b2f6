"""A learner that copies the frequencies of its labels, cell by cell: the maximum of the likelihood, and a stochastic class.

With one cell for each state the expert's action is all there is in a cell, and it is copied. Where several states share
a cell their labels are mixed, as often as each state was visited.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.learners.table import as_rationals
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem


@dataclass(frozen=True, kw_only=True, eq=False)
class FrequencyLearner:
    """cell[0][s] is the cell of each state, shape (1, S). A cell without labels is uniform."""

    cell: np.ndarray

    def fit(self, problem: Problem, weight: np.ndarray) -> Table:
        """The policy for weight (T, S): how often each state was labelled at each decision, with the expert's action.

        Raises ValueError if there are no labels at all.
        """
        cells = self.cell[0]
        votes = EXACT.zeros(int(cells.max()) + 1, problem.mdp.shape[1])
        for decision in range(1, len(weight) + 1):
            np.add.at(votes, (cells, problem.expert_at(decision)), as_rationals(weight[decision - 1]))
        return Table(Clone().fit(votes[None]).probability[:, cells])
