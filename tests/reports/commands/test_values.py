"""Lists and ranges of horizons and epsilons."""

from fractions import Fraction

import pytest

from tightrope.reports.commands.values import MOST, are_several, errors, horizons


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10", [10]),
        ("1e3", [1000]),
        ("40,10", [40, 10]),
        ("2:5", [2, 3, 4, 5]),
        ("7:7", [7]),
        ("10:95:30", [10, 40, 70]),
        ("1:1000:x10", [1, 10, 100, 1000]),
        ("1,5:11:5,3", [1, 5, 10, 3]),
        ("10,1:12:3", [10, 1, 4, 7]),
        ("8:20:x3/2", [8, 12, 18]),
    ],
)
def test_horizons_are_what_is_written_in_that_order_and_each_once(text, meant):
    assert horizons(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("0.1", "1/10"), ("1/3,0", "1/3 0"), ("0:1:1/4", "0 1/4 1/2 3/4 1"), ("1e-3:0.1:x10", "1/1000 1/100 1/10")],
)
def test_epsilons_are_exact(text, meant):
    assert errors(text) == [Fraction(one) for one in meant.split()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2:", "needs both ends"),
        (":5", "needs both ends"),
        ("1:2:3:4", "needs both ends"),
        ("5:2", "FIRST <= LAST"),
        ("1:5:0", "a step above 0"),
        ("1:5:-1", "a step above 0"),
        ("1:5:x1", "a factor above 1"),
        ("0:5:x2", "0 < FIRST"),
        ("0:3", "must be a whole number >= 1; got 0 in '0:3'"),
        ("10:40:x3/2", "must be a whole number; got 45/2 in"),
        ("10,2.5", "must be a whole number; got 5/2 in"),
        ("10,,20", "must be a whole number such as 10, a list"),
        ("10, x", "must be a whole number such as 10, a list"),
        ("1:1e9", f"at most {MOST} numbers"),
        ("1:1e300:x1.001", f"at most {MOST} numbers|whole number"),
        ("1," * 9999, "10000 characters"),
    ],
)
def test_what_is_no_list_of_horizons_is_refused_at_once(text, words):
    with pytest.raises(ValueError, match=words):
        horizons(text)


@pytest.mark.parametrize(
    ("text", "words"), [("0:1/2", "needs both ends and a step"), ("1/2,3/2", "must lie in"), ("0:1:1e-300", "at most")]
)
def test_what_is_no_list_of_epsilons_is_refused_at_once(text, words):
    with pytest.raises(ValueError, match=words):
        errors(text)


def test_one_number_is_no_list():
    assert not any(map(are_several, ("10", "1/100", None)))
    assert all(map(are_several, ("1,2", "1:2")))
