"""The coupon law is what counting all sequences of draws gives."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from simulators.coupons import coupon_law


@pytest.mark.parametrize(("kinds", "draws"), [(1, 0), (1, 3), (2, 4), (3, 2), (4, 5)])
def test_it_counts_the_sequences(kinds, draws):
    count = Counter(len(set(sequence)) for sequence in product(range(kinds), repeat=draws))

    assert coupon_law(kinds, draws) == [Fraction(count[m], kinds**draws) for m in range(kinds + 1)]


def test_the_expected_number_of_kinds_is_n_minus_n_times_a_power():
    law = coupon_law(7, 20)

    assert sum(law) == 1
    assert sum(m * p for m, p in enumerate(law)) == 7 - 7 * Fraction(6, 7) ** 20


def test_no_kinds_or_a_negative_number_of_draws_are_refused():
    with pytest.raises(ValueError, match="at least one kind"):
        coupon_law(0, 3)
    with pytest.raises(ValueError, match="no negative number"):
        coupon_law(3, -1)
