"""L18 and L19: each line of the derivation is proved, and what is a little different is not."""

from dataclasses import replace

import pytest
from sympy import Eq, Le, Rational, diff, exp, log, pi, sign

from tightrope.bounds.lecture.gaussian_likelihood import (
    DERIVATION,
    _is_mean,
    _samples,
    a,
    constant,
    curvature,
    f,
    gaussian,
    log_density,
    log_likelihood,
    mean,
    mixture,
    n,
    other_log_likelihood,
    other_squares,
    sigma,
    slope,
    squares,
    squares_of_mean,
    x,
    y,
)
from tightrope.bounds.proof.derivation import identity, induction, scalar
from tightrope.bounds.proof.discharge import Obligation, discharge

ALL = _samples[-1].statement
CURVATURE = Eq(sigma**4 * curvature, a**2 - sigma**2)


def verdicts(lemma):
    return [outcome.verdict for outcome in lemma.outcomes()]


def there(lemma):
    """The verdicts for three samples: a real number for n would refute nothing."""
    return [
        discharge(Obligation(tuple(h.subs(n, 3) for h in one.hypotheses), one.conclusion.subs(n, 3))).verdict
        for one in lemma.obligations
    ]


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_every_line_is_proved_and_only_with_all_of_its_lemmas(step):
    assert DERIVATION.proved(step, "any")
    lemmas = step.proof("any")
    for i in range(len(lemmas) - 1):
        assert not DERIVATION.proved(replace(step, proofs={"any": (*lemmas[:i], *lemmas[i + 1 :])}), "any")


def test_without_its_facts_no_letter_stands_for_anything():
    bare = replace(DERIVATION, facts=())

    assert {step.id for step in DERIVATION.steps if not bare.proved(step, "any")} == {
        *("all-samples", "order", "mean", "minimum")
    }


@pytest.mark.parametrize("factor", [1, Rational(1, 4)])
def test_another_factor_before_the_squared_error_is_not_the_gaussian(factor):
    constant = -log(sigma) - log(2 * pi) / 2

    assert verdicts(identity(Eq(log(gaussian(y, f)), constant - (y - f) ** 2 / (2 * sigma**2)))) == ["proved"]
    assert verdicts(identity(Eq(log(gaussian(y, f)), constant - factor * (y - f) ** 2 / sigma**2))) == ["refuted"]


def test_a_wrong_sign_in_the_sum_over_the_samples_is_refuted():
    one = Eq(2 * sigma**2 * log_density, 2 * sigma**2 * constant - (y - f) ** 2)
    chain = {
        "over": n,
        "start": {log_likelihood: 0, squares: 0},
        "following": {log_likelihood: log_likelihood + log_density, squares: squares + (y - f) ** 2},
    }

    assert verdicts(induction(ALL, one, **chain)) == ["proved", "proved"]
    assert there(induction(Eq(ALL.lhs, ALL.rhs + 2 * squares), one, **chain)) == ["proved", "refuted"]
    assert there(induction(ALL, **chain)) == ["proved", "refuted"]


def test_more_squares_are_never_more_likely_but_the_same_order_is_refuted():
    other = ALL.subs({log_likelihood: other_log_likelihood, squares: other_squares})
    likelier = sign(log_likelihood - other_log_likelihood)

    assert verdicts(scalar(Eq(likelier, sign(other_squares - squares)), ALL, other)) == ["proved"]
    assert verdicts(scalar(Eq(likelier, sign(squares - other_squares)), ALL, other)) == ["refuted"]
    assert verdicts(scalar(Eq(likelier, sign(other_squares - squares)), ALL)) == ["refuted"]


def test_twice_the_distance_from_the_mean_and_another_centre_are_refuted():
    step = DERIVATION.step("mean")
    facts = (*(lemma.statement for lemma in step.proof("any")[:2]), _is_mean)
    too_much = Eq(squares, squares_of_mean + 2 * n * (f - mean) ** 2)

    assert verdicts(scalar(step.statement, *facts)) == ["proved"]
    assert verdicts(scalar(too_much, *facts)) == ["refuted"]
    assert verdicts(scalar(step.statement, *facts[:2])) == ["refuted"]  # another value than the mean


def test_a_mode_is_worse_than_the_middle_for_the_sum_of_squares():
    assert verdicts(scalar(Le(2 * a**2, (-a - f) ** 2 + (a - f) ** 2))) == ["proved"]
    assert verdicts(scalar(Le((-a - a) ** 2 + (a - a) ** 2, (-a - f) ** 2 + (a - f) ** 2))) == ["refuted"]


def test_the_curvature_is_that_of_the_mixture_and_no_other():
    again = (diff(mixture(x), x, 2) / mixture(x)).subs(x, 0)

    assert identity(Eq(again, (a**2 - sigma**2) / sigma**4)).outcomes()[0].verdict == "proved"
    assert identity(Eq(again, (a**2 - sigma**2) / sigma**2)).outcomes()[0].verdict == "refuted"
    assert identity(Eq(again, (a**2 - 2 * sigma**2) / sigma**4)).outcomes()[0].verdict == "refuted"


def test_the_mean_is_a_minimum_just_if_a_exceeds_sigma_and_not_half_of_sigma():
    assert verdicts(scalar(Eq(sign(curvature), sign(a - sigma)), CURVATURE)) == ["proved"]
    for threshold in (sigma / 2, 2 * sigma):
        lemma = scalar(Eq(sign(curvature), sign(a - threshold)), CURVATURE)
        assert verdicts(lemma) == ["refuted"]

    at = scalar(Eq(sign(curvature), sign(a - sigma / 2)), CURVATURE).outcomes()[0].model
    assert at["sigma"] / 2 <= at["a"] <= at["sigma"]


def test_at_the_edge_the_mean_is_a_maximum():
    assert slope(2, sigma).doit() == 0
    assert slope(4, sigma).doit().is_negative
    assert verdicts(identity(Eq(slope(4, sigma) / slope(0, sigma), 2 / sigma**4))) == ["refuted"]


def test_the_simplifier_proves_identities_refutes_by_a_point_and_leaves_the_rest_open():
    true = Eq(log(exp(a) * sigma), a + log(sigma))
    tested = discharge(Obligation((), Eq(exp(a) / exp(a - 1) - exp(1), 1)))

    assert discharge(Obligation((), true)).verdict == "proved"
    assert tested.verdict == "refuted"
    assert discharge(Obligation((), Eq(exp(a), 1 + a))).verdict == "unknown"  # no rational tells
    assert discharge(Obligation((Le(a, 0),), Eq(exp(a) / exp(a - 1) - exp(1), a))).verdict == "unknown"


def test_an_identity_is_an_equality():
    with pytest.raises(ValueError, match="an identity is an equality"):
        identity(Le(a, sigma))
