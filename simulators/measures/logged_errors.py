"""What logs say of epsilon: every reading from episodes, each with an interval of stated level.

An episode of a log is one draw; its decisions are not independent of each other. Where errors e_t(s) are known, as of a
table, or drawn, as disagreements, on the expert's states of independent episodes:

    per_step           an interval for each of the T averages, each of level 1 - delta/T; their largest limits
    time_averaged      the mean over episodes of the average over decisions
    log loss           the same of ln 1/(1 - e_t(s)), which lies in [0, ln 1/c] if the table is nowhere below c
    pointwise          what is seen is certain from below; of states that are not seen nothing is known from above
    drawn, pointwise   a lower limit for each pair of a decision and a state, at level 1 - delta/(T k) if k states are
                       seen at that decision, which what is drawn there does not change

From the learner's own episodes alone, if the expert takes one action in each state: f_t, the probability that the first
disagreement is at decision t, and S_t, that there is none up to t, enclose the expert's averages,

    f_t <= epsilon_t <= 1 - S_t,

for what the expert's states have beyond those of an agreeing learner is 1 - S_{t-1}, and e_t(s) <= 1 there.

Means are enclosed by `anytime`, which does not depend on the order of episodes, shares of episodes by Clopper-Pearson.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from tightrope.simulators.measures.anytime import Anytime
from tightrope.simulators.measures.confidence import clopper_pearson

CERTAIN, UNKNOWN = "no sampling: what is seen is certain", "nothing to estimate it from"
MEANS, SHARES = "betting, at any time", "Clopper-Pearson"
UNSEEN = "states that the logs do not show may be worse, so there is no upper limit"
NO_PROBABILITIES = "a log loss needs the learner's probabilities, so there is no upper limit"
UNLIMITED = (
    "the learner gives probability 0 to some action, so a log loss has no upper limit; smoothing gives a clone one"
)
INFINITE = "the learner never does what the expert did somewhere: the log loss is infinite"
ENCLOSED = "limits only: a learner's own episodes show the expert's states until the first disagreement"


@dataclass(frozen=True, kw_only=True)
class Estimated:
    """An estimate and limits that contain the true value with probability >= confidence, over the drawing of the logs.

    `what` is a reading's key, missing, or disagreement. `estimate` is None where only limits can be given, and limits
    are those of the quantity itself, 0 and 1, where nothing can. `source` says which episodes it comes from, `words`
    what else is assumed, and what the logs cannot give.
    """

    what: str
    estimate: float | None
    lower: float
    upper: float
    confidence: float
    method: str
    source: str
    words: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Errors:
    """Errors at the decisions of independent episodes. Shapes (n, T).

    surely, perhaps   limits of e_t(s), or of whether it disagreed, between 0 and 1; the same where it is known
    states            where the decisions are taken; -1 where nothing is decided, and nothing can go wrong
    """

    surely: np.ndarray
    perhaps: np.ndarray
    states: np.ndarray

    @property
    def known(self) -> bool:
        return bool((self.surely == self.perhaps).all())

    def first(self) -> "Errors":
        """The first disagreement of each episode: whether it is surely at a decision, perhaps at it or before."""
        before = np.roll(np.maximum.accumulate(self.perhaps, axis=1), 1, axis=1)
        before[:, 0] = 0
        return Errors(
            surely=self.surely * (before == 0),
            perhaps=np.maximum.accumulate(self.perhaps, axis=1),
            states=np.where(before == 0, self.states, -1),
        )


def mean(values: np.ndarray, most: float, confidence: float) -> tuple[float, float]:
    """Limits of the mean of independent values in [0, most], at this level."""
    return lower_limit(values, most, confidence), upper_limit(values, most, confidence)


def lower_limit(values: np.ndarray, most: float, confidence: float) -> float:
    found = _interval(values, most, confidence)
    return found.lower if isinstance(found, Anytime) else found[0]


def upper_limit(values: np.ndarray, most: float, confidence: float) -> float:
    found = _interval(values, most, confidence)
    return found.upper if isinstance(found, Anytime) else found[1]


def _interval(values: np.ndarray, most: float, confidence: float) -> tuple[float, float] | Anytime:
    """The limits where they are quick to find, else what finds them."""
    if most == 0:
        return 0.0, 0.0
    if np.isin(values, (0, most)).all():
        lower, upper = _share(int(np.count_nonzero(values)), len(values), confidence)
        return lower * most, upper * most
    interval = Anytime(0.0, most, confidence)
    interval.add(values)
    return interval


@cache
def _share(successes: int, trials: int, confidence: float) -> tuple[float, float]:
    found = clopper_pearson(successes, trials, confidence)
    return found.lower, found.upper


def largest_mean(low: np.ndarray, high: np.ndarray, most: float, confidence: float) -> tuple[float, float]:
    """Limits of the largest of T means, of values (n, T) in [0, most], known between low and high."""
    each = 1 - (1 - confidence) / low.shape[1]
    return _largest_lower(_likely_first(low), most, each), _largest_upper(_likely_first(high), most, each)


def _likely_first(values: np.ndarray) -> list[np.ndarray]:
    """The different columns, that of the largest mean first: most others need one look."""
    different = {column.tobytes(): column for column in np.ascontiguousarray(values.T)}
    return sorted(different.values(), key=np.mean, reverse=True)


def _largest_lower(columns: list[np.ndarray], most: float, confidence: float) -> float:
    found = 0.0
    for values in columns:
        one = _interval(values, most, confidence)
        if not isinstance(one, Anytime):
            found = max(found, one[0])
        elif one.lies_above(found):
            found = one.lower
    return found


def _largest_upper(columns: list[np.ndarray], most: float, confidence: float) -> float:
    found = 0.0
    for values in columns:
        one = _interval(values, most, confidence)
        if not isinstance(one, Anytime):
            found = max(found, one[1])
        elif one.reaches_above(found):
            found = one.upper
    return found


def largest_in_a_state(errors: Errors, where: np.ndarray, confidence: float) -> float:
    """A lower limit of the largest e_t(s) from disagreements, counted `where`, (n, T); each t and s by itself."""
    from scipy.stats import beta

    found, decisions = 0.0, errors.states.shape[1]
    for t in range(decisions):
        counted = where[:, t] & (errors.states[:, t] >= 0)
        states, which = np.unique(errors.states[counted, t], return_inverse=True)
        wrong = np.bincount(which, errors.surely[counted, t], minlength=len(states))
        trials = np.bincount(which, minlength=len(states))
        there = wrong > 0
        if there.any():
            tail = (1 - confidence) / (decisions * len(states))
            limits = beta.ppf(tail, wrong[there], trials[there] - wrong[there] + 1)
            found = max(found, float(limits.max()))
    return found


def averages(errors: Errors, confidence: float, source: str) -> dict[str, Estimated]:
    """per_step and time_averaged from errors on the expert's states."""
    low, high = largest_mean(errors.surely, errors.perhaps, 1.0, confidence)
    drawn = all(np.isin(values, (0, 1)).all() for values in (errors.surely, errors.perhaps))
    each = Estimated(
        what="per_step",
        estimate=float(errors.perhaps.mean(axis=0).max()) if errors.known else None,
        lower=low,
        upper=high,
        confidence=confidence,
        method=at_each(SHARES if drawn else MEANS, errors),
        source=source,
    )
    return {"per_step": each, "time_averaged": averaged("time_averaged", errors, confidence, source)}


