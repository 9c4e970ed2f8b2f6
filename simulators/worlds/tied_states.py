"""Two states that look the same and ask for opposite actions; what the learner does decides which it meets (L28).

States    x, where the expert takes action 0, and y, where it takes action 1; either is the start.
Move      action a leads to y with probability to_y[a], from either state.
Learner   sees one cell: it takes action 1 with the same probability p in x and in y. Averaged over T decisions it is in
          y a share h(p) = (1 + (T - 1)(to_y[0] + (to_y[1] - to_y[0]) p)) / T of the time: linear in p.
Cost      1 for each disagreement.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem

ONE_CELL = np.zeros((1, 2), dtype=np.int64)  # what a learner sees
X, Y = 0, 1


def tied_states(to_y: Sequence[Fraction]) -> Problem:
    """The world above. Raises ValueError unless there are two probabilities."""
    if len(to_y) != 2 or not all(0 <= chance <= 1 for chance in to_y):
        raise ValueError(f"to_y needs a probability for each of two actions; got {list(to_y)}")
    rows = [{Y: chance, X: 1 - chance} for chance in to_y]
    mdp = tabular_mdp(
        states=("x", "y"),
        actions=("0", "1"),
        start=(Fraction(1, 2), Fraction(1, 2)),
        transition=[[rows, rows]],
        cost=((0, 1), (1, 0)),
    )
    return Problem(name="tied-states", mdp=mdp, expert=np.array([[0, 1]]))
