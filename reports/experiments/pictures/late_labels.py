"""Late labels in pictures: how many are right, what an episode costs, and which rounds return."""

from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Strip, Strips, curve
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.training.late_labels import drawn_votes, late_loop
from tightrope.simulators.worlds.excursions import OFF, RETURN, driver

if TYPE_CHECKING:
    from tightrope.reports.experiments.late_labels import Study

SAMPLED = (1, 5, 10, 20)  # latencies with a bar
SHOWN, ROUNDS = (0, 1, 5, 10, 20), 60  # latencies and rounds of the strips
LATENCY = Axis(label="latency of the labels (frames)")


def pictures(study: "Study") -> dict[str, tuple]:
    return {"late-labels": (right_labels(study), costs(study)), "late-labels-rounds": (rounds(study),)}


def right_labels(study: "Study") -> Curves:
    latencies = [cell.latency for cell in study.cells]
    never, taught = zip(*(cell.found.shares for cell in study.cells), strict=True)
    curves = (
        curve("never learned to return", "problem", latencies, never),
        curve("taught", "problem", latencies, taught),
        curve("half", "worst", (latencies[0], latencies[-1]), (Fraction(1, 2),) * 2),
        sampled(study),
    )
    y = Axis(label="share of right labels")
    return Curves(x=LATENCY, y=y, curves=curves, heading="Labels off the track")


def sampled(study: "Study") -> Curve:
    """Right labels of the driver who never learned, counted in episodes, per expected frame off the track."""
    profile, exact, intervals = study.profile, [], []
    for latency in SAMPLED:
        cell = replace(study.cells[0], latency=latency)
        acting = driver(cell.slip, Fraction(1), Fraction(0))
        votes = drawn_votes(cell.world, acting, cell.horizon, latency, study.episodes, profile.seed + latency)
        interval = betting(votes[:, OFF, RETURN], 1, each(profile.confidence, len(SAMPLED)))
        intervals.append(_divided(interval, float(cell.found.off[0])))
        exact.append(cell.found.shares[0])
    return beside("episodes", SAMPLED, exact, intervals)


def _divided(interval: Interval, by: float) -> Interval:
    return replace(interval, mean=interval.mean / by, lower=interval.lower / by, upper=interval.upper / by)


def costs(study: "Study") -> Curves:
    latencies, never = [cell.latency for cell in study.cells], study.cells[0].cost(returns=False)
    curves = (
        curve("DAgger, mean of rounds", "dagger", latencies, [cell.mean_cost for cell in study.cells]),
        curve("cloning", "problem", (latencies[0], latencies[-1]), (never, never)),
    )
    y = Axis(label="expected cost per episode")
    return Curves(x=LATENCY, y=y, curves=curves, heading="What an episode costs")


def rounds(study: "Study") -> Strips:
    strips = []
    for latency in SHOWN:
        one = replace(study.cells[0], latency=latency)
        loop = islice(late_loop(one.world, one.slip, one.horizon, latency), ROUNDS)
        good = tuple(float(i) for i, returns in enumerate(loop) if returns)
        strips.append(Strip(label=str(latency), x=good, value=float(latency)))
    return Strips(
        x=Axis(label="round of the loop"),
        y=Axis(label="latency (frames)"),
        strips=tuple(strips),
        heading="Rounds whose driver returns",
    )
