"""Samples beside exact values: their intervals hold together, and a miss is an error."""

from fractions import Fraction

import pytest

from tightrope.reports.evidence.sampled import beside, each
from tightrope.simulators.measures.confidence import clopper_pearson

HALVES = [clopper_pearson(50, 100, each(0.99, 2)), clopper_pearson(48, 100, each(0.99, 2))]


def test_more_intervals_have_a_higher_level_each():
    assert each(0.99, 1) == 0.99
    assert each(0.99, 10) == pytest.approx(0.999)


def test_a_curve_has_the_intervals_that_hold_the_exact_values():
    made = beside("coins", (1, 2), [Fraction(1, 2)] * 2, HALVES)

    assert (made.role, made.x, made.y) == ("sampled", (1.0, 2.0), (0.5, 0.48))
    assert all(low < 0.5 < high for low, high in zip(made.lower, made.upper, strict=True))


def test_an_interval_that_misses_is_an_error_that_says_where():
    with pytest.raises(RuntimeError, match="coins at 2, .* contradicts the exact value 0.9"):
        beside("coins", (1, 2), [Fraction(1, 2), Fraction(9, 10)], HALVES)
