"""How many coupons are known: the same as counting all sequences of draws."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from tightrope.simulators.measures.coupons import expected_draws, known_law


@pytest.mark.parametrize(("relevant", "kinds", "draws"), [(3, 3, 4), (2, 5, 3), (0, 2, 3), (4, 4, 0), (1, 1, 2)])
def test_the_law_is_that_of_all_sequences(relevant, kinds, draws):
    counts = Counter(len({c for c in drawn if c < relevant}) for drawn in product(range(kinds), repeat=draws))

    assert known_law(relevant, kinds, draws) == [Fraction(counts[m], kinds**draws) for m in range(relevant + 1)]


def test_the_expected_number_of_known_kinds_is_not_the_number_of_draws():
    law = known_law(6, 6, 6)

    assert sum(law) == 1
    assert sum(m * chance for m, chance in enumerate(law)) == 6 * (1 - Fraction(5, 6) ** 6) < 6


@pytest.mark.parametrize("bad", [(3, 2, 1), (-1, 2, 1), (0, 0, 1), (1, 2, -1)])
def test_impossible_coupons_are_refused(bad):
    with pytest.raises(ValueError, match="coupons need"):
        known_law(*bad)


@pytest.mark.parametrize("kinds", [1, 2, 3, 4])
def test_the_expected_draws_are_the_sum_of_the_chances_that_some_kind_is_unknown(kinds):
    unknown = [float(1 - known_law(kinds, kinds, draws)[-1]) for draws in range(120)]

    assert float(expected_draws(kinds)) == pytest.approx(sum(unknown), abs=1e-9)
    assert kinds == 1 or expected_draws(kinds) > kinds


def test_no_kind_at_all_has_no_expected_draws():
    with pytest.raises(ValueError, match="at least one kind"):
        expected_draws(0)
