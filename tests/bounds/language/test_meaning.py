"""What a formula means: Python's own rationals say the same, balls contain the value,
and what has none is said to have none.
"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.bounds.language.grammar import parse
from tightrope.bounds.language.meaning import UNCLEAR, UNDEFINED, Between, floats, meaning

HALF = Fraction(1, 2)


def at(text, error=HALF, horizon=3, bits=128):
    return meaning(parse(text, ("epsilon", "T")), {"epsilon": error, "T": horizon}, bits)


@pytest.mark.parametrize(
    ("text", "error", "horizon", "expected"),
    [
        ("sum(min(t, 0), t, -5, 0)", 1, 1, -15),  # the index may be negative
        ("sum(sqrt(t**2), t, -5, -1)", 1, 1, 15),
        ("sum(1/0**t, t, 5, T)", 1, 4, 0),  # an empty sum is 0, whatever its term
        ("sum(t, t, 5, T)", 1, 1, 0),  # and never sympy's -(2 + 3 + 4)
        ("sum(sum(1, s, t, 3), t, 1, 5)", 1, 1, 6),
        ("(1 - epsilon)**(50 - T)", 1, 50, 1),  # 0**0 is 1
        ("(1 - epsilon)**(50 - T)", 1, 49, 0),
        ("sqrt(9/4)", 1, 1, Fraction(3, 2)),
        ("8**(2/3)", 1, 1, 4),
        ("exp(log(1)) + exp(0)", 1, 1, 2),
        ("max(T, exp(1))", 1, 3, 3),  # the larger one is rational
        ("floor(T*epsilon)", HALF, 3, 1),
        ("floor(-epsilon)", HALF, 3, -1),
        ("floor(T)", 1, 3, 3),
        ("floor(exp(1)) + floor(-exp(1))", 1, 1, -1),  # of a ball that lies between two whole numbers
        ("min(exp(1), epsilon, T)", HALF, 3, HALF),
    ],
)
def test_a_value_that_is_rational_is_exact(text, error, horizon, expected):
    assert at(text, error, horizon).exact == expected


@pytest.mark.parametrize(
    ("text", "error", "horizon"),
    [
        ("1/(T - 3)", 1, 3),
        ("(1 - epsilon)**(50 - T)", 1, 51),  # 0 to a negative power
        ("log(T - 3)", 1, 3),
        ("log(T - 3)", 1, 1),
        ("sqrt(T - 3)", 1, 2),
        ("(T - 3)**(1/3)", 1, 2),  # no root of a negative number, not even a third one
        ("sum(1/t, t, -1, 1)", 1, 1),
        # what is undefined stays so, whatever is done with it
        ("0*log(T - 3)", 1, 3),
        ("log(T - 3) - log(T - 3)", 1, 3),
        ("(T - 3)/(T - 3)", 1, 3),
        ("max(T, 1/(T - 3))", 1, 3),
        ("exp(log(T - 3))", 1, 3),
        ("sqrt(T - 3)**2", 1, 1),
        ("(1/(T - 3))**0", 1, 3),
        ("1/(1/(T - 3))", 1, 3),
        ("sum(log(T - 3), t, 1, 2)", 1, 3),
    ],
)
def test_what_has_no_value_is_undefined(text, error, horizon):
    assert at(text, error, horizon) is UNDEFINED


@pytest.mark.parametrize(
    ("text", "error", "horizon"), [("sqrt(T - 3)", 1, 3), ("0*log(T - 3)", 1, 4), ("(1 - epsilon)**(50 - T)", HALF, 51)]
)
def test_beside_it_there_is_a_value(text, error, horizon):
    assert isinstance(at(text, error, horizon), Between)


@pytest.mark.parametrize(
    "text",
    ["floor(sqrt(2)**2)", "1/(sqrt(2)**2 - 2)", "sqrt(sqrt(2)**2 - 2)", "log(exp(1) - exp(1))", "exp(exp(exp(99)))"],
)
def test_where_balls_do_not_tell_nothing_is_said(text):
    assert at(text) is UNCLEAR
    assert at(f"{text} + log(T - 3)") is UNDEFINED  # but a part that is certainly undefined is enough


@pytest.mark.parametrize("function", ["min", "max"])
def test_of_numbers_that_are_not_rational_the_smaller_and_the_larger_are_told(function):
    choose = {"min": min, "max": max}[function]
    for one, other in (("exp(1)", "3"), ("3", "exp(1)"), ("2", "exp(1)"), ("exp(1)", "2"), ("exp(1)", "sqrt(2)")):
        found, (a, b) = at(f"{function}({one}, {other})"), (at(one), at(other))
        assert found == choose(a, b, key=lambda one: one.lower)
    near_0 = at(f"{function}(sqrt(2)**2 - 2, 0)")  # which is smaller is not told: nothing is exact
    assert near_0.lower <= 0 <= near_0.upper and near_0.exact is None
    tie = at(f"{function}(exp(1), sqrt(exp(2)))")
    assert tie.lower < tie.upper < tie.lower + Fraction(1, 10**30)


def test_a_logarithm_has_a_value_above_0_and_is_exact_at_1():
    assert at("log(1)").exact == 0
    for text, near in (("log(2)", 0.6931471805599453), ("log(epsilon)", -0.6931471805599453), ("log(exp(2))", 2)):
        found = at(text)
        assert found.lower < found.upper < found.lower + Fraction(1, 10**30)
        assert float(found.lower) == pytest.approx(near)


def test_a_sum_has_its_first_and_its_last_term_and_no_other():
    assert at("sum(t**2 + 1, t, 2, T)", horizon=4).exact == 5 + 10 + 17
    assert at("sum(t**2 + 1, t, 4, T)", horizon=4).exact == 17


def test_a_term_of_which_nothing_is_told_leaves_the_sum_open_unless_another_one_is_undefined():
    """t = 1 divides by what may be 0; t = 3 takes the logarithm of 0."""
    open_term = "1/((sqrt(2)**2 - 2)*(2 - t) + (t - 1))"

    assert at(f"sum({open_term}, t, 1, 2)") is UNCLEAR
    assert isinstance(at(f"sum({open_term}, t, 2, 2)"), Between)
    assert at(f"sum({open_term} + log(3 - t), t, 1, 3)") is UNDEFINED


SEEN = [
    *("exp(epsilon)", "log(epsilon)", "log(1 - epsilon)", "sqrt(epsilon)", "epsilon**(-2)", "(1 - epsilon)**(-1)"),
    *("(1 - epsilon)**(3 - T)", "(1 - epsilon)**(4 - T)", "(epsilon - 1)**(1/3)", "(epsilon - 1/4)**(1/2)"),
    *("(2*epsilon - 1)**3", "(epsilon - 1)**T", "max(epsilon, 1/2) - min(epsilon, 1/3)", "sum(epsilon**t, t, 1, T)"),
    *(
        "sum(sum(epsilon*s, s, 1, t), t, 2, T)",
        "sum(T, t, 5, 4) + epsilon",
        "sum(epsilon, t, 2, T)",
        "1/(2*epsilon - 1)",
    ),
]


@pytest.mark.parametrize("text", SEEN)
def test_floats_are_near_the_value_and_none_where_there_is_none(text):
    tree, errors = parse(text, ("epsilon", "T")), [Fraction(1, 8), Fraction(1, 2), Fraction(3, 4), Fraction(1)]
    for horizon in (1, 3, 4):
        near = floats(tree, {"epsilon": np.array([float(error) for error in errors]), "T": horizon})
        for error, seen in zip(errors, np.broadcast_to(near, len(errors)), strict=True):
            found = meaning(tree, {"epsilon": error, "T": horizon})
            assert np.isnan(seen) if found is UNDEFINED else seen == pytest.approx(float(found.lower), rel=1e-12)


def test_more_bits_make_the_interval_smaller_around_the_same_number():
    wide, narrow = at("exp(1)*sqrt(2)", bits=64), at("exp(1)*sqrt(2)", bits=512)

    assert wide.lower <= narrow.lower < narrow.upper <= wide.upper
    assert narrow.exact is None


def test_a_rational_that_is_too_long_continues_as_a_ball():
    found = at("(1 - epsilon)**(100*T)", Fraction(1, 1001), 3000)

    assert 0 < found.lower < found.upper


@st.composite
def written_twice(draw, depth=3, index=None):
    """(the grammar's text, the same for Python): rational formulas, some of them undefined."""
    names = ["epsilon", "T", "1", "2", "3"] + ([index] if index else [])
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(names))
        return name, name if name.isalpha() else f"Fraction({name})"
    kind = draw(st.sampled_from(["+", "-", "*", "/", "min", "max", "power", "moving", "sum"]))
    a, x = draw(written_twice(depth=depth - 1, index=index))
    if kind == "power":
        n = draw(st.integers(-2, 3))
        return f"({a})**({n})", f"power({x}, {n})"
    if kind == "moving":
        whole = f"{draw(st.integers(-3, 3))} - {draw(st.sampled_from([index or 'T', 'T']))}"
        return (f"(1 - epsilon)**({whole})", f"power(1 - epsilon, {whole})") if index else (a, x)
    if kind == "sum" and index is None:
        b, y = draw(written_twice(depth=depth - 1, index="i"))
        first, last = draw(st.sampled_from(["-2", "1", "T - 2"])), draw(st.sampled_from(["T", "1", "3 - T"]))
        return f"sum({b}, i, {first}, {last})", f"total(lambda i: {y}, {first}, {last})"
    if kind == "sum":
        return a, x
    b, y = draw(written_twice(depth=depth - 1, index=index))
    return (
        (f"{kind}({a}, {b})", f"{kind}({x}, {y})") if len(kind) > 1 else (f"({a}) {kind} ({b})", f"({x}) {kind} ({y})")
    )


