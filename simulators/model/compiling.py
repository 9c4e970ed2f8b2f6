"""How kernels are compiled: by numba (the extra `fast`), imported only by the files that have a kernel."""

import sys
from collections.abc import Callable
from threading import Timer

from numba import njit


def kept(function: Callable) -> Callable:
    """Compiled on the first call and kept in numba's cache: beside its file, else in the user's, else nowhere."""
    try:
        return njit(function, cache=True, nogil=True)
    except RuntimeError:  # no folder can be written
        return njit(function, nogil=True)


class announced:
    """Says on a terminal, if it takes more than a second, that a kernel is being compiled: once, then it is kept."""

    told = False

    def __init__(self, kernel: Callable):
        self.kernel = kernel

    def __enter__(self) -> None:
        self.timer = Timer(1.0, self._tell)
        if not getattr(self.kernel, "signatures", ()) and sys.stderr.isatty():
            self.timer.start()

    def __exit__(self, *_) -> None:
        self.timer.cancel()

    @staticmethod
    def _tell() -> None:
        if not announced.told:
            print("tightrope: compiling a kernel, once for this machine ...", file=sys.stderr)
        announced.told = True
