"""One batch of cells, measured: what a worker does. The rows depend on nothing but the cells.

Cells that differ in the horizon alone and mean the same problem share one pass (`disagreement.evaluate_each`), whose
sums are those of single evaluations, bit for bit. One batch at a time is measured in a process, on one thread: balls
take their precision from it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock
from time import perf_counter
from typing import Any

from flint import ctx
from threadpoolctl import threadpool_limits

from tightrope.reports.sweeps.code import code_version
from tightrope.reports.sweeps.fields import made
from tightrope.reports.sweeps.quantities import COUNTED, SAMPLED, claimed, columns
from tightrope.reports.sweeps.question import SEED, Cell, Question, Sampled, seed_of
from tightrope.simulators.imitation import ARITHMETICS, estimate, problem, simulate
from tightrope.simulators.measures.disagreement import Evaluation, evaluate_each
from tightrope.simulators.measures.occupancy import BITS
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.family import family_of
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line
from tightrope.simulators.names import FAMILIES

ALONE = Lock()
FAILURE = "failure"  # the column of what went wrong
MACHINE = "the worker died"  # begins the failures that are of the machine and not of the cell
LONGEST_ERROR = 500  # characters
LEARNER = ("reading", "off_support", "missing")


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Cells of one question, and the names of their values."""

    question: Question
    names: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Measured:
    """A line of the store for each cell, by its key, and the seconds that they took."""

    lines: tuple[tuple[str, bytes], ...]
    seconds: float


class OtherCode(RuntimeError):
    """A worker that has another version of the code."""


def measure(batch: Batch) -> Measured:
    """Raises OtherCode if this process has another version of the code than the one that is part of the keys."""
    if (here := code_version(batch.question.subject)) != batch.question.code:
        raise OtherCode(f"a worker has code {here}, asked is {batch.question.code}: install the same tightrope there")
    with ALONE, threadpool_limits(1), ctx.workprec(BITS):
        started = perf_counter()
        rows = _experiment if batch.question.subject == "experiment" else _problems
        lines = tuple((cell.key, as_line(batch, cell, found)) for cell, found in rows(batch))
        return Measured(lines, perf_counter() - started)


def died(batch: Batch) -> tuple[tuple[str, bytes], ...]:
    """The lines of cells in whose measuring every worker died."""
    words = f"{MACHINE} whenever it measured this cell: of too little memory, perhaps"
    return tuple((cell.key, as_line(batch, cell, words)) for cell in batch.cells)


def as_line(batch: Batch, cell: Cell, found: dict[str, Any] | str) -> bytes:
    """A line of the store: JSON with the key (`cell`), the cell's values, the failure or null, and what was found."""
    row: dict[str, Any] = {"cell": cell.key, batch.question.subject: batch.question.name}
    for name, value in zip(batch.names, cell.values, strict=True):
        row |= columns(name, value)
    row[FAILURE] = found if isinstance(found, str) else None
    for name, value in found.items() if isinstance(found, dict) else ():
        for column, one in columns(name, value).items():
            row[f"{column}_found" if column in row else column] = one
    return json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def _experiment(batch: Batch) -> Iterator[tuple[Cell, dict[str, Any] | str]]:
    from tightrope.reports.experiments import experiment  # with all that they import
    from tightrope.reports.publishing.results import PROFILES

    question = batch.question
    found, profile = experiment(question.name), PROFILES[question.profile]
    for cell in batch.cells:
        given = dict(zip(batch.names, cell.values, strict=True))
        own = replace(profile, seed=seed_of(cell.key)) if SEED in given else profile
        try:
            yield cell, dict(found.measure(made(found.cells, given), own))
        except Exception as error:  # whatever it is, it is what is said of this cell
            yield cell, _said(error)


def _problems(batch: Batch) -> Iterator[tuple[Cell, dict[str, Any] | str]]:
    horizon = batch.names.index("horizon")
    for _, group in groupby(batch.cells, key=lambda cell: cell.values[:horizon] + cell.values[horizon + 1 :]):
        yield from _but_for_the_horizon(batch, list(group))


def _but_for_the_horizon(batch: Batch, cells: Sequence[Cell]) -> Iterator[tuple[Cell, dict[str, Any] | str]]:
    """Cells that are asked the same but for their horizons."""
    question, problems = batch.question, {}
    for cell in cells:
        given = dict(zip(batch.names, cell.values, strict=True))
        try:
            problems[cell] = _made(question, given), given["horizon"], given.get(SEED)
        except Exception as error:
            yield cell, _said(error)
    evaluations = {} if question.quantities == (SAMPLED,) else _evaluated(question, problems)
    for cell, (one, horizon, seed) in problems.items():
        try:
            found: dict[str, Any] = {}
            if question.quantities != (SAMPLED,):
                evaluation = evaluations.get(cell) or evaluate_each(one, [horizon], ARITHMETICS[question.arithmetic])[0]
                found = {name: COUNTED[name](evaluation) for name in question.quantities if name in COUNTED}
                found |= claimed(question.quantities, evaluation)
                found = {name: found[name] for name in question.quantities if name != SAMPLED}
            if question.sampled is not None and seed is not None:
                found |= _estimated(question.sampled, one, horizon, seed_of(cell.key))
            yield cell, found
        except Exception as error:
            yield cell, _said(error)


def _made(question: Question, given: dict[str, Any]) -> Problem:
    """The cell's problem with its learner, as it is asked for by its name everywhere."""
    called: Any = question.given
    own: set[str] = set()
    if called is None:
        own = {one.name for one in family_of(question.name, FAMILIES).parameters}
        written = [f"{k}={v}" for k, v in given.items() if k in own or k not in (*LEARNER, "horizon", "epsilon", SEED)]
        called = f"{question.name}{':' * bool(written)}{','.join(written)}"
    learner = {name: given[name] for name in LEARNER if name in given and name not in own}
    return problem(called, given["horizon"], given.get("epsilon"), **learner)


def _evaluated(question: Question, made: Mapping[Cell, tuple[Problem, int, Any]]) -> dict[Cell, Evaluation]:
    """Of cells that mean the same problem, by one pass over the longest; what cannot be had so is left out."""
    same: dict[str, list[Cell]] = {}
    for cell, (one, _, _) in made.items() if len(made) > 1 else ():
        same.setdefault(content_hash(one), []).append(cell)
    found = {}
    for cells in same.values():
        longest = max(cells, key=lambda cell: made[cell][1])
        try:
            each = evaluate_each(made[longest][0], [made[cell][1] for cell in cells], ARITHMETICS[question.arithmetic])
        except Exception:  # of one of them: each is tried by itself
            continue
        found |= zip(cells, each, strict=True)
    return found


def _estimated(sampled: Sampled, made: Problem, horizon: int, seed: int) -> dict[str, Any]:
    level: dict[str, Any] = {"seed": seed, "confidence": sampled.confidence}
    if sampled.episodes is not None:
        interval, more = simulate(made, horizon, episodes=sampled.episodes, **level), {}
    else:
        found = estimate(made, horizon, quantity=sampled.quantity, precision=sampled.precision, **level)  # ty: ignore[invalid-argument-type]
        interval, more = found.interval, {"estimate_episodes": found.episodes, "estimator": found.estimator}
    ends = {"estimate_lower": float(interval.lower), "estimate_upper": float(interval.upper)}
    return {"estimate": float(interval.mean), **ends, **more}


def _said(error: Exception) -> str:
    """An error as the store keeps it, and the same on every machine."""
    kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
    return line(f"{kind}{error}", LONGEST_ERROR)
