"""L13: the chain's closed forms and caps, each with a neighbour that is false."""

from fractions import Fraction

import pytest
from sympy import Eq, Le, Rational, Sum

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, memory, off_rope, recovery_cost, rho, t, task_paid
from tightrope.bounds.lecture.recovery import (
    DERIVATION,
    EXACT_OFF,
    EXACT_PAID,
    EXPECTED_COST,
    LESS_ERROR,
    MEMORY,
    OFF,
    PAID,
    closed_form,
    exact_off,
    exact_paid,
    line,
    state,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity
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


def cost(error, back, horizon):
    return exact_value(EXPECTED_COST, {epsilon: error, rho: back, T: horizon})


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
    shares, costs = (DERIVATION.step(key).statement.lhs for key in ("off-rope", "cost"))
    early = Eq(shares, epsilon * (1 - (1 - epsilon - rho) * memory))
    unshifted = Eq(costs, epsilon * ((epsilon + rho) * t - (1 - memory)))

    with pytest.raises(NotProved, match="refuted"):
        by_induction(early, t, *EXACT_OFF, *MEMORY)
    with pytest.raises(NotProved, match="refuted"):
        by_induction(unshifted, t, *EXACT_PAID, *MEMORY, state())


def test_the_closed_form_is_of_the_error_that_is_exactly_epsilon():
    of_the_other = DERIVATION.step("off-rope").statement.subs(exact_off, off_rope)

    assert of_the_other != DERIVATION.step("off-rope").statement
    with pytest.raises(NotProved, match="refuted"):
        by_induction(of_the_other, t, *OFF, *MEMORY, LESS_ERROR)


def test_both_chains_are_written_alike():
    assert (str(exact_off), str(exact_paid)) == (str(off_rope), str(task_paid))
    assert (exact_off, exact_paid) != (off_rope, task_paid)


def test_half_of_the_triangle_cap_is_refuted():
    half = Le(task_paid, epsilon * t * (t + 1) / 4)

    with pytest.raises(NotProved, match="refuted"):
        by_induction(half, t, *OFF, *PAID, line(), LESS_ERROR)
    assert cost(Fraction(1, 100), Fraction(0), 10) > Fraction(1, 100) * 10 * 11 / 4


def test_the_linear_cap_needs_the_debt_of_those_who_are_off():
    owed = rho * task_paid + (1 - rho) * off_rope

    by_induction(Le(owed, epsilon * t), t, *OFF, *PAID, LESS_ERROR)
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Le(rho * task_paid, epsilon * t), t, *OFF, *PAID, LESS_ERROR)
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Le(owed, epsilon * t / 2), t, *OFF, *PAID, LESS_ERROR)


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

    assert verdict.verdict == "refuted"
    assert verdict.witness.left > verdict.witness.right
    assert judge(DERIVATION, "share-cap", "any").verdict == "holds"
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le((epsilon + rho) * recovery_cost, epsilon * T), assume(Le(recovery_cost, epsilon * T)))
    assert (Fraction(9, 10) + Fraction(1, 2)) * cost(Fraction(9, 10), Fraction(1, 2), 1) > Fraction(9, 10)


def test_the_parity_chain_is_the_one_with_rho_equal_to_epsilon_and_not_half_of_it():
    parity = DERIVATION.step("parity").statement.rhs

    identity(Eq(closed_form(epsilon), parity))
    with pytest.raises(NotProved):
        identity(Eq(closed_form(epsilon / 2), parity))
    with pytest.raises(NotProved):
        identity(Eq(closed_form(epsilon), parity - Rational(1, 2)))
    assert parity.subs({epsilon: Rational(1, 10), T: 12}) == Rational(cost(Fraction(1, 10), Fraction(1, 10), 12))
