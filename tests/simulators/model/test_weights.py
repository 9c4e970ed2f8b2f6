"""Processes from arrays of weights are those from rationals, in one form, and what is wrong is named."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import Numbered, mdp_from_weights

STATES, ACTIONS = 3, 2
ROWS = STATES * ACTIONS


def identity(mdp):
    return content_hash(Problem(name="any", mdp=mdp, expert=np.zeros((1, len(mdp.states)), dtype=int)))


def from_arrays(rows, start=(1, 0, 0), costs=((0, 4), (2, 0), (0, 0)), **changed):
    """A process from rows of (successor, weight) pairs."""
    given_arrays = {
        "states": Numbered("s", STATES),
        "actions": ("a", "b"),
        "start": np.array(start),
        "indptr": np.cumsum([0, *(len(row) for row in rows)]),
        "successor": np.array([s for row in rows for s, _ in row]),
        "weight": np.array([w for row in rows for _, w in row]),
        "cost_numerator": np.array(costs),
        "cost_denominator": 8,
    }
    return mdp_from_weights(**given_arrays | changed)


pairs = st.lists(st.tuples(st.integers(0, STATES - 1), st.integers(0, 6)), min_size=1, max_size=5).filter(
    lambda row: any(weight for _, weight in row)
)


@given(st.lists(pairs, min_size=ROWS, max_size=ROWS), st.permutations(range(5)))
def test_arrays_in_any_order_give_the_process_of_their_rationals(rows, order):
    shuffled = [[row[i] for i in order if i < len(row)] for row in rows]
    total = [sum(weight for _, weight in row) for row in rows]
    laws = [
        {s: Fraction(sum(w for x, w in row if x == s), of) for s in range(STATES)}
        for row, of in zip(rows, total, strict=True)
    ]
    by_hand = tabular_mdp(
        states=["s0", "s1", "s2"],
        actions=["a", "b"],
        start=[1, 0, 0],
        transition=[[laws[i : i + ACTIONS] for i in range(0, ROWS, ACTIONS)]],
        cost=[[0, Fraction(1, 2)], [Fraction(1, 4), 0], [0, 0]],
    )

    assert identity(from_arrays(shuffled)) == identity(by_hand)
    assert (from_arrays(shuffled).weight == by_hand.weight).all()


STAY = [[(row // ACTIONS, 1)] for row in range(ROWS)]


def test_another_weight_is_another_process():
    other = [[(0, 1), (1, 2)], *STAY[1:]]

    assert identity(from_arrays(other)) != identity(from_arrays(STAY))
    assert identity(from_arrays([[(0, 2), (1, 4)], *STAY[1:]])) == identity(from_arrays(other))


def row_with(*pairs):
    return [list(pairs), *STAY[1:]]


@pytest.mark.parametrize(
    ("rows", "changed", "words"),
    [
        (row_with((0, -1)), {}, "weights must be at least 0; row 0 has -1"),
        (row_with((0, 0)), {}, "row 0 is not a probability distribution"),
        (row_with(), {}, "row 0 is not a probability distribution"),
        (row_with((3, 1)), {}, "successors must lie in 0 to 2; got 0 to 3"),
        (row_with((-1, 1)), {}, "successors must lie in 0 to 2"),
        (row_with((0, 2**61), (1, 2**61)), {}, "row 0 needs weights beyond 62 bits"),
        (row_with((0, 2**61), (0, 2**61), (0, 2**61), (0, 2**61)), {}, "row 0 needs weights beyond 62 bits"),
        (row_with((0, 2**62)), {}, "weight must be numbers of less than 62 bits"),
        (STAY, {"weight": np.array([2**63 + 1] * ROWS, dtype=np.uint64)}, "weight must be numbers of less than 62"),
        (STAY, {"cost_denominator": 0}, "denominator must be a whole number from 1"),
        (STAY, {"decides": np.array([True])}, r"must have the shapes .* and \(1,\)"),
        (STAY, {"states": ()}, "0 states and 2 actions need"),
        (STAY, {"actions": ("a", "a")}, "the names of actions must differ"),
        (STAY[:-1], {}, "3 states and 2 actions need 6 rows a layer; there are 5"),
        (STAY, {"start": np.array([0, 0, 0])}, "start must have weights"),
        (STAY, {"start": np.array([1, 0])}, r"must have the shapes \(3,\), .* they have \(2,\)"),
        (STAY, {"weight": np.ones(ROWS)}, "weight must be an array of whole numbers; it has the type float64"),
        (STAY, {"weight": np.ones(7, dtype=int)}, "indptr must rise from 0 to the number of entries"),
        (STAY, {"decides": np.array([False, True, True])}, "s0 does not decide, so all its actions must"),
    ],
)
def test_what_is_no_process_is_named(rows, changed, words):
    with pytest.raises(ValueError, match=words):
        from_arrays(rows, **changed)


def test_numbered_names_are_a_list_that_is_not_stored():
    names = Numbered("s", 10**9)

    assert (names[0], names[-1], names[5:7]) == ("s0", "s999999999", ("s5", "s6"))
    assert names.index("s77") == 77 and "s999999999" in names
    assert all(wrong not in names for wrong in ("s1000000000", "s07", "s-1", "t1", "s", 3))
    assert Numbered("s", 3) == ["s0", "s1", "s2"] != Numbered("t", 3)
    assert Numbered("s", 3) != [0, 1, 2] and "s" + "9" * 5000 not in names
