"""The paradox in pictures: the worst cost over the share of data off the track, as a map and for some horizons."""

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, curve, grid
from tightrope.simulators.learners.split_error import Split, worst_split
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts.episodes import trajectories

if TYPE_CHECKING:
    from tightrope.reports.experiments.paradox import Study

SAMPLED, SAMPLED_HORIZON = (Fraction(1, 500), Fraction(1, 100), Fraction(1, 20)), 100  # shares with a bar
SHARE = Axis(label="share of the data off the track, α", scale="log")


def pictures(study: "Study") -> dict[str, tuple]:
    return {"paradox": (transition(study), by_share(study))}


def transition(study: "Study") -> Heat:
    shares, errors, horizon = np.geomspace(1e-3, 0.3, 61), np.geomspace(1e-3, 0.1, 41), study.longest
    value = [[worst_split(share, error, study.back, horizon).cost / horizon for share in shares] for error in errors]
    return Heat(
        x=SHARE,
        y=Axis(label="average error on the data, ε", scale="log"),
        grid=grid(f"worst cost / T, T = {horizon}", shares, errors, value),
        curves=(curve("α = ε", "bound", errors, errors),),
    )


def by_share(study: "Study") -> Curves:
    shares = np.geomspace(1e-3, 0.3, 121)
    curves = [
        curve(f"T = {horizon}", "problem", shares, [_worst(study, share, horizon).cost for share in shares])
        for horizon in study.horizons
    ]
    harmless = [worst_split(share, study.error, study.back, study.longest, loss=0.0).cost for share in shares]
    curves += [curve("all actions return", "bound", shares, harmless), sampled(study)]
    y = Axis(label="worst expected cost of an episode", scale="log")
    return Curves(x=SHARE, y=y, curves=tuple(curves), heading=f"ε = {study.error}")


def sampled(study: "Study") -> Curve:
    """Episodes of the worst learner at a few shares."""
    profile, drawn = study.profile, []
    worst = [_worst(study, share, SAMPLED_HORIZON) for share in SAMPLED]
    for split in worst:
        played = trajectories(_acting(study, split), SAMPLED_HORIZON, profile.episodes // 5, profile.seed)
        drawn.append((played.states[:, 1:] == 1).sum(axis=1))
    exact = [split.cost for split in worst]
    return averages_beside("episodes", SAMPLED, exact, drawn, SAMPLED_HORIZON, profile.confidence)


def _worst(study: "Study", share: Fraction | float, horizon: int) -> Split:
    return worst_split(share, study.error, study.back, horizon)


def _acting(study: "Study", split: Split) -> Problem:
    """The recovery chain with a learner of those two error rates."""
    on, off = (Fraction(rate).limit_denominator(10**9) for rate in (split.on, split.off))
    learner = policy([[[1 - on, on], [1 - off, off]]])
    return problem(f"recovery:rho={study.back}", SAMPLED_HORIZON, study.error).with_learner(learner)
