"""Problems as `.json` files, written to be read by people too.

    {"format": "tightrope-problem", "version": 1,
     "states": ["on", "off"], "actions": ["right", "wrong"],
     "start": {"on": "1"},
     "transition": [{"on": {"right": {"on": "1"}, "wrong": {"off": "1"}}, "off": {...}}],     one table, or one
                                                                                          a decision
     "cost": {"on": {"wrong": "1"}, ...},                                                   what is not named is 0
     "undecided": [],                                                                       states without a decision
     "expert": [{"on": "right", "off": "right"}],                 an action; or a law, {"right": "2/3", "wrong": "1/3"}
     "learner": [{"on": {"right": "99/100", "wrong": "1/100"}, ...}],
     "data": ["on"],
     "totals": {"return": {"on": {"right": "1"}, ...}}}                              what is counted beside the cost

What begins with "undecided" may be left out. Without an expert it is the best one: for the return if that is counted,
else for the cost. A state has the actions that its transitions name; one without any is an end. Numbers are strings
"p/q" or decimals, read exactly, and written in lowest terms, zeros left out; floats that JSON writes without quotes
mean what `model.floats` says where they sum to 1 but for rounding.
"""

import json
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import lcm
from pathlib import Path

import numpy as np

from tightrope.simulators.formats.door import most_values, read_json
from tightrope.simulators.formats.problem_document import NAME, VERSION, to_document
from tightrope.simulators.formats.rewards import aiming_at, check_aim
from tightrope.simulators.model.arithmetic import exact_number, object_array, rational
from tightrope.simulators.model.family import Format
from tightrope.simulators.model.floats import ROUNDING, meant
from tightrope.simulators.model.mdp import LONGEST, tabular_mdp
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, listed, quoted

REQUIRED = ("format", "version", "states", "actions", "start", "transition", "cost")
OPTIONAL = ("undecided", "expert", "learner", "data", "totals")
LONGEST_NUMBER = 8600  # characters; Python reads no more digits than 4300


class Unquoted(str):
    """A number that a JSON file holds as a number."""


Numbers = dict[str, int]  # the number of each name
Place = tuple[str | int, ...]  # ("transition", 0, "on", "right"); written only where something is wrong


