"""`tightrope sweep`: a grid of evaluations, or of an experiment's cells, into a store that survives anything."""

import argparse
import logging
import os
from importlib.util import find_spec

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from tightrope.reports.commands.layout import paragraph
from tightrope.reports.commands.output import print_json
from tightrope.reports.sweeps.asked import asked
from tightrope.reports.sweeps.outcome import KINDS, Sweep, export, outcome
from tightrope.reports.sweeps.store import check_store
from tightrope.reports.sweeps.sweep import folder_of, sweep
from tightrope.simulators.model.terminal import line


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what is asked, in TOML; see reports/sweeps/sweeps.md")
    parser.add_argument("--store", required=True, metavar="DIR", help="where the cells are kept; one sweep, one folder")
    who, what = parser.add_mutually_exclusive_group(), parser.add_mutually_exclusive_group()
    cores = os.cpu_count() or 1
    who.add_argument("--workers", type=int, metavar="N", help="processes of this machine (default: one a core)")
    who.add_argument("--dask", metavar="ADDRESS", help="the scheduler of a dask cluster, tcp://10.0.0.1:8786")
    what.add_argument("--status", action="store_true", help="how much of it is there; nothing is run")
    what.add_argument(
        "--export", metavar="FORMAT", help=f"{' or '.join(KINDS)}: write DIR/cells.FORMAT; nothing is run"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(cores=cores)
    parser.epilog = "What comes out does not depend on who measures it. A sweep that was interrupted, or grew, goes on."


def run(options: argparse.Namespace) -> int:
    if not options.status and options.export is None:
        return _tell(_measured(options), options)
    if options.workers is not None or options.dask is not None:
        raise ValueError("--status and --export run nothing: leave out --workers and --dask")
    grid, folder = asked(options.file), folder_of(options.store)
    if not check_store(folder, grid.question):
        raise ValueError(f"{line(folder)} holds no sweep yet: run it first, without --status and --export")
    if options.status:
        return _tell(outcome(grid, folder), options)
    path, count = export(grid, folder, options.export)
    if options.json:
        return print_json({"file": str(path), "cells": count, "of": len(grid)})
    print(f"{line(path)}: {count:,} of {len(grid):,} cells")
    return 0


def _measured(options: argparse.Namespace) -> Sweep:
    if options.dask is not None and find_spec("distributed") is not None:
        _silence_dask()
    workers = options.cores if options.workers is None and options.dask is None else options.workers
    columns = (
        TextColumn("cells"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    shown = Progress(*columns, console=Console(stderr=True), redirect_stdout=False)
    bar = shown.add_task("", total=None)

    def advance(done: int, total: int) -> None:
        if not shown.live.is_started:  # what is refused before is one message
            shown.update(bar, total=total, completed=done)
            shown.start()
        shown.update(bar, completed=done)

    try:
        return sweep(options.file, options.store, workers=workers, dask=options.dask, progress=advance)
    finally:
        if shown.live.is_started:
            shown.stop()


def _silence_dask() -> None:
    """What it logs of a connection that is lost is pages of its own code; what that means is said in one line."""
    import distributed  # noqa: F401  it sets up its loggers when it is imported

    for name in ("distributed", "distributed.client", "tornado", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class _Rate(ProgressColumn):
    """Cells a second, lately."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.3g} a second")


def _tell(found: Sweep, options: argparse.Namespace) -> int:
    if options.json:
        return print_json(found.document())
    print(f"{line(found.folder)}: {found.done:,} of {found.total:,} cells, {found.failed:,} failed")
    for one in found.failures:
        print(paragraph(one, "  failed: ", "    "))
    if found.missing:
        print(f"{found.missing:,} are missing; the same command without --status goes on")
    return 0
