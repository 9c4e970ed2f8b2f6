"""An estimate of stated precision: which estimator, how many episodes, and an interval that may be watched.

Every estimator plays a few pilot episodes. What it needs is predicted from their variance v (made larger by
range^2 / pilots, for what is rare may not have come yet) and the range of its values:

    episodes = 2 (v / precision^2 + range / precision) log(2 / (1 - confidence))

The one that needs the fewest decisions is played, with episodes of its own, until its interval (`measures.anytime`) is
no longer than twice the precision. Decisions are counted, not seconds, so that the seed determines the result.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log

import numpy as np

from tightrope.simulators.measures.anytime import Anytime
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import MOST_SECONDS, PLAYED, check_simulation
from tightrope.simulators.rollouts.episodes import Player, expect
from tightrope.simulators.rollouts.estimators import Estimator, estimators

PILOTS, PILOT_DECISIONS = 1 << 14, 1 << 22  # of each estimator, and fewer if they would take more decisions than that
MANY = 10**6  # episodes whose counts are kept and looked at once; more are added up on a grid, in memory that stays
FIRST, GROWTH = 1 << 12, 1.25  # episodes before the first look at the interval; how many more before the next
AT_ONCE = 1 << 16  # episodes drawn at once
MOST_DECISIONS = MOST_SECONDS / PLAYED

Progress = Callable[[int, int], None]  # episodes so far, episodes in all (predicted, if a precision decides)


def silent(so_far: int, in_all: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The interval, and how it came about: which estimator was played, what it does (`why` it is good), how many
    episodes, and how many decisions each estimator was predicted to need.
    """

    interval: Interval
    estimator: str
    why: str
    episodes: int
    predicted: dict[str, float]

    def __repr__(self) -> str:
        return f"<{self.interval.mean:.6g} in {self.interval.words}; {self.episodes} episodes by {self.estimator}>"

    def _repr_html_(self) -> str:
        rows = [("estimate", f"{self.interval.mean:.6g}"), ("interval", self.interval.words)]
        rows += [("episodes", str(self.episodes)), ("estimator", f"{self.estimator}: {self.why}")]
        return html_table("from episodes", rows)


def estimate(
    problem: Problem,
    horizon: int,
    quantity: str,
    precision: float,
    seed: int,
    confidence: float = 0.99,
    threads: int = 1,
    progress: Progress = silent,
) -> Estimate:
    """The expected `disagreement` or `gap`, to within the precision with probability >= confidence.

    The interval is at most 2 * precision long. Raises ValueError unless precision > 0 and 0 < confidence < 1, and if
    MOST_DECISIONS would not do.
    """
    if not precision**2 > 0:
        raise ValueError(f"the precision must be positive, and its square a float above 0; got {precision}")
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {confidence}")
    candidates = estimators(problem, horizon, quantity, seed, threads)
    predicted = {one.name: _episodes_needed(one, precision, confidence) * one.decisions for one in candidates}
    best = min(candidates, key=lambda one: predicted[one.name])
    if predicted[best.name] > MOST_DECISIONS:
        raise ValueError(
            f"a precision of {precision:g} would need about {predicted[best.name]:.1g} decisions with the best "
            f"estimator ({best.name}), and at most {MOST_DECISIONS:.1g} are played: ask for less, or evaluate exactly"
        )
    expect(predicted[best.name])
    interval, episodes = _played(best, precision, confidence, predicted[best.name] / best.decisions, progress)
    return Estimate(interval=interval, estimator=best.name, why=best.words, episodes=episodes, predicted=predicted)


def counted(
    problem: Problem,
    horizon: int,
    episodes: int,
    seed: int,
    confidence: float = 0.99,
    threads: int = 1,
    progress: Progress = silent,
) -> Interval:
    """The expected disagreements, counted in so many episodes.

    Raises ValueError unless episodes >= 1 and 0 < confidence < 1, or if that is too much.
    """
    check_simulation(horizon, episodes, threads)
    player, so_far = Player(problem, horizon), Anytime(0, horizon, confidence)
    expect(episodes * horizon)
    so_many = 0

    def done(more: int) -> None:
        nonlocal so_many
        so_many += more
        progress(so_many, episodes)

    for after in range(0, max(1, episodes), MANY):
        count = min(MANY, episodes - after)
        part = player.play(count, seed, ["disagreements"], threads=threads, after=after, progress=done)
        values = np.asarray(part.disagreements)
        if episodes <= MANY:
            return betting(values, horizon, confidence)
        so_far.add(values)
    return so_far.interval


def _episodes_needed(one: Estimator, precision: float, confidence: float) -> float:
    """As many as the interval is expected to take; none if all values are the same."""
    span = one.most - one.least
    if span <= 0:
        return 0.0
    pilots = max(256, min(PILOTS, int(PILOT_DECISIONS / one.decisions)))
    variance = float(np.var(one.draw(0, pilots))) + span**2 / pilots
    return 2 * (variance / precision**2 + span / precision) * log(2 / (1 - confidence))


def _played(
    one: Estimator, precision: float, confidence: float, predicted: float, progress: Progress
) -> tuple[Interval, int]:
    if one.most <= one.least:
        value = (one.least + one.most) / 2
        exact = Interval(mean=value, lower=one.most, upper=one.least, confidence=confidence, method="no chance is left")
        return exact, 0
    so_far, enough = Anytime(one.least, one.most, confidence), FIRST
    while True:
        while so_far.count < enough:
            so_far.add(one.draw(PILOTS + so_far.count, min(AT_ONCE, enough - so_far.count)))
            progress(so_far.count, ceil(predicted))
        interval = so_far.interval
        if interval.upper - interval.lower <= 2 * precision:
            return interval, so_far.count
        enough = ceil(GROWTH * enough)
