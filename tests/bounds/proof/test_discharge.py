"""The solver proves what is true, refutes with rationals that can be checked, and says when it cannot tell."""

from fractions import Fraction

import pytest
from sympy import Abs, Eq, Ge, Gt, Implies, Integer, Le, Lt, Max, Min, Ne, Rational, Sum, Symbol, exp, sign

from tightrope.bounds.language.letter import (
    CONSTANT,
    COUNT,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    PROBABILITY,
    REAL,
    Letter,
)
from tightrope.bounds.language.letters import T, epsilon, t
from tightrope.bounds.proof import discharge as module
from tightrope.bounds.proof.discharge import POINTS, Obligation, Outcome, discharge

x, y = Symbol("x", real=True), Symbol("y", real=True)


def decide(conclusion, *hypotheses):
    return discharge(Obligation(hypotheses, conclusion))


@pytest.mark.parametrize(
    "statement",
    [
        Le(Abs(x + y), Abs(x) + Abs(y)),
        Eq(Max(x, y) + Min(x, y), x + y),
        Ge(x**2 + y**2, 2 * x * y),
        Le(epsilon * T**2, epsilon * T + 2 * epsilon * T**2),
    ],
)
def test_true_statements_are_proved(statement):
    assert decide(statement).verdict == "proved"


@pytest.mark.parametrize(
    "statement", [Eq(Abs(x + y), Abs(x) + Abs(y)), Ge(x**2, x), Le(2 * epsilon * T**2, epsilon * T**2)]
)
def test_false_statements_are_refuted_by_rationals_that_break_them(statement):
    outcome = decide(statement)
    values = {letter: outcome.model[str(letter)] for letter in statement.free_symbols}

    assert outcome.verdict == "refuted"
    assert all(isinstance(value, Fraction) for value in values.values())
    assert not statement.subs(values)


OPERATIONS = {
    "abs": (Abs(x), lambda a, b: abs(a)),
    "sign": (sign(x), lambda a, b: (a > 0) - (a < 0)),
    "min": (Min(x, y, 1), lambda a, b: min(a, b, 1)),
    "max": (Max(x, y, 1), lambda a, b: max(a, b, 1)),
    "arithmetic": (x**3 - 2 * x * y + 1, lambda a, b: a**3 - 2 * a * b + 1),
}
STATEMENTS = {
    "<": (Lt(x, y), lambda a, b: a < b),
    "<=": (Le(x, y), lambda a, b: a <= b),
    ">": (Gt(x, y), lambda a, b: a > b),
    ">=": (Ge(x, y), lambda a, b: a >= b),
    "=": (Eq(x, y), lambda a, b: a == b),
    "not =": (Ne(x, y), lambda a, b: a != b),
    "and": (Lt(x, y) & Gt(x, -1), lambda a, b: -1 < a < b),
    "or": (Lt(x, y) | Gt(x, 0), lambda a, b: a < b or a > 0),
    "implies": (Implies(Ge(x, 0), Gt(y, 0)), lambda a, b: a < 0 or b > 0),
}
PAIRS = [(a, b) for a in (-2, 0, 1, 2) for b in (-2, 0, 1)]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_means_to_the_solver_what_it_means(name):
    expression, meant = OPERATIONS[name]
    for a, b in PAIRS:
        here = meant(a, b)
        assert decide(Eq(expression, here), Eq(x, a), Eq(y, b)).verdict == "proved"
        assert decide(Eq(expression, here + 1), Eq(x, a), Eq(y, b)).verdict == "refuted"


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_proved_where_it_is_true_and_refuted_where_it_is_not(name):
    statement, meant = STATEMENTS[name]
    for a, b in PAIRS:
        assert decide(statement, Eq(x, a), Eq(y, b)).verdict == ("proved" if meant(a, b) else "refuted")


@pytest.mark.parametrize(
    ("domain", "true", "false"),
    [
        (NATURAL, [Ge, 0], [Ge, 1]),
        (COUNT, [Ge, 1], [Ge, 2]),
        (PROBABILITY, [Le, 1], [Lt, 1]),
        (PROBABILITY, [Ge, 0], [Gt, 0]),
        (NONNEGATIVE, [Ge, 0], [Gt, 0]),
        (NONNEGATIVE, [Ge, -1], [Le, 1]),
        (POSITIVE, [Gt, 0], [Ge, 1]),
        (POSITIVE, [Ge, 0], [Ge, Rational(1, 1000)]),
    ],
)
def test_of_a_letter_its_domain_is_known_and_no_more(domain, true, false):
    z = Letter("z", domain, CONSTANT)
    for (relation, number), verdict in ((true, "proved"), (false, "refuted")):
        assert decide(relation(z, number, evaluate=False)).verdict == verdict


