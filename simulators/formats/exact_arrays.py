"""A problem as the arrays that it is, in .npz: all of it, with learners that are rules, in as many bytes as it takes.

For what is too large to be written out. It is read back as the same problem: the same content hash,
and the same bytes when it is saved again. Numbers are whole; rationals are texts p/q. Arrays are stored, not packed: so
the bytes do not depend on a library. Nothing is unpickled.

    states, actions     names
    start, indptr, successor, weight, cost, cost_denominator, decides       of the process (`mdp.TabularMDP`)
    expert              actions, (L, S); or expert_laws and expert_which of one that draws
    learner_*           expert, wrong, which, rates of a rule (`policy.Erring`); laws, which of any other table
    data                (S,), where there is a data set
"""

from pathlib import Path
from typing import Any

import numpy as np
from flint import fmpq

from tightrope.simulators.formats.door import read_bytes, reading
from tightrope.simulators.formats.npz import Npz
from tightrope.simulators.model.arithmetic import object_array
from tightrope.simulators.model.mdp import SMALL, TabularMDP
from tightrope.simulators.model.policy import EVENLY, Erring, Table, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import mdp_from_weights

FORMAT, VERSION = "tightrope-problem-arrays", 1
PROCESS = ("start", "indptr", "successor", "weight", "cost", "cost_denominator", "decides")


def fits(problem: Problem) -> bool:
    """Whether all whole numbers of the process have less than 62 bits; others can be written out only."""
    mdp = problem.mdp
    short = all(one.dtype != object for one in (mdp.start, mdp.weight, mdp.cost_numerator))
    return short and mdp.cost_denominator < SMALL


def save(problem: Problem, path: Path) -> None:
    """Write the problem."""
    mdp = problem.mdp
    arrays: dict[str, Any] = {
        "states": np.array(list(mdp.states)),
        "actions": np.array(list(mdp.actions)),
        "start": _least(mdp.start),
        "indptr": _least(mdp.indptr),
        "successor": _least(mdp.successor),
        "weight": _least(mdp.weight),
        "cost": _least(mdp.cost_numerator),
        "cost_denominator": np.array(mdp.cost_denominator),
        "decides": mdp.decides.astype(np.uint8),
        **_policy(problem.expert if isinstance(problem.expert, Table) else problem.expert_actions, "expert"),
        **({} if problem.learner is None else _policy(problem.learner, "learner")),
        **({} if problem.data is None else {"data": problem.data.astype(np.uint8)}),
    }
    with path.open("wb") as file:
        np.savez(file, format=np.array(FORMAT), version=np.array(VERSION), **arrays)


def load(path: Path) -> Problem:
    """Read a problem. Raises ValueError that says what the file lacks, or where it is no problem."""
    content = read_bytes(path)
    with reading(path, "a problem"):
        file = Npz(content)
        if file.lacks("format") or str(file.array("format", 0, "U")) != FORMAT:
            raise ValueError(f'its "format" must be "{FORMAT}"')
        if file.lacks("version") or file.array("version", 0, "iu") != VERSION:
            raise ValueError(f'its "version" must be {VERSION}')
        if lacking := file.lacks("states", "actions", *PROCESS):
            raise ValueError(f"it lacks {', '.join(lacking)}")
        mdp = mdp_from_weights(
            states=tuple(file.array("states", 1, "U").tolist()),
            actions=tuple(file.array("actions", 1, "U").tolist()),
            start=file.array("start", 1, "iu"),
            indptr=file.array("indptr", 1, "iu"),
            successor=file.array("successor", 1, "iu"),
            weight=file.array("weight", 1, "iu"),
            cost_numerator=file.array("cost", 2, "iu"),
            cost_denominator=int(file.array("cost_denominator", 0, "iu")),
            decides=file.array("decides", 1, "iu"),
        )
        learner = None if file.lacks("learner_which") else _read_policy(file, "learner", mdp)
        data = None if file.lacks("data") else file.array("data", 1, "iu").astype(bool)
        if data is not None and data.shape != (mdp.shape[0],):
            raise ValueError(f"data must have the shape ({mdp.shape[0]},); it has {data.shape}")
        expert = _read_policy(file, "expert", mdp) if file.lacks("expert") else file.array("expert", 2, "iu")
        return Problem(name=str(path), mdp=mdp, expert=expert, learner=_table(learner), data=data)