def at_each(method: str, errors: Errors) -> str:
    return f"{method}, at each of {errors.states.shape[1]} decisions"


def averaged(what: str, errors: Errors, confidence: float, source: str) -> Estimated:
    """The mean over episodes of the average over decisions."""
    surely, perhaps = errors.surely.mean(axis=1), errors.perhaps.mean(axis=1)
    shares = all(np.isin(values, (0, 1)).all() for values in (surely, perhaps))
    return Estimated(
        what=what,
        estimate=float(perhaps.mean()) if errors.known else None,
        lower=lower_limit(surely, 1.0, confidence),
        upper=upper_limit(perhaps, 1.0, confidence),
        confidence=confidence,
        method=SHARES if shares else MEANS,
        source=source,
    )


def log_losses(errors: Errors, floor: float, least: float, confidence: float, source: str) -> dict[str, Estimated]:
    """log_loss and log_loss_averaged of a table whose smallest entry is `floor`, and whose smallest above 0 `least`."""
    with np.errstate(divide="ignore"):
        losses = -np.log1p(-errors.surely)
    if np.isinf(losses).any():
        certain = Estimated(what="log_loss", estimate=1.0, lower=1.0, upper=1.0, confidence=confidence, method=CERTAIN,
                            source=source, words=INFINITE)  # fmt: skip
        return {what: replace(certain, what=what) for what in ("log_loss", "log_loss_averaged")}
    most = -float(np.log(least))
    cut = np.minimum(losses, most)  # they are no larger but for rounding
    means = np.minimum(cut.mean(axis=1), most)
    limits = {
        "log_loss": (losses.mean(axis=0).max(), *largest_mean(cut, cut, most, confidence), at_each(MEANS, errors)),
        "log_loss_averaged": (losses.mean(), *mean(means, most, confidence), MEANS),
    }
    return {
        what: Estimated(
            what=what,
            estimate=_epsilon(shown),
            lower=_epsilon(low),
            upper=_epsilon(high) if floor > 0 else 1.0,
            confidence=confidence,
            method=method,
            source=source,
            words="" if floor > 0 else UNLIMITED,
        )
        for what, (shown, low, high, method) in limits.items()
    }


