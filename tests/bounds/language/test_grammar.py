"""Formulas from text: what they mean, and that a stranger's text is answered at once, in words, and never run."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.bounds.language.grammar import parse
from tightrope.bounds.language.meaning import meaning
from tightrope.bounds.language.syntax import Call, Letter, Minus, Number, Over, Plus, Power, Times, Total

LETTERS = ("epsilon", "T", "u")
EPSILON, T, ONE, TWO = Letter("epsilon"), Letter("T"), Number(Fraction(1)), Number(Fraction(2))


def value(text, **letters):
    return meaning(parse(text, tuple(letters)), letters).exact


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("epsilon*T + 2", Plus((Times((EPSILON, T)), TWO))),
        ("epsilon - T - 1", Plus((EPSILON, Minus(T), Minus(ONE)))),
        ("epsilon/T/2", Times((EPSILON, Over(T), Over(TWO)))),
        ("max(1, epsilon)*sqrt(T)", Times((Call("max", (ONE, EPSILON)), Power(T, Number(Fraction(1, 2)))))),
        ("sum(exp(t), t, 1, T)", Total(Call("exp", (Letter("t"),)), "t", ONE, T)),
        ("T**(T - T + 2)", Power(T, TWO)),
        ("1e-2 + .5", Plus((Number(Fraction(1, 100)), Number(Fraction(1, 2))))),
    ],
)
def test_a_formula_is_the_tree_of_what_was_written(text, tree):
    assert parse(text, LETTERS) == tree


@pytest.mark.parametrize(("text", "expected"), [("-2**2", -4), ("2**-1", Fraction(1, 2)), ("2**3**2", 512), ("--1", 1)])
def test_powers_bind_from_the_right_and_before_signs_as_in_python(text, expected):
    assert value(text) == expected


@st.composite
def arithmetic(draw, depth=3):
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(["1", "2", "0.5", "epsilon", "T", "3"]))
    left, right = draw(arithmetic(depth=depth - 1)), draw(arithmetic(depth=depth - 1))
    return f"({left}) {draw(st.sampled_from('+-*'))} ({right})" if draw(st.booleans()) else f"max({left}, {right})"


@given(arithmetic())
def test_what_is_parsed_has_the_value_that_python_gives_the_same_text(text):
    point = {"epsilon": Fraction(1, 7), "T": 5}
    expected = eval(text.replace("0.5", "half"), {"max": max, "half": Fraction(1, 2), **point})  # our own text

    assert value(text, **point) == expected


def test_a_long_chain_is_as_good_as_a_short_one():
    assert value("T" + "+T" * 499, T=1) == 500
    assert value("T" + "*T/T" * 249, T=3) == 3


HOSTILE = [
    ("__import__('os').system('true')", "does not belong in a formula"),
    ("epsilon.__class__", "'.' at position 8 does not belong"),
    ("lambda: 1", "':' at position 7"),
    ("f(epsilon)", "f is no function of a formula; there are min, max, exp, log, sqrt, floor and sum"),
    ("eval(1)", "eval is no function"),
    ("9**9**9", "an exponent is at most 100"),
    ("((9**99)**99)**99", "degree at most 1000"),
    ("2**T**T", "linear in T"),
    ("(T**T)**T", "once, linear in T"),
    ("T**epsilon", "linear in T"),
    ("sum(t, t, 1, T**2)", "linear in T"),
    ("sum(sum(sum(t, t, 1, T), i, 1, T), j, 1, T)", "nested at most 2 deep"),
    ("max(" + ",".join(f"epsilon*T**{i}" for i in range(50)) + ")", "at most 16 arguments"),
    ("(" * 200 + "1" + ")" * 200, "nested at most 40 deep"),
    ("1**" * 200 + "1", "nested at most 40 deep"),
    ("(" * 10_000, "at most 1000 characters; got 10000"),
    ("9" * 500, "a number has at most 30 characters"),
    ("delta*T", "delta is no letter of this conjecture; its letters are epsilon, T, u"),
    ("sum(epsilon, epsilon, 1, T)", "epsilon is taken"),
    ("sum(epsilon)", r"written sum\(f, t, a, b\)"),
    ("t", "t is no letter"),
    ("sum(t, t, 1, T) + t", "t is no letter"),
    ("min(1)", "two or more; got 1"),
    ("sqrt(1, 2)", "one argument; got 2"),
    ("1/0", "divides by a constant that is 0"),
    ("T/(1 - min(1, 2))", "divides by a constant that is 0"),
    ("T + 0*(1/0)", "divides by a constant that is 0"),
    ("0**-1", "no real number"),
    ("log(0)", "no real number"),
    ("sqrt(-1)", "no real number"),
    ("epsilon T", "expected an operator or the end at position 9 of the formula; got T"),
    ("(epsilon", r'expected "\)" at position 9'),
    ("", "at position 1 of the formula; got the end"),
    ("epsilon*T\u00b2", "does not belong"),
]


@pytest.mark.parametrize(("text", "words"), HOSTILE, ids=[text[:20] for text, _ in HOSTILE])
def test_what_is_no_formula_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        parse(text, LETTERS)


@given(st.text(alphabet="epsilonTu0123456789+-*/(),. \tsumaxqrt", max_size=60))
def test_any_text_is_a_formula_or_is_refused(text):
    try:
        parse(text, LETTERS)
    except ValueError as error:
        assert str(error)
