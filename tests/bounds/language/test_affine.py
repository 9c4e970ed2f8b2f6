"""A formula with C is a + C b at every point, or is refused."""

from fractions import Fraction

import pytest

from tightrope.bounds.language.affine import split
from tightrope.bounds.language.grammar import parse
from tightrope.bounds.language.meaning import UNDEFINED, meaning

LETTERS = ("epsilon", "T", "C")
POINT = {"epsilon": Fraction(1, 3), "T": 4}


@pytest.mark.parametrize(
    "text",
    [
        "C",
        "C*epsilon*T",
        "epsilon*T - C*epsilon*T**2/3",
        "T*(2*C - 1)*(1-epsilon)",
        "sum(C*epsilon*t + t, t, 1, T) - C",
        "-(C - T)/epsilon",
        "T",
    ],
)
def test_a_formula_is_split_and_its_parts_mean_the_same(text):
    tree = parse(text, LETTERS)
    a, b = (meaning(part, POINT).exact for part in split(tree))

    for constant in map(Fraction, ("0", "1", "-7/3")):
        assert meaning(tree, {**POINT, "C": constant}).exact == a + constant * b


def test_the_parts_are_defined_where_the_formula_is():
    a, b = split(parse("C*log(T-2) + T", LETTERS))

    assert [meaning(part, {"epsilon": Fraction(1), "T": 2}) for part in (a, b)] == [UNDEFINED, UNDEFINED]


@pytest.mark.parametrize("text", ["T/C", "C**2", "C*C*T", "min(C*epsilon, 1)", "exp(C)", "sqrt(C)*T", "T*(1-1/(C+1))"])
def test_where_C_is_no_factor_it_is_refused(text):
    with pytest.raises(ValueError, match="C may stand only as a factor"):
        split(parse(text, LETTERS))