def _policy(given: np.ndarray | Table, whose: str) -> dict[str, np.ndarray]:
    if isinstance(given, np.ndarray):
        return {whose: _least(given)}
    if isinstance(given, Erring):
        rules = {name: _least(getattr(given, name)) for name in ("expert", "wrong", "which")}
        return {
            **{f"{whose}_{name}": values for name, values in rules.items()},
            f"{whose}_rates": np.array([str(rate) for rate in given.rates]),
        }
    written = np.array([[" ".join(map(str, row)) for row in layer] for layer in given.probability], dtype=object)
    laws, which = np.unique(written, return_inverse=True)
    return {
        f"{whose}_laws": np.array([law.split(" ") for law in laws]),
        f"{whose}_which": _least(which.reshape(written.shape)),
    }


def _read_policy(file: Npz, whose: str, mdp: TabularMDP) -> np.ndarray | Table:
    """A rule or a table. Raises ValueError unless every number in it means something."""
    if lacking := file.lacks(f"{whose}_which"):
        raise ValueError(f"it lacks {lacking[0]}, and {whose}")
    size, choices = mdp.shape
    which = _inside(file.array(f"{whose}_which", 2, "iu"), 0, None, size, f"{whose}_which")
    if not file.lacks(f"{whose}_laws"):
        written = file.array(f"{whose}_laws", 2, "U")
        laws = policy(written[None].tolist()).probability[0]
        _inside(which, 0, len(laws), size, f"{whose}_which")
        if laws.shape[1] != choices:
            raise ValueError(f"{whose}_laws must have {choices} columns; it has {laws.shape[1]}")
        return Table(laws[which])
    if lacking := file.lacks(f"{whose}_expert", f"{whose}_wrong", f"{whose}_rates"):
        raise ValueError(f"it lacks {', '.join(lacking)}")
    rates = [fmpq(*_ratio(text, f"{whose}_rates")) for text in file.array(f"{whose}_rates", 1, "U").tolist()]
    return Erring(
        actions=choices,
        expert=_inside(file.array(f"{whose}_expert", 2, "iu"), 0, choices, size, f"{whose}_expert"),
        wrong=_inside(file.array(f"{whose}_wrong", 2, "iu"), EVENLY, choices, size, f"{whose}_wrong"),
        which=_inside(which, 0, len(rates), size, f"{whose}_which"),
        rates=object_array(rates, (len(rates),)),
    )


def _table(given: np.ndarray | Table | None) -> Table | None:
    if isinstance(given, np.ndarray):
        raise ValueError("a learner is a rule or a table of laws")
    return given


def _ratio(text: str, name: str) -> tuple[int, int]:
    over, _, below = text.partition("/")
    if not (over.isascii() and over.isdigit() and (not below or (below.isascii() and below.isdigit()))):
        raise ValueError(f"{name} must be probabilities p/q")
    pair = int(over), int(below or "1")
    if not 0 <= pair[0] <= pair[1] or not pair[1]:
        raise ValueError(f"{name} must lie in 0 to 1")
    return pair


def _inside(values: np.ndarray, least: int, below: int | None, size: int, name: str) -> np.ndarray:
    if values.shape[1] != size or not len(values):
        raise ValueError(f"{name} must have the shape (layers, {size}); it has {values.shape}")
    if values.min() < least or (below is not None and values.max() >= below):
        raise ValueError(f"{name} must lie in {least} to {below and below - 1}; got {values.min()} to {values.max()}")
    return values


def _least(values: np.ndarray) -> np.ndarray:
    """In the shortest type that holds them: what is in the file does not depend on how the arrays came about."""
    low, high = int(values.min()), int(values.max())
    kind = np.min_scalar_type(high) if low >= 0 else np.result_type(np.min_scalar_type(low), np.min_scalar_type(high))
    return values.astype(kind)
