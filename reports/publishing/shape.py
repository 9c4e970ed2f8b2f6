"""Dataclasses as JSON and back. What comes back must have exactly the form that the types say.

Floats are written with ten digits. Where a type has alternatives, the names of the fields tell which one is meant.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tightrope.reports.evidence.verdict import rounded
from tightrope.simulators.model.terminal import line, listed


def plain(value: Any) -> Any:
    """A dataclass, and what is in it, as JSON has it."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return rounded(value) if isinstance(value, float) else value


def shaped(kind: Any, value: Any, place: str) -> Any:
    """JSON as that type: a dataclass, tuple, mapping, alternative or plain one.

    Raises ValueError, naming the place, if it has another form, or the dataclass refuses it.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _dataclass(kind, value, place)
    if origin in (Union, UnionType):
        return shaped(_meant(inner, value, place), value, place)
    if origin is tuple:
        kinds = inner if inner[-1] is not ... else (inner[0],) * len(_of(list, value, place))
        if len(_of(list, value, place)) != len(kinds):
            raise ValueError(f"{place} must have {len(kinds)} entries; it has {len(value)}")
        return tuple(shaped(one, x, f"{place}[{i}]") for i, (one, x) in enumerate(zip(kinds, value, strict=True)))
    if origin is Literal:
        if not isinstance(value, str) or value not in inner:
            raise ValueError(f"{place} must be one of {', '.join(inner)}")
        return value
    if kind is Any:
        return value
    if kind is float:
        return _finite(value, place)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: shaped(inner[1], one, f"{place}.{line(key, 40)}") for key, one in _of(dict, value, place).items()}
    return _of(kind, value, place)


def _dataclass(kind: Any, value: Any, place: str) -> Any:
    given, hints = _of(dict, value, place), _hints(kind)
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
    if not needed <= set(given) <= set(hints):
        wrong = sorted(needed - set(given)) or sorted(set(given) - set(hints))
        missing = "lacks" if needed - set(given) else "must not have"
        raise ValueError(f"{place} {missing} {listed(wrong)}")
    found = {name: shaped(hints[name], one, f"{place}.{name}") for name, one in given.items()}
    try:
        return kind(**found)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if name in {one.name for one in fields(kind)}}


def _meant(kinds: tuple, value: Any, place: str) -> Any:
    for kind in kinds:
        if value is None and kind is type(None):
            return kind
        if is_dataclass(kind) and isinstance(value, dict) and set(value) == {one.name for one in fields(kind)}:
            return kind
        if not is_dataclass(kind) and isinstance(kind, type) and isinstance(value, kind):
            return kind
    raise ValueError(f"{place} must be one of {', '.join(getattr(kind, '__name__', str(kind)) for kind in kinds)}")


def _of(kind: type, value: Any, place: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{place} must be a {kind.__name__}; it is a {type(value).__name__}")
    return value


def _finite(value: Any, place: str) -> float:
    try:
        found = float(_of(int if isinstance(value, int) else float, value, place))
    except OverflowError:
        raise ValueError(f"{place} is too large a number") from None
    if not isfinite(found):
        raise ValueError(f"{place} must be a finite number")
    return found
