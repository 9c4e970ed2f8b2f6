"""What several bounds say of an expected cost, as data for a picture: beside the exact one, and the most there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import SupportsFloat

from tightrope.reports.publishing.axis import Axis, Row

LONGEST = 10**6  # decisions


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One bound by its name, and what it says."""

    label: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Promises:
    """A bar for each bound, from the top. Each of `horizon` decisions costs 1 or less, so that a bound of `horizon` or
    more says nothing.

    Raises ValueError if there is none, a bound is below the exact cost, and so is none of it, or the cost is more than
    there can be.
    """

    x: Axis
    y: Axis
    promises: tuple[Promise, ...]
    exact: float
    horizon: int
    heading: str = ""

    def __post_init__(self) -> None:
        if not self.promises:
            raise ValueError("bounds are shown beside a number; there is no bound")
        if not 0 <= self.exact <= self.horizon <= LONGEST:
            raise ValueError(f"a cost lies between 0 and the horizon, {LONGEST} or less; got {self.exact:g}")
        if broken := [one.label for one in self.promises if one.value < self.exact]:
            raise ValueError(f"a bound is no less than the number it bounds, {self.exact}; below it lies {broken[0]!r}")

    def points(self) -> list[Row]:
        ends = ("exact", self.exact), ("the most there is", self.horizon)
        said = [(self.heading, one.label, self.x.label, one.value, "", "") for one in self.promises]
        return said + [(self.heading, what, self.x.label, value, "", "") for what, value in ends]


def promises(said: Iterable[tuple[str, SupportsFloat]]) -> tuple[Promise, ...]:
    """Bounds by name and value, the closest first; of any numbers, exact ones included."""
    return tuple(sorted((Promise(label=name, value=float(x)) for name, x in said), key=lambda one: one.value))
