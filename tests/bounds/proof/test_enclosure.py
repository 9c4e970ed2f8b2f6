"""Inequalities with exp, log and roots on a box: true ones are proved, false ones never, equalities stay open."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import E, Eq, Ge, Gt, Le, Lt, Rational, Symbol, exp, log, pi, sin, sqrt

from tightrope.bounds.proof.enclosure import enclose

x, y = Symbol("x", real=True), Symbol("y", real=True)


def on(low, high):
    return {x: (Fraction(low), Fraction(high))}


TRUE = [
    (Ge(exp(-x), 1 - x), on("1/10", 3)),
    (Le(log(1 + x), x), on("1/100", 5)),
    (Le(x - x**2 / 2, log(1 + x)), on("1/10", 1)),
    (Lt(sqrt(1 + x), 1 + x / 2), on("1/10", 4)),
    (Gt((1 + x) ** Rational(-2, 3), 1 - 2 * x / 3), on("1/10", 1)),
    (Lt(x**3, pi), on(-1, 1)),
    (Le(exp(x) * pi, 9), on(0, 1)),
    (Gt(E * x, 2), on(1, 1)),
    (Gt(sqrt(2), x), on(0, "141421356/100000000")),
]


@pytest.mark.parametrize(("statement", "box"), TRUE, ids=str)
def test_a_true_inequality_is_proved_and_its_strict_opposite_refuted(statement, box):
    opposite = Lt(statement.gts, statement.lts)

    assert enclose(statement, box).verdict == "proved"
    assert enclose(opposite, box).verdict == "refuted"


@pytest.mark.parametrize(
    ("statement", "box"),
    [
        (Ge(exp(-x), 1 - x / 2), on("1/10", 1)),
        (Le(log(1 + x), x / 2), on("1/10", 1)),
        (Le(exp(x), 1 + x + x**2 / 2), on("-1/10", 1)),
        (Ge(1000 * (x - Rational(1, 3)) ** 2, Rational(1, 1000)), on(0, 1)),
    ],
)
def test_a_false_inequality_is_refuted_by_a_rational_point_of_the_box_that_breaks_it(statement, box):
    outcome = enclose(statement, box)
    at = outcome.model["x"]

    assert outcome.verdict == "refuted"
    assert box[x][0] <= at <= box[x][1]
    assert not statement.subs(x, Rational(at))


@pytest.mark.parametrize(
    ("statement", "box"),
    [
        (Ge(exp(-x), 1 - x), on(0, 3)),  # equality at the left end
        (Ge(exp(-x), 1 - x), on(-1, 1)),  # equality inside
        (Le(log(x), x - 1), on("1/2", 1)),
        (Ge(x, 0), on(0, 1)),
        (Ge(log(exp(x) + 1), log(exp(x) + 1 + Rational(1, 10**60))), on(0, "1/2")),  # false by less than a ball
    ],
)
def test_an_equality_somewhere_ends_as_unknown_and_not_as_proved(statement, box):
    assert enclose(statement, box, depth=12).verdict == "unknown"


@pytest.mark.parametrize("statement", [Ge(1 / x, -1000), Ge(log(x), -1000), Ge(sqrt(x), -1)])
def test_where_a_side_is_not_defined_nothing_is_proved_and_nothing_refuted(statement):
    assert enclose(statement, on(-1, 1), depth=10).verdict in ("unknown", "refuted")
    assert enclose(statement, on("1/100", 1)).verdict == "proved"


def test_a_value_that_is_infinite_proves_nothing():
    assert enclose(Gt(-log(x), 5), on(0, 0)).verdict == "unknown"
    assert enclose(Gt(1 / x**2, 5), on(0, 0)).verdict == "unknown"


def test_a_strict_inequality_with_equality_at_a_rational_point_is_refuted_there():
    assert enclose(Lt(x**2, x), on(0, 1)).model in ({"x": 0}, {"x": 1})


def test_two_letters_and_the_limit_on_sub_boxes():
    box = {x: (Fraction(1, 10), Fraction(1)), y: (Fraction(1, 10), Fraction(1))}

    assert enclose(Gt(exp(x + y), 1 + x + y), box).verdict == "proved"
    assert enclose(Gt(log(x) + log(y), log(x * y / 2)), box).verdict == "proved"
    assert enclose(Ge(exp(x) * exp(y) - exp(x + y) + sqrt(x), sqrt(x)), box).verdict in ("proved", "unknown")
    assert enclose(Ge(sqrt(x * y), (x + y) / 2), box).verdict == "refuted"


@given(st.fractions(0, 2, max_denominator=50), st.fractions(-1, 2, max_denominator=50))
def test_no_tangent_that_is_too_high_is_ever_proved(slope, shift):
    """exp(x) >= 1 + shift + slope x on [-1, 1] is true just if the line touches or lies below:
    checked at 201 points.
    """
    statement = Ge(exp(x), 1 + shift + slope * x)
    outcome = enclose(statement, on(-1, 1), depth=8)
    broken = any(not statement.subs(x, Rational(i, 100)) for i in range(-100, 101, 5))

    assert not (outcome.verdict == "proved" and broken)
    if outcome.verdict == "refuted":
        assert not statement.subs(x, Rational(outcome.model["x"]))


@pytest.mark.parametrize(
    ("statement", "box", "words"),
    [
        (Eq(exp(x), 1), on(0, 1), "an inequality"),
        (Le(x, y), on(0, 1), "interval for y"),
        (Le(x, 2), on(1, 0), "must run from its lower"),
        (Le(sin(x), 2), on(0, 1), "can be evaluated; got sin"),
    ],
)
def test_what_cannot_be_enclosed_is_refused_in_words(statement, box, words):
    with pytest.raises(ValueError, match=words):
        enclose(statement, box)
