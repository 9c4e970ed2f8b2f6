"""What a policy of somebody's own is asked, and what it answers, as NumPy's arrays; no library is imported for it.

    sample(observation, rng)           an action
    samples(observations, rng)         one action for each of many observations, along the first axis; needed by nobody,
                                       asked instead of `sample` where it is there, for it is faster
    sample(observation, memory, rng)   of a policy that has remember(memory, observation, action), which gives the next
                                       memory; memory is None at decision 1
    log_density(observation, actions)  the log of the density of each of many actions, given one observation

One observation and many are told apart by the method's name, never by a shape: a policy that was written for one and
is given many may answer in the right shape and have drawn one random number for all of them, and then no interval of
independent episodes holds. rng is a NumPy Generator. Each episode has its own, so that it is the same episode however
many are played; `samples` has one for each decision.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.terminal import line, quoted

NEEDED = "sample(observation, rng) or samples(observations, rng)"


def method(policy: object, name: str) -> Callable[..., Any] | None:
    """The policy's method of that name, if it has one."""
    found = getattr(policy, name, None)
    return found if callable(found) else None


def needed(policy: object, *names: str) -> Callable[..., Any]:
    """The first of these methods. Raises TypeError if there is none."""
    for name in names:
        if (found := method(policy, name)) is not None:
            return found
    raise TypeError(f"a policy must have a method {' or '.join(names)}; got {shown(policy)}")


def as_array(given: object, what: str) -> np.ndarray:
    """What an array, a tensor of torch's or JAX's, a list or a number holds, as an array on the CPU.

    Raises ValueError for what holds no such thing.
    """
    for step in ("detach", "cpu", "numpy"):  # of a tensor that knows its gradient, or lies on a GPU
        if (move := method(given, step)) is not None:
            given = move()
    try:
        return np.asarray(given)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} must be numbers of one shape; got {shown(given)}") from error


class Player:
    """A policy that plays so many episodes side by side. `place` tells streams of one seed apart.

    Raises TypeError if it has none of the methods.
    """

    def __init__(self, policy: object, episodes: int, seed: int, place: int):
        self._remember = method(policy, "remember")
        self._samples = None if self._remember else method(policy, "samples")
        self._sample = None if self._samples else needed(policy, "sample", "samples")
        self._seed = (seed, place)
        self._memory: list[Any] = [None] * episodes
        alone = 0 if self._samples else episodes
        self._random = [np.random.default_rng((*self._seed, episode)) for episode in range(alone)]

    def answers(self, decision: int, episodes: np.ndarray, observations: np.ndarray) -> np.ndarray:
        """What it does in these episodes, shape (n, ...); observations along the first axis.

        Raises ValueError if there are more or fewer answers, or they have several shapes.
        """
        if self._samples is not None:
            random = np.random.default_rng((*self._seed, decision))
            found = as_array(self._samples(observations, random), "the actions of samples(observations, rng)")
            if found.shape[:1] != episodes.shape:
                raise ValueError(
                    f"samples(observations, rng) must give one action for each of the {len(episodes)} observations, "
                    f"along the first axis; it gave the shape {found.shape}"
                )
            return found
        return stacked([self._alone(*one) for one in zip(episodes, observations, strict=True)])

    def _alone(self, episode: int, observation: Any) -> np.ndarray:
        given = (observation, self._memory[episode]) if self._remember else (observation,)
        assert self._sample is not None
        return as_array(self._sample(*given, self._random[episode]), "an action")

    def remember(self, episodes: np.ndarray, observations: np.ndarray, actions: np.ndarray) -> None:
        """It sees what was done, by itself or by the expert."""
        if self._remember is not None:
            for one, observation, action in zip(episodes, observations, actions.tolist(), strict=True):
                self._memory[one] = self._remember(self._memory[one], observation, action)


def stacked(answers: Sequence[np.ndarray]) -> np.ndarray:
    """Answers of one shape, along a new first axis. Raises ValueError if they have several."""
    shapes = {one.shape for one in answers}
    if len(shapes) > 1:
        raise ValueError(f"every action must have one shape; sample(observation, rng) gave {sorted(shapes)[:4]}")
    return np.array(answers)


def as_choices(answers: np.ndarray, names: Sequence[str], where: Callable[[int], str]) -> np.ndarray:
    """Answers as numbers of actions, shape (n,): they are these numbers, or the actions' names.

    `where(i)` says in words where the i-th was given. Raises ValueError that says what must hold, what came and where.
    """
    count = len(names)
    if answers.ndim != 1:
        raise ValueError(
            f"an action must be one number from 0 to {count - 1}, or one name; got an array of shape "
            f"{answers.shape[1:]} for each observation: take the number out of it"
        )
    if answers.dtype.kind in "US":
        number = {name: i for i, name in enumerate(names)}
        chosen = np.array([number.get(str(name), -1) for name in answers.tolist()])
    elif answers.dtype.kind in "iubf":
        whole = np.isfinite(answers) & (answers == np.floor(answers)) & (answers >= 0) & (answers < count)
        chosen = np.where(whole, answers, -1).astype(np.int64)
    else:
        raise ValueError(f"an action must be one number from 0 to {count - 1}, or one name; got {answers.dtype} values")
    if len(wrong := np.flatnonzero(chosen < 0)):
        came, first = answers[wrong[0]], int(wrong[0])
        raise ValueError(
            f"an action must be a whole number from 0 to {count - 1}, or one of the names {quoted(list(names))}; "
            f"got {line(str(came))} {where(first)}"
        )
    return chosen


def as_places(answers: np.ndarray, where: Callable[[int], str]) -> np.ndarray:
    """Answers as actions on a line, floats of shape (n,).

    Raises ValueError for another shape, and for what is no finite number.
    """
    if answers.ndim != 1 or answers.dtype.kind not in "iuf":
        raise ValueError(
            f"an action must be one number; got {answers.dtype} values of shape {answers.shape[1:]} for each "
            "observation"
        )
    found = answers.astype(float)
    if len(wrong := np.flatnonzero(~np.isfinite(found))):
        first = int(wrong[0])
        raise ValueError(f"an action must be finite; got {found[first]} {where(first)}")
    return found
