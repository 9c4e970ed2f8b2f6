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
from tightrope.simulators.formats.rewards import check_aim
from tightrope.simulators.formats.storm_model import Model, problem_of
from tightrope.simulators.formats.storm_written import written_problem
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.family import Format
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import Numbered

OURS = "//tightrope "
WORD = re.compile(r'[^\s"\[\]{}!]+')


def load(path: Path, **given: str) -> Problem:
    """Read a problem; `given` are options of `storm_model`. Raises ValueError naming the line that is wrong."""
    content = read_bytes(path)
    with reading(path, "a model of Storm's"):
        model, extra = _parsed(content.decode("utf-8").splitlines())
        if extra is None:
            return problem_of(model, str(path), given)
        if given:
            raise ValueError("it is a problem of ours, which says what the expert wants: it takes no options")
        return written_problem(model, extra, str(path))


def _parsed(lines: list[str]) -> tuple[Model, dict | None]:
    said = next((text for text in lines[:20] if text.startswith(OURS)), None)
    extra = None if said is None else parsed_json(said[len(OURS) :].encode())
    if extra is not None and not isinstance(extra, dict):
        raise ValueError("the comment //tightrope must hold a JSON object")
    return parsed_model(lines), extra


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
