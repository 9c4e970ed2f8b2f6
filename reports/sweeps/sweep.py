"""A sweep: what is missing in the store is measured, in batches, by whoever is there to measure.

A batch is what takes about TARGET seconds, more where there are very many workers, so that handing it out and taking it
in (some milliseconds) costs little. What a batch holds does not change what comes out.

When a worker dies, the batches that were under way are tried again one at a time and in halves, until the cell is
found in which workers die; it is recorded after MOST_DEATHS of them, and tried again by the next run.
"""

import signal
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from os import PathLike, fspath
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from tightrope.reports.sweeps.asked import asked
from tightrope.reports.sweeps.engines import Engine, check_engine, engine
from tightrope.reports.sweeps.measuring import Batch, Measured, OtherCode, died
from tightrope.reports.sweeps.outcome import Sweep, outcome
from tightrope.reports.sweeps.question import Cell, Grid
from tightrope.reports.sweeps.store import Store, check_store, open_store
from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.terminal import line, quoted

TARGET, WORKERS_A_SECOND = 1.0, 50  # seconds of a batch; for each so many workers one more
FIRST, GROWTH, LARGEST = 4, 4, 10_000  # cells of the first batches, how much larger the next may be, and at most
MOST_DEATHS = 3

Progress = Callable[[int, int], None]  # cells that are there, and cells in all


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, and how to go on."""


def sweep(
    given: str | PathLike | Mapping[str, Any],
    store: str | PathLike,
    *,
    workers: int | None = None,
    dask: str | None = None,
    progress: Progress = lambda done, total: None,
) -> Sweep:
    """Measure every cell of a sweep that the store does not have yet; returns what is there then.

    `given` is a TOML file or a dict of the same: see `reports/sweeps/sweeps.md`. It is measured here, by so many
    `workers` of this machine, or by those of the `dask` scheduler at an address: with the same bytes. Raises ValueError
    for what is asked wrongly, or a store of another sweep, before anything is run or written.
    """
    grid, folder = asked(given), folder_of(store)
    check_engine(workers, dask)
    check_store(folder, grid.question)
    with _one_interruption(), engine(grid.question, workers, dask) as measuring:
        there = open_store(folder, grid.question)
        try:
            _measure(grid, there, measuring, progress)
            there.gather()
        except KeyboardInterrupt:
            raise Interrupted("interrupted: " + _to_go_on(grid, there)) from None
        except OtherCode as error:
            raise ValueError(str(error)) from error
        except measuring.lost as error:
            raise RuntimeError(f"the scheduler is gone; {_to_go_on(grid, there)}") from error
        finally:
            there.close()
    return outcome(grid, folder)


@contextmanager
def _one_interruption() -> Generator[None]:
    """The first Ctrl-C ends a sweep; more of them would break the locks of what ends it, within a second or so."""
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def first(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def folder_of(store: str | PathLike) -> Path:
    """Raises TypeError for what is no path, ValueError for a text that no folder is called."""
    if not isinstance(store, str | PathLike) or not isinstance(name := fspath(store), str):
        raise TypeError(f"a store is a folder, a text or a Path; got {shown(store)}")
    if not name or "\0" in name:
        raise ValueError(
            f"a store is a folder, whose name is not empty and holds no zero character; got {quoted(name)}"
        )
    return Path(store)


def _to_go_on(grid: Grid, there: Store) -> str:
    done = len(there.keys())
    return f"{done:,} cells are in {line(there.folder)}, this sweep has {len(grid):,}; the same command goes on"


@dataclass
class _Pace:
    """How many cells make a batch."""

    size: int = FIRST
    seconds: float = 0.0  # of a cell, lately

    def note(self, measured: Measured) -> None:
        each = measured.seconds / len(measured.lines)
        self.seconds = each if not self.seconds else (self.seconds + each) / 2

    def cells(self, slots: int, left: int) -> int:
        target = max(TARGET, slots / WORKERS_A_SECOND)
        fit = int(target / self.seconds) if self.seconds else self.size
        self.size = max(1, min(fit, GROWTH * self.size if self.seconds else self.size, LARGEST))
        return max(1, min(self.size, ceil(left / (2 * slots))))


@dataclass
class _Running:
    """Batches that are under way, and those in which a worker may have died."""

    engine: Engine
    under_way: dict[Future[Measured], Batch] = field(default_factory=dict)
    suspects: list[Batch] = field(default_factory=list)
    deaths: dict[str, int] = field(default_factory=dict)
    broken: bool = False

    def submit(self, batch: Batch) -> None:
        try:
            self.under_way[self.engine.submit(batch)] = batch
        except self.engine.deaths:  # of a worker that had nothing to do: the batch is as good as any
            self.broken = True
            self.suspects.append(batch)

    def finished(self) -> Iterator[tuple[Batch, Measured | None]]:
        """At least one, None for a batch that was lost with its worker."""
        found, _ = wait(self.under_way, return_when=FIRST_COMPLETED)
        for future in found:
            batch = self.under_way.pop(future)
            try:
                yield batch, future.result()
            except self.engine.deaths:
                self.broken = True
                yield batch, None

    def restart(self) -> None:
        """After a death, as soon as nothing is under way."""
        if self.broken and not self.under_way:
            self.engine.restart()
            self.broken = False

    def suspect(self, batch: Batch, alone: bool) -> Batch | None:
        """What is tried again; the batch if it is a cell that has had its deaths."""
        if not alone:
            self.suspects.append(batch)
        elif len(batch.cells) > 1:
            middle = len(batch.cells) // 2
            self.suspects += [_of(batch, batch.cells[:middle]), _of(batch, batch.cells[middle:])]
        else:
            key = batch.cells[0].key
            self.deaths[key] = self.deaths.get(key, 0) + 1
            if self.deaths[key] >= MOST_DEATHS:
                return batch
            self.suspects.append(batch)
        return None


def _of(batch: Batch, cells: tuple[Cell, ...]) -> Batch:
    return Batch(question=batch.question, names=batch.names, cells=cells)


def _measure(grid: Grid, store: Store, measuring: Engine, progress: Progress) -> None:
    there, total = store.keys(), len(grid)
    done = sum(bytes.fromhex(cell.key) in there for cell in grid) if there else 0
    left, alone = total - done, False
    waiting = (cell for cell in grid if bytes.fromhex(cell.key) not in there)
    running, pace = _Running(measuring), _Pace()
    progress(done, total)
    while True:
        running.restart()
        if running.suspects and not running.under_way:
            alone = True
            running.submit(running.suspects.pop())
        elif not running.suspects:
            alone = False
            slots = measuring.slots()
            while len(running.under_way) < 2 * slots:
                cells = tuple(islice(waiting, pace.cells(slots, left)))
                if not cells:
                    break
                left -= len(cells)
                running.submit(Batch(question=grid.question, names=grid.names, cells=cells))
        if not running.under_way and not running.suspects:
            return
        for batch, measured in running.finished():
            if measured is not None:
                pace.note(measured)
                lines = measured.lines
            elif gone := running.suspect(batch, alone):
                lines = died(gone)
            else:
                continue
            store.append(one for _, one in lines)
            done += len(lines)
            progress(done, total)
