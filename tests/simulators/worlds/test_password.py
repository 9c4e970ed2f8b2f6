"""A password: the right letters open it for certain, a wrong one at once or never."""

from fractions import Fraction

import pytest

from tightrope.simulators.learners.goal_conditioned import reaches
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import policy
from tightrope.simulators.worlds.password import password, worst_luck

LUCKY = [Fraction(1, 3), Fraction(0), Fraction(1, 5)]


def opened(letter_by_place):
    """The chance to be open in the end for who types these letters."""
    made = password(2, LUCKY)
    rows = [[[Fraction(a == letter) for a in (0, 1)]] * 5 for letter in letter_by_place]
    return fraction(reaches(made, policy(rows), goal=3, horizon=3))


@pytest.mark.parametrize(
    ("word", "chance"),
    [("000", 1), ("100", Fraction(1, 3)), ("110", Fraction(1, 3)), ("010", 0), ("001", Fraction(1, 5))],
)
def test_the_first_wrong_letter_decides(word, chance):
    assert opened(map(int, word)) == chance


def test_the_worst_luck_is_rational_for_squares_only():
    assert [worst_luck(words) for words in (4, 9, 64)] == [Fraction(1, 3), Fraction(1, 4), Fraction(1, 9)]
    with pytest.raises(ValueError, match="square"):
        worst_luck(8)


@pytest.mark.parametrize(("letters", "lucky"), [(1, LUCKY), (2, []), (2, [Fraction(3, 2)])])
def test_what_is_no_password_is_refused(letters, lucky):
    with pytest.raises(ValueError):
        password(letters, lucky)
