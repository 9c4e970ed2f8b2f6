"""Wrong labels in pictures: what copied noise costs, and how often a late label is wrong."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.causal_confusion import switch
from tightrope.bounds.lecture.late_labels import OUTDATED, latency
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.worlds.excursions import OFF

if TYPE_CHECKING:
    from tightrope.reports.experiments.wrong_labels import Study

RATES = tuple(Fraction(i, 50) for i in range(13))
SAMPLED = (Fraction(1, 50), Fraction(1, 10), Fraction(1, 5))  # rates with a bar
CHANGES, LATENCIES = (Fraction(1, 50), Fraction(1, 10), Fraction(7, 10)), range(11)


def pictures(study: "Study") -> dict[str, tuple]:
    return {"wrong-labels": (copied_noise(study), late_is_wrong())}


def copied_noise(study: "Study") -> Curves:
    curves = [
        curve(f"T = {cell.horizon}", "problem", RATES, [cell.ratio(rate) for rate in RATES]) for cell in study.shown
    ]
    limits = [cell.break_even for cell in study.shown]
    curves += [
        curve("cloning without noise", "worst", (RATES[0], RATES[-1]), (1, 1)),
        curve("no gain is left", "witness", limits, [1] * len(limits)),
        sampled(study),
    ]
    x, y = Axis(label="share of wrong labels"), Axis(label="cost / cost of clean cloning", scale="log")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Copied noise")


def sampled(study: "Study") -> Curve:
    """Episodes of noisy clones, their cost over that of clean cloning."""
    cell, profile, intervals = study.sampled, study.profile, []
    clean = float(task_cost(cell.world.mdp, cell.untaught, cell.horizon))
    for rate in SAMPLED:
        acting = cell.world.with_learner(cell.noisy(rate))
        played = trajectories(acting, cell.horizon, study.episodes, profile.seed + rate.denominator)
        ratios = (played.states[:, 1:] == OFF).sum(axis=1) / clean
        intervals.append(betting(ratios, cell.horizon / clean, each(profile.confidence, len(SAMPLED))))
    return beside("episodes", SAMPLED, [cell.ratio(rate) for rate in SAMPLED], intervals)


def late_is_wrong() -> Curves:
    curves = tuple(
        curve(f"changes with q = {float(q):g}", "problem", LATENCIES, [outdated(q, k) for k in LATENCIES])
        for q in CHANGES
    )
    x, y = Axis(label="latency (frames)"), Axis(label="probability that a label is wrong")
    return Curves(x=x, y=y, curves=curves, heading="Late is wrong")


def outdated(changes: Fraction, frames: int) -> Fraction:
    return exact_value(OUTDATED, {switch: changes, latency: frames})
