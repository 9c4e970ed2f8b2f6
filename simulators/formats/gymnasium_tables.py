"""Tabular environments as decision processes, from their transition tables `P`: Gymnasium's, and anybody's.

What the conversion has to mind:
* the same next state may be listed more than once: its probabilities add up;
* `done` belongs to a transition, not to a state: every finished transition leads to one absorbing state `end` where
  nothing is decided; with `restart` it leads to a fresh start instead, for a task that goes on;
* probabilities are floats (0.333...): `model.floats` says what they mean;
* rewards become costs (r_max - r)/(r_max - r_min) in [0, 1], with 0 after the end. That is what is counted, not what
  the expert plans for: where an early end is a failure (FrozenLake's holes) the cheapest thing would be to fail at
  once. The expert maximises the environment's own total reward in one episode, also if the task then starts again;
* so the problem also counts the return, and the success, where the table says what that is: see `success`.
"""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np

from tightrope.simulators.formats.rewards import END, Rows, check_choices, rewarded
from tightrope.simulators.formats.rows import Amounts, amounts, expected, whole_weights
from tightrope.simulators.measures.planning import planned
from tightrope.simulators.model.arithmetic import EXACT, Number, exact_number
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.parameters import OneOf, Parameter, Word, did_you_mean
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, listed, quoted
from tightrope.simulators.model.weights import Numbered

ENVIRONMENTS = ("FrozenLake-v1", "FrozenLake8x8-v1", "CliffWalking-v1", "Taxi-v4")
SHORT = {"map": "map_name"}  # keywords of the command line that Gymnasium calls otherwise


def environment_problem(horizon: int | None, /, environment: str, restart: str = "false", **keywords: str) -> Problem:
    """A named environment, made with these keywords, and its optimal expert if the horizon is known.

    With `restart` "true" the task goes on after an end. Raises ValueError if it is unknown or has no table.
    """
    made = from_environment(_make(environment, keywords), restart=restart == "true", name=environment)
    return made if horizon is None else planned(made, horizon)


def from_environment(
    environment: object,
    *,
    restart: bool = False,
    start: int | Sequence[Number] | None = None,
    name: str | None = None,
) -> Problem:
    """The problem of any object with a table P[s][a] = [(probability, next state, reward, done), ...], in lists or by
    numbers, such as `gymnasium.make("FrozenLake-v1")`; wrappers are taken off, so that no time limit counts.

    start     the number of the first state, or its law; without it the environment's initial_state_distrib
    restart   the task goes on after an end, from a fresh start
    The expert comes with a horizon: `tightrope.evaluate(problem, horizon, epsilon)`. Raises ValueError that names the
    place if a row is no law, or if the environment adds chance that the table lacks.
    """
    made = getattr(environment, "unwrapped", environment)
    called = name or _called(made)
    table = _table(made, called)
    first, notes = _start(made, called, len(table.states), start)
    law, more = whole_weights(table.starts, table.chance, table.place)
    notes += more
    limits = table.reward.least, table.reward.most
    once = rewarded(
        _rows(table, first, law), expected(table.reward, table.starts, law), name=called, limits=limits, notes=notes
    )
    if not restart:
        good = success(table)
        return replace(once, totals={**once.totals, **_totals(once, table, law, good)})
    again = rewarded(
        _again(table, first, law), expected(table.reward, table.starts, law), name=called, limits=limits, notes=notes
    )
    return replace(again, aim=once.aim)


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """The entries of P in order.

    Shapes   row, starts as in `rewards.Rows`; chance, successor, done, reward (entries,).
    """

    name: str
    states: Sequence[str]
    actions: Sequence[str]
    row: np.ndarray
    starts: np.ndarray
    chance: np.ndarray
    successor: np.ndarray
    reward: Amounts
    done: np.ndarray

    def place(self, row: int) -> str:
        s, a = divmod(int(self.row[row]), len(self.actions))
        return f"{self.name}, P[{s}][{a}]"


def success(table: Table) -> np.ndarray | None:
    """1 for an end with the largest reward there is, else 0, of each entry, in a table where going on never pays.

    None if going on pays, for then an end may be a failure whatever it pays, if no end pays the most, or if nothing
    pays anything, as on a lake without a goal: then no end is better than another.
    """
    reward = table.reward.numerator
    if not reward.any():
        return None
    best = (reward == reward.max()) & table.done
    if ((reward > 0) & ~table.done).any() or not best.any():
        return None
    return best.astype(np.int64)


