"""What N demonstrations are worth: the constant of |S| T^2/N, from both sides."""

from fractions import Fraction
from math import e

import pytest
from flint import arb

from tightrope.bounds.language.letters import samples
from tightrope.bounds.lecture.finite_samples import PEAK
from tightrope.reports.evidence.finite_samples import cliff_loss, most_lost, rare_law


@pytest.mark.parametrize("demonstrations", [1, 2, 3, 7])
def test_no_probability_is_missed_more_than_the_peak_which_is_reached(demonstrations):
    peak = Fraction(str(PEAK.subs(samples, demonstrations)))
    best = Fraction(1, demonstrations + 1)

    assert best * (1 - best) ** demonstrations == peak
    assert all(Fraction(i, 60) * (1 - Fraction(i, 60)) ** demonstrations <= peak for i in range(61))
    assert peak < 1 / (e * demonstrations)


def test_the_cliff_nearly_reaches_what_no_clone_exceeds_and_exceeds_it_with_a_smaller_constant():
    """With 400 fresh states and 400 actions: 99.2 % of it; 98 % of the constant would be too small."""
    n, horizon = 10**7, 5
    reached, most = cliff_loss(rare_law(400, n), 400, horizon, n), most_lost(401, horizon, n)

    assert reached < most
    assert reached > most * arb("0.98")
    assert not reached > most


def test_the_loss_of_one_cliff_falls_below_every_line_in_one_over_n():
    """So the order is no statement about one problem: each is learned exponentially fast."""
    law = rare_law(20, 30)
    ratios = [float(cliff_loss(law, 20, 10, n) / most_lost(21, 10, n)) for n in (30, 300, 3000)]

    assert ratios[0] > 0.3
    assert ratios[1] < 0.02
    assert ratios[2] < 1e-10
