"""How the networks that a report shows were trained: told in it, and no part of what its id is of.

It is read from simulators/learned/training.json, which `make retrain` writes. Nothing in a report rests on it: what is
said of a network elsewhere is computed from its parameters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tightrope.reports.publishing.shape import shaped
from tightrope.simulators.learned.retraining import WITHIN, training


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Of one seed: `within` its bands or what went wrong, and the numbers that were looked at."""

    seed: int
    outcome: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Training:
    """An entry of training.json; `spread` has the least, the median and the most of each number over the seeds."""

    name: str
    words: str
    steps: int
    seconds: float
    bands: Mapping[str, Any]
    spread: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    versions: Mapping[str, Any]

    def __post_init__(self) -> None:
        shaped(tuple[str, ...], [*self.bands.values()], "the bands")
        shaped(tuple[str, ...], [*self.versions.values()], "the versions")
        shaped(tuple[tuple[float, float, float], ...], [*self.spread.values()], "the spread")
        for one in self.outcomes:
            shaped(tuple[float, ...], [*one.numbers.values()], "the numbers")

    def rows(self) -> list[tuple[str, ...]]:
        """For the page, one row for each number: its least, median and most, what it must be, and what became of it."""
        within = sum(one.outcome == WITHIN for one in self.outcomes)
        ended = f"{within} of {len(self.outcomes)} seeds"
        time = f"{self.steps} steps, {self.seconds:.0f} s"
        told = {what: tuple(f"{value:.3g}" for value in three) for what, three in self.spread.items()}
        return [
            (self.words, time, ended, what, *three, self.bands.get(what, "no band"))
            for what, three in (told or {"nothing came out": ("-", "-", "-")}).items()
        ]


def told(names: Iterable[str]) -> list[dict]:
    """The entries of these networks, in this order; a network that was never trained by `make retrain` has none."""
    found = {entry["name"]: entry for entry in training()}
    return [found[name] for name in names if name in found]


def rows(results: dict) -> list[tuple[str, ...]]:
    """Of all networks of a report. Raises ValueError for another form; results without any have none."""
    entries = shaped(tuple[Training, ...], results.get("training", []), "results.training")
    return [row for one in entries for row in one.rows()]
