"""An axis: the values that one name takes in a sweep, counted before any of them is made.

    horizon = [10, 20, 40]              these               rho = "1/5"            one
    horizon = "10:100:10"               10, 20, ..., 100    epsilon = "1e-4:1e-1:x10"    each ten times the one before
    epsilon = "1e-4:1e-1:log31"         31 numbers at equal distances of their logarithms, both ends among them,
                                        the others rounded to three digits
    horizon = "1:10,20,50:100:10"       a text may hold several, and a list may hold texts

Numbers are exact: 0.1 and "1/10" are the same. Words (a reading, the name of a problem) are taken as they are written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log, log10
from typing import Any

from tightrope.simulators.model.arithmetic import exact_number, shown
from tightrope.simulators.model.parameters import Domain, Number, OneOf, Whole, did_you_mean
from tightrope.simulators.model.terminal import quoted

SURROGATE = re.compile("[\ud800-\udfff]")  # halves of a character, which no file can hold
MOST_NUMBERS, MOST_BITS, LONGEST_TEXT = 1_000_000, 1_000, 100_000  # of an axis, of a number, of an axis' text
Value = int | Fraction | str | bool | None


@dataclass(frozen=True)
class Part:
    """So many numbers, made when they are asked for."""

    count: int
    numbers: Callable[[], Iterator[Fraction]]


@dataclass(frozen=True)
class Axis:
    """`count` of an axis of words is exact; numbers that are given twice are counted twice and made once."""

    name: str
    domain: Domain
    parts: tuple[Part, ...] = ()
    words: tuple[Value, ...] = ()

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts) + len(self.words)

    def values(self) -> tuple[Value, ...]:
        """Each once, in their order. Raises ValueError for one that is outside the domain, or for very many."""
        if self.count > MOST_NUMBERS:
            raise ValueError(f"the axis {self.name} may have {MOST_NUMBERS} values; it has {spoken_count(self.count)}")
        found: dict[Value, None] = dict.fromkeys(self.words)
        for part in self.parts:
            for one in part.numbers():
                if max(one.numerator.bit_length(), one.denominator.bit_length()) > MOST_BITS:
                    raise ValueError(f"a number of the axis {self.name} has more than {MOST_BITS} bits: round it")
                if (value := self.domain.value(one)) is None:
                    raise ValueError(f"{self.name} must be {self.domain.words}; got {shown(one)}")
                found[value] = None  # ty: ignore[invalid-assignment]  a domain's values are numbers here
        return tuple(found)


def axis(name: str, given: Any, domain: Domain) -> Axis:
    """The axis that a value, a text or a list of them means. Raises ValueError for what is neither, or for none."""
    some = given if isinstance(given, list | tuple) else [given]
    if not some:
        raise ValueError(f"the axis {name} has no values: give at least one, or leave it out")
    if len(some) > MOST_NUMBERS:
        raise ValueError(f"the axis {name} may have {MOST_NUMBERS} values; it has {len(some)}")
    if isinstance(domain, Number | Whole):
        return Axis(name, domain, parts=tuple(part for one in some for part in _parts(one, name, domain)))
    found = dict.fromkeys(_word(one, name, domain) for one in some)
    return Axis(name, domain, words=tuple(found))


def spoken_count(count: int) -> str:
    """A number of things for a reader, whatever its length."""
    return f"{count:,}" if count < 10**24 else f"about 10^{floor(log10(count))}"


def _word(given: Any, name: str, domain: Domain) -> Value:
    value = domain.value(given)
    if value is None or (isinstance(value, str) and SURROGATE.search(value)):
        near = did_you_mean(given, domain.choices) if isinstance(domain, OneOf) and isinstance(given, str) else ""
        raise ValueError(f"{name} must be {domain.words}; got {_told(given)}{near}")
    return value  # ty: ignore[invalid-explicit-return]  words, here


def _parts(given: Any, name: str, domain: Domain) -> Iterator[Part]:
    if not isinstance(given, str):
        yield _one(_exact(given, name))
        return
    if len(given) > LONGEST_TEXT:
        raise ValueError(f"the axis {name} may be a text of {LONGEST_TEXT} characters; got {len(given)}")
    for part in given.split(","):
        yield _range(part.strip(), name, domain) if ":" in part else _one(_exact(part, name))


def _one(number: Fraction) -> Part:
    return Part(1, lambda: iter((number,)))


def _range(text: str, name: str, domain: Domain) -> Part:
    """FIRST:LAST, of whole numbers, FIRST:LAST:STEP, FIRST:LAST:xFACTOR or FIRST:LAST:logCOUNT."""
    ends = text.split(":")
    if len(ends) == 2 and isinstance(domain, Whole):
        ends = [*ends, "1"]
    if len(ends) != 3 or not all(ends):
        raise ValueError(
            f"a range of {name} is FIRST:LAST:STEP, FIRST:LAST:xFACTOR or FIRST:LAST:logCOUNT; got {quoted(text)}"
        )
    first, last = _exact(ends[0], name), _exact(ends[1], name)
    if first > last:
        raise ValueError(f"a range of {name} needs FIRST <= LAST; got {quoted(text)}")
    if ends[2].startswith("log"):
        return _logarithmic(first, last, ends[2].removeprefix("log"), name, isinstance(domain, Whole))
    if ends[2].startswith("x"):
        return _geometric(first, last, _exact(ends[2].removeprefix("x"), name), name)
    step = _exact(ends[2], name)
    if step <= 0:
        raise ValueError(f"a range of {name} needs a step above 0; got {quoted(text)}")
    count = int((last - first) // step) + 1
    return Part(count, lambda: (first + k * step for k in range(count)))


def _geometric(first: Fraction, last: Fraction, factor: Fraction, name: str) -> Part:
    if first <= 0 or factor <= 1:
        raise ValueError(f"a range of {name} by a factor needs FIRST > 0 and a factor above 1; got {shown(factor)}")
    logarithm = log(factor.numerator) - log(factor.denominator)  # 0 where floats cannot tell the factor from 1
    count = 1 + int(_logarithm(last / first) / logarithm) if logarithm else 10**18

    def numbers() -> Iterator[Fraction]:
        number = first
        while number <= last:
            yield number
            number *= factor

    return Part(count, numbers)


def _logarithmic(first: Fraction, last: Fraction, given: str, name: str, whole: bool) -> Part:
    count = _exact(given, name)
    if count.denominator != 1 or count < 2 or first <= 0:
        raise ValueError(f"a range of {name} by logarithms needs FIRST > 0 and a COUNT >= 2; got {quoted(given)}")
    steps, width = int(count) - 1, _logarithm(last / first)

    def numbers() -> Iterator[Fraction]:
        yield first
        for k in range(1, steps):
            between = _three_digits((_logarithm(first) + width * k / steps) / log(10))
            yield min(max(first, Fraction(round(between)) if whole else between), last)
        yield last

    return Part(steps + 1, numbers)


def _three_digits(exponent: float) -> Fraction:
    """10 to that power, rounded."""
    power = floor(exponent) - 2
    return round(10 ** (exponent - power)) * Fraction(10) ** power


def _logarithm(number: Fraction) -> float:
    return log(number.numerator) - log(number.denominator)


def _exact(given: Any, name: str) -> Fraction:
    try:
        return exact_number(given, name)
    except ValueError:
        raise ValueError(
            f"{name} takes numbers such as 1/100, 0.01 or 20, lists of them, and ranges such as 10:100:10; "
            f"got {_told(given)}"
        ) from None


def _told(given: Any) -> str:
    return quoted(given) if isinstance(given, str | int | float) else f"a value of type {type(given).__name__}"
