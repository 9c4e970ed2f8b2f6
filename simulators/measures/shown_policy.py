"""What the demonstrator seems to do: how often each action was taken in each state, and where that is inconsistent.

Counts are of the pairs that the logs show, so that they take no more room than the logs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.formats.demonstrations import Demonstrations

UNSEEN, SEVERAL = -1, -2  # in place of an action


@dataclass(frozen=True, kw_only=True)
class Inconsistency:
    """A state in which more than one action was taken, and how often each.

    `at_once` says that it was so at one and the same decision: then the demonstrator draws its actions, or looks at
    more than the state. Else it may change with time.
    """

    state: str
    actions: Mapping[str, int]
    at_once: bool


def counts(shown: Demonstrations) -> np.ndarray:
    """How often each action was taken in each state, at all decisions together, shape (1, S, A)."""
    size, choices = len(shown.state_names), len(shown.action_names)
    taken = shown.actions >= 0
    pairs = shown.states[:, :-1][taken] * choices + shown.actions[taken]
    return np.bincount(pairs, minlength=size * choices).reshape(1, size, choices)


def only_actions(shown: Demonstrations) -> np.ndarray:
    """The action that was always taken in a state, UNSEEN or SEVERAL, shape (S,)."""
    taken = counts(shown)[0] > 0
    return np.where(taken.sum(axis=1) > 1, SEVERAL, np.where(taken.any(axis=1), taken.argmax(axis=1), UNSEEN))


def inconsistencies(shown: Demonstrations) -> tuple[Inconsistency, ...]:
    """States with more than one action, in the order of states."""
    episode, decision = np.nonzero(shown.actions >= 0)
    steps = np.column_stack([decision, shown.states[episode, decision], shown.actions[episode, decision]])
    kinds = np.unique(steps, axis=0)
    pairs, many = np.unique(kinds[:, :2], axis=0, return_counts=True)
    at_once = {int(state) for state in pairs[many > 1, 1]}
    total = counts(shown)[0]
    return tuple(
        Inconsistency(
            state=shown.state_names[state],
            actions={shown.action_names[a]: int(total[state, a]) for a in np.flatnonzero(total[state])},
            at_once=int(state) in at_once,
        )
        for state in np.flatnonzero((total > 0).sum(axis=1) > 1)
    )
