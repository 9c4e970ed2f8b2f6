"""A process's rows, for compiled kernels that gather along them as they are stored, on any number of threads.

NumPy is the reference; where there is more to do than loading a compiled kernel takes, that does it (the extra `fast`).
Each state's sum is taken in the same order whoever takes it: results do not depend on the number of threads.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import numpy as np

from tightrope.simulators.model.mdp import TabularMDP

WORTH_COMPILING = 10**9  # entries times decisions; below, NumPy is done before a compiled kernel is loaded
WORTH_CALLING = 10**5  # once it is loaded
WORTH_SHARING = 10**5  # entries; below, a thread waits longer than it works
KERNELS = "tightrope.simulators.measures.backward_kernels"  # imported when it is first worth it


def kernels_for(engine: str, mdp: TabularMDP, horizon: int) -> ModuleType | None:
    """The compiled kernels if they are asked for, or sooner done; else None."""
    if engine not in ("auto", "numpy", "compiled"):
        raise ValueError(f"the engine is one of auto, numpy, compiled; got {engine!r}")
    compiles = engine != "numpy" and find_spec("numba") is not None
    if engine == "compiled" and not compiles:
        raise ValueError("the compiled engine needs numba: install tightrope[fast]")
    worth = WORTH_CALLING if KERNELS in sys.modules else WORTH_COMPILING
    if compiles and (engine == "compiled" or horizon * (len(mdp.successor) / mdp.layers) >= worth):
        return import_module(KERNELS)
    return None


def cores() -> int:
    """How many this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not everywhere
    return len(allowed(0)) if allowed else os.cpu_count() or 1


class Rows:
    """The rows as kernels take them, and threads that share the states among them; None is as many as are of use."""

    def __init__(self, mdp: TabularMDP, threads: int | None = None):
        size, self.actions = mdp.shape
        small = len(mdp.successor) / mdp.layers < WORTH_SHARING
        self.threads = threads or (1 if small else cores())
        self.ends = [np.uint64(i * size // self.threads) for i in range(self.threads + 1)]
        self.indptr = mdp.indptr.view(np.uint64)
        self.moves = (mdp.successor.view(f"u{mdp.successor.itemsize}"), mdp.float_probability)
        self.mdp, self.layer = mdp, size * self.actions

    def __enter__(self) -> "Rows":
        self.pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None
        return self

    def __exit__(self, *_) -> None:
        if self.pool is not None:
            self.pool.shutdown()

    def each(self, kernel: Callable, decision: int, *arrays: np.ndarray) -> None:
        """Call the kernel for all states, with the rows of that decision and the arrays."""
        first = self.mdp.layer_of(decision) * self.layer
        rest = (np.uint64(self.actions), self.indptr[first : first + self.layer + 1], *self.moves, *arrays)
        if self.pool is None:
            kernel(*self.ends, *rest)
        else:
            list(self.pool.map(lambda low, high: kernel(low, high, *rest), self.ends[:-1], self.ends[1:]))
