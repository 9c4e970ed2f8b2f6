"""Tables with two labels fitted to N independent examples, and their error on their own states: expected, and drawn."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.majority import UNSEEN, table_law
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem

Labels = tuple[int, ...]  # the label of each cell, UNSEEN without examples


def own_error(world: Problem, learner: Table, horizon: int) -> Fraction:
    """The error on the learner's own states, averaged over the decisions; exact."""
    return evaluate(world.with_learner(learner), horizon).epsilon["on_policy"]


def cell_masses(world: Problem, cells: np.ndarray) -> list[list[Fraction]]:
    """The probability of each cell and action in one example of the expert's, for `majority`; cells as in `TableLearner`."""
    votes = TableLearner(cell=cells, floor=Fraction(0)).votes(world, world.mdp.start_law(EXACT)[None])
    return [list(map(fraction, row)) for row in votes]


def expected_error(world: Problem, learner: TableLearner, examples: int, horizon: int) -> Fraction:
    """`own_error` of the table fitted to that many independent examples, in expectation over them; exact."""
    law = table_law(cell_masses(world, learner.cell), examples)
    return sum(chance * table_error(world, learner, table, horizon) for table, chance in law.items())


def table_error(world: Problem, learner: TableLearner, table: Labels, horizon: int) -> Fraction:
    """`own_error` of a table; without examples it does its worst."""
    labels = np.array(table)[learner.cell].repeat(horizon, axis=0)
    return own_error(world, learner.play(world, labels), horizon)


def drawn_errors(
    world: Problem, learner: TableLearner, sizes: Sequence[int], data_sets: int, horizon: int, seed: int
) -> list[list[float]]:
    """For each number of examples the errors of tables fitted to so many drawn data sets, each evaluated exactly."""
    random, law = np.random.default_rng(seed), world.mdp.start / world.mdp.start.sum()
    price: dict[Labels, float] = {}
    found = []
    for examples in sizes:
        tables = [_table(learner, world, counts) for counts in random.multinomial(examples, law, size=data_sets)]
        price |= {table: float(table_error(world, learner, table, horizon)) for table in set(tables) - price.keys()}
        found.append([price[table] for table in tables])
    return found


def drawn_label_errors(
    world: Problem, cells: Sequence[np.ndarray], examples: int, data_sets: int, seed: int
) -> list[np.ndarray]:
    """For each kind of cells the errors, on a new example, of tables fitted to so many drawn data sets; coins at ties."""
    random = np.random.default_rng(seed)
    law, expert = world.mdp.start / world.mdp.start.sum(), world.expert_actions[0]
    found = []
    for cell in (one[0] for one in cells):
        counts = random.multinomial(examples, law, size=data_sets)
        votes = np.zeros((data_sets, cell.max() + 1, world.mdp.shape[1]))
        np.add.at(votes, (slice(None), cell, expert), counts)
        coin = random.integers(0, 2, votes.shape[:2])
        label = np.where(votes[..., 1] == votes[..., 0], coin, votes.argmax(axis=-1))
        found.append((label[:, cell] != expert) @ law)
    return found


def _table(learner: TableLearner, world: Problem, counts: np.ndarray) -> Labels:
    votes = learner.votes(world, counts[None])
    return tuple(UNSEEN if not any(row) else int(row[1] > row[0]) for row in votes)