def save(problem: Problem, path: Path) -> None:
    """Write the problem; readable, and read back as the same problem."""
    check_aim(problem)
    path.write_text(json.dumps(to_document(problem), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: Path) -> Problem:
    """Read a problem. Raises ValueError that says where the file is not what it should be."""
    document = read_json(path, number=Unquoted)
    try:
        return from_document(document, str(path))
    except ValueError as error:
        raise ValueError(f"{line(path)}: {error}") from error


def from_document(document: dict, name: str) -> Problem:
    """A problem from JSON data. Raises ValueError naming the place that is wrong."""
    _check_keys(document)
    states, actions = _numbered(document, "states"), _numbered(document, "actions")
    layers = _layers(document, "transition", states)
    ended, available = _choices(layers, actions)
    rows = [
        [
            [
                _law(named[action], states, (*place, action)) if action in named else {s: Fraction(1)}
                for named in [_table(said, place)]
                for action in actions
            ]
            for s, (place, said) in enumerate(layer)
        ]
        for layer in layers
    ]
    decides = [decided and not ended[s] for s, decided in enumerate(_marked(document, "undecided", states, False))]
    costs = _costs(document["cost"], states, actions)
    for s, a in np.argwhere(~available & ~np.array(ended)[:, None]):
        if costs[s][a]:
            place, action = _written(("cost", list(states)[s])), line(list(actions)[a])
            raise ValueError(f"{place} names {action}, an action that the state does not have")
    mdp = tabular_mdp(
        states=list(states),
        actions=list(actions),
        start=_dense(_law(document["start"], states, ("start",)), states),
        transition=rows,
        cost=costs,
        decides=decides,
        available=available | np.array(ended)[:, None],
    )
    learner = _policy(_layers(document, "learner", states), actions) if "learner" in document else None
    data = np.array(_marked(document, "data", states, True)) if "data" in document else None
    expert = _read_expert(_layers(document, "expert", states), actions) if "expert" in document else None
    totals = _totals(document, states, actions)
    aim = aiming_at(mdp, totals["return"]) if "return" in totals else None
    return Problem(name=name, mdp=mdp, expert=expert, learner=learner, data=data, totals=totals, aim=aim)


def _choices(layers: list[list[tuple[Place, object]]], actions: Numbers) -> tuple[list[bool], np.ndarray]:
    """Which states have no action, and which actions each state has, shape (S, A)."""
    found = []
    for layer in layers:
        named = [_table(said, place) for place, said in layer]
        for (place, _), table in zip(layer, named, strict=True):
            _check_keys_of(table, actions, place)
        found.append([[action in table for action in actions] for table in named])
    for i, one in enumerate(found):
        if one != found[0]:
            raise ValueError(f"transition[{i}] must name the same actions in each state as transition[0]")
    available = np.array(found[0], dtype=bool).reshape(len(layers[0]), len(actions))
    return [not any(row) for row in found[0]], available


def _totals(document: dict, states: Numbers, actions: Numbers) -> dict[str, np.ndarray]:
    totals = {}
    for name, given in _table(document.get("totals", {}), ("totals",)).items():
        table = _amounts(given, states, actions, ("totals", name))
        totals[name] = object_array((rational(x) for row in table for x in row), (len(states), len(actions)))
    return totals


def _check_keys(document: object) -> None:
    if not isinstance(document, dict) or document.get("format") != NAME:
        raise ValueError(f'a problem is a JSON object with "format": "{NAME}"')
    if document.get("version") not in (str(VERSION), VERSION) or document["version"] is True:
        raise ValueError(
            f"this program reads version {VERSION} of the format; the file has {quoted(document.get('version'))}"
        )
    for key in REQUIRED:
        if key not in document:
            raise ValueError(f'the key "{key}" is missing')
    unknown = sorted(set(document) - {*REQUIRED, *OPTIONAL})
    if unknown:
        raise ValueError(f"unknown keys: {listed(unknown)}; known are {', '.join((*REQUIRED, *OPTIONAL))}")


def _numbered(document: dict, key: str) -> Numbers:
    names = _names(document, key)
    numbers = {name: i for i, name in enumerate(names)}
    if len(numbers) < len(names):
        twice = next(name for i, name in enumerate(names) if numbers[name] != i)
        raise ValueError(f'"{key}" must differ; {quoted(twice)} is there twice')
    return numbers


def _names(document: dict, key: str) -> list[str]:
    names = document.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f'"{key}" must be a list of names; got {quoted(names)}')
    return names


def _layers(document: dict, key: str, states: Numbers) -> list[list[tuple[Place, object]]]:
    """Of each layer under the key, what is said of each state, and where."""
    if not isinstance(document[key], list) or not document[key]:
        raise ValueError(f'"{key}" must be a list with one table, or one for each decision')
    return [
        [((key, i, state), said) for state, said in _rows(layer, states, (key, i))]
        for i, layer in enumerate(document[key])
    ]


def _rows(table: object, names: Numbers, place: Place) -> list[tuple[str, object]]:
    """The table's entry for each name, in order; none may be missing and none may be left over."""
    entries = _table(table, place)
    _check_keys_of(entries, names, place)
    for name in names:
        if name not in entries:
            raise ValueError(f"{_written(place)} has no entry for {quoted(name)}")
    return [(name, entries[name]) for name in names]


def _marked(document: dict, key: str, states: Numbers, mark: bool) -> list[bool]:
    """`mark` for each state that is named under the key, the opposite for the others."""
    named = {_index(state, states, (key,)) for state in _names(document, key)}
    return [(s in named) == mark for s in range(len(states))]


def _costs(table: object, states: Numbers, actions: Numbers) -> list[list[Fraction]]:
    """What is not named costs 0; a cost is at least 0."""
    costs = _amounts(table, states, actions, ("cost",))
    if any(x < 0 for row in costs for x in row):
        raise ValueError("costs must be at least 0, and at most 1 for the bounds on task cost to apply")
    return costs


