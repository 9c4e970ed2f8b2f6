"""Experiments on several cores: each depends on nothing but its key and the profile, so the results are the same."""

import multiprocessing
import os
import signal
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Thread

from tightrope.reports.publishing.experiment import Profile, Result


def results(keys: Sequence[str], profile: Profile, workers: int) -> Iterator[Result]:
    """Results in the order of the keys. Raises what an experiment raises; then, and when interrupted, all stop at once.

    At least one key, at least one worker.

    Processes are spawned, so a script that asks for them does so under `if __name__ == "__main__":`.
    """
    pool = ProcessPoolExecutor(
        min(workers, len(keys)), multiprocessing.get_context("spawn"), initializer=_end_with_the_parent
    )
    with pool, _killed_unless_all_is_well():
        for future in [pool.submit(_run, key, profile) for key in keys]:
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
