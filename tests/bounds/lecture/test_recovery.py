"""L13: the chain's closed forms and caps, each with a neighbour that is false."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sympy import Eq, Le, Rational, Sum

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, memory, off_rope, recovery_cost, rho, t, task_paid
from tightrope.bounds.lecture.recovery import (
    DERIVATION,
    EXPECTED_COST,
    _chain,
    _exactly,
    _less_error,
    _owed,
    _state,
    _sum,
    _triangle,
    closed_form,
)
from tightrope.bounds.proof.derivation import identity, induction, scalar
from tightrope.reports.evidence.lines import judge
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.names import problem

PROVED = [step for step in DERIVATION.steps if step.id != "share-cap-overshoot"]
CHAINS = [
    (Fraction(*pair), Fraction(*back))
    for pair in ((0, 1), (1, 100), (1, 2), (1, 1))
    for back in ((0, 1), (1, 5), (1, 1))
]


def verdicts(lemma):
    return [outcome.verdict for outcome in lemma.outcomes()]


def cost(error, back, horizon):
    return exact_value(EXPECTED_COST, {epsilon: error, rho: back, T: horizon})


@pytest.mark.parametrize("step", PROVED, ids=lambda step: step.id)
def test_every_line_is_proved_and_only_with_all_of_its_lemmas(step):
    assert DERIVATION.proved(step, "any")
    lemmas = step.proof("any")
    for i in range(len(lemmas) - 1):
        assert not DERIVATION.proved(replace(step, proofs={"any": (*lemmas[:i], *lemmas[i + 1 :])}), "any")


@pytest.mark.parametrize("horizon", [1, 2, 7, 30])
@pytest.mark.parametrize(
    ("error", "back"), [*CHAINS, (Fraction(9, 10), Fraction(1, 5)), (Fraction(4, 5), Fraction(1, 5))]
)
def test_the_expected_cost_is_the_problems_own_also_where_the_closed_form_divides_by_zero(error, back, horizon):
    made = problem(f"recovery:rho={back}", horizon, error)

    assert cost(error, back, horizon) == evaluate(made, horizon).learner_task
    if error + back:
        values = {epsilon: Rational(error), rho: Rational(back), T: horizon}
        assert Rational(cost(error, back, horizon)) == closed_form().subs(values)


def test_long_horizons_are_evaluated_too():
    assert cost(Fraction(4, 5), Fraction(1, 5), 400) == 320
    assert cost(Fraction(0), Fraction(0), 400) == 0
    assert cost(Fraction(1), Fraction(0), 400) == 400


def test_an_expected_cost_that_lacks_a_term_is_another_problems():
    made = problem("recovery:rho=1/5", 5, Fraction(1, 10))
    inner = EXPECTED_COST.atoms(Sum).pop()

    for ends in ((1, T - 2), (2, T - 1)):
        other = EXPECTED_COST.subs(inner, Sum(inner.function, (inner.limits[0][0], *ends)))
        assert exact_value(other, {epsilon: Fraction(1, 10), rho: Fraction(1, 5), T: 5}) != fraction(
            evaluate(made, 5).learner_task
        )


def test_the_closed_forms_shifted_by_one_action_are_refuted():
    early = Eq(_state.statement.lhs, epsilon * (1 - (1 - epsilon - rho) * memory))
    unshifted = Eq(_sum.statement.lhs, epsilon * ((epsilon + rho) * t - (1 - memory)))

    assert "refuted" in verdicts(induction(early, _exactly, **_chain))
    assert "refuted" in verdicts(induction(unshifted, _state.statement, _exactly, **_chain))


def test_the_closed_form_is_of_the_error_that_is_exactly_epsilon():
    assert "refuted" in verdicts(induction(_state.statement, _less_error, **_chain))


def test_half_of_the_triangle_cap_is_refuted():
    half = Le(task_paid, epsilon * t * (t + 1) / 4)

    assert verdicts(_triangle) == ["proved", "proved"]
    assert "refuted" in verdicts(induction(half, Le(off_rope, epsilon * t), _less_error, **_chain))
    assert cost(Fraction(1, 100), Fraction(0), 10) > Fraction(1, 100) * 10 * 11 / 4


def test_the_linear_cap_needs_the_debt_of_those_who_are_off():
    assert verdicts(_owed) == ["proved", "proved"]
    assert "refuted" in verdicts(induction(Le(rho * task_paid, epsilon * t), _less_error, **_chain))
    assert "refuted" in verdicts(
        induction(Le(rho * task_paid + (1 - rho) * off_rope, epsilon * t / 2), _less_error, **_chain)
    )


@pytest.mark.parametrize(("error", "back"), CHAINS)
def test_the_caps_hold_of_the_problems_and_half_of_the_linear_one_does_not(error, back):
    for horizon in (1, 10, 60):
        paid = cost(error, back, horizon)
        assert paid <= error * horizon * (horizon + 1) / 2
        assert back * paid <= error * horizon
        if error + back <= 1:
            assert (error + back) * paid <= error * horizon

    assert 2 * Fraction(1, 5) * cost(Fraction(1, 1000), Fraction(1, 5), 60) > Fraction(1, 1000) * 60


def test_without_its_condition_the_cap_by_the_share_is_refuted_by_numbers():
    verdict = judge(DERIVATION, "share-cap-overshoot", "any")
    share = scalar(Le((epsilon + rho) * recovery_cost, epsilon * T), Le(recovery_cost, epsilon * T))

    assert verdict.verdict == "refuted"
    assert verdict.witness.left > verdict.witness.right
    assert judge(DERIVATION, "share-cap", "any").verdict == "holds"
    assert verdicts(share) == ["refuted"]
    assert (Fraction(9, 10) + Fraction(1, 2)) * cost(Fraction(9, 10), Fraction(1, 2), 1) > Fraction(9, 10)


def test_the_parity_chain_is_the_one_with_rho_equal_to_epsilon_and_not_half_of_it():
    parity = DERIVATION.step("parity").statement.rhs

    assert verdicts(identity(Eq(closed_form(epsilon), parity))) == ["proved"]
    assert "proved" not in verdicts(identity(Eq(closed_form(epsilon / 2), parity)))
    assert "proved" not in verdicts(identity(Eq(closed_form(epsilon), parity - Rational(1, 2))))
    assert parity.subs({epsilon: Rational(1, 10), T: 12}) == Rational(cost(Fraction(1, 10), Fraction(1, 10), 12))
