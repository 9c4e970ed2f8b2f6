"""Things by their keys; an unknown key gets the nearest known one suggested."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol, TypeVar


class Keyed(Protocol):
    """Whatever has a key."""

    @property
    def key(self) -> str: ...


Named = TypeVar("Named", bound=Keyed)


def named(key: str, known: Iterable[Named], what: str) -> Named:
    """The one of that key. Raises ValueError with the nearest keys, or else with all of them."""
    by_key = {one.key: one for one in known}
    if key in by_key:
        return by_key[key]
    raise ValueError(f"no {what} is called {key!r}; {nearest(key, by_key)}")


def nearest(key: str, known: Iterable[str]) -> str:
    """What may have been meant, in words: the known keys that are spelled like it, or else all."""
    near = get_close_matches(key, list(known))
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
