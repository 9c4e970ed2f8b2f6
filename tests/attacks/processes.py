"""What the attacks on running processes share: a tally, what a folder holds, and a process of its own."""

import hashlib
import json
import os
import pickle
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Tally:
    tried: Counter = field(default_factory=Counter)
    fell: list[str] = field(default_factory=list)

    def check(self, what: str, must: bool, said: object = "") -> None:
        if not must:
            self.fell.append(f"{what} {said}".strip())


def content(folder: Path) -> dict[str, str]:
    """The hash of each file, and what else is there, by path; of a manifest without its word about the source."""
    return {path.relative_to(folder).as_posix(): _hash(path) for path in folder.rglob("*") if not _is_folder(path)}


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _hash(path: Path) -> str:
    if not path.is_file():
        return ""
    content = path.read_bytes()
    if path.name == "manifest.json":
        content = repr({k: v for k, v in json.loads(content).items() if k != "source"}).encode()
    return hashlib.sha256(content).hexdigest()


def alone(work: Callable[..., Any], *given: Any, seconds: float = 300) -> Any:
    """What the work returns in a fresh process with one thread, which may fork: where there are more, as where pytest
    runs with libraries that start their own, a fork may wait for ever for what another thread holds.
    """
    code = "import pickle, sys; run, given = pickle.load(sys.stdin.buffer); pickle.dump(run(*given), sys.stdout.buffer)"
    command, asked = [sys.executable, "-c", code], pickle.dumps((work, given))
    ran = subprocess.run(command, input=asked, stdout=subprocess.PIPE, cwd=ROOT, timeout=seconds, check=True)
    return pickle.loads(ran.stdout)


def forked(run: Callable[[], int], said: Path | None = None) -> int:
    """A process of its own that ends with that status; what it prints goes to a file."""
    sys.stdout.flush()
    if child := os.fork():
        return child
    status = 99
    try:
        number = os.open(said or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(number, 1)
        os.dup2(number, 2)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)
        status = run()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)
