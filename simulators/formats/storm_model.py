"""What a model checker's file says of a Markov decision process, whichever way it is written, and the problem it means.

A reward of Storm's and PRISM's is paid in a state, for a choice, or both, which add up. What of them the expert wants
has to be said if the file does not make it clear:

    minimise=NAME   the rewards of that name are costs: those in [0, 1] stay, others are brought there
    maximise=NAME   they are rewards, and become costs as `formats.rewards` says
    goal=LABEL      1 is paid in a state with that label, at the decision after the move there, and the episode ends:
                    within a horizon T, whoever reaches it by T - 1 moves is paid
    discount=19/20  an end of the episode, exactly
    start=NUMBER    the first state, if the label `init` does not say which

A file with a single reward model is minimised. Choices without a name are a0, a1, ...; a state with one choice decides
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from math import lcm

import numpy as np

from tightrope.simulators.formats.rewards import Rows, rewarded
from tightrope.simulators.formats.rows import Amounts, amounts, expected, whole_weights, written
from tightrope.simulators.model.arithmetic import exact_number, object_array, whole_number
from tightrope.simulators.model.mdp import SMALL
from tightrope.simulators.model.parameters import did_you_mean
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import MOST_ENTRIES
from tightrope.simulators.model.terminal import line, listed
from tightrope.simulators.model.weights import Numbered

OPTIONS = ("minimise", "maximise", "goal", "discount", "start")
UNNAMED = "__NOLABEL__"
NO_NAMES = ("init", "deadlock")  # labels that Storm sets itself


@dataclass(kw_only=True, eq=False)
class Model:
    """Choices and their entries in order. `values`, rewards: floats, or exact numbers as objects.

    Lengths  state, name (choices); starts (choices + 1); successor, values (entries); rewards by name, of states (S),
             of choices and of moves (entries).
    """

    size: int
    state: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    successor: list[int] = field(default_factory=list)
    values: np.ndarray = field(default_factory=lambda: np.zeros(0))
    labels: dict[str, list[int]] = field(default_factory=dict)
    state_rewards: dict[str, np.ndarray] = field(default_factory=dict)
    move_rewards: dict[str, np.ndarray] = field(default_factory=dict)
    choice_rewards: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def rewards(self) -> list[str]:
        return list(dict.fromkeys([*self.state_rewards, *self.choice_rewards, *self.move_rewards]))

    def paid(self, name: str) -> Amounts:
        """The rewards of that name, of each choice, shape (choices,)."""
        parts = []
        if name in self.state_rewards:
            of_states = amounts(self.state_rewards[name], f"the rewards {line(name)}")
            parts.append(Amounts(numerator=of_states.numerator[self.state], denominator=of_states.denominator))
        if name in self.choice_rewards:
            parts.append(amounts(self.choice_rewards[name], f"the rewards {line(name)}"))
        if name in self.move_rewards:
            of_moves = amounts(self.move_rewards[name], f"the rewards {line(name)}")
            parts.append(expected(of_moves, np.array(self.starts), weights(self)[0]))
        return _sum(parts)


def numbers_of(texts: list[str], what: str, kind: str) -> np.ndarray:
    """Exact numbers as objects where the kind is rational or one is a fraction, else floats."""
    each = {text: exact_number(text, what) for text in set(texts)}
    if kind == "rational" or any("/" in text for text in each):
        return object_array((each[text] for text in texts), (len(texts),))
    try:
        return np.array([float(each[text]) for text in texts])
    except OverflowError as error:
        raise ValueError(f"{what} is beyond the largest float") from error


def _sum(parts: list[Amounts]) -> Amounts:
    below = lcm(*(one.denominator for one in parts))
    largest = sum(int(abs(one.numerator).max(initial=0)) * (below // one.denominator) for one in parts)
    kind = np.int64 if max(largest, below) < SMALL else object
    total = sum(one.numerator.astype(kind) * (below // one.denominator) for one in parts)
    return Amounts(numerator=np.asarray(total), denominator=below)


def problem_of(model: Model, name: str, given: Mapping[str, str]) -> Problem:
    """The problem that the model means with these options. Raises ValueError for what is unknown or not said."""
    goals = _goals(model, given.get("goal"))
    paid, limits, said = _wanted(model, given, goals)
    rate = exact_number(given.get("discount", "1"), "the discount")
    rows, keep, notes = _rows(model, goals, given, rate)
    prizes = None
    if goals.any():
        prizes = Amounts(numerator=goals.astype(np.int64) * paid.denominator, denominator=paid.denominator)
    return rewarded(
        rows,
        Amounts(numerator=paid.numerator[keep], denominator=paid.denominator),
        name=name,
        at_the_end=prizes,
        discount=rate,
        limits=limits,
        notes=notes,
        said=said,
    )


def weights(model: Model, spare: int = 0) -> tuple[np.ndarray, list[str]]:
    """Whole weights of the entries, and what there is to say of them; see `rows.whole_weights`."""

    def place(choice: int) -> str:
        return f"choice {line(model.name[choice])} of state {model.state[choice]}"

    return whole_weights(np.array(model.starts), model.values, place, spare)


def _goals(model: Model, label: str | None) -> np.ndarray:
    goals = np.zeros(model.size, dtype=bool)
    if label is not None:
        if label not in model.labels:
            near = did_you_mean(label, model.labels)
            raise ValueError(f"no state has the label {line(label)}{near}; labels: {listed(model.labels) or 'none'}")
        goals[model.labels[label]] = True
    return goals


def _wanted(
    model: Model, given: Mapping[str, str], goals: np.ndarray
) -> tuple[Amounts, tuple[Fraction, Fraction] | None, str | None]:
    """What the expert is paid for each choice, its limits, and a note on what became of it."""
    asked = [key for key in ("minimise", "maximise", "goal") if key in given]
    if len(asked) > 1:
        raise ValueError(f"one of minimise, maximise and goal says what the expert wants; got {', '.join(asked)}")
    if "goal" in given:
        said = (
            f"1 is paid in a state labelled {line(given['goal'])}, at the decision after the move there, and the "
            "episode ends; a reward r costs 1 - r"
        )
        return Amounts(numerator=np.zeros(len(model.state), np.int64), denominator=1), (Fraction(0), Fraction(1)), said
    if not asked and len(model.rewards) != 1:
        raise ValueError(
            "what does the expert want? write minimise=NAME or maximise=NAME of a reward model, or goal=LABEL, behind "
            f"the file's name; reward models: {listed(model.rewards) or 'none'}; labels: {listed(model.labels)}"
        )
    name = given[asked[0]] if asked else model.rewards[0]
    if name not in model.rewards:
        near = did_you_mean(name, model.rewards)
        raise ValueError(f"no reward model is called {line(name)}{near}; there are {listed(model.rewards) or 'none'}")
    paid = model.paid(name)
    if "maximise" in given:
        return paid, None, None
    least, most = paid.least, paid.most
    lost = Amounts(numerator=-paid.numerator, denominator=paid.denominator)
    if least >= 0 and most <= 1:
        return (
            lost,
            (Fraction(-1), Fraction(0)),
            f"the rewards {line(name)} are costs; the expert pays as little as it can",
        )
    if least == most:
        return lost, None, None
    said = (
        f"the rewards {line(name)} are costs c from {written(least)} to {written(most)} and became "
        f"{_shares(least, most)}; the expert pays as little as it can"
    )
    return lost, None, said


def _shares(least: Fraction, most: Fraction) -> str:
    """The formula of a cost c in [least, most] brought to [0, 1]."""
    above, span = f"(c - {written(least)})" if least > 0 else f"(c + {written(-least)})" if least else "c", most - least
    return f"{above}/({written(span)})" if span.denominator > 1 else f"{above}/{written(span)}"


def _rows(
    model: Model, goals: np.ndarray, given: Mapping[str, str], rate: Fraction
) -> tuple[Rows, np.ndarray, list[str]]:
    """The rows in order, those of goals left out, which choice each one is, and what there is to say of them."""
    action, actions = _actions(model)
    row = np.array(model.state) * len(actions) + action
    order = np.argsort(row, kind="stable")
    keep = order[~goals[np.array(model.state)[order]]]
    if not len(keep):
        raise ValueError("no state has a choice that does not belong to the goal")
    (weight, notes), starts = weights(model, rate.denominator.bit_length()), np.array(model.starts)
    lengths = np.diff(starts)[keep]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    entry = np.arange(ends[-1]) + np.repeat(starts[keep] - ends[:-1], lengths)
    start = np.zeros(model.size, dtype=np.int64)
    start[first_state(model, given)] = 1
    rows = Rows(
        states=_states(model),
        actions=actions,
        start=start,
        row=row[keep],
        starts=ends,
        successor=np.array(model.successor)[entry],
        weight=weight[entry],
    )
    return rows, keep, notes


def first_state(model: Model, given: Mapping[str, str]) -> int:
    """The state that is named as the first, or has the label `init` alone."""
    if "start" in given:
        first = whole_number(given["start"], "start")
        if not 0 <= first < model.size:
            raise ValueError(f"start must be a state, 0 to {model.size - 1}; got {first}")
        return first
    said = model.labels.get("init", [])
    if len(said) != 1:
        raise ValueError(f"{len(said)} states have the label init: write start=NUMBER behind the file's name")
    return said[0]


def _actions(model: Model) -> tuple[np.ndarray, tuple[str, ...]]:
    """The action of each choice, and the names of all; their places in their states if names are too many."""
    place: list[int] = []
    names: list[str] = []
    for _, choices in groupby(zip(model.state, model.name, strict=True), key=lambda choice: choice[0]):
        taken: set[str] = set()
        for number, (_, name) in enumerate(choices):
            called = f"a{number}" if name == UNNAMED else name
            taken.add(called := called if called not in taken else f"{called}.{number}")
            place.append(number)
            names.append(called)
    different = tuple(dict.fromkeys(names))
    most = max(place) + 1
    if len(different) > most and len(different) * model.size > MOST_ENTRIES:
        return np.array(place), tuple(f"a{i}" for i in range(most))
    numbers = {called: i for i, called in enumerate(different)}
    return np.array([numbers[called] for called in names]), different


def _states(model: Model):
    """The labels of a state are its name if no other has the same, else they stand behind its number."""
    labels: dict[int, list[str]] = {}
    for label, states in model.labels.items():
        if label not in NO_NAMES:
            for s in states:
                labels.setdefault(s, []).append(label)
    if not labels:
        return Numbered("s", model.size)
    written_labels = [", ".join(labels.get(s, [])) for s in range(model.size)]
    seen: dict[str, int] = {}
    for text in written_labels:
        seen[text] = seen.get(text, 0) + 1
    return tuple(
        text if text and seen[text] == 1 and not text.startswith("s") else f"s{s} {text}".rstrip()
        for s, text in enumerate(written_labels)
    )
