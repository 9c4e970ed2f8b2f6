"""Work shared by several cores: a report's experiments, then its figures. Each piece depends on nothing but what is
asked, so the results are the same.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

from tightrope.reports.publishing.experiment import Profile, Result
from tightrope.simulators.model.arithmetic import shown

Asked = TypeVar("Asked")
Made = TypeVar("Made")


def check_workers(workers: int) -> None:
    """Raises ValueError if it is no number of workers."""
    if not isinstance(workers, int) or workers < 1:
        raise ValueError(f"the number of workers must be a whole number >= 1; got {shown(workers)}")


def results(keys: Sequence[str], profile: Profile, workers: int) -> Iterator[Result]:
    """The results of the experiments with these keys, as `each` has them."""
    return each(partial(_run, profile=profile), keys, workers)


def each(work: Callable[[Asked], Made], asked: Sequence[Asked], workers: int) -> Iterator[Made]:
    """What the work makes of each, in order. Raises what the work raises; then, and when interrupted, all stop at once.

    With more than one worker processes are spawned, so the work is a function that has a name in its module, and a
    script that asks for them does so under `if __name__ == "__main__":`.
    """
    if min(workers, len(asked)) <= 1:
        yield from map(work, asked)
        return
    pool = ProcessPoolExecutor(
        min(workers, len(asked)), multiprocessing.get_context("spawn"), initializer=_end_with_the_parent
    )
    with pool, _killed_unless_all_is_well():
        for future in [pool.submit(work, one) for one in asked]:
            yield future.result()


@contextmanager
def _killed_unless_all_is_well() -> Generator[None]:
    """The processes that are started inside are killed if an exception leaves it."""
    others = set(multiprocessing.active_children())
    try:
        yield
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.kill()
        raise


def _end_with_the_parent() -> None:
    """In a worker: an interruption is the parent's to hear, and if it is killed, nobody works on for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_its_end, daemon=True).start()


def _wait_for_its_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _run(key: str, profile: Profile) -> Result:
    from tightrope.reports.experiments import experiment

    return experiment(key).run(profile)
