"""Aggregation in pictures: how far data and learner are apart, and which rounds take which action."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Strip, Strips, curve
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.training.aggregation import Loop
from tightrope.simulators.worlds.tied_states import Y

if TYPE_CHECKING:
    from tightrope.reports.experiments.aggregation import Study

SAMPLED_FEEDBACK, SAMPLED = Fraction(1, 2), (1, 10, 40)  # rounds with a bar
STRIP = 40  # rounds shown


def pictures(study: "Study") -> dict[str, tuple]:
    return {"aggregation": (distances(study), actions(study))}


def distances(study: "Study") -> Curves:
    profile, curves = study.profile, []
    for cell in study.copying:
        label, loop = f"frequencies, s = {float(cell.feedback):g}", cell.loop(profile)
        curves.append(_by_data_sets(label, "problem", loop))
    curves.append(_by_data_sets("majority", "dagger", study.majority.loop(profile)))
    curves.append(_by_data_sets("own labels", "worst", study.own.loop(profile)))
    curves.append(sampled(study))
    x = Axis(label="data sets n", scale="log")
    y = Axis(label="total variation of the states", scale="log")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Data against learner")


def _by_data_sets(label: str, role: str, loop: Loop) -> Curve:
    """Round 0 has one data set. A log axis has no 0."""
    positive = {n: shift for n, shift in enumerate(loop.shift, start=1) if shift}
    return curve(label, role, positive.keys(), positive.values())


def sampled(study: "Study") -> Curve:
    """Episodes of some rounds' learners: their distance from the exact data."""
    cell = next(cell for cell in study.copying if cell.feedback == SAMPLED_FEEDBACK)
    profile, loop, intervals = study.profile, cell.loop(study.profile), []
    shown = [one for one in SAMPLED if one <= study.rounds]
    for one in shown:
        fitted = loop.rounds[one]
        played = trajectories(loop.made.with_learner(fitted.learner), cell.horizon, study.episodes, profile.seed + one)
        shares = (played.states[:, :-1] == Y).mean(axis=1)
        weight = fitted.weight.sum(axis=0)
        interval = betting(shares, 1, each(profile.confidence, len(SAMPLED)))
        intervals.append(_distance(interval, float(fraction(weight[Y] / weight.sum()))))
    return beside("episodes, s = 0.5", [one + 1 for one in shown], [loop.shift[one] for one in shown], intervals)


def _distance(interval: Interval, point: float) -> Interval:
    """The interval of |x - point|, x being what the given one is of."""
    near, far = sorted(abs(point - end) for end in (interval.lower, interval.upper))
    inside = interval.lower <= point <= interval.upper
    return replace(interval, mean=abs(point - interval.mean), lower=0.0 if inside else near, upper=far)


def actions(study: "Study") -> Strips:
    strips = []
    for cell in study.voting:
        ones = tuple(float(i) for i, one in enumerate(cell.loop(study.profile).takes_1[:STRIP]) if one)
        strips.append(Strip(label=f"{float(cell.zero_to_y):g} after 0, {float(cell.one_to_y):g} after 1", x=ones))
    return Strips(
        x=Axis(label="round of the loop"),
        y=Axis(label="chance of state y"),
        strips=tuple(strips),
        heading="Rounds whose learner takes action 1",
    )
