"""Side cameras: how wide, how strong and how mislabelled augmentation may be, and when it hurts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, eta, gain, half_width, n, width
from tightrope.bounds.lecture import side_cameras as theory
from tightrope.bounds.lecture.majority import MAJORITY_WRONG
from tightrope.reports.evidence.sampled import averages_beside, counts_beside
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, for_each_cell
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, Note, curve, grid
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners import side_labels
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import Policy
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

    @property
    def clone(self) -> Policy:
        return augmented(lane(self.half_width), self.error, self.width, self.flipped or Fraction(0), self.fallback)

    @property
    def off(self) -> Fraction:
        return side_labels.off(lane(self.half_width), self.clone, self.horizon)


PLAIN, WIDTHS, RIGHT, TENTH, COIN = Cell(), (1, 2, 3), Fraction(0), Fraction(1, 10), Fraction(1, 2)
CELLS = (PLAIN, *(replace(PLAIN, width=w, flipped=x) for x in (RIGHT, TENTH, COIN) for w in (WIDTHS if x else (1,))))
WIDE = Cell(half_width=6, error=Fraction(1, 10), horizon=100)  # the road of the map
TIMES = (10, 20, 40, 60)  # with a sampled bar
GAINS = tuple(Fraction(i, 20) for i in range(-20, 61))
FRAMES, DATA_SETS = (1, 2, 3, 5, 7, 11, 15, 21, 31), 10  # times the profile's repetitions
SHARES = (Fraction(3, 10), Fraction(9, 20), Fraction(1, 2), Fraction(11, 20))


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
    wide = WIDE

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


def off_without(cell: Cell, row: dict) -> tuple | None:
    """Without side cameras, beside the formula."""
    if cell.width:
        return None
    values = {epsilon: cell.error, T: cell.horizon, half_width: cell.half_width}
    return row[f"off within {cell.horizon}"], number(exact_value(theory.PLAIN, values))


def off_with_right_labels(cell: Cell, row: dict) -> tuple | None:
    return (row[f"off within {cell.horizon}"], number(Fraction(0))) if cell.flipped == 0 else None


def safe_where_the_condition_says(study: Study) -> Iterator[tuple]:
    for w, chances in study.by_strength.items():
        for g, chance in zip(GAINS, chances, strict=True):
            yield (w, g), chance == 0, bool(theory.SAFE_FOR_EVER.subs({gain: g, width: w}))


def pictures(study: Study) -> dict[str, tuple]:
    return {
        "side-cameras": (_over_time(study), _over_flipped(study)),
        "side-cameras-strength": (_over_strength(study), _over_frames(study)),
    }


def _over_time(study: Study) -> Curves:
    shown = {"plain": PLAIN, "w = 3, half flipped": replace(PLAIN, width=3, flipped=COIN)}
    shown |= {f"w = {w}, a tenth flipped": replace(PLAIN, width=w, flipped=TENTH) for w in WIDTHS}
    times, curves, profile = range(PLAIN.half_width + 1, PLAIN.horizon + 1), [], study.profile
    for label, cell in shown.items():
        laws = state_laws(lane(cell.half_width).mdp, cell.clone, cell.horizon)
        exact = [fraction(law[-1]) for law in laws]
        curves.append(curve(label, "problem", times, [exact[t] for t in times]))
        if label.startswith("w = 1"):
            fallen = side_labels.fallen(lane(cell.half_width), cell.clone, cell.horizon, profile.episodes, profile.seed)
            shown, counts = [exact[t] for t in TIMES], [fallen[t] for t in TIMES]
            curves.append(counts_beside("episodes", TIMES, shown, counts, profile.episodes, profile.confidence))
    y = Axis(label="probability of being off the road", scale="log")
    return Curves(x=Axis(label="decisions taken"), y=y, curves=tuple(curves), legend="lower right")


def _over_flipped(study: Study) -> Curves:
    shares, plain = [Fraction(i, 40) for i in range(41)], replace(PLAIN, fallback="uniform")
    curves = [
        curve(
            f"w = {w}: hurts beyond {threshold:.3f}",
            "problem",
            shares,
            [replace(plain, width=w, flipped=share).off for share in shares],
        )
        for w, threshold in study.thresholds.items()
    ]
    curves.append(curve("without side cameras", "bound", (0, 1), (plain.off, plain.off)))
    x = Axis(label="share of side labels that point outward")
    return Curves(x=x, y=Axis(label=f"probability of being off within {PLAIN.horizon}"), curves=tuple(curves))


def _over_strength(study: Study) -> Heat:
    widths, tent = list(study.by_strength), [Fraction(i, 200) for i in range(30, 371)]
    needed = [exact_value(theory.NEEDED_WIDTH, {gain: g}) for g in tent]
    harmful = [side_labels.greatest_gain(study.wide_road, WIDE.error, w, WIDE.horizon) for w in widths]
    return Heat(
        x=Axis(label="g, strength of the side labels (right: 1)"),
        y=Axis(label="w, offsets covered on either side"),
        grid=grid(f"probability of being off within {WIDE.horizon}", GAINS, widths, study.by_strength.values()),
        colours="log",
        curves=(
            curve("w(1 - |1 - g|) = 1: safe for ever above", "bound", tent, needed),
            curve("too strong: as bad as no side cameras", "bound", harmful, widths),
            curve("too weak, its mirror image 2 - g", "bound", [2 - g for g in harmful], widths),
        ),
        notes=(Note(x=1.0, y=4.5, words="safe\nfor ever"),),
    )


def _over_frames(study: Study) -> Curves:
    road, curves = lane(PLAIN.half_width), []
    for share in SHARES:
        wrong = [exact_value(MAJORITY_WRONG, {n: frames, eta: share}) for frames in FRAMES]
        exact = [side_labels.expected_off(road, PLAIN.error, 2, x, PLAIN.horizon) for x in wrong]
        curves.append(curve(f"{100 * float(share):g} % flipped", "problem", FRAMES, exact))
        if share == SHARES[0]:
            curves.append(sampled_frames(road, share, exact, study))
    y = Axis(label=f"expected probability of being off within {PLAIN.horizon}")
    return Curves(x=Axis(label="n, frames at each offset"), y=y, curves=tuple(curves))


def sampled_frames(road: Problem, share: Fraction, exact: list[Fraction], study: Study) -> Curve:
    """Frames drawn, majorities taken, each table evaluated exactly."""
    random, price, draws = np.random.default_rng(study.profile.seed), {}, []
    for frames in FRAMES:
        tables = side_labels.drawn_tables(frames, share, 2, study.data_sets, random)
        for table in set(tables) - price.keys():
            price[table] = float(side_labels.table_off(road, PLAIN.error, table, PLAIN.horizon))
        draws.append([price[table] for table in tables])
    return averages_beside("sampled data sets", FRAMES, exact, draws, 1, study.profile.confidence)


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
