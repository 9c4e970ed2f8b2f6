"""The exact floors of windows of observations, for the experts that sequence models are trained on.

A window of h decisions, the present one included, is acted on by one rule for all decisions, or by one rule for each:
the latter knows the time as well. Of the expert that repeats o_{t-K} from decision K + 1 on, over T decisions, and of
m = K - h + 1 > 0 with the floor F of `tightrope derive memory`,

    a rule for each decision    F (T - K)/T                  F = (1 - 1/A)(1 - lambda^m)
    one rule for all            F (T - K)/T + (1 - 1/A) min((T - K) lambda^m, m)/T

since a window that holds no symbol to repeat may stem from one of the m decisions at which it is full and the expert
still takes action 0. Of the expert that takes the side shown at first, both are (T - h)/(2T).
"""

from fractions import Fraction

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.memory import FLOOR, alphabet, delay, order, persistence
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.learners.window import best_window
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.unrolling import unrolled
from tightrope.simulators.worlds.hidden_mode import SEES_AT_FIRST, shown_at_first
from tightrope.simulators.worlds.lag_from_start import LagFromStart


def timed_floor(world: LagFromStart, horizon: int, seen: int) -> Fraction:
    """Of the best rule for each decision on windows of `seen` observations.

    Raises ValueError if the next observation is likelier another one than it would be by chance: lambda < 0.
    """
    if world.persistence < 0:
        raise ValueError(f"the floors are of observations that persist, lambda >= 0; got {world.persistence}")
    values = {alphabet: world.symbols, delay: world.delay, order: seen - 1, persistence: world.persistence}
    return exact_value(FLOOR, values) * Fraction(horizon - world.delay, horizon)


def floor(world: LagFromStart, horizon: int, seen: int) -> Fraction:
    """Of the best rule for all decisions."""
    short, late = max(0, world.delay - seen + 1), horizon - world.delay
    confused = min(late * world.persistence**short, Fraction(short))
    return timed_floor(world, horizon, seen) + (1 - Fraction(1, world.symbols)) * confused / horizon


def first_floor(horizon: int, seen: int) -> Fraction:
    """Of the side that is shown at first, by either rule."""
    return Fraction(max(0, horizon - seen), 2 * horizon)


def tabled(world: LagFromStart, horizon: int, seen: int) -> Fraction:
    """`floor` by the table itself, which the expert's own law of words decides; exact."""
    return _least_error(world, horizon, world.windows(seen)[None])


def timed_tabled(world: LagFromStart, horizon: int, seen: int) -> Fraction:
    """`timed_floor` by the tables."""
    cells = world.windows(seen)
    return _least_error(world, horizon, cells + (cells.max() + 1) * np.arange(horizon)[:, None])


def first_tabled(horizon: int, seen: int) -> Fraction:
    """`first_floor` by the best window."""
    world = shown_at_first()
    window = best_window(world, seen, horizon, SEES_AT_FIRST)
    return evaluate(unrolled(world, window, horizon, SEES_AT_FIRST).problem, horizon).epsilon["time_averaged"]


def _least_error(world: LagFromStart, horizon: int, cells: np.ndarray) -> Fraction:
    """Of the majority in each cell, over the expert's visits; cells as in `TableLearner`."""
    problem = world.problem
    weight = state_laws(problem.mdp, problem.expert_table, horizon)[:-1]
    votes = TableLearner(cell=cells, floor=Fraction(0)).votes(problem, weight)
    return 1 - fraction(votes.max(axis=1).sum()) / horizon
