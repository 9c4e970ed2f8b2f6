"""Any state can be reached in one step: action a goes to state a (L25, L27).

Move      from every state, action a leads to state a; with probability `slip` to a uniform state in its place.
Start     uniform, or in the states of `start`.
Goals     every state is one. To reach goal g the expert takes action g.

Play data (coverage)   `pairs` of a state and the goal reached from it, both uniform over the first `goals` states and
                       independent; no slips. State 0 is the target g*, state 1 the task's start. With one goal the
                       play is the task itself: from state 1 to state 0, again and again.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp

TARGET, FIRST = 0, 1


def complete_graph(states: int, slip: Fraction = Fraction(0), start: Sequence[int] | None = None) -> TabularMDP:
    """The world above. Raises ValueError unless slip lies in [0, 1], there are states, and the start is one of them."""
    if not 0 <= slip <= 1:
        raise ValueError(f"slip is a probability and must lie in [0, 1]; got {slip}")
    begin = range(states) if start is None else start
    if not len(begin) or not all(0 <= s < states for s in begin):
        raise ValueError(f"the start must be some of the states 0 to {states - 1}; got {list(begin)}")
    thrown = slip / states
    rows = [{s: thrown + (1 - slip) * (s == a) for s in range(states)} for a in range(states)]
    return tabular_mdp(
        states=[f"s{s}" for s in range(states)],
        actions=[f"to s{a}" for a in range(states)],
        start=[Fraction(s in begin, len(begin)) for s in range(states)],
        transition=[[rows for _ in range(states)]],
        cost=[[0] * states for _ in range(states)],
    )


def play(goals: int, pairs: int, runs: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Play data of that many data sets: states (runs, pairs, 2), from and to, and actions (runs, pairs, 1)."""
    _check(goals, goals + 1, pairs)
    if goals == 1:
        states = np.broadcast_to(np.array([FIRST, TARGET]), (runs, pairs, 2))
    else:
        states = np.random.default_rng(seed).integers(goals, size=(runs, pairs, 2))
    return states, states[:, :, 1:]


def knows_the_way(states: int, goals: int, pairs: int) -> Fraction:
    """The expected share of all states from which a label shows the way to the target."""
    law = _known(states, goals, pairs)
    return sum((known * chance for known, chance in enumerate(law)), Fraction(0)) / states


def success(states: int, goals: int, pairs: int, slip: Fraction, decisions: int) -> Fraction:
    """The probability to be at the target, from the task's start, after at most that many decisions.

    The clone takes the action of its label, or a uniform one where it has none. Averaged over data sets.
    """
    _check(goals, states, pairs)
    cells = 1 if goals == 1 else goals - 1  # states of the play other than the target; the first is one of them
    law = known_law(cells, cells if goals == 1 else goals**2, pairs)
    total = Fraction(0)
    for known, chance in enumerate(law):
        for first, share in ((True, Fraction(known, cells)), (False, 1 - Fraction(known, cells))):
            if share:
                total += chance * share * _reaches(states, known - first, first, slip, decisions)
    return total


def _reaches(states: int, others: int, first: bool, slip: Fraction, decisions: int) -> Fraction:
    """The same for a clone that knows the way from `others` states beside the first one, and perhaps from the first."""
    sizes = (1, others, states - 2 - others)  # the first state, others that are known, others that are not
    aims = (first, True, False)
    value = (Fraction(0),) * 3
    for _ in range(decisions):
        anywhere = (1 + sum(size * v for size, v in zip(sizes, value, strict=True))) / Fraction(states)
        value = tuple((1 - slip) + slip * anywhere if aim else anywhere for aim in aims)
    return value[0]


def _known(states: int, goals: int, pairs: int) -> list[Fraction]:
    """The law of the number of states with a label towards the target; the target itself counts as a state."""
    _check(goals, states, pairs)
    return [Fraction(pairs == 0), Fraction(pairs > 0)] if goals == 1 else known_law(goals, goals**2, pairs)


def _check(goals: int, states: int, pairs: int) -> None:
    if not 1 <= goals <= states or states < 2 or pairs < 0:
        raise ValueError(
            f"play data need 1 <= goals <= states, at least two states and pairs >= 0; got {goals}, {states}, {pairs}"
        )
