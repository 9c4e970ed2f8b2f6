"""The solver proves what is true, refutes with rationals that can be checked, and says when it cannot tell."""

from fractions import Fraction

import pytest
from sympy import Abs, Eq, Ge, Integer, Le, Max, Min, Sum, Symbol, exp

from tightrope.bounds.language.letters import T, epsilon, t
from tightrope.bounds.proof import discharge as module
from tightrope.bounds.proof.discharge import Obligation, discharge

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
