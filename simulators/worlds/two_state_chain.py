"""Two states that remember: the dependence of the steps of a trajectory, with nothing else in the way.

States    0 and 1, stationary from the start: P(1) = share at every step.
Moves     0 -> 1 with probability share (1 - memory), 1 -> 0 with (1 - share)(1 - memory), whatever the action.
          `memory` is the second eigenvalue: the correlation of states k steps apart is memory^k.
Cost      1 for a wrong action. An error does not move anything, so learner and expert visit the same states.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem

RARE = 1  # the state that is seen with probability `share`


def two_state_chain(share: Fraction, memory: Fraction) -> Problem:
    """The chain and an expert that is always right.

    Raises ValueError unless 0 < share < 1, memory < 1 and both moves are probabilities.
    """
    up, down = share * (1 - memory), (1 - share) * (1 - memory)
    if not (0 < share < 1 and memory < 1 and up <= 1 and down <= 1):
        raise ValueError(
            f"the chain needs 0 < share < 1 and memory from 1 - 1/max(share, 1 - share) to below 1; got share {share}, "
            f"memory {memory}"
        )
    from_0, from_1 = {0: 1 - up, 1: up}, {0: down, 1: 1 - down}
    mdp = tabular_mdp(
        states=("0", "1"),
        actions=("right", "wrong"),
        start=(1 - share, share),
        transition=[[[from_0, from_0], [from_1, from_1]]],
        cost=((0, 1), (0, 1)),
    )
    return Problem(name="two-state-chain", mdp=mdp, expert=np.zeros((1, 2), dtype=np.int64))


def noisy_labels(noise: Fraction) -> Table:
    """A demonstrator who gives a wrong label with that probability, in each state alike."""
    return policy([[[1 - noise, noise]] * 2])
