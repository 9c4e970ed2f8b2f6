"""What the prover is given is equal to the formula wherever that is defined, or it is given nothing."""

from fractions import Fraction

import pytest
from flint import ctx
from sympy import Dummy, Gt, Integer, Ne, Rational, Sum, false

from tests.attacks.formulas import Maker
from tightrope.bounds.language.ball import BITS, ball, number_ball
from tightrope.bounds.language.grammar import parse
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.language.meaning import Between, meaning
from tightrope.bounds.proof.comparison import written_out
from tightrope.bounds.proof.translation import translate


def of(text):
    return translate(parse(text, ("epsilon", "T")))


def test_an_index_has_a_sign_only_if_its_sum_begins_at_1_or_later():
    assert of("sum(min(t, 0), t, -5, 0)").formula == -15
    assert of("sum(sqrt(t**2), t, -5, -1)").formula == 15
    assert of("max(0, sum(-1, t, 5, 1))").formula == 0  # empty, and not sympy's 3
    assert of("sum(t, t, T - 1, 2*T)").formula.limits[0][0].is_positive is None
    assert of("sum(t, t, T, 2*T)").formula.limits[0][0].is_positive


@pytest.mark.parametrize(
    ("text", "formula", "conditions"),
    [
        ("exp(log(T - 2))*T", T * (T - 2), {Gt(T - 2, 0)}),
        ("(T - 2)/(T - 2)", 1, {Ne(T - 2, 0)}),
        ("T/(epsilon*T)", 1 / epsilon, set()),
        ("sum(log(T - 2), t, 1, T - 1)", None, set()),  # it may be empty: then nothing is needed
        ("sum(1 + 0*log(t - 2), t, 1, T)", None, {false}),  # its first term is always there
        ("1/(epsilon - epsilon)", None, {false}),
    ],
)
def test_what_is_simplified_away_is_kept_as_a_condition(text, formula, conditions):
    found = of(text)

    assert formula is None or found.formula == formula
    assert set(found.conditions) == conditions


def test_an_argument_of_min_that_may_be_no_number_is_a_letter_of_its_own():
    formula = of("max(epsilon*T**2, log(1 - epsilon))").formula

    assert len(formula.atoms(Dummy)) == 1
    assert not formula.has(Sum)
    assert of("sum(max(1, log(1 - epsilon*t)), t, 1, T)").formula.is_Dummy  # one for each index: the sum is unknown


@pytest.mark.parametrize("text", ["sqrt(-T)", "sqrt(-T)*sqrt(-T)", "1/(T - T)", "log(epsilon - epsilon)*0"])
def test_what_sympy_takes_for_complex_or_infinite_is_not_used(text):
    assert of(text).formula is None


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [
        ("T/(1 + epsilon)", True),
        ("log(T)", True),
        ("sqrt(epsilon)/T", True),
        ("(1 - epsilon)**(T - 1)", True),
        ("(1 - epsilon)**(T - 2)", False),
        ("sum(1/t, t, 1, T)", True),
        ("sum(1/t, t, 0, T)", False),
        ("1/(1 - epsilon)", False),
    ],
)
def test_it_is_known_to_be_defined_everywhere_or_it_is_not(text, everywhere):
    assert of(text).everywhere == everywhere


def test_the_expression_has_the_formulas_value_at_every_point_where_that_is_defined():
    maker, compared = Maker(7), 0
    for _ in range(400):
        text = maker.of(maker.part(), maker.random(2))
        try:
            tree = parse(text, ("epsilon", "T"))
        except ValueError:
            continue
        found = translate(tree)
        if found.formula is None or found.formula.atoms(Dummy):
            continue
        for error, horizon in [(Fraction(1), 1), (Fraction(1), 3), (Fraction(1, 2), 2), (Fraction(1, 3), 6)]:
            value = meaning(tree, {"epsilon": error, "T": horizon})
            if not isinstance(value, Between):
                assert not found.everywhere
                continue
            at = {T: Integer(horizon), epsilon: Rational(error)}
            assert not any(written_out(condition, at) == false for condition in found.conditions), text
            try:
                with ctx.workprec(BITS):
                    theirs = ball(found.formula, {epsilon: number_ball(error), T: number_ball(horizon)})
            except ValueError:
                continue  # an exponent that is no whole number any more
            compared += 1
            assert theirs.is_finite(), text
            assert value.lower <= rational(theirs.upper()) and rational(theirs.lower()) <= value.upper, text
    assert compared > 400


def rational(end):
    return Fraction(int(end.fmpq().p), int(end.fmpq().q))
