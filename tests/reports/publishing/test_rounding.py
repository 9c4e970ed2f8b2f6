"""The digits that a reader sees are what one rule says of the exact number."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.files import show, table_shape, widths
from tightrope.reports.publishing.prose import FILTERS
from tightrope.reports.publishing.rounding import as_written, fixed, significant


def by_decimal(value, digits):
    with localcontext() as context:
        context.prec = 200
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def read(shown):
    """The number that a reader takes 3.1 × 10⁻⁵ for."""
    digits, _, power = shown.partition(" × 10")
    return Fraction(digits) * Fraction(10) ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6), st.integers(0, 8))
def test_fixed_digits_are_the_fraction_rounded_half_away_from_zero(value, digits):
    assert Decimal(fixed(value, digits)) == by_decimal(value, digits)


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6), st.integers(1, 8))
def test_significant_digits_are_within_half_of_the_last_one(value, digits):
    shown = read(significant(value, digits))

    assert abs(shown - value) <= abs(value) * Fraction(1, 2) / 10 ** (digits - 1)


@pytest.mark.parametrize(
    "written", [Fraction(119, 200), 0.595, number(Fraction(119, 200)), number(0.595), {"value": 0.595}]
)
def test_a_tie_is_rounded_up_whatever_lies_next_to_it_in_binary(written):
    assert f"{0.595:.2f}" == "0.59"
    assert fixed(written, 2) == "0.60"
    assert fixed(written, 3) == "0.595"
    assert FILTERS["fixed"](written, 2) == "0.60"
    assert FILTERS["percent"](written, 0) == "60 %"


def test_a_long_fraction_in_a_table_has_four_digits_by_the_same_rule():
    assert show(number(Fraction(200_010_000 + 5000, 10**9))) == "0.2"
    assert show(number(Fraction(12345, 100001))) == "0.1234"
    assert show({"value": 0.12345}) == "0.1235"
    assert show({"value": 0.0005154321}) == "0.0005154"


def test_very_small_and_large_numbers_are_written_with_powers_of_ten():
    assert show({"value": 5.4141e-06}) == "5.414 × 10⁻⁶"
    assert show({"value": -3e12}) == "-3 × 10¹²"


def test_what_is_short_or_a_percentage_is_shown_plainly():
    assert FILTERS["short"](Fraction(1, 4)) == "0.25"
    assert FILTERS["short"](Fraction(0)) == "0"
    assert FILTERS["percent"](0.999) == "99.9 %"
    assert as_written(number(Fraction(1, 3))) == Fraction(1, 3)


def test_a_cell_with_a_formula_keeps_its_underscores_and_another_says_them_as_spaces():
    assert show("trap, $\\epsilon_t = 1$") == "trap, $\\epsilon_t = 1$"
    assert show("[@ross2010efficient]") == "[@ross2010efficient]"
    assert show("per_step") == "per step"


def test_formulas_and_sentences_have_wide_columns_and_what_is_too_wide_lies_across_a_page():
    sentence = "no witness of this report has what it speaks of"
    row = {"name": "a", "formula": "$T$", "words": sentence, "both": f"$T$, {sentence}", "number": number(Fraction(1))}

    assert widths([row]) == [18, 28, 24, 42, 10]
    assert table_shape([row]) == " .landscape"
    assert table_shape([{"a": "1", "b": "2"}]) == ""
    assert table_shape([dict.fromkeys("abcdef", "1")]) == " .wide"
