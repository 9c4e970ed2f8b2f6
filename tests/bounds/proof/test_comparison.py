"""Proofs that a formula is never below a worst case: each method proves something true and nothing false nearby."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Max, Min, Rational, Sum, exp, log, sqrt, true

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.ball import ball, number_ball
from tightrope.bounds.language.letters import T, epsilon, rho, t
from tightrope.bounds.proof import comparison
from tightrope.bounds.proof.comparison import Domain, at_horizon, prove, written_out

EVERYWHERE = Domain()
PLAIN = {reading: Setting(reading=reading) for reading in ("pointwise", "per_step", "time_averaged", "on_policy")}
TRIANGLE = epsilon * T * (T + 1) / 2
EXAM, ROPE = (closed_forms(key).disagreement for key in ("per_step", "pointwise"))
CAPPED = Setting(reading="per_step", quantity="gap", u=Fraction(1, 2))
WAY_BACK = Setting(reading="pointwise", quantity="gap", rho=Fraction(1, 5))
ONE, INDUCTION, EACH = "one polynomial statement", "induction on T", "one statement for each T"


def where(low="0", high="1", first=1, last=None):
    return Domain(low=Fraction(low), high=Fraction(high), first=first, last=last)


# A true formula, one nearby that is false, and how the true one is proved.
PAIRS = {
    "a polynomial": (TRIANGLE, TRIANGLE * Rational(99, 100), PLAIN["per_step"], EVERYWHERE, ONE),
    "a smaller factor from T = 2 on": (
        *(epsilon * T**2 * Rational(3, 4), epsilon * T**2 * Rational(74, 100), PLAIN["per_step"], where(first=2), ONE),
    ),
    "a quotient": (
        *(T - (1 - epsilon) * (1 - (1 - epsilon) ** T) / epsilon, T - (1 - (1 - epsilon) ** T) / epsilon),
        *(PLAIN["pointwise"], EVERYWHERE, ONE),
    ),
    "an identity": (epsilon * T, epsilon * T - epsilon**2 / 100, PLAIN["on_policy"], EVERYWHERE, ONE),
    "a root": (sqrt(epsilon) * T**2, epsilon ** Rational(5, 4) * T**2, PLAIN["time_averaged"], EVERYWHERE, ONE),
    "an exponential": (
        *(2 * T * (1 - exp(-epsilon * T)), T * (1 - exp(-epsilon * T)), PLAIN["time_averaged"], EVERYWHERE, ONE),
    ),
    "a logarithm": (2 * T * log(1 + epsilon * T), T * log(1 + epsilon * T), PLAIN["time_averaged"], EVERYWHERE, ONE),
    "a cost of one half": (TRIANGLE / 2, TRIANGLE * Rational(49, 100), CAPPED, EVERYWHERE, ONE),
    "a way back": (epsilon * T / rho, epsilon * T / rho / 6, WAY_BACK, EVERYWHERE, ONE),
    "a sum": (EXAM, EXAM * Rational(99, 100), PLAIN["per_step"], EVERYWHERE, INDUCTION),
    "another sum": (ROPE, Sum(1 - (1 - epsilon) ** t, (t, 1, T - 1)), PLAIN["pointwise"], EVERYWHERE, ONE),
    "few horizons": (*(sqrt(EXAM**2 + 1), sqrt(EXAM**2 + 1) - 1, PLAIN["per_step"], where(low="1/10", last=4), EACH),),
}


def asked(formula):
    return formula.subs(rho, Rational(1, 5))


def below(formula, setting, domain, errors=(1, 10, 50, 90, 100), horizons=range(1, 31)):
    """A point of the domain where the formula is certainly below the worst case, if there is one among those tried."""
    for horizon in horizons:
        for error in (Fraction(i, 100) for i in errors):
            inside = domain.low <= error <= domain.high and domain.first <= horizon <= (domain.last or horizon)
            if inside and ball(formula, {epsilon: number_ball(error), T: number_ball(horizon)}) < number_ball(
                largest(setting, error, horizon)
            ):
                return error, horizon
    return None


@pytest.mark.parametrize("name", PAIRS)
def test_a_true_inequality_is_proved_and_a_false_one_nearby_is_not(name):
    true, false, setting, domain, how = PAIRS[name]

    assert prove(asked(true), setting, domain).startswith(how)
    assert prove(asked(false), setting, domain) == ""
    assert below(asked(true), setting, domain) is None
    assert below(asked(false), setting, domain) is not None


@pytest.mark.parametrize("first", [2, 3])
def test_small_horizons_are_proved_apart_where_a_horizon_between_them_would_break_the_statement(first):
    """The second term is negative between two whole T and nowhere else."""
    formula = epsilon * T**2 + epsilon * (T - first) * (T - first + 1) / 2

    assert prove(formula, PLAIN["time_averaged"], EVERYWHERE).startswith(f"one statement for each T < {first}, and one")
    assert prove(formula - epsilon / 1000, PLAIN["time_averaged"], EVERYWHERE) == ""


@pytest.mark.parametrize("reading", PLAIN)
def test_each_worst_case_is_proved_of_itself_at_one_horizon_and_not_of_a_little_less(reading):
    for horizon in (1, 2, 5):
        assert at_horizon(closed_forms(reading).disagreement, PLAIN[reading], EVERYWHERE, horizon)
        assert not at_horizon(closed_forms(reading).disagreement - epsilon / 1000, PLAIN[reading], EVERYWHERE, horizon)


def test_a_domain_is_used():
    assert prove(TRIANGLE * Min(1, 1 / (epsilon * T)), PLAIN["per_step"], where(high="1/20", last=20))
    assert prove(TRIANGLE * Min(1, 1 / (epsilon * T)), PLAIN["per_step"], where(high="1/10", last=20)) == ""
    assert prove(T * Rational(1, 2), PLAIN["on_policy"], where(high="1/2"))
    assert prove(T * Rational(1, 2), PLAIN["on_policy"], where(high="51/100")) == ""


def test_a_domain_has_its_ends_but_never_0():
    third, zero = (where(low=low, high="1/2", first=2, last=3).hypotheses for low in ("1/3", "0"))

    def inside(hypotheses, error, horizon):
        return all(one.subs({epsilon: error, T: horizon}) == true for one in hypotheses)

    assert all(inside(third, *point) for point in ((Rational(1, 3), 2), (Rational(1, 2), 3)))
    assert not any(
        inside(third, *point) for point in ((Rational(33, 100), 2), (Rational(1, 3), 1), (Rational(1, 3), 4))
    )
    assert inside(zero, Rational(1, 100), 2)
    assert not inside(zero, 0, 2)


@pytest.mark.parametrize("first", [3, 4, 10])
def test_an_induction_does_not_step_over_a_sum_that_is_still_empty(first):
    """At T = first - 1 nothing was added yet, though the sum's next term would have been enough."""
    missing = Sum(Min(1, epsilon * t), (t, 1, first - 2)).doit()

    assert prove(missing + Sum(Min(1, epsilon * t), (t, first - 1, T)), PLAIN["per_step"], where(first=first - 2))
    assert prove(missing + Sum(Min(1, epsilon * t), (t, first, T)), PLAIN["per_step"], where(first=first - 2)) == ""


