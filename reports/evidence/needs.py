"""What a point of a conjecture a + C b needs of C: at least (worst - a)/b, where b > 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

from tightrope.bounds.language.affine import CONSTANT, split
from tightrope.bounds.language.meaning import Between, meaning
from tightrope.bounds.proof.far_points import MOST_TERMS, far_points
from tightrope.bounds.proof.screening import LAST_HORIZON, terms
from tightrope.reports.evidence.counterexamples import FAR, Trial, worst_at
from tightrope.reports.evidence.question import Conjecture, known_at

ROUNDS = 12
FIRST_LOOKS = (0, 1, 2, 4, 9, 29, 99)  # after the first horizon
SIMPLE = tuple(map(Fraction, ("1", "1/2", "1/10", "1/100", "1/1000")))
DIGITS = 12  # of a bound that is not exact, or whose denominator is
LONG = 10**20
MOST = Fraction(10**30)  # a point that needs more is left aside: what it says is that there may be no C


@dataclass(frozen=True, kw_only=True)
class Need:
    """lower <= (worst - a)/b <= upper at a point; None where b = 0 and a is below the worst case: then no C is enough.

    `asked` has a value for each letter, and C open.
    """

    asked: Conjecture
    values: Mapping[str, Fraction]
    error: Fraction
    horizon: int
    least: Between | None
    without: Between  # a
    worst: Between

    @property
    def lower(self) -> Fraction:
        """A short rational that is not above what is needed."""
        if self.least is None:
            raise ValueError("no C is enough here")
        exact = self.least.exact
        return exact if exact is not None and exact.denominator < LONG else short_below(self.least.lower)


def need_at(trial: Trial, error: Fraction, horizon: int) -> Need | None:
    """What the point needs; None where the formula is not defined, the worst case not known, or b not above 0."""
    if not known_at(trial.asked, horizon) or terms(trial.asked.tree, {"T": horizon}) > MOST_TERMS:
        return None
    a, b = (meaning(part, {"epsilon": error, "T": horizon}, FAR) for part in split(trial.asked.tree))
    worst = worst_at(trial.asked.setting, error, horizon)
    if worst is None or not isinstance(a, Between) or not isinstance(b, Between):
        return None
    point = {"asked": trial.asked, "values": trial.values, "error": error, "horizon": horizon, "worst": worst}
    if b.exact == 0 and a.upper < worst.lower:
        return Need(**point, least=None, without=a)
    if b.lower <= 0:
        return None
    low, high = worst.lower - a.upper, worst.upper - a.lower
    least = Between(lower=low / (b.upper if low > 0 else b.lower), upper=high / (b.lower if high > 0 else b.upper))
    return Need(**point, least=least, without=a)


def largest_need(trials: list[Trial]) -> Need | None:
    """The point that needs the largest C, of all that are looked at; one that no C satisfies, if there is one.

    First simple and far points, then wherever floats see the formula exceeded with what was needed so far.
    """
    best: Need | None = None
    for trial in trials:
        for error, horizon in (*_simple(trial), *far_points(trial.asked.tree, trial.asked.domain)):
            best = _larger(best, need_at(trial, error, horizon))
    for _ in range(ROUNDS):
        if best is None or best.least is None:
            return best
        before = best
        for fixed in at_constant(trials, best.lower):
            for look in fixed.looks:
                if look.looks_false and look.least:
                    best = _larger(best, need_at(_open(trials, fixed), look.least[1], look.horizon))
        if best is before:
            return best
    return best


def at_constant(trials: list[Trial], constant: Fraction) -> list[Trial]:
    """The trials with that C."""
    at = {CONSTANT: constant}
    return [Trial(asked=one.asked.at(at), values=one.values, horizons=one.horizons) for one in trials]


def _open(trials: list[Trial], fixed: Trial) -> Trial:
    return next(one for one in trials if one.values == fixed.values)


def _simple(trial: Trial) -> list[tuple[Fraction, int]]:
    domain = trial.asked.domain
    horizons = [domain.first + i for i in FIRST_LOOKS if domain.last is None or domain.first + i <= domain.last]
    errors = [x for x in dict.fromkeys((*SIMPLE, domain.high)) if domain.low <= x <= domain.high]
    return [(error, horizon) for horizon in horizons for error in errors]


def _larger(best: Need | None, other: Need | None) -> Need | None:
    """The one that needs more; a horizon that nobody runs must need more by a thousandth."""
    if other is None or (best and best.least is None) or (other.least and other.least.lower > MOST):
        return best
    if best is None or best.least is None or other.least is None:
        return other
    margin = abs(best.least.lower) / 1000 if other.horizon > max(best.horizon, LAST_HORIZON) else 0
    return other if other.least.lower > best.least.lower + margin else best


def short_below(number: Fraction) -> Fraction:
    """A rational of few digits that is not above the number, and near it."""
    if not number:
        return number
    size = floor(_log10(abs(number)))
    scale = Fraction(10) ** (DIGITS - 1 - size)
    return floor(number * scale) / scale


def _log10(number: Fraction) -> float:
    shift = number.numerator.bit_length() - number.denominator.bit_length()
    return log10(number / Fraction(2) ** shift) + shift * log10(2)
