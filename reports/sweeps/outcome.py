"""What a store holds of a sweep: how many cells, their rows, and the same as files that others read."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tightrope.reports.commands.output import written_whole
from tightrope.reports.sweeps.measuring import FAILURE
from tightrope.reports.sweeps.question import Grid
from tightrope.reports.sweeps.store import Store, may_be_tried_again, row_of
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.terminal import line

NO_FAILURE, MOST_SHOWN = b'"failure":null', 5


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """Of `total` cells so many are `done`; `failed` of these could not be measured, why say the first few `failures`.

    `rows` are read when they are asked for, in the order of the file.
    """

    folder: Path
    total: int
    done: int
    failed: int
    failures: tuple[str, ...]
    grid: Grid = field(repr=False)

    @property
    def missing(self) -> int:
        return self.total - self.done

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """Each cell that is there as a dict: key, values, failure or None, and what was found."""
        return (row_of(one) for one in _lines(self.grid, self.folder))

    def document(self) -> dict[str, Any]:
        return {
            "store": str(self.folder),
            "sweep": self.grid.question.document(),
            "cells": self.total,
            "done": self.done,
            "failed": self.failed,
            "failures": list(self.failures),
        }

    def __repr__(self) -> str:
        more = f", {self.failed:,} failed" * bool(self.failed)
        return f"<{line(self.grid.question.name)}: {self.done:,} of {self.total:,} cells{more}, in {line(self.folder)}>"

    def _repr_html_(self) -> str:
        rows = [("cells", f"{self.total:,}"), ("done", f"{self.done:,}"), ("failed", f"{self.failed:,}")]
        return html_table(f"sweep of {line(self.grid.question.name)}", rows)


def outcome(grid: Grid, folder: Path) -> Sweep:
    """What is there of the grid's cells."""
    done, failed, failures = 0, 0, {}
    for one in _lines(grid, folder):
        done += 1
        if NO_FAILURE not in one:
            failed += 1
            if len(failures) < MOST_SHOWN:
                failures[row_of(one).get(FAILURE)] = None
    return Sweep(folder=folder, total=len(grid), done=done, failed=failed, failures=tuple(failures), grid=grid)


def export(grid: Grid, folder: Path, kind: str) -> tuple[Path, int]:
    """Write the cells that are there to cells.csv or cells.parquet in the store; the path, and how many.

    A column that a row lacks is empty in it. Raises ValueError where nothing is there, or pyarrow is not installed.
    """
    one_of(kind, KINDS, "the format of an export")
    names = list(dict.fromkeys(name for one in _lines(grid, folder) for name in row_of(one)))
    if not names:
        raise ValueError(f"{line(folder)} has no cells of this sweep yet: run it first")
    path = folder / f"cells.{kind}"
    with written_whole(path) as beside:
        return path, KINDS[kind](beside, names, (row_of(one) for one in _lines(grid, folder)))


def _csv(path: Path, names: list[str], rows: Iterator[dict[str, Any]]) -> int:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        return sum(1 for row in rows if writer.writerow(row))


def _parquet(path: Path, names: list[str], rows: Iterator[dict[str, Any]]) -> int:
    if find_spec("pyarrow") is None:
        raise ValueError("parquet needs pyarrow: pip install 'tightrope[data]'")
    import pyarrow
    from pyarrow import parquet

    table = [{name: row.get(name) for name in names} for row in rows]
    columns = {name: pyarrow.array(_alike([row[name] for row in table])) for name in names}
    parquet.write_table(pyarrow.table(columns), path)
    return len(table)


def _alike(values: list[Any]) -> list[Any]:
    """A column of one kind: numbers as they are, or all as texts where some are, or are too long for 64 bits."""
    long = any(isinstance(value, int) and abs(value) >= 2**63 for value in values)
    kinds = {type(value) for value in values if value is not None}
    if long or (len(kinds) > 1 and not kinds <= {int, float}):
        return [value if value is None else str(value) for value in values]
    return [float(value) if kinds == {int, float} and value is not None else value for value in values]


KINDS = {"csv": _csv, "parquet": _parquet}


def _lines(grid: Grid, folder: Path) -> Iterator[bytes]:
    """The lines of the grid's cells, each cell once; not what failed with the machine and was measured later."""
    mine = {bytes.fromhex(cell.key) for cell in grid}
    store = Store(folder)
    good = store.keys()
    for key, one in store.lines():
        name = bytes.fromhex(key)
        if name in mine and not (name in good and may_be_tried_again(one)):
            mine.remove(name)
            yield one
