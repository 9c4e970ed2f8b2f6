"""The best expert by backward induction, in exact arithmetic: v_{t-1}(s) = min_a cost(s, a) + E[v_t(s')].

Ties go to the lowest action, so the expert is the same on every machine. Source: Puterman 1994, section 4.5.
"""

import numpy as np

from tightrope.simulators.measures.occupancy import pull
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.sizes import check_plan


def optimal_expert(mdp: TabularMDP, horizon: int) -> np.ndarray:
    """The optimal action at each decision in each state, shape (T, S), for the expected total task cost.

    Raises ValueError if that takes too much time or memory.
    """
    mdp.check_horizon(horizon)
    check_plan(mdp, horizon)
    value, cost = EXACT.zeros(mdp.shape[0]), mdp.cost(EXACT)
    action = np.zeros((horizon, mdp.shape[0]), dtype=np.int64)
    for decision in range(horizon, 0, -1):
        total = cost + pull(mdp, value, decision, EXACT)
        action[decision - 1] = total.argmin(axis=1)
        value = total.min(axis=1)
    return action