def _epsilon(loss: float) -> float:
    """1 - G, the epsilon of a log loss ln 1/G."""
    return -float(np.expm1(-loss))


def enclosed(errors: Errors, confidence: float, source: str) -> dict[str, Estimated]:
    """Limits of the readings on the expert's states from disagreements on the learner's own."""
    first, decisions = errors.first(), errors.states.shape[1]
    low = largest_mean(first.surely, first.perhaps, 1.0, confidence)[0]
    once = lower_limit(first.surely.any(axis=1).astype(float), 1.0, confidence) / decisions
    in_a_state = largest_in_a_state(first, first.states >= 0, (1 + confidence) / 2)  # with `low`, each its half
    limits = {
        "pointwise": (max(in_a_state, low), 1.0, UNSEEN),
        "log_loss": (low, 1.0, NO_PROBABILITIES),
        "per_step": (low, upper_limit(first.perhaps[:, -1], 1.0, confidence), ENCLOSED),
        "log_loss_averaged": (once, 1.0, NO_PROBABILITIES),
        "time_averaged": (once, upper_limit(first.perhaps.mean(axis=1), 1.0, confidence), ENCLOSED),
    }
    return {
        what: Estimated(what=what, estimate=None, lower=lower, upper=upper, confidence=confidence,
                        method=f"{SHARES}, of first disagreements", source=source, words=words)
        for what, (lower, upper, words) in limits.items()
    }  # fmt: skip


def times(factor: int, one: Estimated, what: str) -> Estimated:
    """The same of so many times the value."""
    estimate = None if one.estimate is None else factor * one.estimate
    return replace(one, what=what, estimate=estimate, lower=factor * one.lower, upper=factor * one.upper)


def nothing(what: str, confidence: float, words: str) -> Estimated:
    """What the logs cannot give."""
    return Estimated(what=what, estimate=None, lower=0.0, upper=1.0, confidence=confidence, method=UNKNOWN, source="",
                     words=words)  # fmt: skip


def share_of_episodes(what: str, those: np.ndarray, confidence: float, source: str) -> Estimated:
    """The probability of what is true of some episodes, shape (n,)."""
    lower, upper = _share(int(those.sum()), len(those), confidence)
    return Estimated(what=what, estimate=float(those.mean()), lower=lower, upper=upper, confidence=confidence,
                     method=SHARES, source=source)  # fmt: skip
