"""Things by their keys; an unknown key gets the nearest known one suggested."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol, TypeVar

LONGEST = 60  # characters of a key that an error repeats


class Keyed(Protocol):
    """Whatever has a key."""

    @property
    def key(self) -> str: ...


Named = TypeVar("Named", bound=Keyed)


def named(key: str, known: Iterable[Named], what: str) -> Named:
    """The one of that key. Raises ValueError with the nearest keys, or else with all of them."""
    by_key = {one.key: one for one in known}
    if not isinstance(key, str):
        raise TypeError(f"the key of a {what} is a text; got a value of type {type(key).__name__}")
    if key in by_key:
        return by_key[key]
    raise ValueError(f"no {what} is called {key[:LONGEST]!r}; {nearest(key, by_key)}")


def nearest(key: str, known: Iterable[str]) -> str:
    """What may have been meant, in words: the known keys that are spelled like it, or else all."""
    near = get_close_matches(key[:LONGEST], list(known))
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
