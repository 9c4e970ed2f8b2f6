"""What was sampled beside what is exact: a curve of intervals that hold all at once, or an error."""

from collections.abc import Sequence
from fractions import Fraction

from tightrope.reports.publishing.experiment import Curve
from tightrope.simulators.measures.confidence import Interval


def each(confidence: float, intervals: int) -> float:
    """The level of each of so many intervals that are to hold all at once with that confidence (the union bound)."""
    return 1 - (1 - confidence) / intervals


def beside(label: str, x: Sequence, exact: Sequence[Fraction], intervals: Sequence[Interval]) -> Curve:
    """The intervals at x as a sampled curve. Raises RuntimeError if one of them misses the exact value."""
    for point, value, interval in zip(x, exact, intervals, strict=True):
        if not interval.lower <= value <= interval.upper:
            raise RuntimeError(f"{label} at {point}, {interval}, contradicts the exact value {float(value)}")
    return Curve(
        label=label,
        role="sampled",
        x=tuple(map(float, x)),
        y=tuple(i.mean for i in intervals),
        lower=tuple(i.lower for i in intervals),
        upper=tuple(i.upper for i in intervals),
    )
