"""Several numbers in one text: what --horizon and --epsilon may be where a table is printed.

    10            one number                    2:40          2, 3, ..., 40, of horizons
    10,20,40      these                         10:100:10     from 10 to 100 in steps of 10
    1,5:20:5      a list may hold ranges        1:1000:x10    from 1 to 1000, each ten times the one before

FIRST:LAST means what it means to `refute`: both ends belong to it. There a range may have no end, and may mean all
numbers between two; a table needs numbers that can be counted.
"""

from collections.abc import Iterator
from fractions import Fraction

from tightrope.simulators.model.arithmetic import exact_number, probability, shown

MOST, LONGEST_LIST = 1_000, 10_000  # numbers of a list, characters of its text
HORIZONS = "10; or 10,20,40; or 10:100:10, in steps of 10; or 1:1000:x10, each 10 times the one before"
ERRORS = "1/100; or 1/100,1/10; or 0.01:0.1:0.01, in steps; or 1e-4:1e-1:x10"
KINDS = {
    "the horizon": "a whole number such as 10, a list (10,20,40) or a range (10:100:10)",
    "epsilon": "a number such as 1/100 or 0.01, a list (1/100,1/10) or a range (0.01:0.1:0.01)",
}


def horizons(text: str) -> list[int]:
    """The horizons that are meant, in their order. Raises ValueError unless they are whole, >= 1, and few enough."""
    found = _numbers(text, "the horizon", step="1")
    for one in found:
        if one.denominator != 1:
            raise ValueError(f"the horizon must be a whole number; got {shown(one)}{_of(text)}")
        if one < 1:
            raise ValueError(f"the horizon must be a whole number >= 1; got {shown(one)}{_of(text)}")
    return [int(one) for one in found]


def errors(text: str) -> list[Fraction]:
    """The epsilons that are meant. Raises ValueError unless they are probabilities, and few enough."""
    return [probability(one, "epsilon") for one in _numbers(text, "epsilon", step="")]


def are_several(text: str | None) -> bool:
    """Whether the text is written as a list or a range."""
    return text is not None and ("," in text or ":" in text)


def _numbers(text: str, name: str, step: str) -> list[Fraction]:
    if len(text) > LONGEST_LIST:
        raise ValueError(f"{name} may be a list of {LONGEST_LIST} characters; got {len(text)}")
    found: dict[Fraction, None] = {}
    for part in text.split(","):
        for one in _range(part, name, step) if ":" in part else [_exact(part, name)]:
            if len(found) == MOST and one not in found:
                raise ValueError(f"{name} may be a list of at most {MOST} numbers; there are more{_of(text)}")
            found[one] = None
    return list(found)


def _range(part: str, name: str, step: str) -> Iterator[Fraction]:
    """The numbers of FIRST:LAST:STEP, a step being what is added, or xFACTOR; `step` is meant where none is given."""
    first, last, by, *more = f"{part}:{step}".split(":") if part.count(":") == 1 else part.split(":")
    if more or not (first and last and by):
        needs = "needs both ends and a step" if not step else "needs both ends"
        raise ValueError(f"a range of {name} {needs}, as in 1:10:1 or 1/1000:1:x10; got {shown(part)}")
    low, high = _exact(first, name), _exact(last, name)
    size = exact_number(by.removeprefix("x"), f"the step of a range of {name}")
    times = by.startswith("x")
    if low > high or (times and (low <= 0 or size <= 1)) or size <= 0:
        rule = "0 < FIRST <= LAST and a factor above 1" if times else "FIRST <= LAST and a step above 0"
        raise ValueError(f"a range of {name} needs {rule}; got {shown(part)}")
    while low <= high:
        yield low
        low = low * size if times else low + size


def _exact(text: str, name: str) -> Fraction:
    try:
        return exact_number(text, name)
    except ValueError:
        raise ValueError(f"{name} must be {KINDS[name]}; got {shown(text)}") from None


def _of(text: str) -> str:
    """Where a number came from, if more came with it."""
    return f" in {shown(text)}" if are_several(text) else ""
