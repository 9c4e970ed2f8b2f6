"""Side cameras: how wide, how strong and how mislabelled augmentation may be, and when it hurts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.lecture import side_cameras as theory
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.side_cameras import gain, half_width, width
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.side_cameras import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, for_each_cell
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners import side_labels
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.lane import augmented, lane


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A lane and a clone with side cameras; `flipped` is None where there are none."""

    half_width: int = 3
    error: Fraction = Fraction(1, 20)
    horizon: int = 60
    width: int = 0
    flipped: Fraction | None = None
    fallback: str = "outward"

    def __post_init__(self) -> None:
        require(Parameter("horizon", Whole(1)), Parameter("width", Whole(0)), **vars(self))

    @property
    def clone(self) -> Table:
        return augmented(lane(self.half_width), self.error, self.width, self.flipped or Fraction(0), self.fallback)

    @property
    def off(self) -> Fraction:
        return side_labels.off(lane(self.half_width), self.clone, self.horizon)


PLAIN, WIDTHS, RIGHT, TENTH, COIN = Cell(), (1, 2, 3), Fraction(0), Fraction(1, 10), Fraction(1, 2)
CELLS = (PLAIN, *(replace(PLAIN, width=w, flipped=x) for x in (RIGHT, TENTH, COIN) for w in (WIDTHS if x else (1,))))
WIDE = Cell(half_width=6, error=Fraction(1, 10), horizon=100)  # the road of the map
GAINS = tuple(Fraction(i, 20) for i in range(-20, 61))
DATA_SETS = 10  # times the profile's repetitions


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Exact probability of being off, and the mean time in the strip by its formula."""
    time = number(1 / cell.error) if not cell.width else "for ever"
    if cell.flipped:
        time = number(exact_value(theory.TIME_COVERED, {epsilon: cell.error, eta: cell.flipped, width: cell.width}))
    return {
        "width w": cell.width,
        "flipped": "-" if cell.flipped is None else str(cell.flipped),
        f"off within {cell.horizon}": number(cell.off),
        "mean time in the strip": time,
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    plain, wide, gains = PLAIN, WIDE, GAINS

    @cached_property
    def off(self) -> dict[tuple[int, str], float]:
        return {(row["width w"], row["flipped"]): row["off within 60"]["value"] for row in self.rows}

    @cached_property
    def thresholds(self) -> dict[int, float]:
        road = lane(PLAIN.half_width)
        return {w: side_labels.most_flipped(road, PLAIN.error, w, PLAIN.horizon) for w in WIDTHS}

    @cached_property
    def wide_road(self) -> Problem:
        return lane(WIDE.half_width, reach=4 * WIDE.half_width)

    @cached_property
    def by_strength(self) -> dict[int, list[float]]:
        """For each width the probability of being off at each strength of the labels."""
        return {
            w: [side_labels.steered_off(self.wide_road, WIDE.error, w, g, WIDE.horizon) for g in GAINS]
            for w in range(1, WIDE.half_width + 1)
        }

    @property
    def data_sets(self) -> int:
        return DATA_SETS * self.profile.repetitions


def answers(study: Study) -> tuple[Finding, ...]:
    numbers = {f"off within 60, width {w}, flipped {share}": number(value) for (w, share), value in study.off.items()}
    return (Finding(claim="L14", verdict="conditional", evidence="exact", numbers=numbers, figure="side-cameras"),)


def numbers(study: Study) -> dict[str, object]:
    return {f"share of flipped labels beyond which width {w} hurts": number(x) for w, x in study.thresholds.items()}


def off_without(cell: Cell, row: Row) -> tuple[object, object] | None:
    """Without side cameras, beside the formula."""
    if cell.width:
        return None
    values = {epsilon: cell.error, T: cell.horizon, half_width: cell.half_width}
    return row[f"off within {cell.horizon}"], number(exact_value(theory.PLAIN, values))


def off_with_right_labels(cell: Cell, row: Row) -> tuple[object, object] | None:
    return (row[f"off within {cell.horizon}"], number(Fraction(0))) if cell.flipped == 0 else None


def safe_where_the_condition_says(study: Study) -> Iterator[tuple]:
    for w, chances in study.by_strength.items():
        for g, chance in zip(GAINS, chances, strict=True):
            at: dict[Any, Any] = {gain: g, width: w}
            yield (w, g), chance == 0, bool(theory.SAFE_FOR_EVER.subs(at))


EXPERIMENT = Experiment(
    key="side-cameras",
    claims=("L14",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(name="without side cameras the car is off as the formula says", compared=for_each_cell(off_without)),
        Check(name="with right labels the car is never off", compared=for_each_cell(off_with_right_labels)),
        Check(name="the strip is safe for ever where the condition says", compared=safe_where_the_condition_says),
    ),
)
