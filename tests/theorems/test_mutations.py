"""A line that is changed a little is false, or the line says why not: the verdicts depend on what is written.

Every proved inequality is changed in three ways: t to t - 1 (or T, or k), half the constant, and = for <=. The changed
line must be broken by a witness problem; for scalar lines, by numbers that mean what the letters mean.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from sympy import Eq, GreaterThan, Rational, Sum

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.letters import T, epsilon, k, power, t
from tightrope.bounds.lecture import distribution_shift, tightrope
from tightrope.bounds.proof.bernoulli import INEQUALITY
from tightrope.reports.evidence.lines import _places, asked_of_problems

ARGUMENT, ROPE = distribution_shift.DERIVATION, tightrope.DERIVATION
READINGS = ("pointwise", "per_step", "time_averaged")
EARLIER = {t: t - 1, power: power / (1 - epsilon)}


def tighter(statement):
    """The inequality with half the constant where it is an upper bound, twice where it is a lower one."""
    factor = 2 if isinstance(statement, GreaterThan) else Rational(1, 2)
    return statement.func(statement.lhs, factor * statement.rhs)


def mutations(statement):
    """(name, changed statement): each stronger than the original."""
    right = statement.rhs
    changed = right.subs(T, T - 1) if isinstance(right, Sum) else right.subs(EARLIER, simultaneous=True)
    if changed != right:
        yield "one earlier", statement.func(statement.lhs, changed)
    yield "constant", tighter(statement)
    yield "equality", Eq(statement.lhs, right)


CASES = [
    pytest.param(step, reading, name, changed, id=f"{step.id}, {reading}, {name}")
    for step in ARGUMENT.steps
    if asked_of_problems(step) and step.id != "average-error"  # that line is the assumption, not a conclusion
    for reading in READINGS
    if step.proof(reading)
    for name, changed in mutations(step.statement)
]


@pytest.mark.parametrize(("step", "reading", "name", "changed"), CASES)
def test_a_changed_line_is_broken_by_a_witness_or_the_line_says_why_not(step, reading, name, changed):
    broken = next(_places(replace(step, statement=changed, proofs={}), reading, broken=True), None)

    if name == "constant" and step.slack:
        assert broken is None
    else:
        assert broken is not None


def meanings():
    """Numbers for the letters of the tightrope's lines: C_k is the exact cost with k decisions to take."""
    for error in (Fraction(1, 100), Fraction(1, 5)):
        for decisions in (1, 2, 4):
            cost = worst_case("pointwise", error, decisions)
            yield {
                epsilon: Rational(error),
                tightrope.error: Rational(error),
                k: decisions,
                t: decisions,
                T: decisions,
                tightrope.cost_to_go: Rational(cost),
                tightrope.learners_cost: Rational(cost),  # of the learner whose error is epsilon
                tightrope.stays_on: Rational((1 - error) ** decisions),
                power: Rational((1 - error) ** decisions),
            }


SCALAR = {
    "recursion": tighter,
    "closed-form": lambda s: Eq(s.lhs, s.rhs.subs(k, k - 1)),
    "triangle": tighter,
    "lower": lambda s: s.func(s.lhs, epsilon * k * (k + 1) / 2),
}


@pytest.mark.parametrize("line", SCALAR)
def test_a_changed_line_of_the_tightrope_is_false_of_its_own_numbers(line):
    statement = ROPE.step(line).statement

    assert all(statement.subs(numbers) for numbers in meanings())
    assert not all(SCALAR[line](statement).subs(numbers) for numbers in meanings())


def test_the_lines_that_state_an_order_say_that_their_constant_is_not_sharp():
    assert {step.id for step in ROPE.steps if step.slack} == {"order-above", "order-below"}
    assert set(SCALAR) | {"order-above", "order-below"} == {step.id for step in ROPE.steps}


def test_bernoulli_changed_in_any_way_is_false_of_some_number():
    stronger = INEQUALITY.func(power, 1 - epsilon * (t - 1))

    assert all(INEQUALITY.subs(numbers) for numbers in meanings())
    assert not all(stronger.subs(numbers) for numbers in meanings())
    assert not all(Eq(INEQUALITY.lhs, INEQUALITY.rhs).subs(numbers) for numbers in meanings())
