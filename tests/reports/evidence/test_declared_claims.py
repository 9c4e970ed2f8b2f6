"""Claims about what is declared: proved, refuted by a problem, or told which part is missing; and claims from below."""

from fractions import Fraction

import pytest

from tests.attacks.declared import attack_refute
from tightrope.bounds.extremes.worst_case import largest
from tightrope.reports.evidence.conjecture import refute

PER_STEP = {"reading": "per_step"}
CAPPED = {**PER_STEP, "assume": {"pointwise": "1/5"}}


@pytest.mark.parametrize(
    ("formula", "asked", "verdict"),
    [
        ("epsilon*T*(T+1)/2", CAPPED, "attained"),
        ("0.99*epsilon*T*(T+1)/2", CAPPED, "refuted"),
        ("delta*T*(T+1)/2", CAPPED, "attained"),
        ("epsilon/(1-gamma)**2", {**PER_STEP, "assume": {"gamma": "9/10"}}, "holds"),
        ("0.9*epsilon/(1-gamma)**2", {**PER_STEP, "assume": {"gamma": "9/10"}}, "refuted"),
        ("2*epsilon*T", {**PER_STEP, "quantity": "l1"}, "attained"),
        ("1.9*epsilon*T", {**PER_STEP, "quantity": "l1"}, "refuted"),
        ("2*R_max*epsilon*T", {**PER_STEP, "quantity": "final", "assume": {"R_max": 3}}, "attained"),
        ("R_max*epsilon*T", {**PER_STEP, "quantity": "final", "assume": {"R_max": 3}}, "refuted"),
        ("R*epsilon*T*(T+1)/2", {**PER_STEP, "quantity": "gap", "assume": {"R": "7/2"}}, "attained"),
        ("epsilon*T*((T-1)/chunk+2)/3", {**PER_STEP, "assume": {"chunk": 3}}, "refuted"),
        ("epsilon*(T*(T+1)/2+2*T)/chunk", {**PER_STEP, "assume": {"chunk": 3}}, "attained"),
        ("0.9*T*min(1, epsilon*T)", {**CAPPED, "reading": "time_averaged"}, "refuted"),
        ("epsilon*T*(T+1)/2", {**CAPPED, "assume": {"pointwise": "1/5", "expert": "stochastic"}}, "attained"),
        ("floor(epsilon*T)*T + T", PER_STEP, "holds"),
        ("floor(epsilon*T)*T", PER_STEP, "refuted"),
    ],
)
def test_a_claim_about_what_is_declared_is_decided(formula, asked, verdict):
    found = refute(formula, **asked)

    assert found.verdict == verdict
    if found.counterexample:
        at = found.counterexample
        assert at.claimed.upper < at.actual == largest(found.conjecture.setting, at.error, at.horizon)


def test_at_one_horizon_the_worst_case_of_two_budgets_itself_is_proved_piece_by_piece():
    sharp = "min(epsilon, 1/2)*1 + min(min(2*epsilon, 1), 1/4 + epsilon)"  # T = 2, at most 1/2 anywhere
    asked = {**PER_STEP, "assume": {"pointwise": "1/2"}, "horizon": "2:2"}

    assert refute(sharp, **asked).verdict == "attained"
    assert refute(f"{sharp} - epsilon/100", **asked).verdict == "refuted"


@pytest.mark.parametrize(
    ("formula", "reading", "verdict"),
    [
        (">= 1 - epsilon*T", "per_step", "attained"),
        (">= (1-epsilon)**T", "per_step", "refuted"),
        (">= (1-epsilon)**T", "log_loss", "attained"),
        (">= 1 - epsilon*T/2", "pointwise", "refuted"),
    ],
)
def test_how_likely_all_is_right_at_least_is_asked_of_the_least_probability(formula, reading, verdict):
    found = refute(formula, reading=reading, quantity="all_right")

    assert found.verdict == verdict
    assert found.conjecture.statement == f"all_right {formula}"


