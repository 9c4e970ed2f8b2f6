"""Demonstrations: trajectories of states and actions, sampled from a demonstrator, counted, saved and loaded.

    states   s_0, a_1, s_1, ..., a_T, s_T: one state more than actions; the last one may be untold
    counts   how often action a was taken in state s at decision t, shape (T, S, A)
    labels   beside what was done in a state, what somebody else would do there: the expert in the learner's
             episodes, or the learner in the expert's

A file is .npz, written without pickles: states and actions as whole numbers, -1 after the end of a shorter trajectory,
and the names of states and actions, so that data cannot be read as another problem's; where they are known also
`ended` and `labels`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from tightrope.simulators.formats.door import read_bytes, reading
from tightrope.simulators.formats.npz import Npz
from tightrope.simulators.model.arithmetic import rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, listed
from tightrope.simulators.rollouts.episodes import trajectories as play

FORMAT, VERSION = "tightrope-demonstrations", 1
AFTER_END = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Demonstrations:
    """n trajectories. Shapes: states (n, T + 1), actions (n, T); a shorter one is filled up with -1.

    ended    (n,), whether nothing is decided after the last action; else the episode was cut off there. None: not told
    labels   (n, T), actions, -1 where there is none. None: nobody was asked

    Raises ValueError if there is none, if shapes do not fit, or if a number names no state or action.
    """

    state_names: Sequence[str]
    action_names: Sequence[str]
    states: np.ndarray
    actions: np.ndarray
    ended: np.ndarray | None = None
    labels: np.ndarray | None = None

    def __post_init__(self) -> None:
        if self.states.ndim != 2 or not self.states.size:
            raise ValueError(f"a data set needs at least one trajectory; its states have shape {self.states.shape}")
        expected = (len(self.states), self.states.shape[1] - 1)
        if self.actions.shape != expected or not self.actions.size:
            raise ValueError(
                f"a trajectory has one state more than actions, at least one; states have shape {self.states.shape}, "
                f"so actions must have {expected}; they have {self.actions.shape}"
            )
        _check_numbers(self.states, len(self.state_names), "state", 0)
        _check_numbers(self.actions, len(self.action_names), "action", 1)
        _check_ends(self.states >= 0, self.actions >= 0)
        if self.ended is not None and (self.ended.shape != (len(self.states),) or self.ended.dtype != bool):
            raise ValueError(f"ended must be {len(self.states)} truth values; it has shape {self.ended.shape}")
        if self.labels is not None:
            self._check_labels(self.labels)

    def _check_labels(self, labels: np.ndarray) -> None:
        if labels.shape != self.actions.shape:
            raise ValueError(f"labels must have the shape of actions, {self.actions.shape}; they have {labels.shape}")
        _check_numbers(labels, len(self.action_names), "label", 1)
        wrong = np.argwhere((labels >= 0) & (self.actions < 0))
        if len(wrong):
            raise ValueError(f"trajectory {wrong[0][0]}, step {wrong[0][1] + 1} has a label and no action")

    @property
    def lengths(self) -> np.ndarray:
        """The number of actions of each trajectory, shape (n,)."""
        return (self.actions >= 0).sum(axis=1)

    def counts(self) -> np.ndarray:
        """How often each action was taken in each state at each decision, shape (T, S, A), whole numbers."""
        counts = np.zeros((self.actions.shape[1], len(self.state_names), len(self.action_names)), dtype=np.int64)
        trajectory, decision = np.nonzero(self.actions >= 0)
        place = (decision, self.states[trajectory, decision], self.actions[trajectory, decision])
        np.add.at(counts, place, 1)
        return counts

    def first(self, trajectories: int) -> "Demonstrations":
        """The first so many trajectories. Raises ValueError if there are not so many."""
        if not 1 <= trajectories <= len(self.states):
            raise ValueError(f"there are {len(self.states)} trajectories; asked for {trajectories}")
        return self.part(slice(trajectories))

    def part(self, which: slice) -> "Demonstrations":
        """Some of the trajectories."""
        told = {name: None if (x := getattr(self, name)) is None else x[which] for name in ("ended", "labels")}
        return replace(self, states=self.states[which], actions=self.actions[which], **told)


def _check_numbers(values: np.ndarray, names: int, what: str, first_step: int) -> None:
    if not np.issubdtype(values.dtype, np.integer):
        raise ValueError(f"{what}s must be whole numbers; their type is {line(str(values.dtype))}")
    wrong = np.argwhere((values < AFTER_END) | (values >= names))
    if len(wrong):
        trajectory, step = wrong[0]
        raise ValueError(
            f"{what}s must lie in 0 to {names - 1}; trajectory {trajectory}, step {step + first_step} has "
            f"{values[trajectory, step]}"
        )


def _check_ends(there: np.ndarray, taken: np.ndarray) -> None:
    """Raises ValueError unless each action, (n, T), follows a state, and each later state, (n, T + 1), an action."""
    broken = (taken & ~there[:, :-1]) | (there[:, 1:] & ~taken)
    broken[:, 0] |= ~taken[:, 0]
    wrong = np.argwhere(np.column_stack([~there[:, 0], broken]))
    if len(wrong):
        raise ValueError(
            "each action must follow a state, and nothing may follow the end of a trajectory, which is -1; "
            f"trajectory {wrong[0][0]}, step {wrong[0][1]} is otherwise"
        )


def demonstrate(problem: Problem, demonstrator: Table, horizon: int, trajectories: int, seed: int) -> Demonstrations:
    """Trajectories of the demonstrator; the first ones are the same however many are asked for."""
    played = play(problem.with_learner(demonstrator), horizon, trajectories, seed)
    return Demonstrations(
        state_names=problem.mdp.states,
        action_names=problem.mdp.actions,
        states=played.states,
        actions=played.actions,
    )


def noisy_expert(problem: Problem, noise: Fraction) -> Table:
    """A demonstrator who does not do what the expert would with probability `noise`, any other action alike; exact.

    Raises ValueError unless the noise is a probability, there is another action,
    and the expert takes one in each state.
    """
    choices = problem.mdp.shape[1]
    if not 0 <= noise <= 1 or choices < 2:
        raise ValueError(f"noise is a probability, and needs another action; got {noise} and {choices} actions")
    intended = problem.expert_actions
    table = np.full((*intended.shape, choices), rational(noise / (choices - 1)), dtype=object)
    layer, state = np.indices(intended.shape)
    table[layer, state, intended] = rational(1 - noise)
    return Table(table)


def relabelled(problem: Problem, demonstrations: Demonstrations) -> Demonstrations:
    """The same states, each with the action that the expert intends there: mistakes are shown, and not taught."""
    check_names(problem, demonstrations)
    horizon = demonstrations.actions.shape[1]
    intended = np.array([problem.expert_at(t) for t in range(1, horizon + 1)])
    taken = demonstrations.actions >= 0
    states = np.where(taken, demonstrations.states[:, :-1], 0)
    actions = np.where(taken, intended[np.arange(horizon), states], AFTER_END)
    return replace(demonstrations, actions=actions)


def check_names(problem: Problem, demonstrations: Demonstrations) -> None:
    """Raises ValueError if the data are of other states or actions than the problem's."""
    check_names_are(demonstrations, (problem.mdp.states, problem.mdp.actions), problem.name)


