"""What laws in floats mean: the decimals or fractions that were written, one rule for one law and for millions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.simulators.model.arithmetic import exact_law
from tightrope.simulators.model.floats import DECIMALS, DIVIDED, FRACTIONS, float_weights, meant, meant_number

counts = st.lists(st.integers(1, 10**5), min_size=1, max_size=6)


def laws(*rows):
    """Of each row its law in rationals, and which rule it met."""
    starts = np.cumsum([0, *map(len, rows)])
    weight, which = float_weights(starts, np.array([x for row in rows for x in row]))
    parts = [weight[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    return [[Fraction(int(w), int(part.sum())) for w in part] for part in parts], which.tolist()


@given(st.lists(counts, min_size=1, max_size=4))
def test_counts_over_their_sum_are_found_again(rows):
    exact = [[Fraction(n, sum(row)) for n in row] for row in rows]
    found, which = laws(*[[n / sum(row) for n in row] for row in rows])

    assert found == exact
    assert DIVIDED not in which


@given(st.integers(1, 12), st.data())
def test_short_decimals_are_themselves(places, data):
    cuts = data.draw(st.lists(st.integers(1, 10**places - 1), max_size=4, unique=True))
    ends = [0, *sorted(cuts), 10**places]
    parts = [b - a for a, b in zip(ends, ends[1:], strict=False)]
    found, which = laws([part / 10**places for part in parts])

    assert found == [[Fraction(part, 10**places) for part in parts]]
    assert which == [DECIMALS]


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=6))
def test_the_rule_for_one_law_is_the_rule_for_many(values):
    law = [x / sum(values) for x in values]
    (found,), (which,) = laws(law)
    one = meant(law)

    assert (one is None) == (which == DIVIDED)
    assert found == one if one else max(abs(float(a) - b) for a, b in zip(found, law, strict=True)) < 1e-12
    assert one is None or exact_law(law, "x") == one


@pytest.mark.parametrize(
    ("law", "exact", "rule"),
    [
        ([1 / 3, 1 / 3, 1 / 3], "1/3 1/3 1/3", FRACTIONS),
        ([0.3333333333333333, 0.6666666666666667], "1/3 2/3", FRACTIONS),
        ([28 / 43, 15 / 43], "28/43 15/43", FRACTIONS),
        ([0.5, 1 / 6, 1 / 3], "1/2 1/6 1/3", FRACTIONS),
        ([0.1 + 0.2, 0.7], "3/10 7/10", FRACTIONS),
        ([0.1234567, 0.8765433], "1234567/10000000 8765433/10000000", DECIMALS),
        ([1e-7, 0.9999999], "1/10000000 9999999/10000000", DECIMALS),
    ],
)
def test_what_is_meant_is_found(law, exact, rule):
    assert laws(law) == ([[Fraction(x) for x in exact.split()]], [rule])
    assert exact_law(law, "x") == [Fraction(x) for x in exact.split()]


def test_a_thing_nearly_a_fraction_is_none():
    """2^-44 beside a third: nobody means 1/3 by it."""
    assert meant([1 / 3 + 2.0**-44, 2 / 3 - 2.0**-44]) is None
    assert laws([1 / 3 + 2.0**-44, 2 / 3 - 2.0**-44])[1] == [DIVIDED]


def test_no_entry_is_lost_though_it_is_tiny():
    (found,), which = laws([1e-300, 1.0])

    assert which == [DIVIDED]
    assert 0 < found[0] < Fraction(1, 2**52)


@pytest.mark.parametrize(("spare", "grid"), [(0, 53), (10, 50), (12, 48), (13, 53), (60, 53)])
def test_spared_bits_stay_free_unless_a_law_would_lose_its_digits(spare, grid):
    law = np.array([0.123456789012345, 0.5, 0.376543210987655])
    weight, which = float_weights(np.array([0, 3]), law, spare)

    assert which.tolist() == [DIVIDED]
    assert abs(int(weight.sum()) - 2**grid) <= 2
    assert (np.abs(weight / weight.sum() - law) <= 2.0**-grid).all()


def test_a_number_that_is_no_probability_means_its_decimal_or_a_near_fraction():
    for value, exact in (
        (0.1, "1/10"),
        (-1 / 3, "-1/3"),
        (0.1 + 0.2, "3/10"),
        (1e-30, "1e-30"),
        (1e15, "1e15"),
        (3.14159265358979, "3.14159265358979"),
    ):
        assert meant_number(value) == Fraction(exact)