def _amounts(table: object, states: Numbers, actions: Numbers, place: Place) -> list[list[Fraction]]:
    """Numbers of states and actions; what is not named is 0."""
    given = _table(table, place)
    _check_keys_of(given, states, place)
    amounts = [_entries(given.get(s, {}), actions, (*place, s)) for s in states]
    _check_denominators((x for row in amounts for x in row.values()), place)
    return [_dense(row, actions) for row in amounts]


def _read_expert(layers: list[list[tuple[Place, object]]], actions: Numbers) -> np.ndarray | Table:
    """Actions if there is a name for each state, else a table of laws, in which a name stands for certainty."""
    if any(isinstance(chosen, dict) for layer in layers for _, chosen in layer):
        certain = [[(at, {said: "1"} if isinstance(said, str) else said) for at, said in layer] for layer in layers]
        return _policy(certain, actions)
    return np.array([[_index(chosen, actions, place) for place, chosen in layer] for layer in layers])


def _policy(layers: list[list[tuple[Place, object]]], actions: Numbers) -> Table:
    size = len(layers) * len(layers[0]) * len(actions)
    if size > most_values():
        raise ValueError(f"{layers[0][0][0][0]} would be a table of {size} numbers; at most {most_values()} are read")
    return policy([[_dense(_law(law, actions, place), actions) for place, law in layer] for layer in layers])


def _law(law: object, names: Numbers, place: Place) -> dict[int, Fraction]:
    """The numbers of a law, whose common denominator is limited: without that, adding them up would never end."""
    values = _entries(law, names, place)
    _check_denominators(values.values(), place)
    total = sum(values.values())
    if total != 1 and any(isinstance(x, Unquoted) for x in _table(law, place).values()) and abs(total - 1) <= ROUNDING:
        found = meant([float(x) for x in values.values()])
        return values if found is None else dict(zip(values, found, strict=True))
    return values


def _check_denominators(values: Iterable[Fraction], place: Place) -> None:
    common = 1
    for value in values:
        common = lcm(common, value.denominator)
        if common.bit_length() > LONGEST:
            raise ValueError(f"{_written(place)} needs a common denominator of more than {LONGEST} bits")


def _entries(law: object, names: Numbers, place: Place) -> dict[int, Fraction]:
    return {_index(s, names, place): _number(x, (*place, s)) for s, x in _table(law, place).items()}


def _dense(values: dict[int, Fraction], names: Numbers) -> list[Fraction]:
    return [values.get(i, Fraction(0)) for i in range(len(names))]


def _number(value: object, place: Place) -> Fraction:
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        try:
            return _exact(value)
        except ValueError:
            pass
    raise ValueError(f"{_written(place)} must be a number such as 1/100 or 0.01; got {quoted(value)}")


@lru_cache
def _exact(text: str) -> Fraction:
    """A few numbers come again and again."""
    return exact_number(text, "it")


def _table(value: object, place: Place) -> dict:
    if not isinstance(value, dict):
        raise ValueError(f"{_written(place)} must be a JSON object; got {quoted(value)}")
    return value


def _check_keys_of(table: dict, names: Numbers, place: Place) -> None:
    for key in table:
        if key not in names:
            raise ValueError(f"{_written(place)}, a key must be one of {listed(names)}; got {quoted(key)}")


def _index(name: object, names: Numbers, place: Place) -> int:
    if not isinstance(name, str) or name not in names:
        raise ValueError(f"{_written(place)} must be one of {listed(names)}; got {quoted(name)}")
    return names[name]


def _written(place: Place) -> str:
    """transition[0][on][right]"""
    return f"{place[0]}{''.join(f'[{line(str(part))}]' for part in place[1:])}"


FORMAT = Format(
    suffix=".json",
    words="a problem written to be read by people too, with its learner if it has one",
    load=load,
    save=save,
)
