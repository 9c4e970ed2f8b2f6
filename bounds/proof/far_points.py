"""Points beyond the grid of floats: horizons up to 2^1000 and errors down to 2^-1000, each asked exactly or in a ball.

A formula that adds up too many terms there is left out; what is known of the worst case there is `extremes.far`.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from tightrope.bounds.language.syntax import Node
from tightrope.bounds.proof.comparison import Domain
from tightrope.bounds.proof.screening import LAST_HORIZON, spoken_of, terms

POWERS = (*range(12, 65), 72, 80, 90, 100, 101, 110, 128, 150, 200, 256, 300, 400, 512, 700, 1000)
SMALL = (7, 8, 9, 12, 16, 20, 24, 30, 50, 100, 200, 400, 1000)
NEAR = (1, 2, 3, 10, 100, 1000)  # horizons at which small errors are looked at
MOST_TERMS = 500


def far_points(tree: Node, domain: Domain) -> Iterator[tuple[Fraction, int]]:
    """(epsilon, T) of the domain, the shortest horizons first."""
    for horizon in _horizons(tree, domain):
        if terms(tree, {"T": horizon}) <= MOST_TERMS:
            yield from ((error, horizon) for error in errors_at(horizon, domain))


def errors_at(horizon: int, domain: Domain) -> list[Fraction]:
    """The errors of the domain that are looked at there, the largest first."""
    errors = {Fraction(1, n) for n in (_denominators() if horizon <= LAST_HORIZON else _around(horizon))}
    return _inside(errors, domain)


def _horizons(tree: Node, domain: Domain) -> list[int]:
    found = {domain.first, *(domain.first + near for near in NEAR), *(2**k for k in POWERS)}
    found |= {horizon for horizon in spoken_of(tree) if horizon > LAST_HORIZON}
    found |= set() if domain.last is None else {domain.last}
    return sorted(h for h in found if domain.first <= h and (domain.last is None or h <= domain.last))


def _denominators() -> set[int]:
    """With few decisions: of small and smaller errors."""
    return {2**k for k in SMALL} | {10**k for k in SMALL[:6]}


def _around(horizon: int) -> set[int]:
    """With many: of simple errors, and of those of the horizon's own size."""
    own = (isqrt(horizon), horizon // 10, horizon // 2, horizon, 2 * horizon, 100 * horizon, horizon**2)
    return {1, 2, 3, 10, 100, 10**6, *own}


def _inside(errors: set[Fraction], domain: Domain) -> list[Fraction]:
    """The errors of the domain, its ends with them, the largest first."""
    found = {x for x in errors if domain.low <= x <= domain.high}
    return sorted({*found, domain.high, domain.low or domain.high / 10**9}, reverse=True)
