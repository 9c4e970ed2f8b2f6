"""Contenders take turns, so that a busy machine slows all of them alike; ratios of medians are what is reported."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

Clock = Callable[[], float]
WALL = perf_counter


@dataclass(frozen=True)
class Contender:
    """`run` does `work` units (transitions, products) and returns what it found; threads by the wall clock."""

    name: str
    run: Callable[[], Any]
    work: float
    clock: Clock = process_time


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind of work: seconds here and elsewhere for the same amount of it, and how many times as fast was aimed at.

    `because` says why a goal is out of reach, where that is known.
    """

    work: str
    peer: str
    ours: float
    theirs: float
    goal: float
    unit: str
    because: str = ""

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours


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


def table(rows: Sequence[Row]) -> list[str]:
    """Lines: the work, who stands beside it, seconds, the ratio and what was aimed at; a missed goal is marked."""
    lines = [f"{'work':58}{'beside':26}{'here':>10}{'there':>10}{'ratio':>10}{'goal':>9}"]
    for row in rows:
        mark = " " if row.ratio >= row.goal else "*"
        lines.append(
            f"{row.work:58}{row.peer:26}{row.ours:10.3g}{row.theirs:10.3g}{row.ratio:10.3g}{row.goal:9.3g} {mark}"
        )
    return lines
