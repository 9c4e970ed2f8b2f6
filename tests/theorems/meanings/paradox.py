"""Of data off the track: a learner that splits its error budget, and one that does not,
on the chain with a way back.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tests.theorems.meanings.recovery import walk
from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import paradox

DERIVATIONS = (paradox.DERIVATION,)
ENDS = (Fraction(0), Fraction(1))


def worlds(count: int, seed: int) -> Iterator[World]:
    """Shares off the track below, at and above epsilon; splits at either end and between;
    the way back up to certain.
    """
    rng = np.random.default_rng(seed)
    while count:
        epsilon, share, rho = (Fraction(int(rng.integers(low, 13)), 12) for low in (0, 1, 0))
        if count % 3 == 0 and epsilon:
            share = epsilon
        if share < 1 and epsilon <= 1 - share:
            split = ENDS[count % 2] if count % 4 < 2 else Fraction(int(rng.integers(0, 7)), 6)
            careful = Fraction(int(rng.integers(0, 3)), 2)  # of the budget off the track, what is spent there
            yield world(epsilon, share, min(rho, 1 - epsilon / (1 - share)) if count % 2 else rho, split, careful)
            count -= 1


def world(
    epsilon: Fraction, share: Fraction, rho: Fraction, split: Fraction, careful: Fraction, horizon: int = 4
) -> World:
    whole = epsilon / (1 - share)
    on, off = (1 - split) * whole, min(Fraction(1), careful * split * epsilon / share)
    off_after, paid = walk(rho, [on] * horizon, off)
    whole_off, whole_paid = walk(rho, [whole] * horizon, Fraction(0))
    stays, _ = walk(
        rho, [Fraction(1), Fraction(0)], off
    )  # driven off by the first decision; who is off after the second?
    of_time = {
        l.off_rope: off_after,
        l.task_paid: paid,
        paradox.off_whole: whole_off,
        paradox.paid_whole: whole_paid,
    }
    constant = {
        l.epsilon: epsilon,
        l.rho: rho,
        l.T: horizon,
        l.recovery_cost: paid[-1],
        paradox.off_share: share,
        paradox.split: split,
        paradox.e_on: on,
        paradox.e_off: off,
        paradox.e_whole: whole,
        paradox.back: 1 - stays[-1],
    }
    return World(
        name=f"paradox, epsilon = {epsilon}, alpha = {share}, rho = {rho}, x = {split}, e_off = {off}",
        last={l.t: horizon},
        means=lambda letter, place: constant[letter] if letter in constant else of_time[letter][place[l.t]],
    )
