"""Of a car that sees its own brake light: the letters of the argument about causal confusion.

What the light is wrong about, and what that costs, is measured. The lines about tables
(margin, training-error, obeyed, ignored, windscreen-stays, drawn-actions, and the rounds of DAgger) are about numbers
only, q, d, W and n; tables are fitted to the world's data in `tests/theorems/test_causal_confusion.py`.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import causal_confusion as theory
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.brake_light import LIGHT, brake_light

DERIVATIONS = (theory.DERIVATION,)
ENDS = (Fraction(0), Fraction(1, 2))


def worlds(count: int, seed: int) -> Iterator[World]:
    """Obstacles and windscreens from certain to a coin's toss, horizons 1 to 5, up to six rounds."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        switch, blur = (Fraction(int(rng.integers(0, 13)), 24) for _ in range(2))
        if i % 4 == 0:
            switch, blur = ENDS[i // 4 % 2], ENDS[i // 8 % 2]
        yield world(switch, blur, horizon=1 + i % 5, rounds=int(rng.integers(0, 7)))


def world(switch: Fraction, blur: Fraction, horizon: int, rounds: int) -> World:
    """Who obeys the light errs exactly when it is wrong, so its errors are counted."""
    copier = brake_light(switch, blur).with_learner(deterministic(LIGHT[None], 2))
    wrong = evaluate(copier, horizon + 1).costs
    paid = evaluate(copier, horizon).disagreement
    constant = {
        **{l.T: horizon, l.disagreement: paid, theory.light_error: paid / horizon},
        **{theory.switch: switch, theory.blur: blur, theory.n: rounds},
    }
    of_time = {
        theory.light_wrong: wrong,
        l.paid: [wrong[:t].sum() for t in range(horizon + 1)],
        theory.parity: [(1 - 2 * switch) ** t for t in range(horizon + 1)],
    }

    def means(letter, place):
        if letter == theory.light_wrong:
            return wrong[place[l.t]]
        return constant[letter] if letter in constant else of_time[letter][place[l.t]]

    return World(name=f"q = {switch}, d = {blur}, T = {horizon}", last={l.t: horizon}, means=means)
