"""Dependence in pictures: what the steps of one trajectory are worth, by the memory of the chain."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.evidence.effective_samples import WORTH, unseen, worth
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.figure import Axis, Curves, curve
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.measures.confidence import Interval, betting, clopper_pearson
from tightrope.simulators.worlds.two_state_chain import RARE, noisy_labels, two_state_chain

if TYPE_CHECKING:
    from tightrope.reports.experiments.dependence import Study

SHARES = {"A rare state, share 1/10": Fraction(1, 10), "A common state, share 1/3": Fraction(1, 3)}
SAMPLED = (Fraction(0), Fraction(1, 2), Fraction(9, 10))  # memories with a bar
MOST, POINTS = Fraction(98, 100), 60  # the memories of the curves
SELDOM = Fraction(1, 1000)  # an event that is rarer is not estimated from trajectories


def pictures(study: "Study") -> dict[str, tuple]:
    return {"dependence": tuple(by_memory(heading, share, study) for heading, share in SHARES.items())}


def by_memory(heading: str, share: Fraction, study: "Study") -> Curves:
    least, length = 1 - 1 / max(share, 1 - share), study.length
    grid = [least + (MOST - least) * i / POINTS for i in range(POINTS + 1)]
    curves = [curve(what, "problem", grid, [worth(what, share, x, length) / length for x in grid]) for what in WORTH]
    found = {memory: sampled(share, memory, study) for memory in SAMPLED}
    for what in WORTH:
        bars = {memory: one[what] for memory, one in found.items() if what in one}
        exact = [worth(what, share, memory, length) / length for memory in bars]
        curves.append(beside("trajectories", list(bars), exact, list(bars.values())))
    x, y = Axis(label="memory λ of the chain"), Axis(label="effective samples / T")
    return Curves(x=x, y=y, curves=tuple(curves), heading=heading)


def sampled(share: Fraction, memory: Fraction, study: "Study") -> dict[str, Interval]:
    """Intervals for the three numbers, each divided by T, from trajectories with wrong labels."""
    profile, noise, level = study.profile, study.noise, each(study.profile.confidence, len(WORTH) * len(SAMPLED))
    made = two_state_chain(share, memory)
    shown = demonstrate(made, noisy_labels(noise), study.length, profile.episodes, profile.seed)
    visits, wrong = (shown.states[:, :-1] == RARE).mean(axis=1), shown.actions.mean(axis=1)
    spread, spread_of_labels = (
        betting((x - float(mean)) ** 2, 1, level) for x, mean in ((visits, share), (wrong, noise))
    )
    result = {
        "averages": _worth(lambda x: float(share * (1 - share)) / x, spread, study.length),
        "labels": _worth(lambda x: float(noise * (1 - noise)) / x, spread_of_labels, study.length),
    }
    if unseen(share, memory, study.length) > SELDOM:
        never = clopper_pearson(int((visits == 0).sum()), profile.episodes, level)
        result["coverage"] = _worth(lambda x: np.log(x) / np.log(1 - float(share)), never, study.length)
    return result


def _worth(function: Callable[[float], float], interval: Interval, length: int) -> Interval:
    """An effective number is a decreasing function of what is sampled, so limits change places."""
    mean, lower, upper = (float(function(x)) / length for x in (interval.mean, interval.upper, interval.lower))
    return Interval(mean=mean, lower=lower, upper=upper, confidence=interval.confidence, method=interval.method)
