"""Work that takes its time says so: after two seconds, on a terminal, what is done and for how long already."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from threading import Timer

SECONDS = 2


@contextmanager
def patience(doing: str) -> Generator[None]:
    """A line on standard error that counts the seconds, gone in the end; nothing where no terminal reads it."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    shown.add_task(doing, total=None)
    later = Timer(SECONDS, shown.start)
    later.daemon = True
    later.start()
    try:
        yield
    finally:
        later.cancel()
        shown.stop()
