"""How the networks that a report shows were trained: told in it, and no part of what its id is of.

It is read from simulators/learned/training.json, which `make retrain` writes. Nothing in a report rests on it: what is
said of a network elsewhere is computed from its parameters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tightrope.reports.publishing.rounding import significant
from tightrope.reports.publishing.shape import shaped
from tightrope.simulators.learned.retraining import WITHIN, training

NUMBERS = ("network", "words", "steps", "seconds", "within the bands", "number", "least", "median", "most", "must be")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Of one seed: `within` its bands or what went wrong, and the numbers that were looked at."""

    seed: int
    outcome: str
    numbers: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Training:
    """An entry of training.json; `spread` has the least, the median and the most of each number over the seeds."""

    name: str
    words: str
    steps: int
    seconds: float
    bands: Mapping[str, str]
    spread: Mapping[str, tuple[float, float, float]]
    outcomes: tuple[Outcome, ...]
    versions: Mapping[str, str]

    def row(self) -> tuple[str, ...]:
        """For the page: what was trained for how long, how many seeds kept to the bands, and the first of these."""
        what = next(iter({**self.bands, **self.spread}), "")
        median = significant(self.spread[what][1], 6) if what in self.spread else "nothing came out"
        return (self.words, f"{self.steps:,}", f"{self.seconds:.0f}", self._ended(), what, median, self._band(what))

    def numbers(self) -> list[tuple[object, ...]]:
        """For the data, one row for each number: its least, median and most over the seeds, and what it must be."""
        before = (self.name, self.words, self.steps, self.seconds, self._ended())
        return [(*before, what, *three, self._band(what)) for what, three in self.spread.items()] or [before]

    def _ended(self) -> str:
        within = sum(one.outcome == WITHIN for one in self.outcomes)
        return f"{within} of {len(self.outcomes)} seeds"

    def _band(self, what: str) -> str:
        return self.bands.get(what, "no band")


def told(names: Iterable[str]) -> list[dict]:
    """The entries of these networks, in this order; a network that was never trained by `make retrain` has none."""
    found = {entry["name"]: entry for entry in training()}
    return [found[name] for name in names if name in found]


def entries(results: dict) -> tuple[Training, ...]:
    """Of all networks of a report. Raises ValueError for another form; results without any have none."""
    return shaped(tuple[Training, ...], results.get("training", []), "results.training")