@pytest.mark.parametrize(
    ("formula", "first"),
    [
        ((1 - epsilon) ** (3 - T), 1),  # 0 to the power 3 - T is 1 at T = 3 and not defined after it
        ((1 - epsilon) ** (T - 3), 3),
        (1 / (1 - epsilon), 1),
        (1 / (T - 2), 3),
        (sqrt(T - 2), 3),
        (log(T - 1), 2),
    ],
)
def test_an_induction_needs_a_formula_that_is_defined_at_every_horizon(formula, first):
    """The second number is the first horizon from which on it is, or would be but for epsilon = 1."""
    always = formula.subs(1 - epsilon, Rational(1, 2)) if formula.has(epsilon) else formula

    assert comparison._defined_everywhere(always, where(first=first))
    assert not comparison._defined_everywhere(formula, where(first=max(1, first - 1)))


def test_an_induction_begins_somewhere():
    """What one more decision adds to these is what it adds to the worst case; only the first is above it."""
    assert comparison._by_induction(EXAM, PLAIN["per_step"], EVERYWHERE)
    assert not comparison._by_induction(EXAM - epsilon / 2, PLAIN["per_step"], EVERYWHERE)


def test_where_the_expert_pays_there_is_no_induction():
    """At T = 1 he leaves nothing to lose; at T = 2 two decisions at once."""
    paid = Setting(reading="per_step", quantity="gap", J_star=Fraction(1))
    formula = Sum(Min(1, epsilon * t), (t, 2, T))

    assert not comparison._by_induction(formula, paid, EVERYWHERE)
    assert below(formula, paid, EVERYWHERE) == (Fraction(1, 100), 2)


FACTORS = st.fractions(Fraction(1, 10), 2, max_denominator=10)
SHAPES = st.sampled_from(
    [
        *(epsilon * T, epsilon * T**2, TRIANGLE, T * Min(1, epsilon * T), Min(T, TRIANGLE), sqrt(epsilon) * T, EXAM),
        *(T * (1 - exp(-epsilon * T)), T * epsilon * T / (1 + epsilon * T), T * (1 - (1 - epsilon) ** T), ROPE),
    ]
)
ERRORS = tuple(range(1, 101, 9))


def test_what_is_proved_is_contradicted_by_no_exact_worst_case():
    domain, proved = where(last=4), []

    @settings(max_examples=25)
    @given(SHAPES, FACTORS, SHAPES, FACTORS, st.sampled_from(list(PLAIN)))
    def check(first, a, second, b, reading):
        formula = Rational(a) * first + Rational(b) * second
        wrong = below(formula, PLAIN[reading], domain, ERRORS, range(1, 5))
        proved.append(bool(prove(formula, PLAIN[reading], domain)))
        assert not (proved[-1] and wrong)

    check()
    assert 5 <= sum(proved) <= 20


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ({"low": "2/3", "high": "1/3"}, "no epsilon is left; got 2/3:1/3"),
        ({"low": "0", "high": "0"}, "no epsilon is left; got 0:0"),
        ({"low": "-1/2"}, "0 <= LOW"),
        ({"high": "2"}, "HIGH <= 1"),
        ({"first": 0}, "no horizon is left; got 0:None"),
        ({"first": 3, "last": 2}, "no horizon is left; got 3:2"),
    ],
)
def test_an_empty_domain_is_refused_in_words(ends, words):
    with pytest.raises(ValueError, match=words):
        where(**ends)


def test_a_single_error_and_a_single_horizon_are_a_domain():
    assert where(low="1/3", high="1/3", first=2, last=2).hypotheses


def test_sums_are_written_out_and_empty_ones_are_zero():
    assert written_out(Sum(epsilon * t, (t, 1, T)), {T: Integer(3)}) == 6 * epsilon
    assert written_out(Sum(t, (t, 5, T)), {T: Integer(1)}) == 0
    assert written_out(Max(0, Sum(-1, (t, 5, T))), {T: Integer(1)}) == 0  # sympy compares it as if it were 3
    assert written_out(Sum(epsilon, (t, 1, T)), {}) == Sum(epsilon, (t, 1, T))
