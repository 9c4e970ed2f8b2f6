"""Problems as `.json` files, written to be read by people too.

    {"format": "tightrope-problem", "version": 1,
     "states": ["on", "off"], "actions": ["right", "wrong"],
     "start": {"on": "1"},
     "transition": [{"on": {"right": {"on": "1"}, "wrong": {"off": "1"}}, "off": {...}}],     one table, or one
                                                                                          a decision
     "cost": {"on": {"wrong": "1"}, ...},                                                   what is not named is 0
     "undecided": [],                                                                       states without a decision
     "expert": [{"on": "right", "off": "right"}],                 an action; or a law, {"right": "2/3", "wrong": "1/3"}
     "learner": [{"on": {"right": "99/100", "wrong": "1/100"}, ...}],                       optional
     "data": ["on"]}                                                                        optional

Numbers are strings "p/q" or decimals, read exactly; written in lowest terms, zeros left out.
"""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np

from tightrope.simulators.model.arithmetic import exact_number, fraction
from tightrope.simulators.model.family import Format
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem

NAME, VERSION = "tightrope-problem", 1
REQUIRED = ("format", "version", "states", "actions", "start", "transition", "cost", "expert")
OPTIONAL = ("undecided", "learner", "data")


def to_document(problem: Problem) -> dict:
    """The problem as plain JSON data, canonical: the same problem always gives the same document."""
    mdp = problem.mdp
    document = {
        "format": NAME,
        "version": VERSION,
        "states": list(mdp.states),
        "actions": list(mdp.actions),
        "start": _law(mdp.states, mdp.start, mdp.start.sum()),
        "transition": [
            {
                state: {action: _row(mdp, layer, s, a) for a, action in enumerate(mdp.actions)}
                for s, state in enumerate(mdp.states)
            }
            for layer in range(mdp.layers)
        ],
        "cost": {
            state: _law(mdp.actions, mdp.cost_numerator[s], mdp.cost_denominator) for s, state in enumerate(mdp.states)
        },
        "undecided": [state for s, state in enumerate(mdp.states) if not mdp.decides[s]],
        "expert": _expert(problem),
    }
    if problem.learner is not None:
        document["learner"] = [
            {state: _shares(mdp.actions, layer[s]) for s, state in enumerate(mdp.states)}
            for layer in problem.learner.probability
        ]
    if problem.data is not None:
        document["data"] = [state for s, state in enumerate(mdp.states) if problem.data[s]]
    return document


def save(problem: Problem, path: Path) -> None:
    """Write the problem; readable, and read back as the same problem."""
    path.write_text(json.dumps(to_document(problem), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: Path) -> Problem:
    """Read a problem. Raises ValueError that says where the file is not what it should be."""
    try:
        text = Path(path).read_text(encoding="utf-8")
        document = json.loads(text, parse_constant=_refuse, parse_float=str, parse_int=str)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is not a JSON file that can be read: {error}") from error
    try:
        return from_document(document, str(path))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def from_document(document: dict, name: str) -> Problem:
    """A problem from JSON data. Raises ValueError naming the place that is wrong."""
    if not isinstance(document, dict) or document.get("format") != NAME:
        raise ValueError(f'a problem is a JSON object with "format": "{NAME}"')
    if str(document.get("version")) != str(VERSION):
        raise ValueError(f"this program reads version {VERSION} of the format; the file has {document.get('version')}")
    for key in REQUIRED:
        if key not in document:
            raise ValueError(f'the key "{key}" is missing')
    unknown = sorted(set(document) - {*REQUIRED, *OPTIONAL})
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(unknown)}; known are {', '.join((*REQUIRED, *OPTIONAL))}")
    states, actions = _names(document, "states"), _names(document, "actions")
    mdp = tabular_mdp(
        states=states,
        actions=actions,
        start=_values(document["start"], states, "start"),
        transition=[
            [
                [_sparse(law, states, f"transition[{i}][{state}][{action}]") for action, law in rows]
                for state, rows in (
                    (state, _rows(row, actions, f"transition[{i}][{state}]"))
                    for state, row in _rows(layer, states, f"transition[{i}]")
                )
            ]
            for i, layer in enumerate(_layers(document, "transition"))
        ],
        cost=_costs(document["cost"], states, actions),
        decides=_marked(document, "undecided", states, False),
    )
    expert = _read_expert(document, states, actions)
    learner = data = None
    if "learner" in document:
        learner = policy(
            [
                [_values(law, actions, f"learner[{i}][{s}]") for s, law in _rows(layer, states, f"learner[{i}]")]
                for i, layer in enumerate(_layers(document, "learner"))
            ]
        )
    if "data" in document:
        data = np.array(_marked(document, "data", states, True))
    return Problem(name=name, mdp=mdp, expert=expert, learner=learner, data=data)


