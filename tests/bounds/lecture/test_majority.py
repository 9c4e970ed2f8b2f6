"""The majority's error is what counting the votes gives."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.majority import MAJORITY_WRONG, eta, n


def majority(votes, wrong):
    return exact_value(MAJORITY_WRONG, {n: votes, eta: wrong})


@pytest.mark.parametrize("wrong", [Fraction(0), Fraction(3, 10), Fraction(1, 2), Fraction(4, 5)])
@pytest.mark.parametrize("votes", range(7))
def test_it_is_the_sum_over_all_votes(votes, wrong):
    total = Fraction(0)
    for cast in product((True, False), repeat=votes):
        chance = prod(wrong if one else 1 - wrong for one in cast)
        total += chance * {-1: 1, 0: Fraction(1, 2), 1: 0}[(2 * sum(cast) < votes) - (2 * sum(cast) > votes)]

    assert majority(votes, wrong) == total


def test_an_even_vote_only_makes_ties_and_an_odd_one_helps():
    values = [majority(votes, Fraction(3, 10)) for votes in range(12)]

    assert all(values[2 * i] == values[2 * i - 1] for i in range(1, 6))
    assert all(values[2 * i + 1] < values[2 * i] for i in range(6))


def test_votes_that_are_mostly_wrong_get_worse():
    assert majority(21, Fraction(3, 5)) > majority(5, Fraction(3, 5)) > Fraction(3, 5)
