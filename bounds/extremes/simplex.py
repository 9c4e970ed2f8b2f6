"""A linear program solved in rationals: maximise c.x subject to A x <= b, x >= 0, for b >= 0.

Dantzig's tableau method. The entering column is the one with the largest gain; after a step that gains nothing, the
first one that gains (Bland's rule), so that it cannot go round in circles. The multipliers are read off the last row.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from flint import fmpq


def solve(
    gains: Sequence[Fraction], rows: Sequence[Mapping[int, Fraction]], limits: Sequence[Fraction]
) -> tuple[list[Fraction], list[Fraction]]:
    """An optimal x and optimal multipliers y, with c.x = y.b exactly.

    `rows` are the rows of A as {column: entry}. Raises ValueError if a limit is negative (x = 0 must be feasible) or
    the program is unbounded.
    """
    if min(limits, default=0) < 0:
        raise ValueError(f"every limit must be at least 0, so that x = 0 is feasible; got {min(limits)}")
    table, basis = _tableau(gains, rows, limits), [len(gains) + j for j in range(len(rows))]
    gained = True
    while (candidates := np.flatnonzero(table[-1, :-1] < 0)).size:
        entering = int(candidates[table[-1, candidates].argmin() if gained else 0])
        leaving = _leaving(table, basis, entering)
        gained = bool(table[leaving, -1])
        used = np.flatnonzero(table[leaving])
        row = table[leaving, used] / table[leaving, entering]
        table[leaving, used] = row
        for j in np.flatnonzero(table[:, entering]):
            if j != leaving:
                table[j, used] -= table[j, entering] * row
        basis[leaving] = entering
    values = dict(zip(basis, table[:-1, -1], strict=True))
    return (
        [_fraction(values.get(i, fmpq(0))) for i in range(len(gains))],
        [_fraction(x) for x in table[-1, len(gains) : -1]],
    )


def _tableau(gains: Sequence, rows: Sequence, limits: Sequence) -> np.ndarray:
    """A row for each constraint, with its slack, then the negative gains; the limits are the last column."""
    table = np.full((len(rows) + 1, len(gains) + len(rows) + 1), fmpq(0), dtype=object)
    for j, (row, limit) in enumerate(zip(rows, limits, strict=True)):
        for i, entry in row.items():
            table[j, i] = _rational(entry)
        table[j, len(gains) + j], table[j, -1] = fmpq(1), _rational(limit)
    for i, gain in enumerate(gains):
        table[-1, i] = -_rational(gain)
    return table


def _leaving(table: np.ndarray, basis: list[int], entering: int) -> int:
    """The row that limits the entering variable most; of several, the one whose variable comes first."""
    rows = np.flatnonzero(table[:-1, entering] > 0)
    if not rows.size:
        raise ValueError("the program is unbounded: nothing limits one of its variables")
    return int(min(rows, key=lambda j: (table[j, -1] / table[j, entering], basis[j])))


def _rational(value: Fraction | int) -> fmpq:
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
