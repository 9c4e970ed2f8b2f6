"""What a conjecture is asked of: the horizons at which an expert can pay what is assumed."""

from fractions import Fraction

import pytest

from tightrope.bounds.extremes.worst_case import Setting
from tightrope.bounds.proof.comparison import Domain
from tightrope.reports.evidence.question import conjecture


@pytest.mark.parametrize(("paid", "first"), [("0", 1), ("1", 1), ("3/2", 2), ("2", 2), ("19/9", 3)])
def test_the_first_horizon_is_the_first_in_which_an_expert_can_pay_that_much(paid, first):
    setting = Setting(reading="per_step", quantity="gap", J_star=Fraction(paid))

    assert conjecture("T", setting, Domain()).domain.first == first
    assert conjecture("T", setting, Domain(first=5)).domain.first == 5
