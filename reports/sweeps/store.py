"""The record of a sweep: a folder that a kill at any instant leaves whole.

    sweep.json      what is the same for all its cells; whoever asks something else is refused
    cells.jsonl     the cells, a line of JSON each, in the order of their values: written anew as a whole when a sweep
                    is finished, so that its bytes depend on nothing but which cells there are
    part-*.jsonl    what one running process has measured since: only ever appended to, by that process alone

A line counts if it is whole; a torn one is skipped, and its cell measured again. Two processes may work at once: each
has a part of its own, and a cell that both measure is the same line twice. A process holds a lock on its part; a part
without one was left behind, and is taken into cells.jsonl by the next sweep that is finished.
"""

import json
import os
import re
import secrets
import stat
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack
from sys import float_info
from typing import IO, Any

from tightrope.reports.sweeps.measuring import FAILURE, MACHINE
from tightrope.reports.sweeps.question import KEY_DIGITS, Question
from tightrope.simulators.formats.door import read_json
from tightrope.simulators.model.terminal import line, listed, quoted

try:
    import fcntl
except ImportError:  # not a Unix: two processes at once are not told apart
    fcntl = None

QUESTION, CELLS, PARTS = "sweep.json", "cells.jsonl", "part-*.jsonl"
OPENING, HEXADECIMAL = b'{"cell":"', re.compile(b"[0-9a-f]{%d}" % KEY_DIGITS)
AT_ONCE, MOST_OPEN = 1 << 16, 100  # bytes written at once; parts that are open at once


def key_of(line: bytes) -> str | None:
    """The key of a line, or None if it is not whole."""
    key = line[len(OPENING) : len(OPENING) + KEY_DIGITS]
    whole = line.startswith(OPENING) and line.endswith(b"}\n") and HEXADECIMAL.fullmatch(key) and b"\0" not in line
    return key.decode() if whole else None


def row_of(one: bytes) -> dict[str, Any]:
    """A line of a store. Raises ValueError for what no sweep has written: then somebody else has."""
    try:
        row = json.loads(one)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"a line of the store is no JSON, {quoted(one[:60])}: take it out") from error
    if not isinstance(row, dict) or any(isinstance(value, list | dict) for value in row.values()):
        raise ValueError(f"a line of the store is none that a sweep writes, {quoted(one[:60])}: take it out")
    return row


@dataclass
class Store:
    """A folder for the cells of one question; `open_store` checks that it is one."""

    folder: Path
    part: int | None = field(default=None, init=False)  # the descriptor of this process' part

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Every whole line with its key, some perhaps twice; cells.jsonl last, for a part that is gone by now was taken
        into it by another process.
        """
        for path in (*sorted(self.folder.glob(PARTS)), self.folder / CELLS):
            with suppress(FileNotFoundError), _opened(path) as file:
                for one in file:
                    if (key := key_of(one)) is not None:
                        yield key, one

    def keys(self) -> set[bytes]:
        """Of the cells that need not be measured again, in 16 bytes each: not of those that failed with the machine."""
        return {bytes.fromhex(key) for key, one in self.lines() if not may_be_tried_again(one)}

    def append(self, lines: Iterable[bytes]) -> None:
        """Add lines to this process' part, which is on the disk when it returns. Raises ValueError if it cannot be."""
        with _writing(self.folder):
            if self.part is None:
                with self._locked():  # nobody takes in a part before it is locked
                    path = self.folder / f"part-{secrets.token_hex(8)}.jsonl"
                    self.part = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
                    _lock(self.part, wait=True)
            content = memoryview(b"".join(lines))
            while content:
                content = content[os.write(self.part, content) :]
            os.fsync(self.part)

    def close(self) -> None:
        if self.part is not None:
            os.close(self.part)
            self.part = None

    def gather(self) -> None:
        """Take this part and all that were left behind into cells.jsonl. What other processes write stays theirs."""
        self.close()
        with _writing(self.folder), self._locked():  # so no part comes to be held meanwhile
            parts = [path for path in sorted(self.folder.glob(PARTS)) if _left_behind(path)]
            for first in range(0, len(parts), MOST_OPEN):
                self._take_in(parts[first : first + MOST_OPEN])
            for path in (self.folder / f"{CELLS}.new", *self.folder.glob(f".{QUESTION}-*")):
                _remove(path)

    def _take_in(self, parts: list[Path]) -> None:
        beside, cells = self.folder / f"{CELLS}.new", self.folder / CELLS
        _remove(beside)
        try:
            _write_sorted([path for path in (cells, *parts) if path.exists()], beside)
            os.replace(beside, cells)
        except OSError:  # of a full disk, which it fills no longer
            _remove(beside)
            raise
        _sync(self.folder)
        for path in parts:
            _remove(path)

    @contextmanager
    def _locked(self) -> Generator[None]:
        """While no other process makes a part or takes parts in."""
        held = os.open(self.folder / QUESTION, os.O_RDONLY)
        try:
            _lock(held, wait=True)
            yield
        finally:
            os.close(held)


