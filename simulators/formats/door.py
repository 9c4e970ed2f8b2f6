"""The one door for files from outside: problems, results of reports, demonstrations.

What comes in is a regular file; a link to one may be given, a FIFO, a device or a folder not. It is no larger than
TIGHTROPE_LARGEST_FILE says, in MiB (64 where it is not set), and is read once and whole before anything looks inside.
The same number limits what is unpacked from it, and what is read of standard input, which is named "-". Whatever a
library of a format raises becomes a ValueError here.
"""

import json
import os
import re
import stat
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from os import PathLike
from typing import Any

from tightrope.simulators.model.terminal import line, quoted

VARIABLE, LARGEST, MEBIBYTE = "TIGHTROPE_LARGEST_FILE", 64, 2**20
BYTES_OF_A_VALUE = (
    16  # a JSON file of 64 MiB may hold 4 million values: parsed, each takes up to 30 times its characters
)
DEEPEST = 50  # levels of a JSON file; whoever walks through one may use recursion
TOO_DEEP = f"it is nested too deeply, more than {DEEPEST} levels"
STANDARD_INPUT = "-"
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
KEY = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
DOTTED = re.compile(
    rf"(?<![A-Za-z0-9_-]){KEY}(?:[ \t]*+\.[ \t]*+{KEY}){{10}}"
)  # time grows with the square of its dots


def largest_file() -> int:
    """How many bytes a file may have. Raises ValueError if the environment's number is none."""
    text = os.environ.get(VARIABLE, str(LARGEST))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise ValueError(f"{VARIABLE} must be a whole number of MiB, such as {LARGEST}; got {quoted(text)}")
    return int(text) * MEBIBYTE


def most_values() -> int:
    """How many numbers or names a file may mean, written out or not."""
    return largest_file() // BYTES_OF_A_VALUE


def check_size(size: int, what: str) -> None:
    """Raises ValueError if so many bytes are more than a file may have."""
    if size > largest_file():
        raise ValueError(
            f"{what} has {-(-size // MEBIBYTE)} MiB, more than {largest_file() // MEBIBYTE}; if that is meant, "
            f"set {VARIABLE} (MiB)"
        )


def read_bytes(path: str | PathLike) -> bytes:
    """All of a regular file, or of standard input. Raises ValueError if it is something else, is too large, or cannot
    be read.
    """
    if os.fsdecode(path) == STANDARD_INPUT:
        return _standard_input()
    place = line(path)
    if "\0" in os.fsdecode(path):
        raise ValueError(f"{place} cannot be read: no file's name holds a zero character")
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise ValueError(f"{place} cannot be read: it must be a regular file; it is a FIFO or a device")
            check_size(found.st_size, place)
            content = file.read(found.st_size + 1)
    except OSError as error:
        raise ValueError(f"{place} cannot be read: {error.strerror or error}") from error
    if len(content) > found.st_size:
        raise ValueError(f"{place} cannot be read: it grows while it is read")
    return content


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise ValueError("standard input cannot be read: it is closed")
    try:
        content = sys.stdin.buffer.read(largest_file() + 1)
    except OSError as error:
        raise ValueError(f"standard input cannot be read: {error.strerror or error}") from error
    check_size(len(content), "standard input")
    return content


@contextmanager
def reading(path: str | PathLike, kind: str) -> Generator[None]:
    """Around the calls of a format's library: whatever it raises becomes a ValueError that names file and kind."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{line(path)} cannot be read as {kind}: {error}") from error
    except Exception as error:  # libraries raise what they like: KeyError, TypeError, OverflowError, MemoryError, ...
        reason = f"{type(error).__name__} {error}".strip()
        raise ValueError(f"{line(path)} cannot be read as {kind}: {line(reason)}") from error


def read_json(path: str | PathLike, number: Callable[[str], Any] | None = None) -> Any:
    """The content of a JSON file, see `parsed_json`. Raises ValueError that names the file and what is wrong."""
    content = read_bytes(path)
    with reading(path, "a JSON file"):
        return parsed_json(content, number)


def parsed_json(content: bytes, number: Callable[[str], Any] | None = None) -> Any:
    """What JSON by RFC 8259 in UTF-8 means; `number` makes a number of its text, without it they are int and float.

    Raises ValueError naming the place where a key stands twice, and for more than 50 levels, a float that is not
    finite, half a surrogate pair, and more values than `most_values`.
    """
    if content.count(b",") + content.count(b"[") + content.count(b"{") > most_values():
        raise ValueError(f"it has more than {most_values()} values; if that is meant, set {VARIABLE} (MiB)")
    twice: list[_Twice] = []
    try:
        document = json.loads(
            content.decode("utf-8"),
            parse_int=number or int,
            parse_float=number or _finite,
            parse_constant=_no_number,
            object_pairs_hook=lambda pairs: _object(pairs, twice),
        )
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    if _depth(document) > DEEPEST:
        raise ValueError(TOO_DEEP)
    if twice:  # of several the last one read, which is in no other
        raise ValueError(f"{_place(document, twice[-1])} has the key {quoted(twice[-1].key)} twice")
    if SURROGATE.search(content):
        json.dumps(document, ensure_ascii=False).encode()
    return document


def parsed_toml(content: bytes) -> dict[str, Any]:
    """What TOML in UTF-8 means; numbers with a point or an exponent stay texts, as they are written.

    Raises ValueError for what is no TOML, and for keys of more than ten parts.
    """
    text = content.decode("utf-8")
    if DOTTED.search(text):
        raise ValueError("a key has more than ten parts, joined by dots")
    try:
        return tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None


def _without_waiting(path: str, flags: int) -> int:
    """Opens a FIFO at once, though nobody writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


@dataclass(frozen=True, eq=False)
class _Twice:
    """Stands in a document for an object that has a key twice."""

    key: str


def _object(pairs: list[tuple[str, Any]], twice: list[_Twice]) -> dict | _Twice:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    twice.append(_Twice(Counter(key for key, _ in pairs).most_common(1)[0][0]))
    return twice[-1]


def _depth(document: Any) -> int:
    depth, level = 0, [document]
    while level:
        inside = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        depth, level = depth + 1, [one for values in inside for one in values if isinstance(one, dict | list)]
    return depth


def _place(document: Any, sought: _Twice) -> str:
    """Where something stands in a document: learner[0][on], as messages write it."""
    waiting = [("", document)]
    while waiting:
        place, found = waiting.pop()
        if found is sought:
            return place.removeprefix(".") or "the outermost object"
        if isinstance(found, dict):
            waiting += [(f"{place}[{line(key)}]" if place else line(key), value) for key, value in found.items()]
        elif isinstance(found, list):
            waiting += [(f"{place}[{i}]", value) for i, value in enumerate(found)]
    raise AssertionError("what is sought stands in the document")


def _finite(text: str) -> float:
    value = float(text)
    return value if isfinite(value) else _no_number(text)


def _no_number(text: str) -> Any:
    raise ValueError(f"numbers must be finite; the file has {line(text)}")
