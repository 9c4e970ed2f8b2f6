"""The streams that a command prints to, as they may come: closed, full, left by their reader, or ASCII only.

What cannot be written is lost, and nothing else: a verdict's status stands, whatever happens to its output. A character
that standard output has no code for is printed as its escape, and so is one that a terminal would obey.
"""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, TextIO

from tightrope.simulators.model.terminal import escaped


@contextmanager
def forgiving_streams() -> Generator[None]:
    """Standard output and standard error that never raise, for as long as it lasts."""
    printed, said = sys.stdout, sys.stderr
    # progress bars move the cursor of standard error on purpose; what else is printed there is escaped before
    sys.stdout, sys.stderr = _Forgiving(printed, "standard output", escaped), _Forgiving(said, "standard error", str)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = printed, said


class _Forgiving:
    """A stream until it fails; from then on what is written to it is dropped."""

    def __init__(self, stream: TextIO | None, name: str, shown: Callable[[str], str]) -> None:
        self.stream = _nowhere() if stream is None else stream  # None: it was closed before the program started
        self.name, self.shown = name, shown
        if isinstance(self.stream, TextIOWrapper):
            self.stream.reconfigure(errors="backslashreplace")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        return self._unless_lost(self.stream.write, self.shown(text)) or len(text)

    def flush(self) -> None:
        self._unless_lost(self.stream.flush)

    def _unless_lost(self, do: Callable, *given: object) -> int | None:
        try:
            return do(*given)
        except OSError as error:  # what is left in its buffer goes nowhere, also at the interpreter's end
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())
            if not isinstance(error, BrokenPipeError):  # a reader who leaves wants no more, a full disk is news
                print(f"tightrope: {self.name} cannot be written: {error.strerror}", file=sys.stderr)
            return None


def _nowhere() -> TextIO:
    """It takes the lowest number that is free, the closed stream's own, so that no file gets what is printed."""
    return open(os.devnull, "w")  # noqa: SIM115  open until the program ends
