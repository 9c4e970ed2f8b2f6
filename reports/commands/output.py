"""How the commands show numbers, exact strings beside values, and how they write files."""

import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, redirect_stdout
from fractions import Fraction
from pathlib import Path

from tightrope.simulators.model.arithmetic import exact_string
from tightrope.simulators.model.rounding import nearest_float

STANDARD_OUTPUT = "-"
SHORT = 16  # characters of a fraction that is shown


def number(value: Fraction) -> dict[str, object]:
    return {"exact": exact_string(value), "value": nearest_float(value)}


def short(number: dict | None) -> str:
    """A fraction and its decimals, 3/2 = 1.5 or 2/3 ~ 0.666667; of a long fraction the decimals alone."""
    if number is None:
        return "-"
    exact, digits = number.get("exact", ""), f"{number['value']:.6g}"
    if not exact or len(exact) > SHORT or "/" not in exact:
        return digits
    return f"{exact} {'=' if Fraction(exact) == Fraction(digits) else '~'} {digits}"


def print_json(document: dict) -> int:
    shown = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(document, ensure_ascii=not shown, allow_nan=False))
    return 0


@contextmanager
def words_aside(out: str | None) -> Generator[None]:
    """Where a problem goes to standard output (--out -), what is said goes to standard error."""
    with redirect_stdout(sys.stderr) if out == STANDARD_OUTPUT else nullcontext():
        yield


@contextmanager
def written_whole(path: Path) -> Generator[Path]:
    """Where to write what shall stand under this path: it gets there as a whole in the end, or not at all.

    Raises ValueError if the folder or the file cannot be written.
    """
    beside = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        beside.replace(path)
    except OSError as error:
        raise ValueError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        if os.path.lexists(beside):
            beside.unlink()


def check_unused(*paths: Path) -> None:
    """Raises ValueError if any of these files is there already, unless all are and are files:
    then they are what the same command wrote before.
    """
    there = [path for path in paths if os.path.lexists(path)]
    if there and not all(path.is_file() and not path.is_symlink() for path in paths):
        raise ValueError(f"{there[0]} is there already and was not written by this command: choose another --out")
