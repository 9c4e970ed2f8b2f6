"""The best expert by backward induction: v_{t-1}(s) = min_a cost(s, a) + E[v_t(s')].

Ties go to the lowest action, so the expert is the same on every machine. Exact in rationals; in floats actions whose
totals agree but for their rounding count as equal, and the expert is optimal but for that.
Source: Puterman 1994, section 4.5.
"""

from dataclasses import replace

import numpy as np

from tightrope.simulators.measures.occupancy import pull, relative_error
from tightrope.simulators.model.arithmetic import EXACT, Arithmetic
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.problem import EXPERT_IN_FLOATS, Problem
from tightrope.simulators.model.sizes import check_plan


def optimal_expert(mdp: TabularMDP, horizon: int, arithmetic: Arithmetic = EXACT) -> np.ndarray:
    """The optimal action at each decision in each state, shape (T, S), for the expected total task cost.

    Raises ValueError if that takes too much time or memory.
    """
    mdp.check_horizon(horizon)
    check_plan(mdp, horizon, arithmetic)
    value, cost = arithmetic.zeros(mdp.shape[0]), mdp.cost(arithmetic)
    slack = 0 if arithmetic is EXACT else relative_error(mdp, horizon)
    action = np.zeros((horizon, mdp.shape[0]), dtype=np.min_scalar_type(-mdp.shape[1]))
    for decision in range(horizon, 0, -1):
        total = cost + pull(mdp, value, decision, arithmetic)
        total = mdp.possible(total, total.max() + 1)
        value = total.min(axis=1)
        action[decision - 1] = (total <= (value + slack * abs(total).max(axis=1))[:, None]).argmax(axis=1)
    return action


def planned(problem: Problem, horizon: int) -> Problem:
    """The problem with the best expert for so many decisions, if it has none of its own.

    Reckoned in rationals where that takes seconds, else in floats. Raises ValueError if it takes too much.
    """
    if problem.expert is not None:
        return problem
    aim = problem.mdp if problem.aim is None else problem.aim
    arithmetic = aim.arithmetic(horizon)
    expert = optimal_expert(aim, horizon, arithmetic)
    notes = problem.notes if arithmetic is EXACT else (*problem.notes, EXPERT_IN_FLOATS)
    return replace(problem, expert=expert[:, : problem.mdp.shape[0]], notes=notes)
