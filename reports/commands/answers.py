"""Answers at several epsilons and horizons: rows, and what their columns are. `rows` tells them, `plot` draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Cell = Fraction | float | str | None
AXES = ("epsilon", "horizon")


@dataclass(frozen=True, kw_only=True)
class Column:
    """`key` names it in CSV and JSON, `head` in the table, `label` in a plot, where `role` is its curve's style.

    Without a role it is not drawn. `ends` are the keys of a measured column's interval.
    """

    key: str
    head: str
    role: str = ""
    label: str = ""
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """`rows` have a cell for each column, and epsilon and horizon. `about` begins the JSON document; `title` the table.

    `counted` is what the vertical axis of a plot shows.
    """

    title: str
    about: dict[str, Any]
    columns: Sequence[Column]
    rows: Sequence[dict[str, Any]]
    counted: str
    notes: Sequence[str] = field(default=())
