"""Of an expert with a few actions, a Gaussian one and one of two single actions, under noise: the letters of the
denoising argument, from Bayes' rule. Nearly all values are balls."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from flint import arb

from tests.theorems.truth import World
from tightrope.bounds.lecture import denoising as say

DERIVATIONS = (say.DERIVATION,)


def worlds(count: int, seed: int) -> Iterator[World]:
    """One to four actions, times from 0 to 7/8; every fourth world is at time 0, in every fifth x lies where t m is."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        yield world(i, *_numbers(rng, i))


def world(i: int, of_action: dict, of_all: dict) -> World:
    def means(letter, place):
        return of_action[letter][place["action"]] if letter in of_action else of_all[letter]

    return World(
        name=f"actions under noise, number {i}",
        last={},
        means=means,
        individuals={"action": tuple(range(len(of_action[say.a])))},
        families={say.ACTIONS.name: lambda place: ({**place, "action": one} for one in range(len(of_action[say.a])))},
    )


def _numbers(rng: np.random.Generator, i: int) -> tuple[dict, dict]:
    size = int(rng.integers(1, 5))
    cuts = sorted(rng.choice(np.arange(1, 16), size - 1, replace=False).tolist())
    p = [_ball(Fraction(b - a, 16)) for a, b in zip([0, *cuts], [*cuts, 16], strict=True)]
    a = [_ball(one) for one in _eighths(rng, -16, 17, size)]
    sharp = _eighths(rng, 0, 8, 1)[0] if i % 4 else Fraction(0)
    t, r = _ball(sharp), _ball(1 - sharp)
    m = sum((one * there for one, there in zip(p, a, strict=True)), start=arb(0))
    x = t * m if i % 5 == 0 else _ball(_eighths(rng, -24, 25, 1)[0])
    v, f = (_ball(one) for one in _eighths(rng, -16, 17, 2))
    h, sigma, mode = (_ball(one) for one in _eighths(rng, 1, 17, 3))
    share = _given(p, [(-((x - t * there) ** 2) / (2 * r**2)).exp() for there in a])
    height = (-(x**2) / 2).exp() / (2 * arb.pi()).sqrt()
    at_start = _given(p, [height] * size)
    expected = _mean(share, a)
    known = (m / sigma**2 + t * x / r**2) / (1 / sigma**2 + t**2 / r**2)  # two measurements, weighted by precision
    speed = (known - x) / r
    return (
        {
            say.a: a,
            say.noise: [(x - t * there) / r for there in a],
            say.chance: p,
            say.share: share,
            say.share_at_start: at_start,
        },
        {
            say.t: t,
            say.left: r,
            say.x: x,
            say.height: height,
            say.evidence: height,
            say.v: v,
            say.value: f,
            say.expected: expected,
            say.expected_at_start: _mean(at_start, a),
            say.mean: m,
            say.best_velocity: (expected - x) / r,
            say.first_velocity: m - x,
            say.squares_of_v: _mean(share, [(r * v - there + x) ** 2 for there in a]),
            say.least_of_v: _mean(share, [(there - expected) ** 2 for there in a]),
            say.squares_of_value: _mean(p, [(f - there) ** 2 for there in a]),
            say.least_of_value: _mean(p, [(there - m) ** 2 for there in a]),
            say.squared_share: _mean(share, [there**2 for there in a]),
            say.squared_chance: _mean(p, [there**2 for there in a]),
            say.sigma: sigma,
            say.h: h,
            say.known: known,
            say.speed: speed,
            say.off: x - t * m,
            say.off_later: x - t * m + h * (speed - m),
            say.mode: mode,
        },
    )


def _given(p: list[arb], likely: list[arb]) -> list[arb]:
    """Bayes' rule."""
    joint = [one * how for one, how in zip(p, likely, strict=True)]
    return [one / sum(joint, start=arb(0)) for one in joint]


def _mean(law: list[arb], values: list[arb]) -> arb:
    return sum((one * there for one, there in zip(law, values, strict=True)), start=arb(0))


def _eighths(rng: np.random.Generator, low: int, high: int, size: int) -> list[Fraction]:
    return [Fraction(int(one), 8) for one in rng.integers(low, high, size=size)]


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator
