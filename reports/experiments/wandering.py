"""Demonstrations that wander and return: noise in what the demonstrator does, with labels kept or relabelled."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from tightrope.reports.evidence.sampled import each
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.wandering import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.noisy_demonstrations import LABELS, clone_costs, limit_cost
from tightrope.simulators.worlds.windy_path import windy_path

NOISES = (
    Fraction(0),
    Fraction(1, 20),
    Fraction(1, 10),
    Fraction(1, 5),
    Fraction(3, 10),
    Fraction(9, 20),
    Fraction(3, 5),
)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A windy path, so many demonstrations on it, and what becomes of the labels of mistakes: LABELS."""

    name: str
    wind: Fraction
    labels: str
    length: int = 12
    half_width: int = 2
    horizon: int = 20
    demonstrations: int = 4

    @property
    def made(self) -> Problem:
        return windy_path(self.length, self.half_width, self.wind)

    def limit(self, noise: Fraction) -> float:
        """The cost of a demonstrator with that noise."""
        return limit_cost(self.made, noise, self.horizon)


CELLS = tuple(
    Cell(name=name, wind=wind, labels=labels)
    for name, wind in (("Wind 1/20", Fraction(1, 20)), ("Contrast: no wind", Fraction(0)))
    for labels in LABELS
)


def data_sets(profile: Profile) -> int:
    return 2 * profile.repetitions


@cache
def costs(cell: Cell, profile: Profile) -> tuple[Interval, ...]:
    """The clone's cost at each of NOISES, over data sets; all intervals of a cell hold at once."""
    setting = (cell.labels, cell.horizon, cell.demonstrations, data_sets(profile), profile.seed)
    level, drawn = each(profile.confidence, len(NOISES)), [clone_costs(cell.made, noise, *setting) for noise in NOISES]
    return tuple(betting(np.clip(values, 0, cell.horizon), cell.horizon, level) for values in drawn)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The least mean cost over NOISES, and where it is."""
    means = [interval.mean for interval in costs(cell, profile)]
    return {
        "world": cell.name,
        "labels": cell.labels,
        "least cost": number(min(means)),
        "at noise": str(NOISES[int(np.argmin(means))]),
        "cost without noise": number(means[0]),
        "expert": number(cell.limit(Fraction(0))),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    noises = NOISES

    @property
    def data_sets(self) -> int:
        return data_sets(self.profile)

    def costs(self, cell: Cell) -> tuple[Interval, ...]:
        return costs(cell, self.profile)


def numbers(study: Study) -> dict[str, object]:
    return {f"{row['world']}, {row['labels']}: least cost": row["least cost"] for row in study.rows}


EXPERIMENT = Experiment(
    key="wandering",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
)
