"""Walkers on ropes as data: who is off the rope after which decision, and the sum that is expected."""

from dataclasses import dataclass
from itertools import accumulate

from tightrope.reports.publishing.axis import Row

ON, OFF = "0", "1"
MOST_WALKERS, MOST_DECISIONS = 1000, 100  # of a drawing, and of one that moves


@dataclass(frozen=True, kw_only=True)
class Walks:
    """Those on one rope: of each walker a digit for each decision, 1 where it ends off the rope. `sums` are the numbers
    of such decisions that are expected of a walker in the first one, two, ..., all.

    Raises ValueError unless every walker has a digit for each sum.
    """

    heading: str
    walkers: tuple[str, ...]
    sums: tuple[float, ...]

    def __post_init__(self) -> None:
        decisions = len(self.sums)
        if not (0 < len(self.walkers) <= MOST_WALKERS and 0 < decisions <= MOST_DECISIONS):
            raise ValueError(f"there must be at most {MOST_WALKERS} walkers and {MOST_DECISIONS} decisions")
        if not all(len(one) == decisions and set(one) <= {ON, OFF} for one in self.walkers):
            raise ValueError(f"each walker must have {decisions} digits, 0 or 1")

    @property
    def averages(self) -> tuple[float, ...]:
        """What the sums were, averaged over the walkers."""
        steps = (sum(one[t] == OFF for one in self.walkers) for t in range(len(self.sums)))
        return tuple(total / len(self.walkers) for total in accumulate(steps))


@dataclass(frozen=True, kw_only=True)
class Film:
    """Ropes beside each other, `together` walkers shown at a time; `stills` are the decisions after which a film strip
    shows the first of them. Alone in its figure.

    Raises ValueError unless there are such decisions, and equally many walkers on each rope, in whole groups.
    """

    ropes: tuple[Walks, ...]
    together: int
    stills: tuple[int, ...]
    heading: str = ""

    def __post_init__(self) -> None:
        sizes = {(len(one.walkers), len(one.sums)) for one in self.ropes}
        if len(sizes) != 1:
            raise ValueError("a film has equally many walkers and decisions on each rope")
        walkers, decisions = sizes.pop()
        if self.together < 1 or walkers % self.together:
            raise ValueError(f"{walkers} walkers cannot walk in groups of {self.together}")
        if not self.stills or not all(0 < one <= decisions for one in self.stills):
            raise ValueError(f"the stills of a film are of decisions 1 to {decisions}; got {self.stills}")

    def points(self) -> list[Row]:
        found: list[Row] = []
        for one in self.ropes:
            for name, sums in (("sum, average of the walkers", one.averages), ("sum, expected", one.sums)):
                found += [(one.heading, name, t, value, "", "") for t, value in enumerate(sums, 1)]
        return found
