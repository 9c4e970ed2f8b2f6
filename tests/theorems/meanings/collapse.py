"""Of a linear decoder and an expert of some variance: balls, the slope from a power series."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from flint import arb, arb_series

from tests.theorems.truth import World
from tightrope.bounds.lecture import collapse as say

DERIVATIONS = (say.DERIVATION,)


def worlds(count: int, seed: int) -> Iterator[World]:
    """Whole eighths; in every third world the decoder ignores z, in every fourth d^2 is the variance of the actions."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        d, w = Fraction(int(rng.integers(1, 17)), 8), Fraction(int(rng.integers(-16, 17)), 8)
        w = Fraction(0) if i % 3 == 0 else w
        expert = d**2 if i % 4 == 0 else Fraction(int(rng.integers(1, 33)), 8)
        action, policy = Fraction(int(rng.integers(-24, 25)), 8), w**2 + d**2
        line = arb_series([_ball(policy), arb(1)])
        values = {
            say.action: _ball(action),
            say.w: _ball(w),
            say.d: _ball(d),
            say.expert: _ball(expert),
            say.policy: _ball(policy),
            say.slope: (-(line.log()) / 2 - _ball(expert) / (2 * line))[1],
        }
        yield World(name=f"a linear decoder, number {i}", last={}, means=lambda letter, _place, v=values: v[letter])


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator
