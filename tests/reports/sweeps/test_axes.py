"""Axes: lists, ranges, and how many values they have, known before any is made."""

from fractions import Fraction

import pytest

from tightrope.reports.sweeps.axes import MOST_NUMBERS, axis
from tightrope.simulators.model.parameters import PROBABILITY, Number, OneOf, Whole

WHOLE, ANY = Whole(1), Number(0)


@pytest.mark.parametrize(
    ("given", "values"),
    [
        (5, [5]),
        ([3, 1, 3], [3, 1]),
        ("1:4", [1, 2, 3, 4]),
        ("10:30:10", [10, 20, 30]),
        ("10:35:10,7", [10, 20, 30, 7]),
        (["1:2", 9, "1:100:x10"], [1, 2, 9, 10, 100]),
        ("1:100:log3", [1, 10, 100]),
        ("1:3:log9", [1, 2, 3]),
        ("7:7", [7]),
    ],
)
def test_whole_numbers(given, values):
    assert list(axis("horizon", given, WHOLE).values()) == values


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("1/100", ["1/100"]),
        (0.1, ["1/10"]),
        ("0.1:0.3:0.1", ["1/10", "1/5", "3/10"]),
        ("1e-3:1:x10", ["1/1000", "1/100", "1/10", "1"]),
        ("1/1000:1:log4", ["1/1000", "1/100", "1/10", "1"]),
        ("1/3:1/2:log3", ["1/3", "51/125", "1/2"]),
    ],
)
def test_rationals(given, values):
    assert list(axis("epsilon", given, PROBABILITY).values()) == list(map(Fraction, values))


@pytest.mark.parametrize("count", [2, 7, 40])
def test_logarithms_are_at_equal_distances_and_have_three_digits(count):
    values = axis("x", f"1/1000:70:log{count}", ANY).values()
    ratios = [float(b / a) for a, b in zip(values, values[1:], strict=False)]

    assert (values[0], values[-1], len(values)) == (Fraction(1, 1000), 70, count)
    assert max(ratios) / min(ratios) < 1.02
    assert all(float(f"{float(one):.3g}") == float(one) for one in values)


def test_words_are_taken_as_they_are_written():
    assert axis("reading", ["per_step", "pointwise"], OneOf(("pointwise", "per_step"))).values() == (
        "per_step",
        "pointwise",
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "has no values"),
        ("5:1", "FIRST <= LAST"),
        ("1:5:0", "a step above 0"),
        ("1:5:-1", "a step above 0"),
        ("1:5:x1", "a factor above 1"),
        ("0:5:x2", "FIRST > 0"),
        ("1:5:log1", "a COUNT >= 2"),
        ("1:5:log", "takes numbers such as"),
        ("1:2:3:4", "FIRST:LAST:STEP"),
        ("1:", "FIRST:LAST:STEP"),
        ("a", "takes numbers such as .* got 'a'"),
        ("nan", "takes numbers"),
        (True, "takes numbers such as"),
        ([[1]], "takes numbers such as .* type list"),
        ({"a": 1}, "takes numbers such as .* type dict"),
        ("0", "must be a whole number >= 1; got 0"),
        ("1/2", "must be a whole number >= 1; got 1/2"),
        ("1:3:1/2", "got 3/2"),
        ("1" * 5000, "takes numbers"),
        ("1:1e400:x2", "more than 1000 bits"),
        ("," * 200_000, "a text of 100000 characters"),
    ],
)
def test_what_is_no_axis_is_refused_in_words(given, words):
    with pytest.raises(ValueError, match=words):
        axis("horizon", given, WHOLE).values()


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ("1:1000000000000000000", 10**18),
        ("1:1e999", 10**999),
        ("1:1e999:x1.000000001", 2.3e12),
        ("1:9:log1e15", 10**15),
    ],
)
def test_the_values_of_a_huge_range_are_counted_and_not_made(given, count):
    one = axis("horizon", given, WHOLE)

    assert one.count == pytest.approx(count, rel=0.01)
    with pytest.raises(ValueError, match=f"may have {MOST_NUMBERS} values; it has "):
        one.values()
