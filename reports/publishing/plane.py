"""Phase diagrams as data: the cells of a plane, each in one of some regions, and the boundaries between these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tightrope.reports.publishing.axis import Axis, Row

TONES = ("pale", "light", "middle", "dark", "warm")  # four of one colour, from the lightest, and another one


@dataclass(frozen=True, kw_only=True)
class Region:
    """One of the cases of a phase diagram. Its name stands at (x, y); `tone`, one of TONES, is its colour.

    Raises ValueError for another tone.
    """

    name: str
    tone: str
    x: float
    y: float

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"the tone of a region must be one of {', '.join(TONES)}; {self.name!r} has {self.tone!r}")


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """A curve by a formula. Its style says how the formula stands: exact here (a solid line), in some limit (dashed),
    or as a conjecture (dotted). Its name stands along it, at that share of its length.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    stands: Literal["exact", "limit", "conjecture"] = "exact"
    at: float = 0.5
    side: Literal["above", "below"] = "above"


def boundary(label: str, x: Iterable, y: Iterable, **more) -> Boundary:
    """A boundary through points of any numbers, exact ones included."""
    return Boundary(label=label, x=tuple(map(float, x)), y=tuple(map(float, y)), **more)


@dataclass(frozen=True, kw_only=True)
class Phases:
    """Cells of a plane, each in the colour of its region, with boundaries on top: cells[i][j] is the place in `regions`
    of what was found at rows[i], columns[j].

    Raises ValueError unless every cell is in one of the regions.
    """

    x: Axis
    y: Axis
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]
    regions: tuple[Region, ...]
    boundaries: tuple[Boundary, ...]
    heading: str = ""

    def __post_init__(self) -> None:
        found = {cell for row in self.cells for cell in row}
        if {len(row) for row in self.cells} != {len(self.columns)} or len(self.cells) != len(self.rows):
            raise ValueError(f"there must be a cell for each of {len(self.rows)} rows and {len(self.columns)} columns")
        if not found <= set(range(len(self.regions))):
            raise ValueError(f"a cell must be in one of {len(self.regions)} regions; some are in {sorted(found)}")

    def points(self) -> list[Row]:
        cells = [
            (self.regions[cell].name.replace("\n", " "), y, x, cell, "", "")
            for y, row in zip(self.rows, self.cells, strict=True)
            for x, cell in zip(self.columns, row, strict=True)
        ]
        return cells + [
            (one.label, "boundary", x, y, "", "") for one in self.boundaries for x, y in zip(one.x, one.y, strict=True)
        ]
