"""What a sweep costs: python -m tests.benchmarks.sweeps [--two-workers]

Processor time, which other work on the machine changes little: of a cell, by kind; of the process that hands out the
batches, for each of them (with dask its scheduler too); and the memory of that process for each cell of the grid. With
--two-workers, on a machine that does nothing else, how much faster two workers are than one, by the clock.
"""

import argparse
import contextlib
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from itertools import islice
from pathlib import Path

from tightrope.reports.sweeps.asked import asked
from tightrope.reports.sweeps.engines import Engine, engine
from tightrope.reports.sweeps.measuring import Batch, measure
from tightrope.reports.sweeps.question import Grid
from tightrope.reports.sweeps.store import open_store
from tightrope.reports.sweeps.sweep import sweep

COUNTED = ["disagreement", "gap", "tv"]
KINDS = {
    "two states, 50 horizons that share a pass, floats": {
        "problem": "tightrope", "arithmetic": "float", "quantities": COUNTED,
        "axes": {"epsilon": "1/100:1/10:1/100", "horizon": "1:50"},
    },
    "two states, horizon 50 alone, floats": {
        "problem": "tightrope", "arithmetic": "float", "quantities": COUNTED,
        "axes": {"epsilon": "1/100:1/4:1/100", "horizon": 50},
    },
    "the same, exact": {
        "problem": "tightrope", "quantities": COUNTED, "axes": {"epsilon": "1/100:1/4:1/100", "horizon": 50},
    },
    "100 states, costs alone, 100 epsilons that share a pass, horizon 50, floats": {
        "problem": "garnet:states=100,actions=4,branching=4,seed=1", "arithmetic": "float", "quantities": ["gap"],
        "axes": {"epsilon": "1/1000:1/10:1/1000", "horizon": 50},
    },
    "20 states, per step, horizon 20, floats": {
        "problem": "garnet:states=20,actions=3,branching=3,seed=1", "arithmetic": "float", "quantities": COUNTED,
        "axes": {"epsilon": "1/100:1/10:1/100", "horizon": 20, "reading": "per_step"},
    },
    "the exam, horizon 20, with the lecture's bound, floats": {
        "problem": "exam", "arithmetic": "float", "quantities": [*COUNTED, "lecture_ratio"],
        "axes": {"epsilon": "1/100:1/10:1/100", "horizon": 20},
    },
    "late labels of the report, quick": {"experiment": "late-labels", "profile": "quick", "axes": {"horizon": 100}},
}  # fmt: skip
FILLING = {"problem": "tightrope", "arithmetic": "float", "axes": {"epsilon": "1/1000:1:1/1000", "horizon": "1:1000"}}
FAST = {**FILLING, "axes": {"epsilon": "1/1000:1:1/1000", "horizon": "1:50"}}
BATCHES, CELLS = 300, 200_000


def of_a_cell(grid: Grid) -> tuple[float, float]:
    """Seconds and bytes of a cell, after what is loaded once."""
    cells = tuple(grid)
    measure(Batch(question=grid.question, names=grid.names, cells=cells[:1]))
    began = time.process_time()
    found = measure(Batch(question=grid.question, names=grid.names, cells=cells))
    seconds = time.process_time() - began
    return seconds / len(cells), sum(len(line) for _, line in found.lines) / len(cells)


def of_a_batch(measuring: Engine, grid: Grid) -> tuple[float, float]:
    """Processor seconds in this process, and seconds by the clock, of a batch of one cell."""
    cells = islice(grid, BATCHES)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), grid.question)
        under_way, ran, began = set(), time.perf_counter(), time.process_time()
        while True:
            for cell in islice(cells, max(0, 2 * measuring.slots() - len(under_way))):
                under_way.add(measuring.submit(Batch(question=grid.question, names=grid.names, cells=(cell,))))
            if not under_way:
                break
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for one in done:
                store.append(line for _, line in one.result().lines)
        store.close()
        return (time.process_time() - began) / BATCHES, (time.perf_counter() - ran) / BATCHES


@contextlib.contextmanager
def engines(question) -> Iterator[dict[str, Engine]]:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        engine(question, 2, None) as processes,
        engine(question, None, cluster.scheduler_address) as clustered,
    ):
        yield {"two processes of joblib": processes, "two workers of dask, with its scheduler": clustered}


def by_the_clock(workers: int) -> float:
    """Seconds of a sweep of FAST, start and end included."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        sweep(FAST, folder, workers=workers)
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--two-workers", action="store_true")
    if parser.parse_args().two_workers:
        one, two = by_the_clock(1), by_the_clock(2)
        print(f"{one:.1f} s with one worker, {two:.1f} s with two: {one / two:.2f} times as fast")
        return
    for kind, what in KINDS.items():
        seconds, size = of_a_cell(asked(what))
        print(f"{1e3 * seconds:8.2f} ms, {size:5.0f} bytes   a cell: {kind}", flush=True)
    grid = asked(FILLING)
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    keys = {bytes.fromhex(cell.key) for cell in islice(grid, CELLS)}
    seconds = time.process_time() - began
    memory = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    print(f"{1e6 * seconds / len(keys):8.2f} us, {memory / len(keys):5.0f} bytes   a key in the process that writes")
    with engines(grid.question) as found:
        for name, one in found.items():
            for _ in range(2):  # the first time everything is loaded
                used, passed = of_a_batch(one, grid)
            print(f"{1e3 * used:8.2f} ms, {1e3 * passed:5.1f} by the clock   a batch of one cell: {name}", flush=True)


if __name__ == "__main__":
    main()
