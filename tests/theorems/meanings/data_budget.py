"""Of a world of fresh states, all but one of the track labelled: the letters of the argument about the data's budget,
counted.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.language.letters import actions
from tightrope.bounds.lecture import data_budget as theory

DERIVATIONS = (theory.DERIVATION,)


def worlds(count: int, seed: int) -> Iterator[World]:
    rng = np.random.default_rng(seed)
    for _ in range(count):
        choices, on, off = (int(rng.integers(low, 9)) for low in (2, 2, 1))
        values = {
            **{actions: choices, theory.track_states: on, theory.off_states: off},
            theory.error: 1 - right(choices, on, labelled=on - 1),
            theory.back_none: right(choices, off, labelled=0),
            theory.back_one: right(choices, off, labelled=1),
        }
        yield World(
            name=f"{choices} actions, {on} states on, {off} off",
            last={},
            means=lambda letter, place, values=values: values[letter],
        )


def right(choices: int, count: int, labelled: int) -> Fraction:
    """How often a learner takes action 0, over all states and what it would guess there: it knows the labelled ones."""
    cases = [state < labelled or guess == 0 for state, guess in product(range(count), range(choices))]
    return Fraction(sum(cases), len(cases))
