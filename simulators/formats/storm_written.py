"""A problem of ours that was written as a model checker's file, with a word beside it on what such a file cannot hold.

before              whether the last state is one before the first, whose only choice is the law of the first state
actions, states     their names; a choice is called a0, a1, ... in the file
undecided, data     numbers of states
expert, learner     actions (T, S), or laws (T, S, A) of numbers or texts
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.formats.rewards import aiming_at
from tightrope.simulators.formats.storm_model import Model, first_state, weights
from tightrope.simulators.model.arithmetic import EXACT, rational
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import as_policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import quoted
from tightrope.simulators.model.weights import Numbered, mdp_from_weights

MISFIT = "the comment //tightrope does not fit the model"


def written_problem(model: Model, extra: dict, name: str) -> Problem:
    """The problem that was written, its law of the first state taken from the state before it."""
    size, actions = model.size, _listed(extra, "actions", str)
    before = extra.get("before") is True
    total, choices = size - before, len(actions)
    states = _listed(extra, "states", str) if "states" in extra else Numbered("s", total)
    numbers = {f"a{i}": i for i in range(choices)}
    if len(states) != total or any(one not in numbers for one in model.name):
        raise ValueError(MISFIT)
    (weight, _), starts = weights(model), np.array(model.starts)
    row = np.array([s * choices + numbers[a] for s, a in zip(model.state, model.name, strict=True)])
    start = np.zeros(total, dtype=weight.dtype)
    if before:
        if model.state.count(total) != 1:
            raise ValueError(MISFIT)
        part = slice(starts[-2], starts[-1])
        start[np.array(model.successor)[part]] = weight[part]
        row = row[:-1]
    else:
        start[first_state(model, {})] = 1
    if (np.diff(row) <= 0).any() or max(model.successor[: starts[len(row)]], default=total) >= total:
        raise ValueError(MISFIT)
    lengths = np.zeros(total * choices, dtype=np.int64)
    lengths[row] = np.diff(starts)[: len(row)]
    available = np.zeros((total, choices), dtype=bool)
    available.reshape(-1)[row] = True
    decides = np.ones(total, dtype=bool)
    decides[_places(extra, "undecided", total)] = False
    if "cost" not in model.rewards:
        raise ValueError('it has no reward model "cost"')
    cost = model.paid("cost")
    table = np.zeros((total, choices), dtype=cost.numerator.dtype)
    table.reshape(-1)[row] = cost.numerator[: len(row)]
    if table.min() < 0:
        raise ValueError("costs must be at least 0")
    mdp = mdp_from_weights(
        states=states,
        actions=actions,
        start=start,
        indptr=np.concatenate([[0], np.cumsum(lengths)]),
        successor=np.array(model.successor)[: starts[len(row)]],
        weight=weight[: starts[len(row)]],
        cost_numerator=table,
        cost_denominator=cost.denominator,
        decides=decides,
        available=available,
    )
    totals = {one: _total(model, one, mdp, row) for one in model.rewards if one != "cost"}
    learner = _policy(extra, "learner")
    data = None
    if "data" in extra:
        data = np.zeros(total, dtype=bool)
        data[_places(extra, "data", total)] = True
    return Problem(
        name=name,
        mdp=mdp,
        expert=_policy(extra, "expert"),
        learner=None if learner is None else as_policy(learner, *mdp.shape, "learner"),
        data=data,
        totals=totals,
        aim=aiming_at(mdp, totals["return"]) if "return" in totals else None,
    )


def _total(model: Model, name: str, mdp: TabularMDP, row: np.ndarray) -> np.ndarray:
    """What is counted under that name, rationals of shape (S, A)."""
    found, amount = model.paid(name), EXACT.zeros(*mdp.shape)
    amount.reshape(-1)[row] = [rational(Fraction(int(x), found.denominator)) for x in found.numerator[: len(row)]]
    amount[~mdp.decides] = amount[~mdp.decides, :1]
    return amount


def _listed(extra: dict, key: str, kind: type) -> list:
    given = extra.get(key)
    if not isinstance(given, list) or not all(isinstance(one, kind) and not isinstance(one, bool) for one in given):
        raise ValueError(f"in the comment //tightrope {key} must be a list; got {quoted(given)}")
    return given


def _places(extra: dict, key: str, size: int) -> list[int]:
    places = _listed(extra, key, int) if key in extra else []
    if any(not 0 <= s < size for s in places):
        raise ValueError(f"in the comment //tightrope {key} must be states, 0 to {size - 1}")
    return places


def _policy(extra: dict, key: str) -> np.ndarray | None:
    if key not in extra:
        return None
    given = extra[key]
    if not isinstance(given, list):
        raise ValueError(f"in the comment //tightrope {key} must be a list; got {quoted(given)}")
    table = np.array(given)
    if table.dtype.kind == "U":
        return table.astype(object)
    if table.dtype.kind not in "if" or not table.size:
        raise ValueError(f"in the comment //tightrope {key} must hold numbers")
    return table
