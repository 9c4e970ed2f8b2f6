"""Points and numbers in words, for the sentences of an answer."""

from collections.abc import Mapping
from fractions import Fraction

from tightrope.bounds.extremes.open_setting import LARGEST, Range
from tightrope.bounds.language.meaning import Between
from tightrope.reports.evidence.question import Conjecture
from tightrope.simulators.model.arithmetic import exact_string
from tightrope.simulators.model.rounding import digits_above, digits_below, fraction_and_decimal, nearest_float

LONGEST = 40  # characters of a number that is shown in digits, though it is a power of two
LONGEST_EXACT = 40  # characters of a fraction in a sentence


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


def domain_in_words(asked: Conjecture) -> str:
    """0 < epsilon <= 1, T = 1, 2, ..., all u from 0 to 1/2."""
    domain = asked.domain
    low = f"{domain.low} <= " if domain.low else "0 < "
    until = f"{domain.first}, {domain.first + 1}, ..." if domain.last is None else f"{domain.first} to {domain.last}"
    until = "all large T" if asked.eventually else f"T = {until}"
    return ", ".join([f"{low}epsilon <= {domain.high}", until, *map(_of_letter, asked.ranges)])


def claimed_in_words(claimed: Between) -> str:
    """In digits at least what is claimed."""
    return (claimed.exact is not None and fraction_and_decimal(claimed.exact)) or digits_above(claimed.upper)


def attained_in_words(actual: Fraction) -> str:
    """In digits at most what is attained."""
    return fraction_and_decimal(actual) or digits_below(actual)


def constant_in_words(lower: Fraction, upper: Fraction | None) -> str:
    """Where the smallest C lies: its ends exactly, or rounded outward."""
    if lower == upper and (exact := fraction_and_decimal(lower, LONGEST_EXACT)):
        return f"C = {exact}"
    least = f"{digits_below(lower)} <= C"
    return least if upper is None else f"{least} <= {fraction_and_decimal(upper) or digits_above(upper)}"


def share_in_words(share: Between) -> str:
    """The share of the claim that is reached, to five digits."""
    digits = f"{nearest_float(share.lower):.5g}"
    return digits if share.exact is not None and Fraction(digits) == share.exact else f"about {digits}"


def _of_letter(one: Range) -> str:
    high = "T" if one.name == "J_star" else LARGEST[one.name]
    high = high if one.high is None else one.high
    return f"all {one.name} >= {one.low}" if high is None else f"all {one.name} from {one.low} to {high}"
