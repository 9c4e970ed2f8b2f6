"""What was sampled beside what is exact: a curve of intervals that hold all at once, or an error."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tightrope.reports.publishing.figure import Curve
from tightrope.simulators.measures.confidence import Interval, betting, clopper_pearson


def each(confidence: float, intervals: int) -> float:
    """The level of each of so many intervals that are to hold all at once with that confidence (the union bound)."""
    return 1 - (1 - confidence) / intervals


def beside(label: str, x: Sequence, exact: Sequence[Fraction | float], intervals: Sequence[Interval]) -> Curve:
    """The intervals at x as a sampled curve. Raises RuntimeError if one of them misses the exact value."""
    for point, value, interval in zip(x, exact, intervals, strict=True):
        if not interval.lower <= value <= interval.upper:
            raise RuntimeError(f"{label} at {point}, {interval}, contradicts the exact value {float(value)}")
    return intervals_at(label, x, intervals)


def intervals_at(label: str, x: Sequence, intervals: Sequence[Interval]) -> Curve:
    """Intervals as a sampled curve, with nothing to compare them to."""
    return Curve(
        label=label,
        role="sampled",
        x=tuple(map(float, x)),
        y=tuple(i.mean for i in intervals),
        lower=tuple(i.lower for i in intervals),
        upper=tuple(i.upper for i in intervals),
    )


def averages_beside(
    label: str,
    x: Sequence,
    exact: Sequence[Fraction | float],
    draws: Sequence[np.ndarray | Sequence[float]],
    largest: float,
    confidence: float,
) -> Curve:
    """`beside` of the means of draws in [0, largest], one set of draws for each x; all intervals hold at once."""
    level = each(confidence, len(x))
    return beside(label, x, exact, [betting(np.asarray(drawn, dtype=float), largest, level) for drawn in draws])


def counts_beside(
    label: str, x: Sequence, exact: Sequence[Fraction | float], counts: Sequence[int], trials: int, confidence: float
) -> Curve:
    """`beside` of the shares of trials that were counted, one count for each x; all intervals hold at once."""
    level = each(confidence, len(x))
    return beside(label, x, exact, [clopper_pearson(int(count), trials, level) for count in counts])
