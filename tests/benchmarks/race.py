"""Contenders take turns, so that a busy machine slows all of them alike; ratios of medians are what is reported."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

Clock = Callable[[], float]


@dataclass(frozen=True)
class Contender:
    """`run` does `work` units (transitions, products) and returns what it found; threads by the wall clock."""

    name: str
    run: Callable[[], Any]
    work: float
    clock: Clock = process_time


def race(contenders: Sequence[Contender], repeats: int) -> dict[str, float]:
    """Units per second of each, the median of so many turns after a first one that is not counted."""
    times: dict[str, list[float]] = {one.name: [] for one in contenders}
    for turn in range(repeats + 1):
        for one in contenders:
            began = one.clock()
            one.run()
            if turn:
                times[one.name].append(one.clock() - began)
    return {one.name: one.work / statistics.median(times[one.name]) for one in contenders}


def table(title: str, speeds: dict[str, float], against: str, limit: float) -> list[str]:
    """Lines: units per second, the ratio to one contender, the share of the limit."""
    lines = [title, f"  {'':34}{'M/s':>9}{'/ ' + against:>22}{'of the limit':>14}"]
    for name, speed in speeds.items():
        lines.append(f"  {name:34}{speed / 1e6:9.3g}{speed / speeds[against]:22.3g}{speed / limit:14.1%}")
    return lines


WALL = perf_counter
