"""A confidence interval that may be looked at as often as one likes, and stopped when it is short enough.

For values y in [0, 1] and a candidate mean m, a gambler who puts the share r of his capital on "the mean is above m"
has (1 - r + r y_1/m) (1 - r + r y_2/m) ... after n values. If m is the mean, that is a non-negative martingale; so is
the average over several shares r, and by Ville's inequality it exceeds 2/(1 - confidence) at any time whatever with
probability at most (1 - confidence)/2. The lower limit is the least m at which he is not that rich; the upper limit is
the same for 1 - y. No value is assumed to be typical: rare, large ones are why the shares go up to almost everything.

The capital depends on the values only through how many there are of each, so they are kept as weights on a grid: a
value between two grid points is shared among them in proportion. The logarithm is concave, so that this lowers the
capital, and the interval still holds. Memory does not grow with n.

Source: Waudby-Smith and Ramdas 2024 [waudbysmith2024estimating]; mixtures of bets, Orabona and Jun 2024.
"""

import numpy as np

from tightrope.simulators.measures.confidence import Interval

CELLS = 2048
SHARES = np.concatenate([2.0 ** -np.arange(25, 0, -1), 1 - 2.0 ** -np.arange(2, 8)])  # 2^-25, ..., 1/2, ..., 127/128
HALVINGS = 60


class Anytime:
    """The interval of the mean of independent values in [least, most], after those that were added.

    Raises ValueError unless least < most and 0 < confidence < 1, or if a value lies outside.
    """

    def __init__(self, least: float, most: float, confidence: float):
        if not 0 < confidence < 1:
            raise ValueError(f"the confidence must lie strictly between 0 and 1; got {confidence}")
        if not least < most:
            raise ValueError(f"the values must have a range, least < most; got {least} and {most}")
        self.least, self.most, self.confidence = least, most, confidence
        self.weights = np.zeros(CELLS + 1)
        self.count, self.total = 0, 0.0

    def add(self, values: np.ndarray) -> None:
        scaled = (np.asarray(values, dtype=float) - self.least) / (self.most - self.least)
        if len(scaled) and not -1e-9 <= scaled.min() <= scaled.max() <= 1 + 1e-9:
            raise ValueError(f"values must lie in [{self.least}, {self.most}]; got {values.min()} to {values.max()}")
        place = np.clip(scaled, 0.0, 1.0) * CELLS
        cell = np.minimum(place.astype(np.int64), CELLS - 1)
        upper = np.bincount(cell, place - cell, minlength=CELLS)
        whole = np.bincount(cell, minlength=CELLS)
        self.weights[:-1] += whole - upper
        self.weights[1:] += upper
        self.count += len(scaled)
        self.total += float(np.sum(values))

    @property
    def lower(self) -> float:
        return self.least + (self.most - self.least) * self._lower(self.weights)

    @property
    def upper(self) -> float:
        return self.least + (self.most - self.least) * (1 - self._lower(self.weights[::-1]))

    def lies_above(self, value: float) -> bool:
        """Whether the lower limit does, without finding it."""
        return self._rejected(self.weights, self._scaled(value))

    def reaches_above(self, value: float) -> bool:
        """Whether the upper limit does, without finding it."""
        return not self._rejected(self.weights[::-1], 1 - self._scaled(value))

    @property
    def interval(self) -> Interval:
        return Interval(
            mean=self.total / max(1, self.count),
            lower=self.lower,
            upper=self.upper,
            confidence=self.confidence,
            method="betting, at any time",
        )

    def _lower(self, weights: np.ndarray) -> float:
        """The least mean that is not rejected, by bisection, rounded towards 0; weights are on 0, 1/CELLS, ..., 1."""
        low, high = 0.0, 1.0
        if not self._rejected(weights, 2.0**-HALVINGS):
            return 0.0
        low = 2.0**-HALVINGS
        for _ in range(HALVINGS):
            middle = (low + high) / 2 if low > high / 4 else (low * high) ** 0.5
            low, high = (middle, high) if self._rejected(weights, middle) else (low, middle)
        return low

    def _rejected(self, weights: np.ndarray, m: float) -> bool:
        """Whether the gambler on a mean above m is rich enough."""
        there = np.flatnonzero(weights > 0)
        value, weight = there / CELLS, weights[there]
        with np.errstate(divide="ignore"):
            logs = np.log1p(SHARES[:, None] * (value / max(m, 2.0**-HALVINGS) - 1)) @ weight
        most = logs.max()
        threshold = np.log(2 / (1 - self.confidence)) + np.log(len(SHARES))
        return bool(most + np.log(np.exp(logs - most).sum()) >= threshold)

    def _scaled(self, value: float) -> float:
        return (value - self.least) / (self.most - self.least)
