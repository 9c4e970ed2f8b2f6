"""Who measures: this process, processes of this machine (joblib's loky), or the workers of a dask cluster.

Each is an executor of `concurrent.futures`, so that the sweep is written once. joblib's own Parallel is not: its dask
backend never hears of a task whose workers died, and waits for it for ever.
"""

import os
import signal
from collections.abc import Generator
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import resource_tracker
from threading import Thread
from time import monotonic, sleep
from typing import Any, Protocol

from tightrope.reports.sweeps.code import code_version
from tightrope.reports.sweeps.measuring import Batch, Measured, measure
from tightrope.reports.sweeps.question import Question
from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.terminal import line

THREADS = ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB_MAXIMUM", "NUMEXPR", "NUMBA")  # whose are limited to one
MOST_WORKERS = 1_000  # processes of one machine
ANSWERS, LOOK = 10.0, 1.0  # seconds: that a scheduler has to answer; between two looks at who is there


class Engine(Protocol):
    """`slots` is how many batches are measured at once, `restart` is called after the death of a worker.

    `deaths` are what a batch raises whose worker died, `lost` what it raises where nobody can go on.
    """

    deaths: tuple[type[BaseException], ...]
    lost: tuple[type[BaseException], ...]

    def submit(self, batch: Batch) -> "Future[Measured]": ...
    def slots(self) -> int: ...
    def restart(self) -> None: ...


class Here:
    """This process: a batch is measured while it is submitted."""

    deaths: tuple[type[BaseException], ...] = ()
    lost: tuple[type[BaseException], ...] = ()

    def submit(self, batch: Batch) -> "Future[Measured]":
        future: Future[Measured] = Future()
        try:
            future.set_result(measure(batch))
        except Exception as error:
            future.set_exception(error)
        return future

    def slots(self) -> int:
        return 1

    def restart(self) -> None:
        pass


class Processes:
    """So many processes of this machine. The death of one breaks the pool: what was under way is lost, and known."""

    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)
    lost: tuple[type[BaseException], ...] = ()

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool = self._new()

    def _new(self) -> Any:
        from joblib.externals.loky import ProcessPoolExecutor
        from joblib.externals.loky.backend import resource_tracker as of_loky

        of_loky.ensure_running()  # these two let interruptions through again when they start: so before any process
        resource_tracker.ensure_running()
        env = {f"{name}_NUM_THREADS": "1" for name in THREADS}
        return ProcessPoolExecutor(self.workers, initializer=_end_with, initargs=(os.getpid(),), env=env)

    def submit(self, batch: Batch) -> "Future[Measured]":
        with _interruptions_wait():  # this may start a process
            return self.pool.submit(measure, batch)

    def slots(self) -> int:
        return self.workers

    def restart(self) -> None:
        self.stop()
        self.pool = self._new()

    def stop(self) -> None:
        self.pool.shutdown(wait=True, kill_workers=True)


class Cluster:
    """The workers of a dask cluster, those that come later as well. One batch at a time is measured in each."""

    def __init__(self, client: Any) -> None:
        from distributed import KilledWorker

        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)
        self.lost: tuple[type[BaseException], ...] = (CancelledError, OSError)
        self.client, self.pool = client, client.get_executor(pure=False)
        self.looked, self.seen = 0.0, 1

    def submit(self, batch: Batch) -> "Future[Measured]":
        return self.pool.submit(measure, batch)

    def slots(self) -> int:
        if monotonic() - self.looked > LOOK:
            self.looked, self.seen = monotonic(), max(1, len(self.client.nthreads()))
        return self.seen

    def restart(self) -> None:
        pass  # the scheduler starts workers again


@contextmanager
def engine(question: Question, workers: int | None, dask: str | None) -> Generator[Engine]:
    """This process where neither is given. Raises ValueError for what cannot be used, before anything is measured."""
    if dask is not None:
        with _cluster(question, dask) as found:
            yield found
    elif workers is None:
        yield Here()
    else:
        pool = Processes(workers)
        try:
            yield pool
        finally:
            pool.stop()


def check_engine(workers: Any, dask: Any) -> None:
    """Raises ValueError for what is no engine, or is not installed."""
    if workers is not None and dask is not None:
        raise ValueError("give a number of workers of this machine, or the address of a dask scheduler, not both")
    whole = isinstance(workers, int) and not isinstance(workers, bool)
    if workers is not None and not (whole and 1 <= workers <= MOST_WORKERS):
        raise ValueError(f"the number of workers must be a whole number from 1 to {MOST_WORKERS}; got {shown(workers)}")
    if dask is not None and not (isinstance(dask, str) and dask):
        raise ValueError(f"a dask scheduler is given by its address, such as tcp://10.0.0.1:8786; got {shown(dask)}")
    if dask is not None and find_spec("distributed") is None:
        raise ValueError("a cluster needs dask's distributed: pip install 'tightrope[cluster]'")


@contextmanager
def _cluster(question: Question, address: str) -> Generator[Cluster]:
    from distributed import Client

    try:
        client = Client(address, timeout=ANSWERS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ValueError(f"no dask scheduler answers at {line(address)}: {line(str(error))}") from error
    try:
        try:
            found = client.run(code_version, question.subject)
        except Exception as error:  # whatever keeps a worker from importing it
            raise ValueError(f"the workers of {line(address)} cannot measure: {line(f'{error}')}") from error
        if others := [worker for worker, code in found.items() if code != question.code]:
            raise ValueError(
                f"the worker {line(others[0])} has another version of tightrope, or of a library that reckons, than "
                "this process: install the same ones there"
            )
        yield Cluster(client)
    finally:
        client.close()


@contextmanager
def _interruptions_wait() -> Generator[None]:
    """Until the end of this; in processes that are started here, for ever, also before they have run a line of ours."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(parent: int) -> None:
    """In a process of the pool: an interruption is the parent's to hear, and if it is gone, nobody works on for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_its_end, args=(parent,), daemon=True).start()


def _wait_for_its_end(parent: int) -> None:
    while os.getppid() == parent:
        sleep(LOOK)
    os._exit(1)
