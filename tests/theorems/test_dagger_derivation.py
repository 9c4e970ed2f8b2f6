"""L29 with a small error at every decision: less than u epsilon T, in closed form,
and the neighbours that are false.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from sympy import Eq, Implies, Le, Min

from tests.theorems.meanings.dagger import penalties
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, cost, epsilon, t, u
from tightrope.bounds.lecture import dagger
from tightrope.bounds.proof.discharge import Obligation, discharge
from tightrope.bounds.proof.tactics import by_induction, sum_up
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages as advantages_of
from tightrope.simulators.measures.recoverability import recoverability
from tightrope.simulators.worlds.witnesses import WITNESSES

EVERY = dagger.EVERY_STEP
READING = "on_policy_every_step"
SUM, CLOSED = EVERY.step("every-step").statement.rhs, EVERY.step("every-step-closed").statement.args[1].rhs


def there(conclusion, *given):
    """The verdict with four decisions, two of them made: a real number for T or t would refute nothing."""
    numbers = {T: 4, t: 2}
    return discharge(Obligation(tuple(one.subs(numbers) for one in given), conclusion.subs(numbers))).verdict


def in_between(statement, *given):
    """The step of an induction over t there, from t = 2 to t = 3: what the letters are one later, put in."""
    facts = {fact.lhs: fact.rhs for fact in (*dagger.ADVANTAGES, *dagger.ALLOWED)}
    later = {letter: getattr(letter, "next", letter) for letter in (dagger.advantages, dagger.allowance)}
    step = statement.subs({**later, t: t + 1}, simultaneous=True).subs(facts, simultaneous=True)
    return there(step, statement, *given)


def test_the_average_error_alone_does_not_prove_the_smaller_bound():
    averaged = replace(EVERY, assumes={"on_policy": dagger.DERIVATION.assumes["on_policy"]})
    proof = EVERY.step("every-step").proof(READING)

    with pytest.raises(NotProved, match="not known under on_policy"):
        averaged.proved(replace(EVERY.step("every-step"), proofs={"on_policy": proof}), "on_policy")


def test_only_the_equation_needs_whole_u():
    needs = {step.id for step in EVERY.steps if dagger.WHOLE in EVERY.theorem(step, READING).facts()}

    assert needs == {"allowance"}


def test_the_smaller_bound_is_false_of_a_problem_whose_error_is_small_only_on_average():
    witness = next(one for one in WITNESSES if one.key == "trap-labelled")
    evaluation = evaluate(witness.problem(Fraction(1, 10), 4), 4)

    assert evaluation.epsilon["on_policy"] <= Fraction(1, 10)
    assert evaluation.gap > exact_value(CLOSED, {u: 4, epsilon: Fraction(1, 10), T: 4})


def test_an_error_costs_at_most_the_decisions_left_only_if_costs_are_at_most_one():
    given = (dagger.IS_DIFFERENCE, dagger.UNIT_COST, dagger.RECOVERABLE)
    one_error = EVERY.step("one-error").statement

    assert there(one_error, *given) == "proved"
    for i in (1, 2):
        assert there(one_error, *given[:i], *given[i + 1 :]) == "refuted"
    assert there(Le(dagger.one_advantage, Min(u, T - t - 1)), *given) == "refuted"


def test_the_cost_of_one_decision_needs_the_bound_on_every_state_and_on_this_decision():
    forgiving = Le(dagger.advantage, Min(u, T - t) * cost)
    term = Le(dagger.weight * dagger.one_advantage, Min(u, T - t) * dagger.weight)

    sum_up(term, dagger.CHOICES, dagger.SUMS, assume(Le(dagger.one_advantage, Min(u, T - t))))
    assert there(term, dagger.RECOVERABLE) == "refuted"
    assert there(Le(dagger.advantage, epsilon * Min(u, T - t)), forgiving) == "refuted"
    assert there(Le(dagger.advantage, epsilon * Min(u, T - t)), forgiving, dagger.EACH) == "proved"


def test_half_of_the_allowance_is_refuted():
    whole = Le(dagger.advantages, epsilon * dagger.allowance)
    given = Le(dagger.advantage, epsilon * Min(u, T - t))

    by_induction(whole, t, *dagger.ADVANTAGES, *dagger.ALLOWED, given)
    assert in_between(whole, given) == "proved"
    assert in_between(Le(dagger.advantages, epsilon * dagger.allowance / 2), given) == "refuted"


def test_the_closed_form_shifted_by_one_or_without_whole_numbers_is_refuted():
    closed, late = EVERY.step("allowance").statement, dagger.late
    shifted = Eq(dagger.allowance, u * t - late * (late + 1) / 2)

    by_induction(closed, t, *dagger.ALLOWED, dagger.WHOLE)
    assert in_between(closed, dagger.WHOLE) == "proved"
    assert in_between(closed) == "refuted"
    assert "refuted" in (in_between(shifted, dagger.WHOLE), _at_the_start(shifted))


def _at_the_start(statement):
    """The base of an induction with four decisions to take."""
    return discharge(Obligation((), statement.subs({dagger.allowance: 0, t: 0, T: 4}, simultaneous=True))).verdict


def test_the_closed_form_is_the_sum_for_every_whole_u_up_to_the_horizon_and_not_beyond():
    for horizon in (1, 2, 5, 9):
        for forgiving in range(horizon + 3):
            values = {u: forgiving, epsilon: Fraction(1, 7), T: horizon}
            by_hand = Fraction(1, 7) * sum(min(forgiving, left) for left in range(1, horizon + 1))

            assert exact_value(SUM, values) == by_hand
            assert (exact_value(CLOSED, values) == by_hand) == (forgiving <= horizon + 1)


def test_between_whole_numbers_the_closed_form_is_not_the_sum():
    values = {u: Fraction(3, 2), epsilon: Fraction(1), T: 4}

    assert exact_value(SUM, values) == Fraction(11, 2)
    assert exact_value(CLOSED, values) > exact_value(SUM, values)


def test_with_u_equal_to_the_horizon_it_is_the_triangle_of_cloning():
    arithmetic(Eq(CLOSED.subs(u, T), epsilon * T * (T + 1) / 2))
    arithmetic(Implies(Le(1, u), Le(CLOSED, u * epsilon * T)))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(CLOSED.subs(u, T), epsilon * T**2))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Implies(Le(1, u), Le(CLOSED, u * epsilon * (T - 1))))


@pytest.mark.parametrize("witness", WITNESSES, ids=lambda witness: witness.key)
def test_no_witness_exceeds_it(witness):
    """epsilon is here the largest error of a decision on the learner's own states."""
    for horizon in (1, 2, 4):
        made = witness.problem(Fraction(1, 4), horizon)
        evaluation = evaluate(made, horizon)
        largest = max(evaluation.costs)
        forgiving = max(Fraction(0), recoverability(advantages_of(made, horizon), evaluation.laws))

        assert evaluation.gap <= exact_value(SUM, {u: forgiving, epsilon: largest, T: horizon})


@pytest.mark.parametrize("forgiving", [1, 2, 3, 5])
def test_a_penalty_of_u_decisions_attains_it_with_the_same_error_at_every_decision(forgiving):
    error, horizon = Fraction(1, 10), 5
    made = penalties(error, forgiving, horizon)
    evaluation = evaluate(made, horizon)

    assert set(evaluation.costs) == {error}
    assert recoverability(advantages_of(made, horizon), evaluation.laws) == forgiving
    assert evaluation.gap == exact_value(CLOSED, {u: forgiving, epsilon: error, T: horizon})
