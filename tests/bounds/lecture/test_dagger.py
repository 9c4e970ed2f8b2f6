"""L29 with a small error at every decision: less than u epsilon T, in closed form, and the neighbours that are false."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from sympy import Eq, Implies, Le, Min

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, advantage, advantages, allowance, cost, epsilon, t, u
from tightrope.bounds.lecture import dagger
from tightrope.bounds.proof.derivation import induction, over_states, scalar
from tightrope.bounds.proof.discharge import Obligation, discharge
from tightrope.reports.evidence.lines import judge
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages as advantages_of
from tightrope.simulators.measures.recoverability import recoverability
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses import WITNESSES

EVERY = dagger.EVERY_STEP
READING = "on_policy_every_step"
CHAIN = {"over": t, "start": dagger._capped_start, "following": dagger._capped_moves}
SUM, CLOSED = EVERY.step("every-step").statement.rhs, EVERY.step("every-step-closed").statement.args[1].rhs


def verdicts(lemma):
    return [outcome.verdict for outcome in lemma.outcomes()]


def there(lemma):
    """The verdicts with four decisions, two of them made: a real number for T or t would refute nothing."""
    numbers = {T: 4, t: 2}
    return [
        discharge(Obligation(tuple(h.subs(numbers) for h in one.hypotheses), one.conclusion.subs(numbers))).verdict
        for one in lemma.obligations
    ]


def penalties(error, recovery, horizon):
    """An error costs 1 and recovery - 1 decisions of penalty. The learner errs outside of it, so often that the error is
    the same at every decision."""
    on, laws, rows = Fraction(1), [Fraction(0)] * (recovery - 1), []
    for _ in range(horizon):
        rows.append([[1 - error / on, error / on], *([[1, 0]] * (recovery - 1))])
        back = laws[-1] if laws else error
        on, laws = on - error + back, [error, *laws[:-1]] if laws else []
    states = range(recovery)
    return Problem(
        name="penalties",
        mdp=tabular_mdp(
            states=tuple(map(str, states)),
            actions=("right", "wrong"),
            start=tuple(Fraction(s == 0) for s in states),
            transition=[
                [
                    [{0: Fraction(1)}, {1 % recovery: Fraction(1)}],
                    *([{(s + 1) % recovery: Fraction(1)}] * 2 for s in states[1:]),
                ]
            ],
            cost=tuple((int(s > 0), 1) for s in states),
        ),
        expert=np.zeros((1, recovery), dtype=np.int64),
        learner=policy(rows),
        data=None,
    )


@pytest.mark.parametrize("derivation", [dagger.DERIVATION, EVERY], ids=lambda derivation: derivation.key)
def test_every_line_is_proved_and_only_with_all_of_its_lemmas(derivation):
    for reading in derivation.assumes:
        for step in derivation.steps:
            assert derivation.proved(step, reading)
            assert judge(derivation, step.id, reading).verdict in ("holds", "attained")
            lemmas = step.proof(reading)
            for i in range(len(lemmas) - 1):
                shorter = replace(step, proofs={reading: (*lemmas[:i], *lemmas[i + 1 :])})
                assert not derivation.proved(shorter, reading), (step.id, i)


def test_the_average_error_alone_does_not_prove_the_smaller_bound():
    averaged = replace(EVERY, assumes={"on_policy": dagger.DERIVATION.assumes["on_policy"]})
    lemmas = EVERY.step("every-step").proof(READING)

    assert not averaged.proved(replace(EVERY.step("every-step"), proofs={"on_policy": lemmas}), "on_policy")


def test_the_smaller_bound_is_false_of_a_problem_whose_error_is_small_only_on_average():
    witness = next(one for one in WITNESSES if one.key == "trap-labelled")
    evaluation = evaluate(witness.problem(Fraction(1, 10), 4), 4)

    assert evaluation.epsilon["on_policy"] <= Fraction(1, 10)
    assert evaluation.gap > exact_value(CLOSED, {u: 4, epsilon: Fraction(1, 10), T: 4})


def test_an_error_costs_at_most_the_decisions_left_only_if_costs_are_at_most_one():
    given = (dagger._is_difference, dagger._unit_cost, dagger._recoverable)

    assert verdicts(scalar(dagger._one_error, *given)) == ["proved"]
    for i in (1, 2):
        assert there(scalar(dagger._one_error, *given[:i], *given[i + 1 :])) == ["refuted"]
    assert there(scalar(Le(dagger._one_advantage, Min(u, T - t - 1)), *given)) == ["refuted"]


def test_the_cost_of_one_decision_needs_the_bound_on_every_state_and_on_this_decision():
    forgiving = Le(advantage, Min(u, T - t) * cost)
    term = Le(dagger._weight * dagger._one_advantage, Min(u, T - t) * dagger._weight)

    assert there(over_states(term, Le(dagger._one_advantage, u), totals=dagger._sums)) == ["refuted"]
    assert there(scalar(Le(advantage, epsilon * Min(u, T - t)), forgiving)) == ["refuted"]


def test_half_of_the_allowance_is_refuted():
    given = Le(advantage, epsilon * Min(u, T - t))

    assert verdicts(induction(Le(advantages, epsilon * allowance), given, **CHAIN)) == ["proved", "proved"]
    assert "refuted" in there(induction(Le(advantages, epsilon * allowance / 2), given, **CHAIN))


def test_the_closed_form_shifted_by_one_or_without_whole_numbers_is_refuted():
    closed = EVERY.step("allowance").statement
    late = dagger._late

    assert verdicts(induction(closed, dagger._whole, **CHAIN)) == ["proved", "proved"]
    assert "refuted" in there(induction(closed, **CHAIN))
    assert "refuted" in there(induction(Eq(allowance, u * t - late * (late + 1) / 2), dagger._whole, **CHAIN))


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
    assert verdicts(scalar(Eq(CLOSED.subs(u, T), epsilon * T * (T + 1) / 2))) == ["proved"]
    assert verdicts(scalar(Eq(CLOSED.subs(u, T), epsilon * T**2))) == ["refuted"]
    assert verdicts(scalar(Implies(Le(1, u), Le(CLOSED, u * epsilon * T)))) == ["proved"]
    assert verdicts(scalar(Implies(Le(1, u), Le(CLOSED, u * epsilon * (T - 1))))) == ["refuted"]


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
