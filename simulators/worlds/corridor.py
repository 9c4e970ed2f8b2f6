"""A corridor: the expert walks on; who errs stays where it is, and never sees what comes after (L28).

States    0, 1, ..., n - 1; start in 0. In the last state every step stays.
Actions   right goes on to the next state, wrong stays.
Cost      1 for each disagreement.

A learner that errs where it has no label is stopped at the first state without one. From demonstrations of state 0
only, DAgger labels one more state each round.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem


def corridor(states: int) -> Problem:
    """The world above. Raises ValueError unless there are at least two states."""
    if states < 2:
        raise ValueError(f"a corridor needs at least two states; got {states}")
    rows = [[{min(s + 1, states - 1): Fraction(1)}, {s: Fraction(1)}] for s in range(states)]
    mdp = tabular_mdp(
        states=[f"s{s}" for s in range(states)],
        actions=("right", "wrong"),
        start=(1, *[0] * (states - 1)),
        transition=[rows],
        cost=[[0, 1]] * states,
    )
    return Problem(name="corridor", mdp=mdp, expert=np.zeros((1, states), dtype=np.int64))
