"""Equals are replaced by equals, and identities are found; what is bound, or may be undefined, is left alone."""

import pytest
from sympy import Derivative, Eq, Ge, Le, Subs, Sum, Symbol, false, log, sign, sqrt

from tightrope.bounds.language.letter import REAL, Letter
from tightrope.bounds.language.letters import T, budget, cost, disagreement, epsilon, power, t
from tightrope.bounds.proof.bernoulli import INEQUALITY, bernoulli
from tightrope.bounds.proof.statements import NotProved
from tightrope.bounds.proof.theorem import arithmetic, assume, identity, rewrite, whole, within


def test_equals_are_replaced_by_equals_either_way():
    w = assume(Eq(power, (1 - epsilon) ** t))
    written = rewrite(Ge((1 - epsilon) ** t, 1 - epsilon * t), bernoulli(), w)

    assert rewrite(INEQUALITY, written, w).conclusion == INEQUALITY
    with pytest.raises(NotProved, match="does not become"):
        rewrite(Ge(power, 1), bernoulli(), w)
    with pytest.raises(NotProved, match="only an equation"):
        rewrite(INEQUALITY, bernoulli(), within(t))


def test_an_identity_that_may_be_undefined_does_not_rewrite():
    """x^2/x = x is claimed where x is not 0; with x/x in its place, 0/0 would become 1."""
    x = Letter("x", REAL)
    ratio = identity(Eq((x**2 + x) / (x + 1), x))
    with pytest.raises(NotProved, match="may be undefined"):
        rewrite(Eq(x, x, evaluate=False), assume(Eq((x**2 + x) / (x + 1), x)), ratio)


def test_an_equation_that_speaks_of_what_a_sum_runs_over_does_not_rewrite_it():
    c = Letter("c", REAL)
    with pytest.raises(NotProved, match="which is bound where"):
        rewrite(Le(c, Sum(t, (t, 0, T - 1))), assume(Le(c, Sum(c, (t, 0, T - 1)))), assume(Eq(c, t)))


def test_a_statement_whose_sum_captures_a_letter_is_none():
    with pytest.raises(NotProved, match="changes with the sum's index"):
        assume(Le(disagreement, Sum(cost, (t, 0, T - 1))))
    with pytest.raises(NotProved, match="stands outside"):
        assume(Le(t, Sum(t, (t, 0, T - 1))))


def test_a_symbol_of_which_nothing_is_known_is_in_no_theorem():
    with pytest.raises(ValueError, match="no letter"):
        assume(Le(Symbol("x"), 1))


def test_identities_are_those_of_both_simplifier_and_balls():
    x = Letter("x", REAL)
    assert identity(Eq(sqrt(x**2), abs(x), evaluate=False)).facts() == set()
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(sqrt(x**2), x, evaluate=False))
    with pytest.raises(NotProved):
        identity(Eq(log(-(x**2) - 1), log(-(x**2) - 1) + 0 * x + 1, evaluate=False))  # defined nowhere
    with pytest.raises(NotProved, match="is an equation"):
        identity(Le(x, x + 1, evaluate=False))


def test_between_a_whole_number_and_the_next_lies_none():
    assert arithmetic(Ge(t * (t - 1), 0), whole(t - 1)).facts() == set()
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Ge(budget * (budget - 1), 0))
    for expression in (epsilon, t / 2, t * T, budget + t):
        with pytest.raises(NotProved, match=r"whole number|no whole"):
            whole(expression)


def test_what_a_derivative_or_a_substitution_binds_is_not_rewritten():
    """Once, d(xy)/dx = y with y = x gave d(x^2)/dx = x."""
    x, y = Letter("x", REAL), Letter("y", REAL)
    product_rule = identity(Eq(Derivative(x * y, x), y))
    with pytest.raises(NotProved, match="which is bound where"):
        rewrite(Eq(Derivative(x**2, x), x), product_rule, assume(Eq(y, x)))


@pytest.mark.parametrize("corner", [lambda y: abs(y) * sign(y), lambda y: y * sign(y) ** 2, abs])
def test_what_has_corners_is_not_differentiated(corner):
    y = Letter("y", REAL)
    with pytest.raises(NotProved):
        identity(Eq(Subs(Derivative(corner(y), y), y, 0), 0))


def test_a_part_that_rewriting_would_lose_must_be_defined():
    x, y, z = (Letter(name, REAL) for name in "xyz")
    with pytest.raises(NotProved, match="may be undefined, and is no part"):
        rewrite(Eq(z, 0), assume(Eq((x - y) / z + z, 0)), assume(Eq(x, y)))


def test_rewriting_loses_no_derivative_that_is_not_defined():
    """Once, 2 |y| (d/dx sqrt(y^2 + x) at x = 0) = 1, which claims nothing at y = 0, gave 0 = 1 with y = 0."""
    x, y, v = Letter("x", REAL), Letter("y", REAL), Letter("v", REAL)
    slope = Subs(Derivative(sqrt(y**2 + x), x), x, 0)
    claim = identity(Eq(2 * abs(y) * slope, 1))
    with pytest.raises(NotProved):
        rewrite(false, claim, assume(Eq(y, 0)), assume(Eq(v, sqrt(x + y**2))))
