"""Integer thresholds and alias tables give back the law they were made of, exactly as far as they say."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.simulators.rollouts.problems import uneven
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts.tables import FINE, moves
from tightrope.simulators.rollouts.thresholds import ONE, cumulative, slots

WEIGHTS = st.lists(st.one_of(st.integers(0, 9), st.integers(0, 2**58)), min_size=1, max_size=9).filter(any)


def alias(weights):
    """The weights' parts of 2^62, padded to a power of two, and their slots."""
    cells = 1 << (len(weights) - 1).bit_length()
    column = np.array(weights + [0] * (cells - len(weights)))[:, None]
    parts = np.diff(cumulative(column), axis=0, prepend=np.uint64(0))
    return parts, *slots(parts)


@given(WEIGHTS)
def test_each_part_is_the_difference_of_the_rounded_cumulative_law(weights):
    parts, _, _ = alias(weights)
    ends = [sum(weights[: i + 1]) * ONE // sum(weights) for i in range(len(weights))]

    assert parts[: len(weights), 0].tolist() == [b - a for a, b in zip([0, *ends], ends, strict=False)]
    assert all(part == 0 for part, weight in zip(parts[:, 0], weights, strict=False) if weight == 0)


@given(WEIGHTS)
def test_an_alias_table_holds_exactly_these_parts(weights):
    parts, first, second = alias(weights)
    size, held = ONE // len(parts), [int(x) for x in first[:, 0]]
    for threshold, cell in zip(first[:, 0], second[:, 0], strict=True):
        held[cell] += size - int(threshold)

    assert held == [int(x) for x in parts[:, 0]]


def test_the_slots_of_a_problem_hold_its_probabilities_to_2_to_the_minus_60():
    """Rows of one length and of many, with 30 bits that only a tie needs."""
    for mdp in (problem("garnet:states=6,actions=2,branching=5,seed=3", 5).mdp, uneven()):
        made = moves(mdp)
        begin, bits = made.of(np.arange(len(mdp.indptr) - 1, dtype=np.uint64))
        for row in range(len(begin)):
            found = {}
            for fine, threshold, second, first in made.record[int(begin[row]) :][: 1 << int(bits[row])].tolist():
                share = Fraction((threshold << FINE) + (fine << int(bits[row])), 2 ** (32 + FINE))
                found[first] = found.get(first, 0) + share / 2 ** int(bits[row])
                found[second] = found.get(second, 0) + (1 - share) / 2 ** int(bits[row])
            entries = slice(mdp.indptr[row], mdp.indptr[row + 1])
            law = dict(zip(mdp.successor[entries].tolist(), mdp.weight[entries].tolist(), strict=True))
            total = sum(law.values())

            assert {s for s, p in found.items() if p} == set(law)
            assert all(abs(found[s] - Fraction(w, total)) < Fraction(1, 2**60) for s, w in law.items())