def _totals(made: Problem, table: Table, law: np.ndarray, good: np.ndarray | None) -> dict[str, np.ndarray]:
    if good is None or "return" not in made.totals:
        return {}
    chance = expected(Amounts(numerator=good, denominator=1), table.starts, law)
    whole = np.zeros(made.mdp.shape, dtype=object)
    whole.reshape(-1)[table.row] = chance.numerator
    return {"success": EXACT.ratios(whole, np.full(whole.shape, chance.denominator, dtype=object))}


def _rows(table: Table, first: np.ndarray, law: np.ndarray) -> Rows:
    """A state more, where the episode has ended, and no action."""
    size = len(table.states)
    return Rows(
        states=(*table.states, END),
        actions=table.actions,
        start=np.append(first, 0),
        row=table.row,
        starts=table.starts,
        successor=np.where(table.done, size, table.successor),
        weight=law,
    )


def _again(table: Table, first: np.ndarray, law: np.ndarray) -> Rows:
    """Every finished transition becomes one to each state of a fresh start."""
    fresh, whole = np.flatnonzero(first), int(first.sum())
    copies = np.where(table.done, len(fresh), 1)
    entry = np.repeat(np.arange(len(law)), copies)
    within = np.arange(len(entry)) - np.repeat(np.cumsum(copies) - copies, copies)
    anew = table.done[entry]
    weight = law.astype(object)[entry] * np.where(anew, first.astype(object)[fresh][within * anew], whole)
    ends = np.concatenate([[0], np.cumsum(copies)])
    return Rows(
        states=table.states,
        actions=table.actions,
        start=first,
        row=table.row,
        starts=ends[table.starts],
        successor=np.where(anew, fresh[within * anew], table.successor[entry]),
        weight=weight,
    )


def _called(environment: object) -> str:
    spec = getattr(environment, "spec", None)
    return str(getattr(spec, "id", None) or type(environment).__name__)


def _table(environment: object, name: str) -> Table:
    """The entries. Raises ValueError for what is no table."""
    table = getattr(environment, "P", None)
    if table is None:
        raise ValueError(f"{line(name)} has no transition table: it needs the attribute P, P[s][a] a list of moves")
    if getattr(environment, "fickle_passenger", False) and getattr(environment, "fickle_probability", 1):
        raise ValueError(f"{name} with fickle_passenger=True moves in ways that its table P does not show")
    by_state = _numbered(table, f"{name}, P")
    by_action = [_numbered(rows, f"{name}, P[{s}]", gaps=True) for s, rows in enumerate(by_state)]
    choices = 1 + max((a for rows in by_action for a in rows), default=-1)
    check_choices(len(by_state), choices)
    row, lengths, entries = [], [], []
    for s, rows in enumerate(by_action):
        for a in sorted(rows):
            place = f"{name}, P[{s}][{a}]"
            moves = [_move(one, place, len(by_state)) for one in _listed(rows[a], place)]
            if moves:
                row.append(s * choices + a)
                lengths.append(len(moves))
                entries += moves
    if not entries:
        raise ValueError(f"{line(name)}: P has no action in any state")
    chance, successor, reward, done = zip(*entries, strict=True)
    return Table(
        name=name,
        states=Numbered("s", len(by_state)),
        actions=Numbered("a", choices)[:],
        row=np.array(row),
        starts=np.concatenate([[0], np.cumsum(lengths)]),
        chance=_array(chance),
        successor=np.array(successor),
        reward=amounts(_array(reward), f"the rewards of {name}"),
        done=np.array(done, dtype=bool),
    )


def _numbered(table: Any, place: str, gaps: bool = False) -> Any:
    """Entries 0, 1, ... of a list, or of a mapping with these numbers as its keys."""
    if not isinstance(table, Mapping):
        given = dict(enumerate(_listed(table, place)))
    else:
        given = {int(key): value for key, value in table.items() if _is_number(key)}
        if len(given) != len(table):
            raise ValueError(
                f"{line(place)} must have whole numbers from 0 on as keys; it has {listed(list(map(str, table)))}"
            )
    if gaps:
        return given
    if sorted(given) != list(range(len(given))) or not given:
        raise ValueError(
            f"{line(place)} must have an entry for each state 0, 1, ...; it has {listed(list(map(str, given)))}"
        )
    return [given[s] for s in range(len(given))]


def _listed(given: Any, place: str) -> Sequence:
    """Raises ValueError unless it is a list, a tuple or an array."""
    if isinstance(given, list | tuple) or (isinstance(given, np.ndarray) and given.ndim):
        return given
    raise ValueError(f"{line(place)} must be a list, or a dict by number; got {quoted(given)}")


