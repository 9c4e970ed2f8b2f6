"""The tightrope with a start that the data lack, errors that cost at most u, and an expert that pays J_star."""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Parameter
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.witnesses.charges import CHARGES, check_charges, expert_share

ZERO, ONE = Fraction(0), Fraction(1)


def charged_unseen_start(epsilon: Fraction, horizon: int, missing: Fraction, u: Fraction, J_star: Fraction) -> Problem:
    """A share `missing` of the runs is outside the data, where the learner always errs: the expert's cost avoids them first."""
    return charged_rope("charged-unseen-start", epsilon, horizon, missing, u, J_star)


def charged_rope(
    name: str, epsilon: Fraction, horizon: int, missing: Fraction, u: Fraction, J_star: Fraction
) -> Problem:
    """Chance alone decides who errs, so the expert pays on the earliest decisions, when few have erred.

    States: on_t and off_t for decision t, and the same two, unseen and lost, for runs that start outside the data.
    """
    check_charges(horizon, u, J_star)
    most, room = min(ONE, u), horizon - J_star
    outside = min(most, room / (missing * horizon)) if missing else ZERO
    room -= outside * missing * horizon
    latest = [max(ZERO, room / (1 - missing) - most * later) for later in range(horizon)] if missing < 1 else []
    inside = [min(most, extra) for extra in reversed(latest)] or [ZERO] * horizon
    used = missing * outside * horizon + (1 - missing) * sum(inside)
    share = expert_share(J_star, horizon - used)
    size = 2 * horizon
    moves, cost = [], []
    for t, extra in enumerate(inside):
        on, off = 2 * min(t + 1, horizon - 1), 2 * min(t + 1, horizon - 1) + 1
        moves += [[{on: ONE}, {off: ONE}]] * 2
        cost += [(share * (1 - extra), share * (1 - extra) + extra)] * 2
    mdp = tabular_mdp(
        states=[f"{place}{t}" for t in range(1, horizon + 1) for place in ("on", "off")] + ["unseen", "lost"],
        actions=("right", "wrong"),
        start=[1 - missing] + [ZERO] * (size - 1) + [missing, ZERO],
        transition=[[*moves, *[[{size: ONE}, {size + 1: ONE}]] * 2]],
        cost=[*cost, *[(share * (1 - outside), share * (1 - outside) + outside)] * 2],
    )
    data = np.array([s < size and s % 2 == 0 for s in range(size + 2)])
    return right_or_wrong(name, mdp, right=[1 - epsilon, ZERO] * horizon + [ZERO, ZERO], data=data)


FAMILY = Family(
    key="charged-unseen-start",
    words="unseen-start, with errors that cost at most u and an expert that pays J_star",
    reading="finite_data",
    parameters=(Parameter("missing", PROBABILITY, Fraction(1, 10)), *CHARGES),
    build=charged_unseen_start,
    size=lambda epsilon, horizon, **_: 4 * horizon,
    examples=("charged-unseen-start:missing=1/10,u=1,J_star=0",),
)