def _row(mdp: TabularMDP, layer: int, s: int, a: int) -> dict[str, str]:
    row = (layer * len(mdp.states) + s) * len(mdp.actions) + a
    part = slice(mdp.indptr[row], mdp.indptr[row + 1])
    total = int(mdp.weight[part].sum())
    successors = zip(mdp.successor[part], mdp.weight[part], strict=True)
    return {mdp.states[successor]: str(Fraction(int(weight), total)) for successor, weight in successors}


def _shares(names, probabilities) -> dict[str, str]:
    return {name: str(fraction(x)) for name, x in zip(names, probabilities, strict=True) if x != 0}


def _expert(problem: Problem) -> list[dict]:
    """Each layer's action by state; of an expert that draws its actions, the law where there is one."""
    mdp = problem.mdp
    if not isinstance(problem.expert, Table):
        return [{state: mdp.actions[layer[s]] for s, state in enumerate(mdp.states)} for layer in problem.expert]
    laws = [[_shares(mdp.actions, law) for law in layer] for layer in problem.expert.probability]
    certain = [[next(iter(law)) if len(law) == 1 else law for law in layer] for layer in laws]
    return [dict(zip(mdp.states, layer, strict=True)) for layer in certain]


def _read_expert(document: dict, states: list[str], actions: list[str]) -> np.ndarray | Table:
    """Actions if there is a name for each state, else a table of laws, in which a name stands for certainty."""
    layers = [_rows(layer, states, f"expert[{i}]") for i, layer in enumerate(_layers(document, "expert"))]
    if not any(isinstance(chosen, dict) for rows in layers for _, chosen in rows):
        return np.array(
            [[_index(chosen, actions, f"expert[{i}][{s}]") for s, chosen in rows] for i, rows in enumerate(layers)]
        )
    laws = [
        [
            _values({chosen: "1"} if isinstance(chosen, str) else chosen, actions, f"expert[{i}][{s}]")
            for s, chosen in rows
        ]
        for i, rows in enumerate(layers)
    ]
    return policy(laws)


def _law(names, values, denominator) -> dict[str, str]:
    pairs = zip(names, values, strict=True)
    return {name: str(Fraction(int(value), int(denominator))) for name, value in pairs if value != 0}


def _refuse(constant: str):
    raise ValueError(f"numbers must be finite; the file has {constant}")


def _number(value, place: str) -> Fraction:
    if not isinstance(value, str):
        raise ValueError(f'{place} must be a number, written as "p/q" or a decimal; got {value!r}')
    return exact_number(value, place)


def _table(value, place: str) -> dict:
    if not isinstance(value, dict):
        raise ValueError(f"{place} must be a JSON object; got {type(value).__name__}")
    return value


def _rows(table, names: list[str], place: str) -> list[tuple[str, object]]:
    """The table's entry for each name, in order; none may be missing and none may be left over."""
    for key in _table(table, place):
        _index(key, names, f"{place}, a key")
    for name in names:
        if name not in table:
            raise ValueError(f'{place} has no entry for "{name}"')
    return [(name, table[name]) for name in names]


def _marked(document: dict, key: str, states: list[str], mark: bool) -> list[bool]:
    """`mark` for each state that is named under the key, the opposite for the others."""
    named = {_index(state, states, key) for state in _names(document, key)}
    return [(s in named) == mark for s in range(len(states))]


def _costs(table, states: list[str], actions: list[str]) -> list[list[Fraction]]:
    """What is not named costs 0; a cost is at least 0."""
    for key in _table(table, "cost"):
        _index(key, states, "cost, a key")
    costs = [_values(table.get(s, {}), actions, f"cost[{s}]") for s in states]
    if min((x for row in costs for x in row), default=Fraction(0)) < 0:
        raise ValueError("costs must be at least 0, and at most 1 for the bounds on task cost to apply")
    return costs


def _layers(document: dict, key: str) -> list:
    if not isinstance(document[key], list) or not document[key]:
        raise ValueError(f'"{key}" must be a list with one table, or one for each decision')
    return document[key]


def _names(document: dict, key: str) -> list[str]:
    names = document.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f'"{key}" must be a list of names; got {names!r}')
    return names


def _index(name, names: list[str], place: str) -> int:
    if name not in names:
        raise ValueError(f"{place} must be one of {', '.join(names)}; got {name!r}")
    return names.index(name)


def _sparse(law, states: list[str], place: str) -> dict[int, Fraction]:
    return {_index(s, states, place): _number(x, f"{place}[{s}]") for s, x in _table(law, place).items()}


def _values(law, names: list[str], place: str) -> list[Fraction]:
    values = _sparse(law, names, place)
    return [values.get(i, Fraction(0)) for i in range(len(names))]


FORMAT = Format(
    suffix=".json",
    words="a problem written to be read by people too, with its learner if it has one",
    load=load,
    save=save,
)
