"""What a conjecture is asked of: the horizons at which an expert can pay what is assumed."""

from fractions import Fraction

import pytest

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.proof.comparison import Domain
from tightrope.reports.evidence.conjecture import refute
from tightrope.reports.evidence.question import conjecture


@pytest.mark.parametrize(("paid", "first"), [("0", 1), ("1", 1), ("3/2", 2), ("2", 2), ("19/9", 3)])
def test_the_first_horizon_is_the_first_in_which_an_expert_can_pay_that_much(paid, first):
    setting = Setting(reading="per_step", quantity="gap", J_star=Fraction(paid))

    assert conjecture("T", setting, Domain()).domain.first == first
    assert conjecture("T", setting, Domain(first=5)).domain.first == 5


@pytest.mark.parametrize("domain", ["1/2:1/2", "1/2:1"])
def test_a_claim_that_is_false_at_the_low_end_of_the_domain_alone_is_refuted_there(domain):
    found = refute("epsilon*T - 1/1000 + (2*epsilon - 1)*T**2", reading="on_policy", epsilon=domain, horizon="1:9")

    assert (found.verdict, found.counterexample.error) == ("refuted", Fraction(1, 2))
