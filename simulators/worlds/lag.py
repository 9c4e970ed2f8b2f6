"""An expert that acts on what it saw K decisions ago (L15, L16).

Observation  o_t, one of A symbols: the same again with probability `stay`, else one of the others, evenly; at the start all
             are equally likely. With stay = 1/A the observations are independent. They do not depend on the actions.
Expert       a_t = o_{t-K}, for the lag K; with K = 0 it is Markovian.
Cost         1 for each decision with a_t != o_{t-K}, so the task cost is the disagreement.

A state is the window (o_{t-D}, ..., o_t) of D + 1 observations, D >= K. A learner of order j sees the last j + 1 of them.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.table import best_table
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, Whole, require
from tightrope.simulators.model.problem import Problem

MOST_WINDOWS = 100_000
PARAMETERS = (
    Parameter("symbols", Whole(2, 1_000)),
    Parameter("delay", Whole(0, 20)),
    Parameter("order", Whole(0, 20)),
    Parameter("stay", PROBABILITY),
)


def lag(symbols: int, delay: int, depth: int, stay: Fraction) -> Problem:
    """The world of A symbols, lag K = delay and windows of depth + 1 observations.

    Raises ValueError outside the domains of PARAMETERS, or unless delay <= depth and there are not too many windows.
    """
    require(*PARAMETERS, symbols=symbols, delay=delay, stay=stay)
    if delay > depth:
        raise ValueError(f"the windows must reach back to the delay, {delay}; they are {depth} deep")
    windows = symbols ** (depth + 1)
    if windows > MOST_WINDOWS:
        raise ValueError(
            f"{symbols} symbols and depth {depth} make {windows} windows; at most {MOST_WINDOWS} are handled"
        )
    index = np.arange(windows)
    digits = index[:, None] // symbols ** np.arange(depth + 1) % symbols  # digits[s, i] = o_{t-i}
    move = [[(1 - stay) / (symbols - 1), stay][now == then] for now in range(symbols) for then in range(symbols)]
    move = np.array(move, dtype=object).reshape(symbols, symbols)
    start = [
        Fraction(1, symbols) * _product(move[now, then] for now, then in zip(row, row[1:], strict=False))
        for row in digits.tolist()
    ]
    following = [
        {symbols * s % windows + then: move[digits[s, 0], then] for then in range(symbols)} for s in range(windows)
    ]
    mdp = tabular_mdp(
        states=["".join(map(str, reversed(row))) if symbols <= 10 else str(s) for s, row in enumerate(digits.tolist())],
        actions=[str(a) for a in range(symbols)],
        start=start,
        transition=[[[law] * symbols for law in following]],
        cost=[[Fraction(a != row[delay]) for a in range(symbols)] for row in digits.tolist()],
    )
    return Problem(name="lag", mdp=mdp, expert=digits[:, delay][None])


def sees_last(symbols: int, depth: int, order: int) -> np.ndarray:
    """Cells for a learner that sees the last order + 1 observations of each window, for `TableLearner`."""
    if not 0 <= order <= depth:
        raise ValueError(f"the order must lie between 0 and the depth {depth}; got {order}")
    return np.arange(symbols ** (depth + 1))[None] % symbols ** (order + 1)


def _product(factors) -> Fraction:
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result


def best_of_order(horizon: int, symbols: int, delay: int, order: int, stay: Fraction) -> Problem:
    """The world with the best table of the last order + 1 observations, over the expert's own visits."""
    depth = max(delay, order)
    world = lag(symbols, delay, depth, stay)
    return world.with_learner(best_table(world, sees_last(symbols, depth, order), horizon))


FAMILY = Family(
    key="lag",
    words="an expert that repeats what it saw some decisions ago, and the best table of the last observations",
    parameters=PARAMETERS,
    build=best_of_order,
    size=lambda horizon, symbols, delay, order, stay: symbols ** (max(delay, order) + 3),
    examples=("lag:symbols=4,delay=3,order=1,stay=1/4",),
)
