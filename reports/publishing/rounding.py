"""One rule for the digits that a reader sees: half away from zero.

What is rounded is the fraction where it is known, else the ten digits that a results file has: so 119/200 is 0.60 to
two digits, whatever lies next to it in binary.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor, log10
from typing import Any

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_written(number: Any) -> Fraction:
    """A number as `verdict.number` writes it, or a Fraction, an int or a float."""
    if isinstance(number, Mapping):
        return Fraction(number["exact"]) if "exact" in number else as_written(number["value"])
    return Fraction(number) if isinstance(number, Fraction | int) else Fraction(f"{float(number):.10g}")


def fixed(number: object, digits: int) -> str:
    """So many digits after the point."""
    shown = as_written(number)
    whole, rest = divmod(_half_up(abs(shown) * 10**digits), 10**digits)
    sign = "-" if shown < 0 and (whole or rest) else ""
    return f"{sign}{whole}.{rest:0{digits}}" if digits else f"{sign}{whole}"


def significant(number: object, digits: int) -> str:
    """So many digits from the first that is not 0 on; trailing zeros are left out,
    very small and large numbers have powers of ten, 3.1 × 10⁻⁵.
    """
    shown = as_written(number)
    if not shown:
        return "0"
    scale = Fraction(10) ** (digits - 1 - floor(log10(abs(float(shown)))))
    rounded = _half_up(abs(shown) * scale) / scale
    digits_of, _, power = f"{float(rounded if shown > 0 else -rounded):.{digits}g}".partition("e")
    return f"{digits_of} × 10{str(int(power)).translate(RAISED)}" if power else digits_of


def _half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))
