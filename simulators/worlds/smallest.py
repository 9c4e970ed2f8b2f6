"""For each reading a problem that attains its worst case with as few states as any can (`bounds.extremes.few_states`).

Without a clock dynamics, expert and learner are the same at every decision; with one, any may depend on it. In all of
them action `right` is the expert's.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.queue import needed, queue
from tightrope.simulators.worlds.witnesses.exam import exam
from tightrope.simulators.worlds.witnesses.tightrope import rope, tightrope
from tightrope.simulators.worlds.witnesses.wager import wager

ZERO, ONE = Fraction(0), Fraction(1)
MISSING = Fraction(1, 10)  # the missing mass of a finite data set that is shown
Build = Callable[[Fraction, int], Problem]


def alone(epsilon: Fraction, horizon: int) -> Problem:
    """One state, in which the learner errs with probability epsilon: C = epsilon T."""
    return right_or_wrong("alone", _process([ONE], [[{0: ONE}, {0: ONE}]]), right=[1 - epsilon])


def two_state_trap(epsilon: Fraction, horizon: int) -> Problem:
    """The trap of the time-averaged reading without a state to start from: C = T min(1, epsilon T).

    A share min(1, epsilon T) of the runs starts in the trap, which the expert leaves at once; the learner never does.
    """
    caught = min(ONE, epsilon * horizon)
    mdp = _process([caught, 1 - caught], [[{1: ONE}, {0: ONE}], [{1: ONE}, {1: ONE}]])
    return right_or_wrong("two-state-trap", mdp, right=[ZERO, ONE])


def clocked_wager(epsilon: Fraction, horizon: int) -> Problem:
    """The wager on a rope, by a learner that looks at the time: C = T (1 - (1 - epsilon)^T).

    It errs at the first decision with probability 1 - (1 - epsilon)^T, and later on the rope no more.
    """
    first = (1 - epsilon) ** horizon
    rows = [[[right, 1 - right], [ZERO, ONE]] for right in (first, *(ONE,) * (horizon - 1))]
    return Problem(name="clocked-wager", mdp=rope(), expert=np.zeros((1, 2), dtype=np.int64), learner=policy(rows))


def two_state_unseen_start(epsilon: Fraction, horizon: int) -> Problem:
    """The rope of which the data lack the state off it, in which a share m of the runs starts; the expert climbs on.

    C = sum_t [1 - (1 - m)(1 - epsilon)^t].
    """
    off = {1: ONE}
    mdp = _process([1 - MISSING, MISSING], [[{0: ONE}, off], [{0: ONE}, off]])
    return right_or_wrong("two-state-unseen-start", mdp, right=[1 - epsilon, ZERO], data=np.array([True, False]))


def exam_or_queue(epsilon: Fraction, horizon: int) -> Problem:
    """The exam, or the queue where it has fewer states."""
    return queue(epsilon, horizon) if needed(epsilon, horizon) < 3 else exam(epsilon, horizon)


def at_once(build: Build) -> Build:
    """The same, but one state where there is one decision only."""
    return lambda epsilon, horizon: (alone if horizon == 1 else build)(epsilon, horizon)


WITHOUT_CLOCK: Mapping[str, Build] = {
    "pointwise": at_once(tightrope),
    "log_loss": at_once(tightrope),
    "per_step": queue,
    "log_loss_averaged": at_once(wager),
    "time_averaged": at_once(two_state_trap),
    "on_policy": alone,
    "finite_data": two_state_unseen_start,
}
WITH_CLOCK: Mapping[str, Build] = WITHOUT_CLOCK | {
    "per_step": exam_or_queue,
    "log_loss_averaged": at_once(clocked_wager),
}


def _process(start: list[Fraction], layer: list) -> TabularMDP:
    size = len(start)
    return tabular_mdp(
        states=tuple(f"s{i}" for i in range(size)),
        actions=("right", "wrong"),
        start=start,
        transition=[layer],
        cost=((0, 1),) * size,
    )
