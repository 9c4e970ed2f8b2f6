"""Phase diagrams: in each cell of a plane what is computed tells one of some regimes, and formulas foretell it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tightrope.reports.publishing.axis import Axis
from tightrope.reports.publishing.experiment import Check, Row, Study, for_each_cell
from tightrope.reports.publishing.plane import Boundary, Phases, Region

REGIME = "regime"  # the column of what was found


def checks(foretold: Callable[[Any], str | None], regimes: Sequence[str]) -> tuple[Check, Check]:
    """That the formulas tell the regime of each cell, where they tell any, and that each of the regimes is met."""

    def compared(cell: Any, row: Row) -> tuple[object, object] | None:
        told = foretold(cell)
        return None if told is None else (row[REGIME], told)

    def met(study: Study) -> Iterator[tuple]:
        found = {row[REGIME] for row in study.rows}
        for regime in regimes:
            yield regime, regime in found, True

    return (
        Check(name="the boundaries separate what was computed", compared=for_each_cell(compared)),
        Check(name="each regime is met", compared=met),
    )


def plane(
    study: Study,
    parameters: tuple[str, str],
    regimes: Sequence[str],
    *,
    x: Axis,
    y: Axis,
    regions: tuple[Region, ...],
    boundaries: tuple[Boundary, ...],
) -> Phases:
    """The cells over two of their parameters, from the smallest on; there is a region for each regime, in their order.

    Raises ValueError unless there is one cell for each pair of their values.
    """
    across, up = parameters
    found = {
        (getattr(cell, up), getattr(cell, across)): regimes.index(row[REGIME])
        for cell, row in zip(study.cells, study.rows, strict=True)
    }
    rows, columns = (sorted({pair[i] for pair in found}) for i in (0, 1))
    if not len(study.cells) == len(found) == len(rows) * len(columns):
        raise ValueError(f"a plane needs a cell for each {across} with each {up}; got {len(study.cells)} cells")
    return Phases(
        x=x,
        y=y,
        columns=tuple(map(float, columns)),
        rows=tuple(map(float, rows)),
        cells=tuple(tuple(found[b, a] for a in columns) for b in rows),
        regions=regions,
        boundaries=boundaries,
    )
