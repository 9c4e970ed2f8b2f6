"""One batch of cells, measured: what a worker does. The rows depend on nothing but the cells.

One batch at a time is measured in a process, on one thread: balls take their precision from it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from time import perf_counter
from typing import Any

from flint import ctx
from threadpoolctl import threadpool_limits

from tightrope.reports.sweeps.code import code_version
from tightrope.reports.sweeps.fields import made
from tightrope.reports.sweeps.problems import measured
from tightrope.reports.sweeps.quantities import columns
from tightrope.reports.sweeps.question import SEED, Cell, Question, seed_of
from tightrope.simulators.measures.occupancy import BITS
from tightrope.simulators.model.terminal import line

ALONE = Lock()
FAILURE = "failure"  # the column of what went wrong
MACHINE = "the machine: "  # begins the failures that are of the machine and not of the cell
LONGEST_ERROR = 500  # characters


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
        if batch.question.subject == "experiment":
            rows = _experiment(batch)
        else:
            rows = measured(batch.question, batch.names, batch.cells)
        lines = tuple((cell.key, as_line(batch, cell, found)) for cell, found in rows)
        return Measured(lines, perf_counter() - started)


def died(batch: Batch) -> tuple[tuple[str, bytes], ...]:
    """The lines of cells in whose measuring every worker died."""
    words = f"{MACHINE}the worker died whenever it measured this cell, of too little memory perhaps"
    return tuple((cell.key, as_line(batch, cell, words)) for cell in batch.cells)


def as_line(batch: Batch, cell: Cell, found: dict[str, Any] | Exception | str) -> bytes:
    """A line of the store: JSON with the key (`cell`), the cell's values, the failure or null, and what was found."""
    row: dict[str, Any] = {"cell": cell.key, batch.question.subject: batch.question.name}
    for name, value in zip(batch.names, cell.values, strict=True):
        row |= _of_an_axis(name, value)
    row[FAILURE] = None if isinstance(found, dict) else found if isinstance(found, str) else _said(found)
    for name, value in found.items() if isinstance(found, dict) else ():
        for column, one in columns(name, value).items():
            row[f"{column}_found" if column in row else column] = one
    return json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


@lru_cache(maxsize=10_000, typed=True)
def _of_an_axis(name: str, value: Any) -> dict[str, Any]:
    return columns(name, value)


def _experiment(batch: Batch) -> Iterator[tuple[Cell, dict[str, Any] | Exception]]:
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
            yield cell, error


def _said(error: Exception) -> str:
    """An error as the store keeps it, and the same on every machine."""
    if isinstance(error, MemoryError):
        return f"{MACHINE}too little memory for this cell"
    kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
    of = MACHINE if isinstance(error, OSError) else ""  # a full disk, a file that is missing
    return line(f"{of}{kind}{error}", LONGEST_ERROR)
