"""What may be fitted to the brake light's data: tables with the light and without it, and what repairs them.

A fit maps (world of the data, table, horizon) to a policy. Data are exact visits of the expert or, in DAgger, of the
learner, with equal weights.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.brake_light import SEES_BOTH, SEES_VIEW, brake_light, light_at_random, previous_view

WINDSCREEN = TableLearner(cell=SEES_VIEW, floor=Fraction(0))
WITH_LIGHT = TableLearner(cell=SEES_BOTH, floor=Fraction(0))


def rounds(shown: Problem, table: TableLearner, horizon: int) -> Iterator[dagger.Round]:
    """DAgger's rounds, without end; round 0 is the clone."""
    return dagger.loop(shown, table, dagger.population(shown, horizon), dagger.aggregate)


def likelier(shown: Problem, table: TableLearner, horizon: int) -> Table:
    """The clone: in each cell the likelier action."""
    return next(rounds(shown, table, horizon)).learner


def in_proportion(shown: Problem, table: TableLearner, horizon: int) -> Table:
    """The clone that draws its actions in proportion to the data."""
    return table.frequencies(shown, next(rounds(shown, table, horizon)).weight)


def after_one_round(shown: Problem, table: TableLearner, horizon: int) -> Table:
    loop = rounds(shown, table, horizon)
    next(loop)
    return next(loop).learner


def one_sided(shown: Problem, table: TableLearner, horizon: int) -> Table:
    """What DAgger may reach on the way if it sees few episodes: one of the two cells where the signs differ is repaired."""
    return table.play(shown, np.array([0, 1, 1, 1])[table.cell].repeat(horizon, axis=0))


WORLDS = {"road": brake_light, "light at random": light_at_random, "previous view": previous_view}
TABLES = {"windscreen": WINDSCREEN, "light": WITH_LIGHT}
FITS = {
    "likelier action": likelier,
    "in proportion": in_proportion,
    "one round of DAgger": after_one_round,
    "one side repaired": one_sided,
}
