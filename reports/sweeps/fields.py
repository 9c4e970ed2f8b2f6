"""The fields of an experiment's cells as axes: whole numbers, rationals, words, and yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, get_args, get_type_hints

from tightrope.reports.sweeps.axes import Value
from tightrope.simulators.model.parameters import Domain, Number, Whole, Word

FAR = 10**9  # an experiment says itself which numbers it takes; a cell that it refuses is recorded as one


@dataclass(frozen=True)
class YesOrNo:
    """true or false."""

    words: str = "true or false"

    def value(self, given: Any) -> bool | None:
        return given if isinstance(given, bool) else None


def domains_of(cells: Sequence[Any]) -> dict[str, Domain]:
    """What each field may be."""
    hints = get_type_hints(type(cells[0]))
    return {one.name: _domain(hints[one.name], [getattr(cell, one.name) for cell in cells]) for one in fields(cells[0])}


def values_of(cell: Any) -> dict[str, Value]:
    return {one.name: getattr(cell, one.name) for one in fields(cell)}


def _domain(hint: Any, taken: list[Any]) -> Domain:
    kinds = {one for one in (get_args(hint) or (hint,)) if one is not type(None)}
    if kinds == {bool}:
        return YesOrNo()
    if kinds == {int}:
        return Whole(-FAR)
    if kinds == {Fraction}:
        return Number(-FAR)
    if kinds == {str}:
        return Word(tuple(dict.fromkeys(one for one in taken if one is not None)))
    raise ValueError(f"a cell's field is a number, a word or a truth value; one is {hint}")