def check_names_are(
    demonstrations: Demonstrations, names: tuple[Sequence[str], Sequence[str]], whose: str = "the same problem"
) -> None:
    """Raises ValueError if the data are of other states or actions than these."""
    if (tuple(demonstrations.state_names), tuple(demonstrations.action_names)) != tuple(map(tuple, names)):
        raise ValueError(
            f"the data are not of {line(whose)}: they have {len(demonstrations.state_names)} states and actions "
            f"{listed(demonstrations.action_names)}, the problem {len(names[0])} and {listed(names[1])}"
        )


def save(demonstrations: Demonstrations, path: Path) -> None:
    """Write the data set as .npz."""
    arrays: dict[str, Any] = to_arrays(demonstrations)
    with Path(path).open("wb") as file:
        np.savez_compressed(file, **arrays)


def to_arrays(demonstrations: Demonstrations) -> dict[str, np.ndarray]:
    """The arrays of the file, by name."""
    return {
        "format": np.array(FORMAT),
        "version": np.array(VERSION),
        "states": demonstrations.states,
        "actions": demonstrations.actions,
        "state_names": np.array(list(demonstrations.state_names)),
        "action_names": np.array(list(demonstrations.action_names)),
        **{name: x for name in ("ended", "labels") if (x := getattr(demonstrations, name)) is not None},
    }


def load(path: Path) -> Demonstrations:
    """Read a data set. Raises ValueError that says what the file lacks."""
    content = read_bytes(path)
    with reading(path, "a file of demonstrations"):
        file = Npz(content)
        lacking = file.lacks("format", "version", "states", "actions", "state_names", "action_names")
        if "format" in lacking or str(file.array("format", 0, "U")) != FORMAT:
            raise ValueError(f'its "format" must be "{FORMAT}"')
        if "version" in lacking or file.array("version", 0, "iu") != VERSION:
            raise ValueError(f'its "version" must be {VERSION}')
        if lacking:
            raise ValueError(f"it lacks {', '.join(lacking)}")
        return Demonstrations(
            state_names=_names(file.array("state_names", 1, "U")),
            action_names=_names(file.array("action_names", 1, "U")),
            states=file.array("states", 2, "iu").astype(np.int64),
            actions=file.array("actions", 2, "iu").astype(np.int64),
            ended=None if file.lacks("ended") else file.array("ended", 1, "b"),
            labels=None if file.lacks("labels") else file.array("labels", 2, "iu").astype(np.int64),
        )


def _names(array: np.ndarray) -> tuple[str, ...]:
    names = tuple(array.tolist())
    "".join(names).encode()  # raises UnicodeEncodeError, a ValueError, for half of a surrogate pair
    return names
