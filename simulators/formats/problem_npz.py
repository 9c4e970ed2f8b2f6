"""Problems as `.npz` files: a user's arrays, or all that we know of a problem, exactly.

A user's arrays are those of `tightrope.from_arrays`, called as its arguments are: P, R, start, and perhaps discount,
layout, s_indices and a_indices (for the layout "pairs"), ends, states, actions, expert; and a learner.

What we write has `format`, whole numbers and texts: the arrays of `model.mdp.TabularMDP` by their names, `expert` (S,)
or (T, S) of actions, or laws of rationals p/q as texts, `learner` the same or a rule (`formats.rules`), `data`, and
`total_NAME` (S, A) for what is counted beside the cost. Whole numbers of more than 64 bits are texts, too.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from tightrope.simulators.formats import rules
from tightrope.simulators.formats.arrays import from_arrays
from tightrope.simulators.formats.door import most_values, read_bytes, reading
from tightrope.simulators.formats.npz import NUMBERS, Npz
from tightrope.simulators.formats.rewards import aiming_at, check_aim
from tightrope.simulators.model.arithmetic import exact_number, fraction, object_array, rational
from tightrope.simulators.model.family import Format
from tightrope.simulators.model.mdp import LONGEST, TabularMDP
from tightrope.simulators.model.policy import Erring, Table, as_policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, listed
from tightrope.simulators.model.weights import Numbered, mdp_from_weights

NAME = "tightrope-problem 1"
OF_USERS = ("P", "R", "start", "discount", "layout", "s_indices", "a_indices", "ends", "states", "actions", "expert")
WHOLE = ("start", "indptr", "successor", "weight", "cost_numerator", "cost_denominator")


def load(path: Path) -> Problem:
    """Read a problem. Raises ValueError that says where the file is not what it should be."""
    content = read_bytes(path)
    with reading(path, "a problem of arrays"):
        file = Npz(content)
        if not file.lacks("format"):
            return _ours(file, str(path))
        return _users(file, str(path))


def save(problem: Problem, path: Path) -> None:
    """Write the problem; read back as the same problem."""
    check_aim(problem)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **to_arrays(problem))


def to_arrays(problem: Problem) -> dict[str, np.ndarray]:
    """The arrays by name."""
    mdp = problem.mdp
    arrays = {
        "format": np.array([NAME]),
        "states": np.array(list(mdp.states)),
        "actions": np.array(list(mdp.actions)),
        "decides": mdp.decides,
        **{name: _whole(np.atleast_1d(np.array(getattr(mdp, name)))) for name in WHOLE},
    }
    if mdp.available is not None:
        arrays["available"] = mdp.available
    for name, policy in (("expert", problem.expert), ("learner", problem.learner)):
        if isinstance(policy, Erring) and name == "learner":
            arrays |= rules.to_arrays(policy, name)
        elif policy is not None:
            arrays[name] = _texts(policy.probability) if isinstance(policy, Table) else policy.astype(np.int64)
    if problem.data is not None:
        arrays["data"] = problem.data
    return arrays | {f"total_{name}": _texts(amount) for name, amount in problem.totals.items()}


def _whole(values: np.ndarray) -> np.ndarray:
    if values.dtype == object and any(abs(x) >= 2**63 for x in values.flat):
        return np.array([str(x) for x in values.flat]).reshape(values.shape)
    return values.astype(np.int64)


def _texts(values: np.ndarray) -> np.ndarray:
    return np.array([str(fraction(x)) for x in values.flat]).reshape(values.shape)


def _ours(file: Npz, name: str) -> Problem:
    said = file.array("format", 1, "U")
    if said.tolist() != [NAME]:
        raise ValueError(f"this program reads {NAME}; the file says {listed(said.tolist())}")
    needed = file.lacks("states", "actions", "decides", *WHOLE)
    if needed:
        raise ValueError(f"it lacks {', '.join(needed)}")
    states, actions = (_names(file, one) for one in ("states", "actions"))
    numbers = {one: _integers(file, one, 2 if one == "cost_numerator" else 1) for one in WHOLE}
    below = numbers.pop("cost_denominator")
    if below.shape != (1,):
        raise ValueError("cost_denominator must be one number")
    mdp = mdp_from_weights(
        states=states,
        actions=actions,
        cost_denominator=int(below[0]),
        decides=_marks(file, "decides", (len(states),)),
        available=None if file.lacks("available") else _marks(file, "available", (len(states), len(actions))),
        **numbers,
    )
    if mdp.cost_numerator.min() < 0:
        raise ValueError("costs must be at least 0")
    totals = {
        one.removeprefix("total_"): _rationals(file, one, mdp.shape) for one in file.names if one.startswith("total_")
    }
    ruled = rules.is_in(file, "learner")
    return Problem(
        name=name,
        mdp=mdp,
        expert=_policy(file, "expert", mdp),
        learner=rules.from_file(file, "learner", *mdp.shape) if ruled else _policy(file, "learner", mdp),
        data=None if file.lacks("data") else _marks(file, "data", (len(states),)),
        totals=totals,
        aim=aiming_at(mdp, totals["return"]) if "return" in totals else None,
    )


def _users(file: Npz, name: str) -> Problem:
    unknown = [one for one in file.names if one not in (*OF_USERS, "learner")]
    lacks = file.lacks("P", "R", "start")
    if lacks or unknown:
        raise ValueError(
            f"a problem has the arrays {', '.join(OF_USERS)} and learner, of which P, R and start are needed; "
            f"it lacks {', '.join(lacks) or 'none'}" + f", and has {listed(unknown)}" * bool(unknown)
        )
    found = {one: file.array(one, None, NUMBERS + "U") for one in file.names}
    single = {one: found.pop(one).ravel()[:1].tolist()[0] for one in ("discount", "layout") if one in found}
    start, learner = found.pop("start"), found.pop("learner", None)
    pairs = [found.pop(one) for one in ("s_indices", "a_indices") if one in found]
    made = from_arrays(
        found.pop("P"),
        found.pop("R"),
        start=start.item() if start.size == 1 else start,
        pairs=(pairs[0], pairs[1]) if len(pairs) == 2 else None,
        name=name,
        **single,
        **{one: values.tolist() for one, values in found.items()},
    )
    return made if learner is None else replace(made, learner=learner)


def _names(file: Npz, what: str) -> list[str] | Numbered:
    names = file.array(what, 1, "U").tolist()
    ours = Numbered(what[0], len(names))
    return ours if ours == names else names


def _integers(file: Npz, what: str, dimensions: int) -> np.ndarray:
    values = file.array(what, dimensions, "iuU")
    if values.dtype.kind != "U":
        return values
    if values.dtype.itemsize > 4 * LONGEST:
        raise ValueError(f"{what} holds numbers that are too long")
    texts = values.ravel().tolist()
    if not all(text.removeprefix("-").isdecimal() and text.isascii() and len(text) <= LONGEST // 4 for text in texts):
        raise ValueError(f"{what} must be whole numbers, or texts of their digits")
    return object_array([int(text) for text in texts], values.shape)


def _marks(file: Npz, what: str, shape: tuple[int, ...]) -> np.ndarray:
    marks = file.array(what, len(shape), "b")
    if marks.shape != shape:
        raise ValueError(f"{what} must have the shape {shape}; it has {marks.shape}")
    return marks


def _rationals(file: Npz, what: str, shape: tuple[int, ...]) -> np.ndarray:
    texts = file.array(what, len(shape), "U")
    if texts.shape != shape:
        raise ValueError(f"{line(what)} must have the shape {shape}; it has {texts.shape}")
    return object_array((rational(exact_number(text, line(what))) for text in texts.ravel().tolist()), shape)


def _policy(file: Npz, whose: str, mdp: TabularMDP):
    if file.lacks(whose):
        return None
    values = file.array(whose, None, NUMBERS + "U")
    if values.size > most_values():
        raise ValueError(f"{whose} has {values.size} numbers; at most {most_values()} are read")
    if values.ndim not in (1, 2, 3) or not values.size:
        raise ValueError(
            f"{whose} must be actions, (S,) or (T, S), or laws, (T, S, A); it has the shape {values.shape}"
        )
    if values.dtype.kind == "U":
        return as_policy(values.astype(object), *mdp.shape, whose)
    if whose == "expert" and values.dtype.kind in "iu" and values.ndim == 2:
        return values.astype(np.int64)
    return as_policy(values, *mdp.shape, whose)


FORMAT = Format(
    suffix=".npz",
    words="a problem's arrays: your own, P, R and start as from_arrays takes them, or all of a problem, exactly",
    load=load,
    save=save,
)
