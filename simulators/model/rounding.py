"""Numbers rounded to the side that keeps what is said of them true: a lower end down, an upper end up."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from math import inf, nextafter
from sys import float_info

from tightrope.simulators.model.arithmetic import exact_string

DIGITS = 10
SHORT = 16  # characters of a fraction that is shown as one


def digits_below(value: Fraction, digits: int = DIGITS) -> str:
    """The largest number of so many digits that is not above the value."""
    return _digits(value, digits, ROUND_FLOOR)


def digits_above(value: Fraction, digits: int = DIGITS) -> str:
    """The least number of so many digits that is not below the value."""
    return _digits(value, digits, ROUND_CEILING)


def _digits(value: Fraction, digits: int, rounding: str) -> str:
    context = Context(prec=digits, rounding=rounding, Emax=MAX_EMAX, Emin=MIN_EMIN)
    rounded = context.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(context)
    return f"{rounded:f}" if -5 < rounded.adjusted() < digits else f"{rounded:e}"


def nearest_float(value: Fraction) -> float:
    """The finite float that is nearest: beyond the largest one, the largest."""
    most = float_info.max
    return float(max(Fraction(-most), min(Fraction(most), value)))


def float_below(value: Fraction) -> float:
    """The largest float that is not above the value; of what is below all finite ones, the least."""
    nearest = nearest_float(value)
    return nearest if nearest <= value or nearest == -float_info.max else nextafter(nearest, -inf)


def float_above(value: Fraction) -> float:
    """The least float that is not below the value; of what is above all finite ones, the largest."""
    return -float_below(-value)


def fraction_and_decimal(value: Fraction, longest: int = SHORT) -> str:
    """3/4 = 0.75, or 2/3, about 0.666667; empty if the fraction is long."""
    text = exact_string(value)
    if len(text) > longest:
        return ""
    decimal = f"{float(value):.6g}"
    if value.denominator == 1:
        return text
    return f"{text} = {decimal}" if Fraction(decimal) == value else f"{text}, about {decimal}"
