"""Experiments on several cores: each depends on nothing but its key and the profile, so the results are the same."""

import multiprocessing
import signal
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from tightrope.reports.publishing.experiment import Profile, Result


def results(keys: Sequence[str], profile: Profile, workers: int) -> Iterator[Result]:
    """Results in the order of the keys. Raises what an experiment raises; then, and when interrupted, all stop at once.

    Processes are spawned, so a script that asks for them does so under `if __name__ == "__main__":`.
    """
    pool = ProcessPoolExecutor(
        min(workers, len(keys)), multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    )
    with pool, _killed_unless_all_is_well():
        for future in [pool.submit(_run, key, profile) for key in keys]:
            yield future.result()


@contextmanager
def _killed_unless_all_is_well() -> Generator[None]:
    try:
        yield
    except BaseException:
        for process in multiprocessing.active_children():
            process.kill()
        raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(key: str, profile: Profile) -> Result:
    from tightrope.reports.experiments import experiment

    return experiment(key).run(profile)
