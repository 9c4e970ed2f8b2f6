"""What was tried against the store of sweeps, and what fell:

    python -m tests.attacks.killed_sweeps [--cells N] [--kills N] [--dask]

A sweep runs through once, on two workers. The same sweep in another store is killed with SIGKILL at random instants:
the process that writes, all of its processes at once, or a worker alone, which it must survive. After each kill a whole
line in the store must be one of the sweep that ran through, and none may be there twice: so each run did what was
missing and nothing else. In the end both stores must have the same bytes, and no process may be left. With --dask the
workers are those of a cluster on this machine, which go on living when the sweep is killed.
"""

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.attacks.processes import Tally, content
from tightrope.reports.sweeps.store import key_of

HORIZONS, WORKERS, GONE = 50, 2, 10.0  # decisions; processes; seconds that a worker may outlive its sweep
HOW = ("the writer", "all processes", "a worker")


def question(cells: int) -> str:
    """Cheap cells: two states, floats, and many horizons that share a pass."""
    errors = max(1, cells // HORIZONS)
    horizons = min(cells, HORIZONS)
    return (
        'problem = "tightrope"\narithmetic = "float"\nquantities = ["disagreement", "gap", "tv"]\n\n[axes]\n'
        f'epsilon = "1/{errors}:1:1/{errors}"\nhorizon = "1:{horizons}"\n'
    )


@contextlib.contextmanager
def workers_of(dask: bool) -> Iterator[list[str]]:
    """The options that name the workers."""
    if not dask:
        yield ["--workers", str(WORKERS)]
        return
    from distributed import LocalCluster

    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        yield ["--dask", cluster.scheduler_address]


def started(file: Path, store: Path, workers: list[str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "tightrope", "sweep", str(file), "--store", str(store), *workers, "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def children(process: int) -> list[int]:
    """The processes that it started itself."""
    try:
        return [int(x) for x in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def outlive(processes: list[int]) -> list[int]:
    """Those that are still there after a while."""
    until = time.monotonic() + GONE
    while (left := [one for one in processes if _runs(one)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def whole_lines(store: Path) -> Counter:
    """How often each whole line is there."""
    lines = (line for path in store.glob("*.jsonl") for line in path.read_bytes().splitlines(keepends=True))
    return Counter(line for line in lines if key_of(line) is not None)


def size(store: Path) -> int:
    """Of all cells, in bytes."""
    with contextlib.suppress(FileNotFoundError):  # a part may have been taken in just now
        return sum(path.stat().st_size for path in store.glob("*.jsonl"))
    return 0


def wait_for(store: Path, more: float, process: subprocess.Popen, rng: random.Random) -> None:
    """Until so many bytes have come, or, if it is less than none, some moment before that; or the process ends."""
    before = size(store)
    while more > 0 and size(store) < before + more and process.poll() is None:
        time.sleep(0.01)
    time.sleep(rng.uniform(0, 0.1 if more > 0 else 2))


def kill(process: subprocess.Popen, how: str, rng: random.Random) -> list[int]:
    """Kill it in one of the ways; the processes that must end with it."""
    mine = children(process.pid)
    if how == "a worker" and mine:
        os.kill(rng.choice(mine), signal.SIGKILL)
        return []
    if how == "all processes":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    return mine


def attack(tally: Tally, cells: int, kills: int, dask: bool, seed: int) -> None:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as beside, workers_of(dask) as workers:
        file, through, killed = (Path(beside) / name for name in ("sweep.toml", "through", "killed"))
        file.write_text(question(cells), encoding="utf-8")
        began = time.monotonic()
        said = started(file, through, workers).communicate()
        seconds = time.monotonic() - began
        tally.check("run through:", (through / "cells.jsonl").is_file(), said)
        right = whole_lines(through)
        tally.check("run through:", sum(right.values()) == cells == len(right), f"{len(right)} of {cells} cells")
        done = 0
        ways = [one for one in HOW if not dask or one != "a worker"]
        for number in range(kills):
            how = ways[number % len(ways)]
            process = started(file, killed, workers)
            wait_for(killed, rng.uniform(-0.3, 1.7) * size(through) / kills, process, rng)
            if process.poll() is not None:
                tally.tried["was done before it was killed"] += 1
                continue
            mine = kill(process, how, rng)
            tally.tried[f"kills of {how}"] += 1
            if how == "a worker":  # it goes on by itself; then the writer goes
                time.sleep(rng.uniform(0.2, 3))
                mine = kill(process, "the writer", rng)
            there = whole_lines(killed) if killed.exists() else Counter()
            name = f"kill {number}, {how}:"
            tally.check(name, not outlive(mine), "a worker went on alone")
            tally.check(name, not there - right, f"{len(there - right)} lines are none of the sweep's, or there twice")
            tally.check(name, len(there) >= done, f"{done} cells were there before, now {len(there)}")
            tally.tried["cells that a killed run did"] += len(there) - done
            done = len(there)
            process.stdout.close(), process.stderr.close()
        last = started(file, killed, workers)
        out, err = last.communicate()
        tally.tried["cells that the last run did"] = cells - done
        tally.check("the last run:", last.returncode == 0, err.decode(errors="replace")[-500:])
        tally.check("the end:", content(killed) == content(through), "the bytes differ")
        tally.tried["seconds to run through"] = round(seconds)


def two_at_once(tally: Tally, cells: int, rng: random.Random) -> None:
    """Two processes in one store, one of them killed or none: nothing is lost, and the bytes are those of one."""
    with tempfile.TemporaryDirectory() as beside, workers_of(False) as workers:
        file, alone = Path(beside) / "sweep.toml", Path(beside) / "alone"
        file.write_text(question(cells), encoding="utf-8")
        started(file, alone, workers).communicate()
        for number in range(4):
            store = Path(beside) / f"two-{number}"
            both = [started(file, store, workers) for _ in range(2)]
            if number % 2:
                wait_for(store, rng.uniform(0, 1) * size(alone), both[0], rng)
                both[0].kill()
            said = [one.communicate()[1].decode(errors="replace")[-300:] for one in both]
            tally.tried["two at once"] += 1
            tally.check(f"two at once, {number}:", both[1].returncode == 0, said)
            if number % 2:  # what the killed one left may still be there
                started(file, store, workers).communicate()
            tally.check(f"two at once, {number}:", content(store) == content(alone), "the bytes differ")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tally = Tally()
    attack(tally, options.cells, options.kills, options.dask, options.seed)
    if not options.dask:
        two_at_once(tally, options.cells // 20, random.Random(options.seed))
    for what, count in tally.tried.items():
        print(f"{count:8,}  {what}")
    print(f"{len(tally.fell):8,}  fell", *tally.fell, sep="\n")
    return 1 if tally.fell else 0


if __name__ == "__main__":
    sys.exit(main())