def check_store(folder: Path, question: Question) -> bool:
    """Whether there is a store for this question already.

    Raises ValueError if something else is there: another sweep, another version of the code, or no store; and if
    nobody can tell.
    """
    try:
        return _is_store(folder, question)
    except OSError as error:
        raise ValueError(f"the store {line(folder)} cannot be looked at: {error.strerror}") from error


def _is_store(folder: Path, question: Question) -> bool:
    if not folder.exists():
        return False
    if not folder.is_dir():
        raise ValueError(f"a store is a folder; {line(folder)} is a file: give another")
    there = sorted(path.name for path in folder.iterdir() if not path.name.startswith(f".{QUESTION}"))
    if QUESTION not in there:
        if there:
            raise ValueError(f"{line(folder)} is not empty and holds no sweep ({listed(there)}): give a new folder")
        return False
    _check_same(read_json(folder / QUESTION), question, folder)
    return True


def open_store(folder: Path, question: Question) -> Store:
    """The store at a folder, made if it is not there. Raises ValueError as `check_store` does, or if it cannot be."""
    with _writing(folder):
        if not check_store(folder, question):
            folder.mkdir(parents=True, exist_ok=True)
            beside = folder / f".{QUESTION}-{secrets.token_hex(8)}"
            beside.write_text(json.dumps(question.document(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            with suppress(FileExistsError):  # another process has just made it
                os.link(beside, folder / QUESTION)
            beside.unlink(missing_ok=True)
            check_store(folder, question)
    return Store(folder)


@contextmanager
def _writing(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise ValueError(f"the store {line(folder)} cannot be written: {error.strerror}") from error


def _check_same(there: Any, question: Question, folder: Path) -> None:
    asked = question.document()
    if there == asked:
        return
    if not isinstance(there, dict):
        raise ValueError(f"{line(folder)} holds no sweep: its {QUESTION} is something else; give a new folder")
    differ = [name for name in (*asked, *there) if there.get(name) != asked.get(name)]
    if set(differ) == {"code"}:
        raise ValueError(
            f"{line(folder)} holds cells that another version of tightrope, or of a library that reckons, has measured "
            f"(code {quoted(there.get('code'))}, here {asked['code']}): use a new folder, or that version"
        )
    first = next(name for name in differ if name != "code")
    raise ValueError(
        f"{line(folder)} holds another sweep: its {first} is {quoted(there.get(first))}, asked is "
        f"{quoted(asked.get(first))}: give a folder of its own to each"
    )


def may_be_tried_again(one: bytes) -> bool:
    return f'"{FAILURE}":"{MACHINE}'.encode() in one


def _write_sorted(paths: list[Path], target: Path) -> None:
    """One line for each cell, in the order of its values; where there are several, one that did not fail."""
    best: dict[bytes, tuple[int, bytes, int, int]] = {}
    files = [path.open("rb") for path in paths]
    try:
        for number, file in enumerate(files):
            place = 0
            for one in file:
                if (key := key_of(one)) is not None:
                    found = (*_order(one), number, place)
                    known = best.get(name := bytes.fromhex(key))
                    if known is None or found[:2] < known[:2]:
                        best[name] = found
                place += len(one)
        with target.open("xb", buffering=AT_ONCE) as out:  # not through a link that lies there
            for _, (_, _, number, place) in sorted(best.items(), key=lambda one: (one[1][1], one[0])):
                files[number].seek(place)
                out.write(files[number].readline())
            out.flush()
            os.fsync(out.fileno())
    finally:
        for file in files:
            file.close()


def _order(one: bytes) -> tuple[int, bytes]:
    """0, or 1 for a failure of the machine; and the values in front of the failure, as bytes in their order."""
    ordered = []
    for name, value in row_of(one).items():
        if name == FAILURE:
            break
        if name != "cell":
            ordered.append(_ordered(value))
    return int(may_be_tried_again(one)), b"".join(ordered)


def _ordered(value: Any) -> bytes:
    if value is None:
        return b"\0"
    if isinstance(value, str):
        return b"\2" + value.encode() + b"\0"
    bits = int.from_bytes(pack(">d", min(float_info.max, max(-float_info.max, value))), "big")
    return b"\1" + (bits ^ (2**64 - 1) if bits >> 63 else bits | 2**63).to_bytes(8, "big")


def _lock(opened: int, wait: bool) -> bool:
    """Whether the lock was had; it is held until the file is closed."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _opened(path: Path) -> IO[bytes]:
    """Raises FileNotFoundError if it is not there, ValueError if it is no regular file or cannot be read."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ValueError(f"{line(path)} cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise ValueError(f"{line(path)} must be a regular file; it is something else: take it out")
    return os.fdopen(opened, "rb")


def _left_behind(path: Path) -> bool:
    """Whether no running process holds this part."""
    held = os.open(path, os.O_RDONLY)
    try:
        return _lock(held, wait=False)
    finally:
        os.close(held)


def _remove(path: Path) -> None:
    """If it is there; where it is not, a folder that cannot be written is none the worse."""
    if os.path.lexists(path):
        path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """So that a rename outlasts a power cut; not every system knows folders as files."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
