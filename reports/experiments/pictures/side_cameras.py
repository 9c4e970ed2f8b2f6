"""The side cameras' pictures: over time, share of flipped labels, strength and width, and the frames."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.majority import MAJORITY_WRONG, eta, n
from tightrope.reports.evidence.sampled import averages_beside, counts_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, Note, curve, grid
from tightrope.simulators.learners import side_labels
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.lane import lane

if TYPE_CHECKING:
    from tightrope.reports.experiments.side_cameras import Study

FRAMES = (1, 2, 3, 5, 7, 11, 15, 21, 31)
SHARES = (Fraction(3, 10), Fraction(9, 20), Fraction(1, 2), Fraction(11, 20))
TIMES = (10, 20, 40, 60)  # with a sampled bar


def pictures(study: "Study") -> dict[str, tuple]:
    return {
        "side-cameras": (_over_time(study), _over_flipped(study)),
        "side-cameras-strength": (_over_strength(study), _over_frames(study)),
    }


def _over_time(study: "Study") -> Curves:
    shown = {"plain": study.plain, "w = 3, half flipped": replace(study.plain, width=3, flipped=Fraction(1, 2))}
    shown |= {
        f"w = {w}, a tenth flipped": replace(study.plain, width=w, flipped=Fraction(1, 10)) for w in study.thresholds
    }
    times, curves, profile = range(study.plain.half_width + 1, study.plain.horizon + 1), [], study.profile
    for label, cell in shown.items():
        laws = state_laws(lane(cell.half_width).mdp, cell.clone, cell.horizon)
        exact = [fraction(law[-1]) for law in laws]
        curves.append(curve(label, "problem", times, [exact[t] for t in times]))
        if label.startswith("w = 1"):
            fallen = side_labels.fallen(lane(cell.half_width), cell.clone, cell.horizon, profile.episodes, profile.seed)
            shown, counts = [exact[t] for t in TIMES], [fallen[t] for t in TIMES]
            curves.append(counts_beside("episodes", TIMES, shown, counts, profile.episodes, profile.confidence))
    y = Axis(label="probability of being off the road", scale="log")
    return Curves(x=Axis(label="decisions taken"), y=y, curves=tuple(curves))


def _over_flipped(study: "Study") -> Curves:
    shares, plain = [Fraction(i, 40) for i in range(41)], replace(study.plain, fallback="uniform")
    curves = [
        curve(
            f"w = {w}",
            "problem",
            shares,
            [replace(plain, width=w, flipped=share).off for share in shares],
        )
        for w in study.thresholds
    ]
    curves.append(curve("without side cameras", "bound", (0, 1), (plain.off, plain.off)))
    low, high = (f"{choose(study.thresholds.values()):.3f}" for choose in (min, max))
    crossing = low if low == high else f"{low} to {high}"
    return Curves(
        x=Axis(label="share of side labels that point outward"),
        y=Axis(label=f"probability of being off within {study.plain.horizon}"),
        curves=tuple(curves),
        notes=(Note(x=0.74, y=0.25, words=f"beyond {crossing} they hurt"),),
    )


def _over_strength(study: "Study") -> Heat:
    widths = list(study.by_strength)
    safe = [most_safe(w) for w in widths]
    harmful = [side_labels.greatest_gain(study.wide_road, study.wide.error, w, study.wide.horizon) for w in widths]
    return Heat(
        x=Axis(label="g, strength of the side labels (right: 1)"),
        y=Axis(label="w, offsets covered on either side"),
        grid=grid(
            f"probability of being off within {study.wide.horizon}", study.gains, widths, study.by_strength.values()
        ),
        colours="log",
        curves=(
            *steps("w(1 - |1 - g|) = 1: safe for ever between", widths, safe),
            *steps("as bad as no side cameras", widths, harmful),
        ),
        notes=(Note(x=1.0, y=4.5, words="safe\nfor ever"),),
    )


def most_safe(width: int) -> Fraction:
    """The greatest strength of side labels of that width that keep the car in the strip for ever: w (2 - g) = 1."""
    return 2 - Fraction(1, width)


def steps(label: str, widths: list[int], strengths: list) -> list[Curve]:
    """Boundaries at a strength and at its mirror image 2 - g, which is as good: widths are whole, each has its row."""
    rows = [end for w in widths for end in (w - Fraction(1, 2), w + Fraction(1, 2))]
    right = [g for g in strengths for _ in range(2)]
    return [curve(label, "bound", side, rows) for side in (right, [2 - g for g in right])]


def _over_frames(study: "Study") -> Curves:
    road, curves = lane(study.plain.half_width), []
    for share in SHARES:
        wrong = [exact_value(MAJORITY_WRONG, {n: frames, eta: share}) for frames in FRAMES]
        exact = [side_labels.expected_off(road, study.plain.error, 2, x, study.plain.horizon) for x in wrong]
        curves.append(curve(f"{100 * float(share):g} % flipped", "problem", FRAMES, exact))
        if share == SHARES[0]:
            curves.append(sampled_frames(road, share, exact, study))
    y = Axis(label=f"probability of being off within {study.plain.horizon}")
    return Curves(x=Axis(label="n, frames at each offset"), y=y, curves=tuple(curves))


def sampled_frames(road: Problem, share: Fraction, exact: list[Fraction], study: "Study") -> Curve:
    """Frames drawn, majorities taken, each table evaluated exactly."""
    random, price, draws = np.random.default_rng(study.profile.seed), {}, []
    for frames in FRAMES:
        tables = side_labels.drawn_tables(frames, share, 2, study.data_sets, random)
        for table in set(tables) - price.keys():
            price[table] = float(side_labels.table_off(road, study.plain.error, table, study.plain.horizon))
        draws.append([price[table] for table in tables])
    return averages_beside("sampled data sets", FRAMES, exact, draws, 1, study.profile.confidence)
