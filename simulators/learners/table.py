"""A learner that fits a table of labels, one label for each cell of states, and errs at a rate fixed beforehand.

The class has a *floor*: whatever the data, a labelled cell that has its label right errs with probability floor all the
same. Where there are no labels the learner does its worst; states where nothing is decided have none and need none.
With one cell for each state the fit is perfect up to the floor; with coarser cells several states share one label, the
majority's, and the class cannot be right everywhere: its regret is real.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq

from tightrope.simulators.measures.occupancy import pull, state_laws
from tightrope.simulators.model.arithmetic import EXACT, rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import check_learner


@dataclass(frozen=True, kw_only=True, eq=False)
class TableLearner:
    """cell[layer][s] is the cell of each state, shape (L, S), with L = 1 if the learner does not look at the time.

    `floor` is the error rate of the class.
    """

    cell: np.ndarray
    floor: Fraction

    def cell_at(self, decision: int) -> np.ndarray:
        return self.cell[0 if len(self.cell) == 1 else decision - 1]

    def votes(self, problem: Problem, weight: np.ndarray) -> np.ndarray:
        """How much data each cell has for each action, shape (cells, A)."""
        votes = EXACT.zeros(int(self.cell.max()) + 1, problem.mdp.shape[1])
        for decision in range(1, len(weight) + 1):
            seen = np.flatnonzero(weight[decision - 1].astype(bool) & problem.mdp.decides)
            place = (self.cell_at(decision)[seen], problem.expert_at(decision)[seen])
            np.add.at(votes, place, as_rationals(weight[decision - 1][seen]))
        return votes

    def frequencies(self, problem: Problem, weight: np.ndarray) -> Table:
        """The policy that draws its action as often as the cell's data have it, evenly where there are none;
        no floor.
        """
        votes = self.votes(problem, weight)
        votes[votes.sum(axis=1) == 0] = fmpq(1)
        shares = votes / votes.sum(axis=1)[:, None]
        return Table(np.array([shares[self.cell_at(decision)] for decision in range(1, len(weight) + 1)]))

    def labels(self, problem: Problem, weight: np.ndarray) -> np.ndarray:
        """The majority label of each state's cell at each decision, -1 without data, shape (T, S).

        weight (T, S) says how often each state was labelled at each decision; the label is the expert's action.
        Ties go to the lowest action.
        """
        votes = self.votes(problem, weight)
        label = np.where(votes.max(axis=1) > 0, votes.argmax(axis=1), -1)
        return np.array([label[self.cell_at(decision)] for decision in range(1, len(weight) + 1)])

    def fit(self, problem: Problem, weight: np.ndarray) -> Table:
        """The policy for the horizon T of weight (T, S): labels where there are any, elsewhere its worst."""
        return self.play(problem, self.labels(problem, weight))

    def play(self, problem: Problem, labels: np.ndarray) -> Table:
        """The policy of labels (T, S), with -1 where there is none: there it does its worst.

        Worst means: most disagreements in the rest of the episode, by the exact backward programme.
        """
        mdp, floor = problem.mdp, rational(self.floor)
        everyone, horizon = np.arange(mdp.shape[0]), len(labels)
        table, to_come = EXACT.zeros(horizon, *mdp.shape), EXACT.zeros(mdp.shape[0])
        for decision in range(horizon, 0, -1):
            expert, label = problem.expert_at(decision), labels[decision - 1]
            following = pull(mdp, to_come, decision, EXACT)
            total = mdp.possible(following + 1, -1)
            total[everyone, expert] -= 1
            slip = _worst_other(total, expert)
            rows, known = table[decision - 1], label >= 0
            rows[everyone, np.where(known, label, total.argmax(axis=1))] = fmpq(1)
            rows[everyone[known], label[known]] -= floor
            rows[everyone[known], slip[known]] += floor
            rows[~mdp.decides] = fmpq(0)
            rows[~mdp.decides, 0] = fmpq(1)
            to_come = np.where(mdp.decides, (rows * total).sum(axis=1), following[:, 0])
        return Table(table)


def best_table(problem: Problem, cell: np.ndarray, horizon: int) -> Table:
    """The majority table of those cells, (L, S), fitted to the expert's own visits, infinitely many; no floor.

    Raises ValueError if that takes too much time or memory.
    """
    check_learner(problem.mdp, horizon, Fraction(1), EXACT)
    weight = state_laws(problem.mdp, problem.expert_table, horizon)[:-1]
    return TableLearner(cell=cell, floor=Fraction(0)).fit(problem, weight)


def cell_per_state(problem: Problem) -> np.ndarray:
    """Each state its own cell, whatever the time."""
    return np.arange(problem.mdp.shape[0])[None]


def cell_per_state_and_time(problem: Problem, horizon: int) -> np.ndarray:
    """Each state at each decision its own cell."""
    return np.arange(horizon * problem.mdp.shape[0]).reshape(horizon, -1)


def as_rationals(weight: np.ndarray) -> np.ndarray:
    """Counts or exact masses as rationals."""
    return weight if weight.dtype == object else EXACT.ratios(weight, np.ones_like(weight))


def _worst_other(total: np.ndarray, expert: np.ndarray) -> np.ndarray:
    """The most costly action that the expert does not take; its own where there is no other."""
    without = total.copy()
    without[np.arange(len(expert)), expert] = fmpq(-1)
    return without.argmax(axis=1)
