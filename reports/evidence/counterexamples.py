"""Points where a conjecture fails: floats suspect them, the formula's own meaning and the exact worst case decide."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from sympy import Expr

from tightrope.bounds.extremes.far import far
from tightrope.bounds.extremes.setting import LONGEST_ADDED, Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.meaning import UNDEFINED, Between
from tightrope.bounds.proof.far_points import far_points
from tightrope.bounds.proof.screening import LAST_HORIZON, Look, Screen
from tightrope.reports.evidence.drawing import drawn_name, needs_a_drawn_action
from tightrope.reports.evidence.extremal import attained, extremal
from tightrope.reports.evidence.finding import Counterexample, Tightest
from tightrope.reports.evidence.question import Conjecture, claimed_at, known_at
from tightrope.reports.evidence.telling import telling

PRECISIONS = (128, 512, 2048)  # bits: a ball that does not tell is made smaller
FAR = 512
MOST_EXACT = 12  # points of one horizon that are compared exactly
LAST_TIE = 40  # beyond it, points where claim and worst case look equal are left to the proof
LAST_TIE_OF_MANY = 8  # values of letters
LAST_ADDED = 100  # beyond it, the worst case is not added up where a closed form gives it
HAPPENS = 2  # equality tells more where something can happen
FIRST, APART = 12, 1.6  # of the horizons looked at for one of many values


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A conjecture with values for all its letters, and what floats see of it."""

    asked: Conjecture
    values: Mapping[str, Fraction]
    horizons: tuple[int, ...] | None = None  # that are glanced at; None: those of the screen are looked at

    @cached_property
    def screen(self) -> Screen:
        setting = self.asked.setting
        worst: Expr = setting.formula.subs(setting.letters())
        domain = self.asked.domain
        if setting.is_declared:
            last = LONGEST_ADDED if domain.last is None else min(domain.last, LONGEST_ADDED)
            domain = replace(domain, last=max(last, domain.first))
        return Screen(claimed=self.asked.tree, worst=worst, domain=domain)

    @cached_property
    def everything(self) -> list[Look]:
        if self.horizons is None:
            return [self.screen.first_look(horizon) for horizon in self.screen.horizons]
        return [self.screen.glance(horizon) for horizon in self.horizons]

    @cached_property
    def looks(self) -> list[Look]:
        """Where the exact worst case is known."""
        return [look for look in self.everything if known_at(self.asked, look.horizon)]

    @property
    def points(self) -> int:
        return sum(len(look.errors) for look in self.looks)

    def suspected(self) -> Counterexample | None:
        """The one with the shortest horizon, of those the one with the simplest error."""
        return self._first([look for look in self.looks if look.looks_false])

    def tied(self) -> Counterexample | None:
        """One where floats do not tell."""
        last = LAST_TIE if self.horizons is None else LAST_TIE_OF_MANY
        return self._first([look for look in self.looks if look.horizon <= last])

    def far(self) -> Counterexample | None:
        """One beyond the grid, by the closed form of the worst case."""
        for error, horizon in far_points(self.asked.tree, self.asked.domain):
            worst = worst_at(self.asked.setting, error, horizon) if known_at(self.asked, horizon) else None
            if worst is None:
                continue
            for bits in (FAR, 8 * FAR):
                claimed = claimed_at(self.asked, error, horizon, bits)
                if isinstance(claimed, Between) and claimed.upper < worst.lower:
                    return counterexample_at(self, error, horizon, claimed, worst)
                if claimed is UNDEFINED or (isinstance(claimed, Between) and claimed.lower >= worst.upper):
                    break
        return None

    def _at(self, error: Fraction, horizon: int, claimed: Between) -> Counterexample:
        try:
            problem, actual = attained(self.asked.setting, error, horizon)
        except ValueError:  # its numbers are too long
            worst = worst_at(self.asked.setting, error, horizon)
            if worst is None:
                raise
            return counterexample_at(self, error, horizon, claimed, worst)
        ran = not needs_a_drawn_action(self.asked.setting)  # no command runs that problem
        return Counterexample(
            error=error, horizon=horizon, claimed=claimed, actual=actual, problem=problem, values=self.values, ran=ran
        )

    def _first(self, looks: list[Look]) -> Counterexample | None:
        before = self.asked.domain.first - 1
        for look in looks:
            if (point := self._exceeded_in(look)) is None:
                before = look.horizon
                continue
            while look.horizon - before > 1:  # between horizons that were looked at
                middle = self.screen.look((before + look.horizon) // 2)
                if there := self._exceeded_in(middle) if middle.looks_false else None:
                    look, point = middle, there
                else:
                    before = middle.horizon
            error, claimed = point
            return self._at(error, look.horizon, claimed)
        return None

    def _exceeded_in(self, look: Look) -> tuple[Fraction, Between] | None:
        """The simplest of a few suspected errors at which the claim is exceeded in truth."""
        for error in look.some(MOST_EXACT):
            if claimed := exceeded(self.asked, error, look.horizon):
                return error, claimed
        return None

    def touches(self) -> tuple[Fraction, int] | None:
        """An error and a horizon where the claim is the worst case exactly; one that tells, if one is seen, else at the
        edge, and where nothing can happen (both are 0) only if there is no other.
        """
        best, most = None, -1
        for look in self.looks:
            for error in () if look.horizon > LAST_TIE else look.suspects()[:MOST_EXACT]:
                tells = telling(error, look.horizon)
                if most >= HAPPENS + tells:
                    continue
                claimed = claimed_at(self.asked, error, look.horizon)
                worst = worst_at(self.asked.setting, error, look.horizon)
                if worst and isinstance(claimed, Between) and claimed.exact == worst.exact is not None:
                    worth = (HAPPENS if worst.exact else 0) + tells
                    if worth > most:
                        best, most = (error, look.horizon), worth
                    if tells and worst.exact:
                        return best
        return best

    def tightest(self) -> Tightest | None:
        """worst/claimed where floats see it at its largest; where the claim is not positive it is no share."""
        least = [
            (look.least[0], look.horizon, look.least[1]) for look in self.looks if look.least and look.least[0] > -1
        ]
        if not least:
            return None
        _, horizon, error = min(least)
        claimed, worst = claimed_at(self.asked, error, horizon, FAR), worst_at(self.asked.setting, error, horizon)
        if worst is None or not isinstance(claimed, Between) or claimed.lower <= 0:
            return None
        share = Between(lower=worst.lower / claimed.upper, upper=worst.upper / claimed.lower)
        return Tightest(share=share, error=error, horizon=horizon, values=self.values)


def trials_of(pairs: list[tuple[Mapping[str, Fraction], Conjecture]]) -> list[Trial]:
    """One for each of the values; of many values fewer horizons are looked at."""
    found = [Trial(asked=asked, values=values) for values, asked in pairs]
    if len(found) == 1:
        return found
    return [Trial(asked=one.asked, values=one.values, horizons=_fewer(one.screen)) for one in found]


def _fewer(screen: Screen) -> tuple[int, ...]:
    """The first horizons, fewer and fewer later ones, and those that the formula speaks of."""
    kept: list[int] = []
    for horizon in screen.horizons:
        if (
            len(kept) < FIRST
            or horizon >= kept[-1] * APART
            or horizon in screen.turns
            or horizon == screen.horizons[-1]
        ):
            kept.append(horizon)
    return tuple(kept)


def witness_at(setting: Setting, error: Fraction, horizon: int) -> tuple[str, bool]:
    """The problem that attains the worst case, and whether it was evaluated: not if it or its numbers are too long."""
    if needs_a_drawn_action(setting):
        return drawn_name(setting, error), False
    if horizon <= LAST_ADDED:
        try:
            return attained(setting, error, horizon)[0], True
        except ValueError:  # its numbers are too long
            pass
    return extremal(setting, horizon), False


def counterexample_at(trial: Trial, error: Fraction, horizon: int, claimed: Between, worst: Between) -> Counterexample:
    """A counterexample by the closed form of the worst case; its problem may be too long to be evaluated."""
    problem, ran = witness_at(trial.asked.setting, error, horizon)
    return Counterexample(
        error=error,
        horizon=horizon,
        claimed=claimed,
        actual=worst.lower,
        problem=problem,
        values=trial.values,
        ran=ran,
    )


def worst_at(setting: Setting, error: Fraction, horizon: int) -> Between | None:
    """The worst case at a point, exact where numbers are short, else enclosed; None where it would have to be added up
    for too long.
    """
    enclosed = far(setting, error, horizon, FAR)
    if enclosed and (enclosed.exact is not None or horizon > LAST_ADDED):
        return enclosed
    if horizon > LAST_HORIZON:
        return None
    exact = largest(setting, error, horizon)
    return Between(lower=exact, upper=exact)


def exceeded(asked: Conjecture, error: Fraction, horizon: int) -> Between | None:
    """The claim at a point where the worst case is certainly above it."""
    worst = worst_at(asked.setting, error, horizon)
    if worst is None:
        return None
    for bits in PRECISIONS:
        claimed = claimed_at(asked, error, horizon, bits)
        if isinstance(claimed, Between) and claimed.upper < worst.lower:
            return claimed
        if claimed is UNDEFINED or (isinstance(claimed, Between) and claimed.lower >= worst.upper):
            return None
    return None
