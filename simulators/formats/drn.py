"""Storm's `.drn` files: read as Storm reads them, and written so that Storm can check us, in rationals.

    @type: MDP
    @value_type: rational
    @reward_models
    cost return
    @nr_states ...
    state 0 init goal "((x = 2) & (y = 0))"        labels: words, in quotation marks, or in brackets
            action go [1/2, 0]                         its name, and a number of each reward model
            1 : 1/3

What such a file has no place for (names of states, an expert, a learner) we write into a comment, which Storm passes
over: `//tightrope {"states": [...], ...}`. A law of the first state is a choice in a state before it. Then the costs
are exactly ours, and the problem is read back as the same one. What another file means says `formats.storm_model`.
"""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from tightrope.simulators.formats import storm_model
from tightrope.simulators.formats.door import parsed_json, read_bytes, reading
from tightrope.simulators.formats.drn_lines import parsed_model
from tightrope.simulators.formats.rewards import aiming_at, check_aim
from tightrope.simulators.formats.storm_model import Model, problem_of
from tightrope.simulators.model.arithmetic import fraction, object_array, rational
from tightrope.simulators.model.family import Format
from tightrope.simulators.model.policy import Table, as_policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import quoted
from tightrope.simulators.model.weights import Numbered, mdp_from_weights

OURS = "//tightrope "
WORD = re.compile(r'[^\s"\[\]{}!]+')


def load(path: Path, **given: str) -> Problem:
    """Read a problem; `given` are options of `storm_model`. Raises ValueError naming the line that is wrong."""
    content = read_bytes(path)
    with reading(path, "a model of Storm's"):
        model, extra = _parsed(content.decode("utf-8").splitlines())
        if extra is None:
            return problem_of(model, str(path), given)
        if set(given) - {"start"}:
            raise ValueError("it is a problem of ours, which says what the expert wants: it takes no options")
        return _ours(model, extra, str(path))


def _parsed(lines: list[str]) -> tuple[Model, dict | None]:
    said = next((text for text in lines[:20] if text.startswith(OURS)), None)
    extra = None if said is None else parsed_json(said[len(OURS) :].encode())
    if extra is not None and not isinstance(extra, dict):
        raise ValueError("the comment //tightrope must hold a JSON object")
    return parsed_model(lines), extra


def _ours(model: Model, extra: dict, name: str) -> Problem:
    """The problem that was written, its law of the first state taken from the state before it."""
    size, actions = model.size, _listed(extra, "actions", str)
    before = extra.get("before") is True
    total, choices = size - before, len(actions)
    states = _listed(extra, "states", str) if "states" in extra else Numbered("s", total)
    numbers = {f"a{i}": i for i in range(choices)}
    if len(states) != total or any(one not in numbers for one in model.name):
        raise ValueError("the comment //tightrope does not fit the model")
    (weight, _), starts = storm_model.weights(model), np.array(model.starts)
    row = np.array([s * choices + numbers[a] for s, a in zip(model.state, model.name, strict=True)])
    start = np.zeros(total, dtype=weight.dtype)
    if before:
        part = slice(starts[-2], starts[-1])
        row, start[np.array(model.successor)[part]] = row[:-1], weight[part]
    else:
        start[model.labels.get("init", [0])] = 1
    if len(row) and ((np.diff(row) <= 0).any() or max(model.successor[: starts[len(row)]]) >= total):
        raise ValueError("the comment //tightrope does not fit the model")
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
    totals = {}
    for one in model.rewards:
        if one != "cost":
            found = model.paid(one)
            amount = object_array([rational(0)] * (total * choices), (total * choices,))
            amount[row] = [rational(Fraction(int(x), found.denominator)) for x in found.numerator[: len(row)]]
            totals[one] = amount.reshape(total, choices)
            totals[one][~mdp.decides] = totals[one][~mdp.decides, :1]
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


def save(problem: Problem, path: Path) -> None:
    """Write the problem; read back as the same problem, and by Storm. Raises ValueError if its dynamics change."""
    check_aim(problem)
    text = "\n".join(to_lines(problem))
    path.write_text(f"{text}\n", encoding="utf-8")


def to_lines(problem: Problem) -> Iterator[str]:
    """The lines of the file."""
    mdp = problem.mdp
    if mdp.layers > 1:
        raise ValueError("a .drn file holds one table for all decisions; these dynamics change: write a .json or .npz")
    size, choices = mdp.shape
    first = np.flatnonzero(mdp.start)
    before = len(first) > 1
    has = np.ones(mdp.shape, dtype=bool) if mdp.available is None else mdp.available.copy()
    has[~mdp.decides, 1:] = False
    extra = json.dumps(_extra(problem, before), ensure_ascii=True)
    counted = ["cost", *(name for name in problem.totals if WORD.fullmatch(name))]
    yield from ("@type: MDP", "@value_type: rational", "@parameters", "", "@reward_models", " ".join(counted))
    yield from (
        "@nr_states",
        str(size + before),
        "@nr_choices",
        str(int(has.sum()) + before),
        f"{OURS}{extra}",
        "@model",
    )
    totals = np.add.reduceat(mdp.weight, mdp.indptr[:-1])
    labels = _labels(problem)
    for s in range(size):
        yield f"state {s}{' init' if not before and s == first[0] else ''}{labels[s]}"
        for a in np.flatnonzero(has[s]):
            row = s * choices + a
            paid = [Fraction(int(mdp.cost_numerator[s, a]), mdp.cost_denominator)]
            paid += [fraction(problem.totals[name][s, a]) for name in counted[1:]]
            yield f"\taction a{a} [{', '.join(map(str, paid))}]"
            for i in range(mdp.indptr[row], mdp.indptr[row + 1]):
                yield f"\t\t{mdp.successor[i]} : {Fraction(int(mdp.weight[i]), int(totals[row]))}"
    if before:
        whole = int(mdp.start.sum())
        yield from (f"state {size} init", f"\taction a0 [{', '.join('0' for _ in counted)}]")
        yield from (f"\t\t{s} : {Fraction(int(mdp.start[s]), whole)}" for s in first)


MOST_LABELS = 2000  # states; a label of each costs Storm memory that grows with their square


def _labels(problem: Problem) -> list[str]:
    """The names of states as labels, where Storm can hold them."""
    states = problem.mdp.states
    if len(states) > MOST_LABELS or not all(WORD.fullmatch(one) and one not in ("init", "deadlock") for one in states):
        return [""] * len(states)
    return [f" {one}" for one in states]


def _extra(problem: Problem, before: bool) -> dict:
    mdp = problem.mdp
    extra: dict = {"before": before, "actions": list(mdp.actions)}
    if Numbered("s", len(mdp.states)) != mdp.states:
        extra["states"] = list(mdp.states)
    extra["undecided"] = np.flatnonzero(~mdp.decides).tolist()
    for key, policy in (("expert", problem.expert), ("learner", problem.learner)):
        if policy is not None:
            table = policy.probability if isinstance(policy, Table) else policy
            extra[key] = (
                table.tolist()
                if not isinstance(policy, Table)
                else [[[str(fraction(x)) for x in law] for law in layer] for layer in table]
            )
    if problem.data is not None:
        extra["data"] = np.flatnonzero(problem.data).tolist()
    return extra


FORMAT = Format(
    suffix=".drn",
    words="a model of Storm's; behind the name, if need be: FILE.drn:minimise=NAME, maximise=NAME, goal=LABEL, "
    "discount=19/20, start=NUMBER",
    load=load,
    save=save,
    options=storm_model.OPTIONS,
)
