"""DAgger's loop with exact visits, round by round: how far the data are from the learner that was fitted to them (L28).

copying_loop   a learner of frequencies in tied states, whose data change with what it does
voting_loop    a learner of majorities in tied states
table_loop     a learner with a label for each state, in the corridor
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from tightrope.simulators.learners.frequencies import FrequencyLearner
from tightrope.simulators.learners.table import TableLearner, cell_per_state
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.corridor import corridor
from tightrope.simulators.worlds.tied_states import ONE_CELL, Y, tied_states


@dataclass(frozen=True, kw_only=True, eq=False)
class Loop:
    """Rounds of DAgger on a problem: TV between data and learner, and the learner's on-policy error; exact."""

    made: Problem
    rounds: tuple[dagger.Round, ...]
    shift: tuple[Fraction, ...]
    error: tuple[Fraction, ...]

    @property
    def takes_1(self) -> list[bool]:
        """Of each round of tied states whether its learner takes action 1 for sure."""
        return [bool(one.learner.probability[0, 0, 1] == 1) for one in self.rounds]


def copying_loop(feedback: Fraction, horizon: int, count: int) -> Loop:
    """Frequencies of shared labels; h(p) = 1/2 + feedback (p - 1/2). The demonstrations show y only."""
    slope = feedback * Fraction(horizon, horizon - 1)
    made = tied_states([(1 - slope) / 2, (1 + slope) / 2])
    return _loop(made, FrequencyLearner(cell=ONE_CELL), Y, horizon, count)


def voting_loop(to_y: Sequence[Fraction], horizon: int, count: int) -> Loop:
    """The majority of shared labels; actions lead to y with probabilities to_y. The demonstrations show y only."""
    return _loop(tied_states(to_y), TableLearner(cell=ONE_CELL, floor=Fraction(0)), Y, horizon, count)


def table_loop(horizon: int, count: int) -> Loop:
    """Nothing shared, in a corridor of as many rooms as decisions; the demonstrations show its first state only."""
    made = corridor(horizon)
    return _loop(made, TableLearner(cell=cell_per_state(made), floor=Fraction(0)), 0, horizon, count)


def _loop(made: Problem, learner, shown: int, horizon: int, count: int) -> Loop:
    see = dagger.shown(shown, horizon, dagger.population(made, horizon))
    rounds = tuple(islice(dagger.loop(made, learner, see, dagger.aggregate), count))
    errors = [evaluate(made.with_learner(one.learner), horizon).epsilon["on_policy"] for one in rounds]
    return Loop(
        made=made,
        rounds=rounds,
        shift=tuple(dagger.data_shift(made, one) for one in rounds),
        error=tuple(errors),
    )
