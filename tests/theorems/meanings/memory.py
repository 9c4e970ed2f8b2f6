"""Of observations that are repeated with some probability: the letters of the argument about memory,
counted in its world.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.lecture import memory
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.worlds.lag import lag

DERIVATIONS = (memory.DERIVATION,)
DEPTH = 4


def worlds(count: int, seed: int) -> Iterator[World]:
    """Two or three symbols; independent, constant and in between."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        symbols = 2 + i % 2
        yield world(symbols, (Fraction(0), Fraction(1), Fraction(int(rng.integers(1, 12)), 12))[i % 3])


def world(symbols: int, persistence: Fraction) -> World:
    """How often two observations are the same is counted over all windows of the world."""
    stay = persistence + (1 - persistence) / symbols
    law = lag(symbols, 0, DEPTH, stay).mdp.start_law(EXACT)
    digits = np.arange(len(law))[:, None] // symbols ** np.arange(DEPTH + 1) % symbols
    same = [law[digits[:, 0] == digits[:, apart]].sum() for apart in range(DEPTH + 1)]
    constant = {memory.persistence: persistence, memory.guess: Fraction(1, symbols)}

    def means(letter, place):
        if letter in constant:
            return constant[letter]
        apart = place[memory.i]
        return {memory.same: same[apart], memory.decay: persistence**apart}[letter]

    return World(name=f"{symbols} symbols, lambda = {persistence}", last={memory.i: DEPTH}, means=means)
