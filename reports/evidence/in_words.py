"""Points and numbers in words, for the sentences of an answer."""

from collections.abc import Mapping
from fractions import Fraction

from tightrope.simulators.model.arithmetic import exact_string

LONGEST = 40  # characters of a number that is shown in digits, though it is a power of two


def point_in_words(error: Fraction, horizon: int, values: Mapping[str, Fraction]) -> str:
    """epsilon = 1/2, T = 3, u = 2."""
    return ", ".join(f"{name} = {shown(x)}" for name, x in {"epsilon": error, "T": horizon, **values}.items())


def shown(number: Fraction | int) -> str:
    """In digits; a long power of two as one."""
    exact = Fraction(number)
    text, longer = exact_string(exact), max(exact.numerator, exact.denominator)
    is_power = min(exact.numerator, exact.denominator) == 1 and longer & (longer - 1) == 0
    if len(text) <= LONGEST or not is_power:
        return text
    return f"2**{'' if exact > 1 else '-'}{longer.bit_length() - 1}"