def pythons(text, error, horizon):
    def power(base, exponent):
        return Fraction(base) ** int(exponent)

    def total(term, first, last):
        return sum((term(Fraction(i)) for i in range(int(first), int(last) + 1)), Fraction(0))

    names = {"power": power, "total": total, "min": min, "max": max, "Fraction": Fraction}
    try:
        return eval(text, names | {"epsilon": error, "T": Fraction(horizon)})  # our own text
    except ZeroDivisionError:
        return UNDEFINED


@given(written_twice(), st.sampled_from([Fraction(1), HALF, Fraction(1, 3)]), st.integers(1, 4))
def test_python_says_the_same_of_rational_formulas(texts, error, horizon):
    try:
        tree = parse(texts[0], ("epsilon", "T"))
    except ValueError:
        return  # a constant part is undefined, or a power of a power is too much
    found, expected = meaning(tree, {"epsilon": error, "T": horizon}), pythons(texts[1], error, horizon)

    assert found is UNDEFINED if expected is UNDEFINED else found.exact == expected
    near = float(np.broadcast_to(floats(tree, {"epsilon": np.array([float(error)]), "T": horizon}), 1)[0])
    if error == HALF and expected is not UNDEFINED and abs(expected) < 1e6:  # a float of 1/2 is exact
        assert near == pytest.approx(float(expected), rel=1e-6, abs=1e-6)


