"""Work that takes its time says so: after two seconds, on a terminal, what is done and for how long already."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer

SECONDS = 2


@contextmanager
def patience(doing: str) -> Generator[Callable[[int, int], None]]:
    """A line on standard error that counts the seconds, gone in the end; nothing where no terminal reads it.

    What is yielded takes how much is done, and of how much.
    """
    if not sys.stderr.isatty():
        yield lambda done, in_all: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    task = shown.add_task(doing, total=None)
    later = Timer(SECONDS, shown.start)
    later.daemon = True
    later.start()
    try:
        yield lambda done, in_all: shown.update(task, description=f"{doing}: {done:,} of about {in_all:,}")
    finally:
        later.cancel()
        shown.stop()
