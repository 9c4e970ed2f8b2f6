"""The law of how often something happens in an episode: a state is visited, an action is taken.

    c_0(k, s) = p_0(s) [k = 0],   c_t(k, s') = sum_{s,a} c_{t-1}(k - [marked(s, a)], s) pi_t(a|s) P_t(s'|s, a)

Exact in rationals; in floats with the relative error of `occupancy.relative_error`, since no term is negative.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.measures.occupancy import push
from tightrope.simulators.model.arithmetic import EXACT, Arithmetic, plain
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table


def count_law(
    mdp: TabularMDP, policy: Table, horizon: int, marked: np.ndarray, arithmetic: Arithmetic = EXACT
) -> np.ndarray:
    """P(k of the T decisions are marked) for k = 0..T. marked (S, A) says of each state and action whether it counts."""
    mass = arithmetic.zeros(horizon + 1, mdp.shape[0])
    mass[0] = mdp.start_law(arithmetic)
    for t in range(1, horizon + 1):
        after = arithmetic.zeros(horizon + 1, mdp.shape[0])
        for k in range(t):
            after[k] += push(mdp, mass[k], policy.at(t, arithmetic) * ~marked, t, arithmetic)
            after[k + 1] += push(mdp, mass[k], policy.at(t, arithmetic) * marked, t, arithmetic)
        mass = after
    return mass.sum(axis=1)


def never(
    mdp: TabularMDP, policy: Table, horizon: int, marked: np.ndarray, arithmetic: Arithmetic = EXACT
) -> Fraction | float:
    """P(none of the T decisions is marked), the first entry of `count_law`, in a fraction of its time."""
    mass = mdp.start_law(arithmetic)
    for t in range(1, horizon + 1):
        mass = push(mdp, mass, policy.at(t, arithmetic) * ~marked, t, arithmetic)
    return plain(mass.sum())


def visits_of(mdp: TabularMDP, state: int) -> np.ndarray:
    """Marks (S, A) of every decision in that state."""
    marked = np.zeros(mdp.shape, dtype=bool)
    marked[state] = True
    return marked