def test_floats_see_where_there_is_no_value():
    tree = parse("sum(sum(sqrt(T - 3)/(1 - epsilon), s, 1, t), t, 1, 2) + log(epsilon)", ("epsilon", "T"))

    assert np.isnan(floats(tree, {"epsilon": np.array([0.5, 1.0]), "T": 4})).tolist() == [False, True]
    assert np.isnan(floats(tree, {"epsilon": np.array([0.5]), "T": 2})).all()


def test_a_letter_without_a_value_is_named():
    with pytest.raises(ValueError, match="a value is needed for T"):
        meaning(parse("sum(t*T, t, 1, 2)", ("T",)), {})


def test_numbers_beyond_all_rationals_are_unclear_and_those_next_to_0_are_rounded_outwards():
    assert at("exp(exp(20))*T") is UNCLEAR
    assert at("1/exp(exp(exp(20)))") is UNCLEAR
    for text in ("exp(-exp(20))", "-exp(-exp(20))", "exp(-exp(20)) - exp(-exp(21))"):
        found = at(text)
        assert found.lower <= 0 <= found.upper
        assert found.lower < found.upper < Fraction(1, 2**1000)


@pytest.mark.parametrize("exponent", [2, 3, 7])
def test_a_whole_power_of_a_ball_around_zero_is_a_ball_around_zero(exponent):
    """A number that cannot be told from 0 still has its powers; a negative one of them is unclear, and no value."""
    found = at(f"(log(T + 2) - log(T + 2))**{exponent}")

    assert isinstance(found, Between) and found.lower <= 0 <= found.upper < Fraction(1, 10**9)
    assert at(f"(log(T + 2) - log(T + 2))**(-{exponent})") is UNCLEAR