def _is_number(key: object) -> bool:
    return isinstance(key, int | np.integer) and not isinstance(key, bool) and bool(key >= 0)


def _move(move: Any, place: str, states: int) -> tuple:
    if not isinstance(move, Sequence) or len(move) != 4:
        raise ValueError(f"{place} must list (probability, next state, reward, done); it has {quoted(move)}")
    chance, successor, reward, done = move
    if not _is_number(successor) or successor >= states:
        raise ValueError(f"{place} leads to {quoted(successor)}; states are 0 to {states - 1}")
    if not isinstance(done, int | np.integer | np.bool_) or done not in (0, 1):
        raise ValueError(f"{place} must say with True or False whether a move is done; got {quoted(done)}")
    return chance, int(successor), reward, bool(done)


def _array(values: Sequence) -> np.ndarray:
    """Floats as such; numbers of other kinds as they are."""
    if all(isinstance(x, int | float | np.number) for x in values):
        return np.array(values, dtype=float)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _start(
    environment: object, name: str, size: int, given: int | Sequence[Number] | None
) -> tuple[np.ndarray, list[str]]:
    """Weights of the first state, shape (S,)."""
    law = getattr(environment, "initial_state_distrib", None) if given is None else given
    if law is None:
        raise ValueError(f"{line(name)} has no initial_state_distrib: give start, its first state or the law of that")
    if isinstance(law, int | np.integer) and _is_number(law) and law < size:
        law = [int(s == law) for s in range(size)]
    elif isinstance(law, str) or not isinstance(law, Iterable):
        raise ValueError(
            f"{line(name)}: the first state must be a number, 0 to {size - 1}, or a law of {size} entries; got "
            f"{quoted(law)}"
        )
    law = _array(list(law))
    if len(law) != size:
        raise ValueError(f"{line(name)}: the law of the first state must have {size} entries; it has {len(law)}")
    return whole_weights(np.array([0, size]), law, lambda _: f"{name}, the law of the first state")


def _make(name: str, keywords: Mapping[str, str]) -> object:
    """The environment that Gymnasium makes, or that a module's class does, `package.module:Class`.

    A module that is named is imported, and nothing else: from where Python looks for modules, which is the current
    folder only if PYTHONPATH says so or Python was started with -m.
    """
    try:
        import gymnasium
    except ImportError as error:
        raise ValueError("Gymnasium's environments need the package: install tightrope[gym]") from error
    options: dict[str, Any] = {SHORT.get(key, key): _option(key, value) for key, value in keywords.items()}
    module, colon, made = name.partition(":")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # gymnasium warns of newer versions; the name asked for is meant
            if colon and isinstance(found := getattr(import_module(module), made, None), type):
                return found(**options)
            return gymnasium.make(name, **options).unwrapped
    except Exception as error:  # what somebody's own environment raises is hers to read
        near = did_you_mean(name, ENVIRONMENTS) if isinstance(error, gymnasium.error.Error) else ""
        known = _keywords(gymnasium, name) if isinstance(error, TypeError) and options else ""
        raise ValueError(f"Gymnasium cannot make {quoted(name)}{near}: {line(str(error))}{known}") from error


def _keywords(gymnasium: Any, name: str) -> str:
    """The end of a sentence that says which keywords an environment of Gymnasium's takes."""
    try:
        taken = signature(type(gymnasium.make(name).unwrapped).__init__).parameters
    except Exception:  # then nothing is known
        return ""
    return f"; it takes {', '.join(one for one in taken if one not in ('self', 'render_mode'))}"


def _option(key: str, value: str) -> object:
    """What a keyword's text means: true or false, a number, a list of rows a/b/c for `desc`, or the text."""
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    if key == "desc":
        return value.split("/")
    if "/" in value and all("/" not in part and part for part in value.split("/")) and value.count("/") > 1:
        return tuple(_option(key, part) for part in value.split("/"))
    try:
        number = exact_number(value, key)
    except ValueError:
        return value
    return int(number) if number.denominator == 1 and value.lstrip("+-").isdigit() else float(number)


FAMILY = Family(
    key="gymnasium",
    words="a table of Gymnasium; the expert is optimal in one episode; with restart=true the task then starts again; "
    "other keywords go to the environment: success_rate=4/5, map=8x8, desc=SFH/FFF/HFG",
    parameters=(Parameter("environment", Word(ENVIRONMENTS)), Parameter("restart", OneOf(("false", "true")), "false")),
    bare="environment",
    others=True,
    waits=True,
    build=environment_problem,
    examples=tuple(f"gymnasium:{name}" for name in ENVIRONMENTS),
)
