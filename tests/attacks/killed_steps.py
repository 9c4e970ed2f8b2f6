"""Killed at every step of putting a report in place; see `interruptions`.

A step is what touches the file system, as Python's audit hooks tell it.
"""

import hashlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.attacks.processes import Tally, content, forked
from tightrope.reports.publishing import place
from tightrope.reports.publishing.manifest import Environment, Source, manifest, manifest_text


def little_report(folder: Path, words: str) -> None:
    """As much of a report as its place looks at."""
    (folder / "data").mkdir(parents=True)
    for name in ("results.json", "report.md", "index.html", "data/some.csv"):
        (folder / name).write_text(words, encoding="utf-8")
    results = {"id": words, "profile": "quick", "experiments": [{"key": "recoverability"}]}
    hashes = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in content(folder)}
    environment = Environment(python="3", platform="", packages={})
    made = manifest(results, words, hashes, environment, Source(version="0", revision=None))
    (folder / "manifest.json").write_text(manifest_text(made), encoding="utf-8")


Put = Callable[[Path, Path], None]


def write_little(target: Path, words: str, put: Put = place.put) -> None:
    with place.beside(target) as new:
        little_report(new, words)
        put(new, target)


def killed_at_each_step(exchange: bool, put: Put = place.put) -> Tally:
    """By the system's exchange of two folders, or, without it, by two renamings.

    It forks, so it is called where there is one thread: see `alone`.
    """
    tally = Tally()
    with tempfile.TemporaryDirectory() as beside:
        wholes = {}
        for words in ("old", "new"):
            little_report(Path(beside) / words, words)
            wholes[words] = content(Path(beside) / words)
        for step in range(1, 10_000):
            folder = Path(beside) / f"{step}"
            target = folder / "report"
            write_little(target, "old")
            if not _dies_at(step, target, exchange, put):
                return tally
            how = f"killed at step {step} {'of an exchange' if exchange else 'of renamings'}:"
            tally.tried["kills at a step"] += 1
            there = content(target) if target.exists() else None
            if exchange or there is not None:
                tally.check(how, there in wholes.values(), "neither report is whole")
            try:
                write_little(target, "new")
            except ValueError as error:
                tally.check(how, False, f"the next run is refused: {error}")
            tally.check(how, content(target) == wholes["new"], "the next run does not write")
            tally.check(how, os.listdir(folder) == ["report"], f"the next run leaves {os.listdir(folder)}")
            shutil.rmtree(folder)
    raise AssertionError("it has more steps than were tried")


def _dies_at(step: int, target: Path, exchange: bool, put: Put) -> bool:
    """Write a report in a process that is killed at that step, if it comes so far: a step touches the file system."""

    def run() -> int:
        left = step

        def count(event: str, given: tuple) -> None:
            nonlocal left
            if event == "open" or event.startswith(("os.", "shutil.", "fcntl.")):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        if not exchange:
            place._exchange = lambda one, other: False
        sys.addaudithook(count)
        write_little(target, "new", put)
        return 0

    return os.WIFSIGNALED(os.waitpid(forked(run), 0)[1])
