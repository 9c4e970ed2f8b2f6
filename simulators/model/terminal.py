"""Text of strangers on a terminal: names, paths and values from files, shortened, and without power over what is shown.

What does not print (control characters, escape sequences, marks that turn the direction of writing, line separators,
half a surrogate pair) is written as JSON writes it, \\u001b or \\u202e, so that JSON stays the same JSON.
"""

import json
import re
from collections.abc import Collection
from itertools import islice
from os import PathLike, fspath
from reprlib import Repr

LONGEST = 100  # characters of a name or a value
LONGEST_MESSAGE = 2000
MOST_NAMES = 8
_UNUSUAL = re.compile(r"[^\n -~]")
_BRIEF = Repr()
_BRIEF.maxlevel, _BRIEF.maxdict, _BRIEF.maxlist, _BRIEF.maxstring, _BRIEF.maxother = 2, 3, 3, LONGEST, LONGEST


def escaped(text: str) -> str:
    """The text with its line ends, all else that does not print escaped."""
    return _UNUSUAL.sub(lambda found: _printed(found[0]), text)


def line(text: str | PathLike, longest: int = LONGEST) -> str:
    """A name or a path on one line: escaped, and shortened in the middle."""
    given = str(fspath(text))
    if len(given) > longest:
        given = f"{given[: longest // 2]}...{given[-longest // 3 :]}"
    return escaped(given).replace("\n", r"\n")


def told(message: str) -> str:
    """A whole message, whoever's words are in it: escaped, cut where it is too long to read, later lines indented."""
    end = "..." if len(message) > LONGEST_MESSAGE else ""
    return escaped(message[:LONGEST_MESSAGE]).replace("\n", "\n  ") + end


def quoted(value: object) -> str:
    """A value of a file as Python would write it, on one line: a long one shortened, a deep one not followed down."""
    return line(_BRIEF.repr(value), 2 * LONGEST)


def listed(names: Collection[str]) -> str:
    """Names separated by commas, the first few of many."""
    shown = ", ".join(line(name) for name in islice(names, MOST_NAMES))
    return shown if len(names) <= MOST_NAMES else f"{shown}, ... ({len(names)} in all)"


def _printed(character: str) -> str:
    return character if character.isprintable() or character in "\u00a0\u3000" else json.dumps(character)[1:-1]
