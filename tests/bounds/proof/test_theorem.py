"""The rules of proof: each proves what it should and refuses what would be false, also what it once proved."""

import copy
import pickle
from dataclasses import replace

import pytest
from sympy import (
    Derivative,
    Eq,
    Float,
    Ge,
    Implies,
    Integer,
    Integral,
    Le,
    Lt,
    Product,
    Subs,
    Sum,
    floor,
    log,
    oo,
    sqrt,
)

from tightrope.bounds.language.letter import NONNEGATIVE, POSITIVE, REAL, Letter
from tightrope.bounds.language.letters import T, budget, cost, disagreement, epsilon, p, power, q, survival, t
from tightrope.bounds.lecture.distribution_shift import DERIVATION, STATES
from tightrope.bounds.proof import theorem as kernel
from tightrope.bounds.proof.bernoulli import INEQUALITY, POWER, bernoulli
from tightrope.bounds.proof.statements import AddedUp, NotProved
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, before_the_end

TRUE = arithmetic(Le(0, 1, evaluate=False))


def test_a_theorem_is_not_made_by_hand_changed_copied_or_stored():
    with pytest.raises(TypeError, match="made by a rule"):
        Theorem(object(), Le(epsilon, 0), frozenset(), frozenset(), "arithmetic", ())
    with pytest.raises(AttributeError, match="does not change"):
        TRUE.conclusion = Le(epsilon, 0)
    for way in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="not copied"):
            way(TRUE)
    with pytest.raises(TypeError):
        replace(TRUE, conclusion=Le(epsilon, 0))
    with pytest.raises(TypeError, match="one kind"):
        type("Forged", (Theorem,), {})


def test_a_theorem_carries_what_it_rests_on():
    bound = bernoulli()

    assert bound.conclusion == INEQUALITY
    assert bound.facts() == set(POWER)
    assert bound.short == frozenset()


def test_an_assumption_of_one_place_is_no_fact():
    with pytest.raises(NotProved, match="at one place"):
        assume(Le(survival, 0), t).facts()
    with pytest.raises(NotProved, match="does not speak of"):
        assume(Le(epsilon, 0), t)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [(Le(epsilon, power), "refuted"), (Le(T, 1), "refuted"), (Le(epsilon**2, epsilon - 1), "refuted")],
)
def test_what_does_not_follow_is_refused_with_numbers(statement, verdict):
    with pytest.raises(NotProved, match=verdict) as caught:
        arithmetic(statement)
    assert caught.value.outcome.verdict == verdict


def test_a_letters_domain_is_known_and_no_more():
    assert arithmetic(Le(epsilon, 1)).facts() == set()
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le(budget, 1))
    with pytest.raises(NotProved):
        arithmetic(Ge(T, 2))


def test_nothing_follows_from_contradictions():
    with pytest.raises(NotProved, match="never true"):
        arithmetic(Le(budget, 0), assume(Le(survival, -1, evaluate=False)))
    with pytest.raises(NotProved, match="never true"):
        arithmetic(Le(budget, 0), assume(Le(cost, epsilon - 1)), assume(Ge(cost, epsilon + 1)))
    with pytest.raises(NotProved, match="never true"):
        arithmetic(Implies(Lt(2, epsilon), Le(budget, 0)))


@pytest.mark.parametrize("part", [1 / epsilon, sqrt(budget), log(epsilon), (1 - epsilon) ** t])
def test_what_may_be_undefined_or_is_no_polynomial_is_not_asked_of_the_solver(part):
    with pytest.raises(NotProved, match="not asked of the solver"):
        arithmetic(Le(part, part + 1, evaluate=False))


def test_a_sum_that_can_run_backwards_has_no_closed_form():
    """Karr's convention says T - 2, which is -1 at T = 1; the empty sum is 0."""
    with pytest.raises(NotProved, match="not asked of the solver"):
        arithmetic(Le(Sum(1, (t, 0, T - 3)), T - 2))
    assert arithmetic(Le(Sum(1, (t, 0, T - 1)), T)).facts() == set()
    assert arithmetic(Eq(Sum(epsilon * t, (t, 1, T)), epsilon * T * (T + 1) / 2)).facts() == set()


