"""Of a car whose clone also learned from side cameras: the letters of the argument about their labels.

The lines inside, escapes and mirror are about numbers only, an offset and a gain; what a car with such labels does is
driven in `tests/theorems/test_side_cameras.py`.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import side_cameras as cameras
from tightrope.simulators.model.policy import Table
from tightrope.simulators.worlds.lane import augmented, lane

DERIVATIONS = (cameras.DERIVATION,)


def worlds(count: int, seed: int) -> Iterator[World]:
    """Widths 1 to 4; labels all wrong, mostly wrong, telling nothing, mostly right; gains on both sides of safety."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        error, wrong = (Fraction(int(rng.integers(1, 13)), 12) for _ in range(2))
        yield world(1 + i % 4, error, wrong if i % 3 else Fraction(1, 2), Fraction(int(rng.integers(-4, 13)), 4))


def world(width: int, error: Fraction, wrong: Fraction, gain: Fraction) -> World:
    """The times of the steps outward solve their linear systems in the lane."""
    clone = augmented(lane(width + 1), error, width, wrong, "outward")
    odds = (1 - wrong) / wrong
    constant = {l.epsilon: error, cameras.width: width, cameras.gain: gain, cameras.odds: odds}
    of_step = {
        cameras.hitting: [error * _time_out(clone, width + 1, j) for j in range(width + 1)],
        cameras.odds_power: [odds**j for j in range(width + 1)],
        cameras.odds_sum: [sum((odds**i for i in range(j)), start=Fraction(0)) for j in range(width + 1)],
    }
    (index,) = {letter.scope.index for letter in of_step}

    def means(letter, place):
        if letter == cameras.offset:
            return place["offset"]
        return constant[letter] if letter in constant else of_step[letter][place[index]]

    return World(
        name=f"width {width}, error {error}, wrong labels {wrong}, gain {gain}",
        last={index: width},
        means=means,
        individuals={"offset": tuple(range(width + 1))},
    )


def _time_out(clone: Table, half: int, offset: int) -> Fraction:
    """The expected number of decisions from that offset until one more is reached, on either side."""
    inside = range(-offset, offset + 1)
    rows = [[fmpq(x == y) for y in inside] for x in inside]
    for x in inside:
        for a, chance in enumerate(clone.probability[0][x + half]):
            if x + a - 1 in inside:
                rows[x + offset][x + a - 1 + offset] -= chance
    times = fmpq_mat(rows).solve(fmpq_mat([[fmpq(1)] for _ in inside]))
    found = times[2 * offset, 0]
    return Fraction(int(found.p), int(found.q))