@pytest.mark.parametrize("domain", [NATURAL, COUNT, PROBABILITY, NONNEGATIVE, POSITIVE, REAL])
def test_an_identity_is_looked_at_at_many_points_of_its_letters_domains(domain):
    z = Letter("z", domain, CONSTANT)
    points = [module._point(z, i) for i in range(POINTS)]

    assert all(isinstance(point, Fraction) for point in points)
    assert all(domain.least is None or point >= domain.least for point in points)
    assert all(domain.most is None or point <= domain.most for point in points)
    assert domain.open is (0 not in points and not domain.whole)
    assert (min(points) < 0) == (domain is REAL)
    assert all(point.denominator == 1 for point in points) == domain.whole
    assert len(set(points)) >= (5 if domain.whole else 12)


def test_a_solver_that_is_given_no_time_does_not_know():
    hard = Obligation((Ge(x**4 + y**4, x * y + 3),), Ge(x**6 + y**6, x**2 * y**2 + 1))

    assert discharge(hard, steps=1) == Outcome("unknown")


def test_a_letter_that_does_not_matter_has_some_value_in_a_counterexample():
    assert decide(Le(x, 0), Ge(y**2, 0, evaluate=False)).verdict == "refuted"


def test_the_domain_of_a_letter_is_a_hypothesis():
    assert decide(Ge(epsilon, 0) & Ge(T, 1)).verdict == "proved"
    assert decide(Ge(x, 0)).verdict == "refuted"


def test_a_hypothesis_is_used_and_needed():
    assert decide(Le(x * y, y), Le(x, 1), Ge(y, 0)).verdict == "proved"
    assert decide(Le(x * y, y), Le(x, 1)).verdict == "refuted"


def test_what_is_not_polynomial_is_refused_in_words():
    with pytest.raises(ValueError, match="polynomial"):
        decide(Ge(exp(x), 1 + x))


def test_a_counterexample_that_is_no_rational_does_not_count():
    assert decide(Le(x**2, 2) | Ge(x**2, 2) & ~Eq(x**2, 2)).verdict == "proved"
    assert decide(~Eq(x**2, 2)).verdict == "unknown"


def test_a_whole_number_is_refuted_by_a_whole_number_or_not_at_all():
    """(T - 1)(T - 2) is below 0 between 1 and 2 only; (T - 1)(T - 3) at T = 2."""
    assert decide(Ge((T - 1) * (T - 2), 0)).verdict == "unknown"
    assert decide(Ge((T - 1) * (T - 3), 0)).model == {"T": 2}
    assert decide((2 * T < 3) | (T > 2)).model == {"T": 2}  # of real numbers the solver's first thought is 3/2


def test_a_model_that_breaks_a_hypothesis_or_not_the_conclusion_refutes_nothing(monkeypatch):
    """Should the solver or the translation be wrong: what refutes is looked at again."""
    for i, (claimed, verdict) in enumerate(((2, "unknown"), (0, "unknown"), (1, "refuted"))):
        monkeypatch.setattr(module, "_rational_model", lambda *_, claimed=claimed: {x: Integer(claimed)})
        assert decide(Le(x, 0), Le(x, 1), Le(x, 9 + i)).verdict == verdict


def test_a_sum_that_may_run_backwards_has_no_closed_form():
    """Sympy gives sum_{t=5}^{T} t at T = 1 the value -9; it is empty."""
    triangle = T * (T + 1) / 2

    assert decide(Eq(Sum(t, (t, 1, T)), triangle)).verdict == "proved"
    assert decide(Eq(Sum(t, (t, 1, T - 1)), triangle - T)).verdict == "proved"
    with pytest.raises(ValueError, match="polynomial"):
        decide(Eq(Sum(t, (t, 5, T)), triangle - 10))
    with pytest.raises(ValueError, match="polynomial"):
        decide(Ge(Sum(t, (t, 5, T)), triangle - 10))
