"""What is proved of a family of points is seen at its points, and what is false is not proved."""

from fractions import Fraction

import pytest

from tightrope.bounds.extremes.far import far
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language.meaning import meaning
from tightrope.bounds.proof.comparison import Domain
from tightrope.bounds.proof.families import exceeds, from_below, longer, outgrows, roots, smaller
from tightrope.reports.evidence.question import conjecture

PER_STEP, POINTWISE = Setting(reading="per_step"), Setting(reading="pointwise")


def proved(text, setting, domain):
    asked = conjecture(text, setting, domain)
    q = roots(asked.formula)
    return asked, [(one, n) for one in longer(domain, q) if (n := exceeds(asked.formula, setting, domain, one))]


@pytest.mark.parametrize(
    ("text", "setting", "domain"),
    [
        ("0.49*epsilon*T**2", PER_STEP, Domain()),
        ("10*epsilon*T", POINTWISE, Domain()),
        ("epsilon*T**1.5", PER_STEP, Domain(high=Fraction(1, 10))),
        ("T - 100", PER_STEP, Domain(low=Fraction(1, 4), high=Fraction(1, 2))),
    ],
)
def test_a_claim_that_is_proved_to_fail_along_a_family_fails_at_its_points(text, setting, domain):
    asked, found = proved(text, setting, domain)

    assert found
    for family, n in found:
        for error, horizon in (family.point(n), family.point(n + 1), family.point(7 * n)):
            assert domain.low <= error <= domain.high
            assert meaning(asked.tree, {"epsilon": error, "T": horizon}).lower < far(setting, error, horizon).upper


@pytest.mark.parametrize("text", ["0.51*epsilon*T**2", "T", "sum(min(1, epsilon*t), t, 1, T)", "epsilon*T**2 - 1/T"])
def test_a_claim_that_holds_for_large_T_is_proved_to_fail_along_none(text):
    assert proved(text, PER_STEP, Domain())[1] == []


def test_what_a_constant_must_be_grows_or_does_not():
    def rates(text, domain):
        formula, nothing = conjecture(text, PER_STEP, domain).formula, conjecture("0*T", PER_STEP, domain).formula
        families = (next(longer(domain), None), next(smaller(domain)))
        families = [one for one in families if one]
        return [outgrows(nothing, formula, Fraction(1, 8), PER_STEP, domain, one) for one in families]

    assert any(rates("epsilon*T", Domain()))  # at epsilon = 1/T
    assert any(rates("epsilon**2*T", Domain(last=1)))
    assert not any(rates("epsilon*T**2", Domain()))
    assert not any(rates("epsilon*T", Domain(last=9)))
    assert not any(rates("-epsilon*T", Domain(last=1)))  # a larger C claims less


def test_where_the_worst_case_is_not_known_from_below_nothing_is_proved():
    assert from_below(Setting(reading="pointwise", quantity="gap", J_star=Fraction(1))) == ()
    assert from_below(Setting(reading="on_policy", quantity="gap", u=Fraction(5, 2))) == ()