def test_a_derivation_refuses_what_is_not_its_line_rests_on_more_or_says_less():
    line = DERIVATION.step("distance-line")
    others = {
        "is not the line": lambda: assume(Le(survival, 1, evaluate=False)),
        "not known under per_step": lambda: assume(line.statement),
        "not proved at the last value": lambda: arithmetic(line.statement, line.proof("per_step")(), before_the_end(t)),
        "at one place": lambda: assume(line.statement, t),
    }
    for reason, proof in others.items():
        with pytest.raises(NotProved, match=reason):
            DERIVATION.theorem(replace(line, proofs={"per_step": proof}), "per_step")


def test_what_one_reading_assumes_proves_nothing_under_another():
    line = DERIVATION.step("distance-line")
    general = replace(line, proofs={"any": line.proof("per_step")})

    assert DERIVATION.theorem(general, "per_step").conclusion == line.statement
    for reading in ("time_averaged", "on_policy"):  # of the last one nothing at all is assumed
        with pytest.raises(NotProved, match=f"not known under {reading}"):
            DERIVATION.theorem(general, reading)


@pytest.mark.parametrize("reading", DERIVATION.assumes)
def test_a_line_without_a_proof_is_no_theorem(reading):
    assert DERIVATION.theorem(DERIVATION.step("split-equality"), reading) is None


def test_the_kernel_is_short():
    with open(kernel.__file__) as file:
        assert sum(1 for _ in file) < 400


@pytest.mark.parametrize(
    "part",
    [
        Sum(t * T, (T, 0, 1)),  # T is no index; moved to the end, t would become T inside
        Sum(1, (t, 0, T - 3)),  # may run backwards
        Sum(1, (t, -1, T)),  # the index would be told to be at least 0
        Sum(1, (t, 0, T / 2)),  # no whole end
        Product(2, (t, 0, T)),
        Integral(epsilon, (epsilon, 0, 1)),
        floor(epsilon),
    ],
)
def test_a_statement_consists_of_known_operations_and_of_sums_that_mean_the_same_to_all(part):
    with pytest.raises(NotProved):
        assume(Le(part, disagreement))


def test_a_theorem_says_where_it_does_not_hold_and_of_what_one_place_it_speaks():
    assert "not at the last t" in repr(before_the_end(t))
    assert "[at one t]" in repr(assume(Le(survival, power), t))


@pytest.mark.parametrize(
    "part",
    [
        Subs(
            1 / Letter("x", POSITIVE), Letter("x", POSITIVE), Letter("y", REAL)
        ),  # y may be 0, and x is told not to be
        Subs(Letter("x", REAL), Letter("x", REAL), power),  # two letters that print w would be one
        Subs(Derivative(Letter("x", NONNEGATIVE) ** 2, Letter("x", NONNEGATIVE)), Letter("x", NONNEGATIVE), -1),
        Derivative(T**2, T),
        AddedUp(Integer(3), q),
        AddedUp(STATES.term, q, p),
        Float(0.1),
        oo,
    ],
)
def test_a_statement_has_no_part_whose_meaning_sympy_takes_for_another(part):
    with pytest.raises(NotProved):
        assume(Le(disagreement, disagreement + part, evaluate=False))


def test_a_sum_whose_terms_may_be_undefined_is_not_asked_of_the_solver():
    x = Letter("x", REAL)
    with pytest.raises(NotProved, match="not asked"):
        arithmetic(Eq(Sum(t * (x**2 + x) / x, (t, 0, T)), (x + 1) * T * (T + 1) / 2))


def test_what_says_nothing_is_no_hypothesis_and_no_line():
    with pytest.raises(NotProved, match="sympy decided it"):
        assume(Ge(survival, 0))
    line = replace(DERIVATION.step("split"), statement=Ge(survival, 0))
    with pytest.raises(NotProved, match="says nothing"):
        DERIVATION.theorem(line, "per_step")
