"""Episodes as a format of demonstrations holds them, and the numbers that their states and actions get.

A state is any label: a whole number, a text, or a short row of whole numbers such as a place on a grid, which is called
as Python writes it, (2, 3). In a problem, a text is the name of a state and a whole number its place in the list. Where
no problem says which states there are, whole numbers from 0 on keep their value, and other labels are put in order.

What is continuous, or an image, is no state: a reader then takes a function `state_of` that makes a label of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope.simulators.formats.demonstrations import AFTER_END, Demonstrations
from tightrope.simulators.formats.door import check_size
from tightrope.simulators.model.terminal import line, listed, quoted

Label = int | str
Names = tuple[Sequence[str], Sequence[str]]  # of states and of actions
StateOf = Callable[[Any], Any]
LONGEST_LABEL = 200  # characters: an array of texts takes as much for each as for the longest
LONGEST_ROW = 8  # whole numbers that are one label
NOBODY = ""  # in place of a label, where nobody was asked
LARGEST_NUMBER = 100_000  # a state of a larger number is one label among others


@dataclass(frozen=True, kw_only=True, eq=False)
class Episode:
    """What one episode says. Of T actions there are T states, or T + 1 if the last one is told.

    place    how messages call it            ended   whether nothing is decided afterwards; None if it is not told
    labels   what somebody else would have done in each state; None where nobody was asked
    """

    place: str
    states: np.ndarray
    actions: np.ndarray
    labels: np.ndarray | None = None
    ended: bool | None = None


def episode(
    place: str, observations: Any, actions: Any, state_of: StateOf | None, ended: Any = None, labels: Any = None
) -> Episode:
    """Raises ValueError that names place and step, 0 before the first action, for what makes no episode."""
    seen, done = length(observations, place), length(actions, place)
    if not done or seen not in (done, done + 1):
        raise ValueError(
            f"{place} must have an action at least, and as many observations as actions or one more; it has {seen} "
            f"observations and {done} actions"
        )
    try:
        states = observations if state_of is None else _made(state_of, observations)
        return Episode(
            place=place,
            states=named_in(states, "observation"),
            actions=named_in(actions, "action"),
            labels=None if labels is None else _as_many(named_in(labels, "label"), done),
            ended=None if ended is None else _truth(ended),
        )
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def whole_episode(
    place: str, observations: Any, actions: Any, state_of: StateOf | None, ended: Any, labels: Any = None
) -> Episode:
    """The same of a format that always tells the last observation, so that as many as actions would be a shift."""
    seen, done = length(observations, place), length(actions, place)
    if seen != done + 1:
        raise ValueError(
            f"{place} must have one observation more than actions; it has {seen} observations and {done} actions"
        )
    return episode(place, observations, actions, state_of, ended, labels)


def named_in(values: Any, what: str) -> np.ndarray:
    """The labels of an episode, shape (T,): whole numbers as they are, else texts. Raises ValueError for none."""
    if isinstance(values, Sequence) and any(isinstance(one, str) and len(one) > LONGEST_LABEL for one in values):
        raise ValueError(f"an {what} may have {LONGEST_LABEL} characters at most")
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:  # rows of different lengths; beyond 64 bits
        raise ValueError(f"the {what}s are no array of numbers, {line(str(error))}") from error
    if array.dtype == object:
        array = _of_objects(array, what)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 2 and array.shape[1] <= LONGEST_ROW and array.dtype.kind in "iu":
        return np.array([str(tuple(row)) for row in array.tolist()])
    if array.ndim != 1 or array.dtype.kind not in "iuU":
        raise ValueError(_no_label(array, what))
    return array if array.dtype.kind != "u" else _signed(array)


def names_of(logs: Sequence[Sequence[Episode]], least: tuple[int, int]) -> Names:
    """The states and the actions that the logs show, at least so many of each."""
    every = [one for log in logs for one in log]
    return (
        _names([one.states for one in every], least[0]),
        _names([x for one in every for x in (one.actions, one.labels) if x is not None], least[1]),
    )


def _names(labels: Sequence[np.ndarray], least: int) -> tuple[str, ...]:
    """0, 1, ... up to the largest if all are whole numbers, however they are written; else all there are, in order."""
    kinds = {kind for one in labels for kind in np.unique(one).tolist() if kind != NOBODY}
    numbers = [kind if isinstance(kind, int) else _whole(kind) for kind in kinds]
    if all(0 <= number <= LARGEST_NUMBER for number in numbers):
        return tuple(map(str, range(max(max(numbers, default=0) + 1, least))))
    return tuple(sorted(map(str, kinds)))


def numbered(log: Sequence[Episode], names: Names) -> Demonstrations:
    """The data set in which each state and action has its place among the names, a problem's, or `names_of` logs.

    The labels of a log are names, or all of them are whole numbers and places, if not all are names. Raises ValueError
    naming episode and step of one that is neither.
    """
    if not log:
        raise ValueError("a data set needs at least one trajectory; there is none")
    lengths = [len(one.actions) for one in log]
    horizon = max(lengths)
    check_size(
        8 * len(log) * (2 * horizon + 1),
        f"a data set, filled up to the {horizon} actions of {log[lengths.index(horizon)].place},",
    )
    place = _numbering([one.states for one in log], names[0])
    act = _numbering([x for one in log for x in (one.actions, one.labels) if x is not None], names[1])
    states = np.full((len(log), horizon + 1), AFTER_END, dtype=np.int64)
    actions = np.full((len(log), horizon), AFTER_END, dtype=np.int64)
    labels = np.full((len(log), horizon), AFTER_END, dtype=np.int64)
    for i, one in enumerate(log):
        states[i, : len(one.states)] = _numbers(one, one.states, place, "state", 0)
        actions[i, : len(one.actions)] = _numbers(one, one.actions, act, "action", 1)
        if one.labels is not None:
            there = one.labels != NOBODY if one.labels.dtype.kind == "U" else one.labels >= 0
            labels[i, : len(one.labels)][there] = _numbers(one, one.labels[there], act, "label", 1)
    told = [one.ended for one in log]
    return Demonstrations(
        state_names=names[0],
        action_names=names[1],
        states=states,
        actions=actions,
        ended=None if None in told else np.array(told, dtype=bool),
        labels=None if all(one.labels is None for one in log) else labels,
    )


Numbering = Callable[[Label], int]  # the number of a label, or a ValueError that says what must hold


def _numbering(labels: Sequence[np.ndarray], names: Sequence[str]) -> Numbering:
    """How the labels of a log are meant."""
    places = {name: i for i, name in enumerate(names)}
    kinds = {kind for one in labels for kind in np.unique(one).tolist() if kind != NOBODY}
    numbers = all(isinstance(kind, int) or _whole(kind) >= 0 for kind in kinds)
    by_name = not numbers or all(str(kind) in places for kind in kinds)

    def number(label: Label) -> int:
        found = places.get(str(label), -1) if by_name else label if isinstance(label, int) else _whole(label)
        if not 0 <= found < len(places):
            ways = f"one of {listed(names)}" if by_name else f"in 0 to {len(places) - 1}"
            raise ValueError(f"must be {ways}; got {quoted(label)}")
        return found

    return number


def _numbers(one: Episode, labels: np.ndarray, number: Numbering, what: str, first: int) -> np.ndarray:
    """The number of each label. Raises ValueError naming the step of one that has none."""
    kinds, begins, which = np.unique(labels, return_index=True, return_inverse=True)
    found = np.zeros(len(kinds), dtype=np.int64)
    for i in np.argsort(begins):  # the first wrong one is told
        try:
            found[i] = number(kinds[i].item())
        except ValueError as error:
            raise ValueError(f"{one.place}: at step {begins[i] + first} the {what} {error}") from None
    return found[which]


def _whole(text: str) -> int:
    """The number that a text writes in the usual way, or -1."""
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1
    return number if str(number) == text else -1


def length(values: Any, place: str) -> int:
    try:
        return len(values)
    except Exception as error:  # a stranger's object may raise anything
        kind = line(type(values).__name__)
        raise ValueError(f"{place}: observations, actions and labels are lists; one is {kind}") from error


def _as_many(labels: np.ndarray, actions: int) -> np.ndarray:
    if len(labels) != actions:
        raise ValueError(f"it has {actions} actions and {len(labels)} labels")
    return labels


def last_flag(flags: Any, place: str) -> bool:
    """Whether the last of truth values, one a step, is true. Raises ValueError for what is none."""
    try:
        values = np.asarray(flags)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"{place}: terminations are truth values, one a step: {line(str(error))}") from error
    if values.ndim != 1 or not values.size or values.dtype.kind not in "bui" or values[-1] not in (0, 1):
        raise ValueError(
            f"{place}: terminations are truth values, one a step; got type {line(str(values.dtype))}, "
            f"shape {values.shape}"
        )
    return bool(values[-1])


def _truth(ended: Any) -> bool:
    if not isinstance(ended, bool | np.bool_):
        raise ValueError(f"whether it ended must be true or false; got {quoted(ended)}")
    return bool(ended)


def _made(state_of: StateOf, observations: Iterable) -> list:
    states: list = []
    try:
        for each in observations:
            state = state_of(each)
            states.append(str(tuple(state)) if isinstance(state, tuple) else state)
    except Exception as error:  # the caller's function may raise anything at an observation that it does not know
        reason = line(f"{type(error).__name__} {error}")
        raise ValueError(f"at step {len(states)} the function that makes states fails: {reason}") from error
    return states


def _of_objects(array: np.ndarray, what: str) -> np.ndarray:
    """Texts and whole numbers side by side, None where nobody was asked: all as texts."""
    if array.ndim != 1 or not all(one is None or isinstance(one, str | int | np.integer) for one in array):
        raise ValueError(_no_label(array, what))
    if all(isinstance(one, int | np.integer) for one in array):
        raise ValueError(f"the {what}s must be whole numbers of at most 63 bits")
    return np.array([NOBODY if one is None else str(one) for one in array])


def _signed(array: np.ndarray) -> np.ndarray:
    if array.size and array.max() >= 2**63:
        raise ValueError(f"whole numbers have at most 63 bits; got {array.max()}")
    return array.astype(np.int64)


def _no_label(array: np.ndarray, what: str) -> str:
    """What came, and what to do about it."""
    got = f"got type {line(str(array.dtype))}, shape {array.shape}"
    if what != "observation":
        return f"an {what} must be one whole number or one text; {got}"
    kind = "an image" if array.ndim > 2 or array.dtype == np.uint8 else "continuous" if array.dtype.kind == "f" else ""
    made = (
        "give state_of, a function that makes a label of an observation, such as the cell of a grid that it lies in: "
        "state_of=lambda o: (int(o[0] // 0.1), int(o[1] // 0.1))"
    )
    unlike = f", and not {kind}" if kind else ""
    return f"an observation must be a state, one whole number or one text{unlike}: {made}; {got}"
