"""Whole commands, from the shell's prompt to the shell's prompt: processor time beside what was aimed at."""

import json
import os
import statistics
import subprocess
import sys

from tests.benchmarks.race import Row

WORLD = "garnet:states={},actions=4,branching=4,seed=1"
ASKED = ("--epsilon", "1/100", "--horizon")
SECONDS = (  # what is run, in words, and the processor seconds that were aimed at
    (("evaluate", WORLD.format(1_000), *ASKED, "50"), "evaluate, 1,000 states, 50 decisions", 2),
    (("evaluate", WORLD.format(100_000), *ASKED, "50"), "evaluate, 100,000 states, 50 decisions", 15),
    (
        ("simulate", WORLD.format(100_000), *ASKED, "200", "--episodes", "1000000", "--seed", "1"),
        "simulate, 100,000 states, 2 × 10⁸ decisions",
        15,
    ),
)


def seconds(command: tuple[str, ...]) -> float:
    """Processor seconds. Raises AssertionError unless it succeeds and prints a number of disagreements."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "tightrope", *command, "--json"], capture_output=True, text=True, check=False
    )
    after = os.times()
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    document = json.loads(done.stdout)
    found = document["mean"] if command[0] == "simulate" else document["disagreement"]["value"]
    if not 0 < found < int(command[5]):
        raise AssertionError(f"{' '.join(command)} found {found} disagreements")
    return after.children_user + after.children_system - before.children_user - before.children_system


def rows(repeats: int, largest: int) -> list[Row]:
    """The median of so many runs, after one that is not counted: what is compiled is compiled once for a machine."""
    return [
        Row(
            work=words,
            peer=f"an aim of {aim} s",
            ours=statistics.median([seconds(command) for _ in range(repeats + 1)][1:]),
            theirs=aim,
            goal=1,
            unit="seconds of processor time",
        )
        for command, words, aim in SECONDS
        if int(command[1].partition("states=")[2].partition(",")[0]) <= largest
    ]
