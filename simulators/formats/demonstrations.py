"""Demonstrations: trajectories of states and actions, sampled from a demonstrator, counted, saved and loaded.

    states   s_0, a_1, s_1, ..., a_T, s_T: one state more than actions
    counts   how often action a was taken in state s at decision t, shape (T, S, A)

A file is .npz, written without pickles: states and actions as whole numbers, -1 after the end of a shorter trajectory,
and the names of states and actions, so that data cannot be read as another problem's.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from tightrope.simulators.model.arithmetic import rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import trajectories as play

FORMAT, VERSION = "tightrope-demonstrations", 1
AFTER_END = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Demonstrations:
    """n trajectories. Shapes: states (n, T + 1), actions (n, T); a shorter one is filled up with -1.

    Raises ValueError if there is none, if shapes do not fit, or if a number names no state or action.
    """

    state_names: tuple[str, ...]
    action_names: tuple[str, ...]
    states: np.ndarray
    actions: np.ndarray

    def __post_init__(self) -> None:
        if self.states.ndim != 2 or not self.states.size:
            raise ValueError(f"a data set needs at least one trajectory; its states have shape {self.states.shape}")
        expected = (len(self.states), self.states.shape[1] - 1)
        if self.actions.shape != expected or not self.actions.size:
            raise ValueError(
                f"a trajectory has one state more than actions, at least one; states have shape {self.states.shape}, "
                f"so actions must have {expected}; they have {self.actions.shape}"
            )
        for values, names, what in (
            (self.states, self.state_names, "states"),
            (self.actions, self.action_names, "actions"),
        ):
            if not np.issubdtype(values.dtype, np.integer):
                raise ValueError(f"{what} must be whole numbers; their type is {values.dtype}")
            if values.min() < AFTER_END or values.max() >= len(names):
                raise ValueError(f"{what} must lie in 0 to {len(names) - 1}; got {values.min()} to {values.max()}")
        taken = self.actions >= 0
        if (taken[:, 1:] & ~taken[:, :-1]).any() or (taken != (self.states[:, 1:] >= 0)).any() or not taken[:, 0].all():
            raise ValueError("each action must lie between two states, and nothing may follow the end of a trajectory")

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
        return replace(self, states=self.states[:trajectories], actions=self.actions[:trajectories])


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
    if (demonstrations.state_names, demonstrations.action_names) != (problem.mdp.states, problem.mdp.actions):
        raise ValueError(
            f"the data are not of {problem.name}: they have {len(demonstrations.state_names)} states and actions "
            f"{', '.join(demonstrations.action_names)}, the problem {len(problem.mdp.states)} and "
            f"{', '.join(problem.mdp.actions)}"
        )


def save(demonstrations: Demonstrations, path: Path) -> None:
    """Write the data set as .npz."""
    with Path(path).open("wb") as file:
        np.savez_compressed(
            file,
            format=FORMAT,
            version=VERSION,
            states=demonstrations.states,
            actions=demonstrations.actions,
            state_names=np.array(demonstrations.state_names),
            action_names=np.array(demonstrations.action_names),
        )


def load(path: Path) -> Demonstrations:
    """Read a data set. Raises ValueError that says what the file lacks."""
    try:
        with np.load(path, allow_pickle=False) as file:
            content = {key: file[key] for key in file.files}
    except (OSError, ValueError, EOFError, BadZipFile, AttributeError) as error:
        raise ValueError(f"{path} is not a file of demonstrations that can be read: {error}") from error
    if str(content.get("format")) != FORMAT:
        raise ValueError(f'{path} holds no demonstrations: its "format" must be "{FORMAT}"')
    if int(content.get("version", 0)) != VERSION:
        raise ValueError(f"{path} has version {content.get('version')} of the format; this program reads {VERSION}")
    lacking = sorted({"states", "actions", "state_names", "action_names"} - set(content))
    if lacking:
        raise ValueError(f"{path} lacks {', '.join(lacking)}")
    return Demonstrations(
        state_names=tuple(map(str, content["state_names"])),
        action_names=tuple(map(str, content["action_names"])),
        states=content["states"],
        actions=content["actions"],
    )
