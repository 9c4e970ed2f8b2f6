"""Confidence intervals that keep their level at every sample size; no normal approximation.

The costs of imitation are rare and bounded: most episodes cost nothing and a few cost T. There the usual normal or
bootstrap interval misses the mean far more often than it says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.rounding import digits_above, digits_below

SHOWN = 6  # digits of a limit, rounded outward


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate and limits that contain the true value with probability >= confidence, over the sampling."""

    mean: float
    lower: float
    upper: float
    confidence: float
    method: str

    @property
    def words(self) -> str:
        """The limits, rounded outward, and their level."""
        return f"[{self._least}, {self._most}], {100 * self.confidence:g} %"

    @property
    def _least(self) -> str:
        return digits_below(Fraction(self.lower), SHOWN)

    @property
    def _most(self) -> str:
        return digits_above(Fraction(self.upper), SHOWN)

    def __repr__(self) -> str:
        return f"<{self.mean:.6g} in {self.words} ({self.method})>"

    def _repr_html_(self) -> str:
        heads = ("estimate", f"{100 * self.confidence:g} % interval", "method")
        return html_table("from episodes", [(f"{self.mean:.6g}", f"[{self._least}, {self._most}]", self.method)], heads)


def clopper_pearson(successes: int, trials: int, confidence: float) -> Interval:
    """The exact interval for a probability, from the quantiles of beta distributions [clopper1934use].

    Raises ValueError unless 0 <= successes <= trials, trials >= 1 and confidence lies in (0, 1).
    """
    from scipy.stats import beta

    _check_confidence(confidence)
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"successes must lie between 0 and the number of trials >= 1; got {successes} of {trials}")
    tail = (1 - confidence) / 2
    lower = beta.ppf(tail, successes, trials - successes + 1) if successes else 0.0
    upper = beta.ppf(1 - tail, successes + 1, trials - successes) if successes < trials else 1.0
    return Interval(
        mean=successes / trials, lower=float(lower), upper=float(upper), confidence=confidence, method="Clopper-Pearson"
    )


def betting(values: np.ndarray | Sequence[float], largest: float, confidence: float) -> Interval:
    """An interval for the mean of independent values in [0, largest], by betting [waudbysmith2024estimating].

    For a candidate mean m, a gambler stakes a share of his capital on the next value being above m (or below). If m is
    the true mean, his capital is a non-negative martingale, and by Ville's inequality it ever exceeds
    2/(1 - confidence) with probability at most (1 - confidence)/2. The interval holds every m that makes neither
    gambler so rich. The stakes are their predictable plug-in bets, cut off at 1/2 of what could be lost. The limits
    found by bisection are rounded outward.
    Raises ValueError if there are no values, a value lies outside [0, largest], or confidence is not in (0, 1).
    """
    _check_confidence(confidence)
    scaled = np.asarray(values, dtype=float) / largest
    if scaled.ndim != 1 or not len(scaled) or scaled.min() < 0 or scaled.max() > 1:
        raise ValueError(f"betting needs values in [0, {largest}], at least one; got {np.shape(values)} values")
    threshold = np.log(2 / (1 - confidence))
    stakes = _stakes(scaled, 1 - confidence)

    def rejected_from_below(m: float) -> bool:
        stake = np.minimum(stakes, 0.5 / m) if m > 0 else stakes
        return np.log1p(stake * (scaled - m)).cumsum().max() >= threshold

    def rejected_from_above(m: float) -> bool:
        stake = np.minimum(stakes, 0.5 / (1 - m)) if m < 1 else stakes
        return np.log1p(stake * (m - scaled)).cumsum().max() >= threshold

    mean = float(scaled.mean())
    lower = _boundary(rejected_from_below, rejected=0.0, kept=mean)
    upper = _boundary(rejected_from_above, rejected=1.0, kept=mean)
    return Interval(
        mean=mean * largest,
        lower=lower * largest,
        upper=upper * largest,
        confidence=confidence,
        method="betting",
    )


def _stakes(values: np.ndarray, level: float) -> np.ndarray:
    """The predictable plug-in for n values: sqrt(2 log(2/level) / (n * variance so far)); only the past is used."""
    i = np.arange(1, len(values) + 1)
    means = (0.5 + values.cumsum()) / (i + 1)
    variances = (0.25 + ((values - means) ** 2).cumsum()) / (i + 1)
    before = np.append(0.25, variances[:-1])
    return np.sqrt(2 * np.log(2 / level) / (before * len(values)))


def _boundary(is_rejected: Callable[[float], bool], rejected: float, kept: float) -> float:
    """Where rejection ends, between a point that may be rejected and one that is kept; on the rejected side."""
    if not is_rejected(rejected):
        return rejected
    for _ in range(40):
        middle = (rejected + kept) / 2
        if is_rejected(middle):
            rejected = middle
        else:
            kept = middle
    return rejected


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {confidence}")