@pytest.mark.parametrize(
    ("formula", "domain", "verdict"),
    [
        (">= epsilon*T/2", {}, "holds"),
        (">= epsilon*T**2/2", {}, "refuted"),
        (">= epsilon*T**2/2", {"epsilon": "0:1/10", "horizon": "1:10"}, "holds"),
        (">= 0.56*epsilon*T**2", {"epsilon": "0:1/10", "horizon": "1:10"}, "refuted"),
        (">= epsilon*T*(T+1)/2", {"epsilon": "0:1/10", "horizon": "10:10"}, "holds"),
    ],
)
def test_a_claim_from_below_is_that_some_problem_has_so_much(formula, domain, verdict):
    found = refute(formula, **PER_STEP, **domain)

    assert found.verdict == verdict
    assert found.conjecture.statement == f"the worst disagreement {formula}"


@pytest.mark.parametrize(
    ("formula", "asked"),
    [
        (">= 3*epsilon - epsilon**2", {"reading": "log_loss", "assume": {"J_star": "1"}, "epsilon": "19/50"}),
        (">= u*epsilon*T", {"reading": "on_policy", "assume": {"u": "3/2"}, "epsilon": "0:1/2"}),
    ],
)
def test_a_claim_from_below_is_not_proved_by_an_upper_bound_of_the_worst_case(formula, asked):
    """A log loss with an expert that pays, a broken u on policy: the closed form is no worst case, but above it."""
    assert refute(formula, quantity="gap", horizon="2", **asked).verdict == "undecided"


@pytest.mark.parametrize(("u", "said"), [("14", False), ("15", True)])
def test_u_does_not_bind_from_all_that_the_decisions_can_cost_on(u, said):
    """R T = 15 here, not T: one error costs at most that."""
    found = refute("5*T*min(1, epsilon*T)", reading="on_policy", quantity="gap", assume={"R": "5", "u": u}, horizon="3")

    assert any(note.startswith(f"u = {u} does not bind here") for note in found.notes) is said


def test_a_problem_that_refutes_says_how_its_costs_count():
    capped = {**CAPPED["assume"], "J_star": "1", "R": "3"}
    found = refute("epsilon*T*R/2", **{**CAPPED, "assume": capped}, quantity="gap", horizon="3")

    assert found.counterexample.actual == Fraction(368, 125)
    assert "its costs lie in [0, 1] and count 3 times" in found.because


def test_where_no_sharp_answer_is_known_a_weaker_setting_proves_and_a_problem_refutes():
    asked = {**PER_STEP, "assume": {"log_loss": "1/5"}}
    holds, false, open_ = (refute(f"{c}*epsilon*T*(T+1)/2", **asked, horizon="1:3") for c in ("1", "2/3", "0.98"))

    assert (holds.verdict, holds.evidence) == ("holds", "proved")
    assert "with less assumed" in holds.because
    assert false.verdict == "refuted"
    assert false.counterexample.found.actual > Fraction(2, 3) * false.counterexample.error
    assert open_.verdict in ("undecided", "refuted")


@pytest.mark.parametrize(
    ("formula", "asked", "words"),
    [
        ("<= 1", {**PER_STEP, "quantity": "all_right"}, "all_right is never more than 1"),
        (">= C*epsilon", PER_STEP, "is asked without C"),
        ("C*epsilon*T", {**PER_STEP, "quantity": "all_right"}, "all_right is never more than 1"),
        ("u*epsilon*T", {**PER_STEP, "quantity": "gap", "assume": {"gamma": "1/2"}}, "u needs one value"),
        ("C*T", {**PER_STEP, "assume": {"log_loss": "1/2"}}, "needs a sharp answer, and none is known: per_step"),
        ("N*T", PER_STEP, "N speaks of a data set"),
        ("T^2", PER_STEP, r"a power is written T\*\*2"),
        ("e*T", PER_STEP, "write epsilon"),
        ("T", {**PER_STEP, "assume": {"N": "5"}}, "what can be assumed is"),
        ("T", {**PER_STEP, "quantity": "gap", "assume": {"R": "1", "R_max": "1"}}, "say the same"),
        ("T", {**PER_STEP, "assume": {"chunk": "1/2"}}, "chunk must be a whole number"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(formula, asked, words):
    with pytest.raises(ValueError, match=words):
        refute(formula, **asked)


def test_nothing_false_is_said_of_settings_and_formulas_drawn_at_random():
    tried, fell = attack_refute(4, seed=5)

    assert fell == []
    assert sum(tried.values()) == 4
