"""Where a conjecture looks false: floats over a grid of epsilon and T, closer around where the claim is least above the
worst case. Nothing here is a verdict: what comes out are points to be compared exactly, the simplest first."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from sympy import Expr

from tightrope.bounds.language.evaluation import FLOATS, value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.language.meaning import floats
from tightrope.bounds.language.syntax import Node, Number, Total, children, linear, walk
from tightrope.bounds.proof.comparison import Domain

FEW_HORIZONS, EVERY_HORIZON, LAST_HORIZON, GROWTH = 40, 300, 3_000, 1.3
LARGEST_TURN = 2**1000  # a horizon that a formula speaks of
MOST_TERMS = 300_000  # of sums in sums, at one horizon
EVERY_TERM = 60_000  # of sums, over the horizons that are looked at one by one
SIMPLE_DENOMINATORS, UNIT_FRACTIONS, PARTS = 12, 60, 24
CLEAR = 1e-7  # relative: closer than this, floats do not tell
LARGE = 1e300  # stands for a claim beyond all floats
DENOMINATORS = (10, 30, 100, 1_000, 10_000, 1_000_000)


@dataclass(frozen=True, kw_only=True, eq=False)
class Look:
    """One horizon: `errors` in the order of their denominators, and there (claimed - worst)/worst in floats.

    The sign of the claim where the worst case is 0; NaN where the claim is not defined.
    """

    horizon: int
    errors: tuple[Fraction, ...]
    slack: np.ndarray

    @property
    def looks_false(self) -> bool:
        return bool((self.slack < -CLEAR).any())

    def suspects(self) -> tuple[Fraction, ...]:
        """Errors at which the claim looks exceeded, the simplest first; where none does,
        those where floats do not tell.
        """
        limit = -CLEAR if self.looks_false else CLEAR
        return tuple(error for error, slack in zip(self.errors, self.slack, strict=True) if slack < limit)

    def some(self, most: int) -> tuple[Fraction, ...]:
        """The simplest suspects, the one at which the claim looks exceeded by most, and where floats see no value."""
        found = self.suspects()
        worst = self.least[1:] if self.least and self.least[1] in found[most:] else ()
        return found[:most] + worst + self.undefined[: most // 4]

    @property
    def undefined(self) -> tuple[Fraction, ...]:
        """Errors at which floats see no value."""
        return tuple(error for error, slack in zip(self.errors, self.slack, strict=True) if np.isnan(slack))

    @property
    def least(self) -> tuple[float, Fraction] | None:
        """The least slack and where it is."""
        if np.isnan(self.slack).all():
            return None
        place = int(np.nanargmin(self.slack))
        return float(self.slack[place]), self.errors[place]


@dataclass(frozen=True, kw_only=True, eq=False)
class Screen:
    """The claimed formula and the worst case over a domain, both in epsilon and T only."""

    claimed: Node
    worst: Expr
    domain: Domain

    @cached_property
    def horizons(self) -> tuple[int, ...]:
        """Every small horizon, then fewer and fewer; the last one too, and those that the formula itself speaks of."""
        first, last = self.domain.first, min(self.domain.last or LAST_HORIZON, LAST_HORIZON)
        found, added = [], 0
        for horizon in range(first, min(last, first + EVERY_HORIZON) + 1):
            added += terms(self.claimed, {"T": horizon})
            if added > EVERY_TERM and horizon > first + FEW_HORIZONS:
                break
            found.append(horizon)
        while found and found[-1] < last:
            found.append(min(last, int(found[-1] * GROWTH) + 1))
        found = sorted({*found, *(h for h in self.turns if first <= h <= last)})
        return tuple(h for h in found if terms(self.claimed, {"T": h}) <= MOST_TERMS) or (first,)

    @cached_property
    def turns(self) -> set[int]:
        return spoken_of(self.claimed)

    def first_look(self, horizon: int) -> Look:
        """A look, at larger horizons that the formula does not speak of a mere glance,
        unless something looks false there.
        """
        told = horizon <= self.domain.first + FEW_HORIZONS or horizon in self.turns
        return self.look(horizon) if told or horizon > self.domain.first + EVERY_HORIZON else self.glance(horizon)

    def glance(self, horizon: int) -> Look:
        """The slack on the grid; closer only if something looks false there."""
        errors = self._common + self._own(horizon)  # some of them twice
        glance = Look(horizon=horizon, errors=errors, slack=self._slack(errors, horizon))
        return self.look(horizon) if glance.looks_false else glance

    def look(self, horizon: int) -> Look:
        """The slack on the grid, and on smaller and smaller grids around its least value."""
        errors = self._sorted({*self._common, *self._own(horizon)})
        for _ in range(3):
            slack = self._slack(errors, horizon)
            if np.isnan(slack).all():
                break
            place = int(np.nanargmin(slack))
            if not -CLEAR < slack[place] < 0.5:
                break
            inside = sorted(errors)
            here = inside.index(errors[place])
            low, high = inside[max(0, here - 1)], inside[min(len(inside) - 1, here + 1)]
            errors = self._sorted({*errors, *_between(low, high)})
        return Look(horizon=horizon, errors=errors, slack=self._slack(errors, horizon))

    def _slack(self, errors: tuple[Fraction, ...], horizon: int) -> np.ndarray:
        points = np.array([float(x) for x in errors])
        with np.errstate(all="ignore"):
            claimed = np.broadcast_to(floats(self.claimed, {"epsilon": points, "T": horizon}), len(errors))
            worst = np.broadcast_to(value(self.worst, {epsilon: points, T: horizon}, FLOATS), len(errors)).astype(float)
            slack = np.where(
                worst > 0, (claimed - worst) / worst, np.sign(claimed)
            )  # nothing can happen: the sign counts
        return np.where(np.isfinite(slack) | np.isinf(claimed), np.clip(slack, -LARGE, LARGE), np.nan)

    @cached_property
    def _common(self) -> tuple[Fraction, ...]:
        """Errors that are looked at whatever the horizon."""
        low, high = self.domain.low, self.domain.high
        found = {Fraction(a, b) for b in range(1, SIMPLE_DENOMINATORS + 1) for a in range(1, b + 1)}
        found |= {Fraction(1, n) for n in range(1, UNIT_FRACTIONS + 1)} | {Fraction(1, 10**n) for n in range(1, 7)}
        found |= {low + (high - low) * Fraction(i, PARTS) for i in range(PARTS + 1)}
        return self._sorted(found)

    def _own(self, horizon: int) -> tuple[Fraction, ...]:
        """Those of one horizon: around where epsilon T is a small whole number or half of one."""
        around = (horizon - 1, horizon, horizon + 1, 2 * horizon)
        return self._sorted({Fraction(a, b) for a in range(1, 6) for b in around if b})

    def _sorted(self, errors: set[Fraction]) -> tuple[Fraction, ...]:
        inside = (x for x in errors if x > 0 and self.domain.low <= x <= self.domain.high)
        return tuple(sorted(inside, key=lambda x: (x.denominator, x.numerator)))


def _between(low: Fraction, high: Fraction) -> set[Fraction]:
    """Points between two errors, with denominators as small as can be."""
    found = set()
    for i in range(1, PARTS):
        exact = low + (high - low) * Fraction(i, PARTS)
        near = (exact.limit_denominator(d) for d in DENOMINATORS)
        found.add(next((x for x in near if low < x < high and abs(x - exact) * PARTS < high - low), exact))
    return found


def terms(node: Node, values: dict[str, int]) -> int:
    """How many terms the sums of a formula have, the index of an outer sum counted at its last value."""
    if not isinstance(node, Total):
        return sum(terms(part, values) for part in children(node))
    first, last = (_whole(end, values) for end in (node.first, node.last))
    return max(1, last - first + 1) * max(1, terms(node.term, {**values, node.index: last}))


def _whole(node: Node, values: dict[str, int]) -> int:
    form = linear(node)
    if form is None:
        raise ValueError(f"the ends of a sum are linear; got {node}")
    return int(sum(x * values.get(name, 1) for name, x in form.items()))


def spoken_of(tree: Node) -> set[int]:
    """Horizons at which a part of the formula may turn: its whole numbers, the zeros of what is linear in T,
    and beside them.
    """
    turns = [node.value for node in walk(tree) if isinstance(node, Number)]
    for form in filter(None, map(linear, walk(tree))):
        if form.get("T") and not any(x for name, x in form.items() if name not in ("", "T")):
            turns.append(-form[""] / form["T"])
    return {int(turn) + i for turn in turns if 0 < turn <= LARGEST_TURN for i in (-1, 0, 1, 2)}
