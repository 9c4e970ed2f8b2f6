"""The fields of an experiment's cells as axes: whole numbers, rationals, words, and yes or no.

Where an experiment has cells of several kinds, `cell_kind` says which one a cell is; what a kind lacks is None there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, get_args, get_type_hints

from tightrope.reports.sweeps.axes import Value
from tightrope.simulators.model.parameters import Domain, Number, Whole, Word

FAR = 10**9  # an experiment says itself which numbers it takes; a cell that it refuses is recorded as one
KIND = "cell_kind"


@dataclass(frozen=True)
class YesOrNo:
    """true or false."""

    words: str = "true or false"

    def value(self, given: Any) -> bool | None:
        return given if isinstance(given, bool) else None


def kinds_of(cells: Sequence[Any]) -> dict[str, type]:
    """The classes of the cells, by their names."""
    return {type(cell).__name__: type(cell) for cell in cells}


def domains_of(cells: Sequence[Any]) -> dict[str, Domain]:
    """What each field may be."""
    hints: dict[str, set[Any]] = {}
    for kind in kinds_of(cells).values():
        for name, hint in get_type_hints(kind).items():
            if name in names_of(kind):
                hints.setdefault(name, set()).update(get_args(hint) or (hint,))
    taken = {name: [getattr(cell, name) for cell in cells if name in names_of(type(cell))] for name in hints}
    return {name: _domain(of - {type(None)}, taken[name]) for name, of in hints.items()}


def bases_of(cells: Sequence[Any], axes: Sequence[str]) -> tuple[dict[str, Value], ...]:
    """The values of the cells that have all of these fields, but for those fields; each combination once."""
    names, several = domains_of(cells), len(kinds_of(cells)) > 1
    found = {}
    for cell in cells:
        if set(axes) <= (own := names_of(type(cell))):
            values = {name: getattr(cell, name) if name in own else None for name in names if name not in axes}
            values |= {KIND: type(cell).__name__} if several else {}
            found[tuple(values.items())] = values
    return tuple(found.values())


def made(cells: Sequence[Any], given: dict[str, Any]) -> Any:
    """The cell with these values."""
    kinds = kinds_of(cells)
    kind = kinds[given.get(KIND, next(iter(kinds)))]
    return kind(**{name: value for name, value in given.items() if name in names_of(kind)})


def names_of(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}  # ty: ignore[invalid-argument-type]  a cell is a dataclass


def _domain(kinds: set[Any], taken: list[Any]) -> Domain:
    if kinds == {bool}:
        return YesOrNo()
    if kinds == {int}:
        return Whole(-FAR)
    if kinds <= {Fraction, int}:
        return Number(-FAR)
    if kinds == {str}:
        return Word(tuple(dict.fromkeys(one for one in taken if one is not None)))
    raise ValueError(f"a cell's field is a number, a word or a truth value; one is {kinds}")
