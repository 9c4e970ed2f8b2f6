"""Trajectories as objects: imitation's (obs, acts, terminal), Minari's episodes (observations, actions, terminations).

Nothing is imported of the packages that make them: an object needs the attributes only. Rewards are read past: cloning
does not use them. `labels`, where an object has them, are what somebody else would have done in each state.
"""

from collections.abc import Iterable
from typing import Any

from tightrope.simulators.formats.door import check_size
from tightrope.simulators.formats.recorded import Episode, StateOf, last_flag, length, whole_episode
from tightrope.simulators.model.terminal import line

NAMES = (("obs", "acts"), ("observations", "actions"))


def episodes(trajectories: Iterable, state_of: StateOf | None) -> list[Episode]:
    """Raises ValueError that names the trajectory, from 0 on, that is wrong."""
    found, read = [], 0
    for number, one in enumerate(trajectories):
        place = f"trajectory {number}"
        observations, actions = _parts(one, place)
        made = whole_episode(place, observations, actions, state_of, _ended(one, place), getattr(one, "labels", None))
        rewards = getattr(one, "rews", None)
        if rewards is not None and length(rewards, place) != len(made.actions):
            raise ValueError(f"{place} must have as many rewards as actions, {len(made.actions)}")
        found.append(made)
        read += made.states.nbytes + made.actions.nbytes
        check_size(read, f"up to {place} the data set")
    return found


def _parts(one: Any, place: str) -> tuple[Any, Any]:
    for observations, actions in NAMES:
        if hasattr(one, observations) and hasattr(one, actions):
            return getattr(one, observations), getattr(one, actions)
    raise ValueError(f"{place} needs the attributes obs and acts; it is {line(type(one).__name__)}")


def _ended(one: Any, place: str) -> Any:
    """imitation tells it once, Minari at each step."""
    terminations = getattr(one, "terminations", None)
    return getattr(one, "terminal", None) if terminations is None else last_flag(terminations, place)
