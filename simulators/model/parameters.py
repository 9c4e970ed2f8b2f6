"""A parameter says which values it may take; whoever takes one asks the declaration, and nobody checks by hand.

    Whole(1, 100)              a whole number from 1 to 100
    Number(0, Fraction(1, 2))  a rational number from 0 to 1/2;  PROBABILITY is Number(0, 1)
    OneOf(("view", "light"))   one of these words
    Word(("Taxi-v4",))         any word; these are suggested

A value comes as text from the command line, read exactly, or as a number from Python: see `arithmetic.exact_number`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Protocol

from tightrope.simulators.model import arithmetic
from tightrope.simulators.model.arithmetic import LONGEST, exact_number, shown
from tightrope.simulators.model.terminal import line, listed

Value = arithmetic.Number
MOST_CHARACTERS = 2_000  # of a number


class Domain(Protocol):
    """The values that a parameter may take. `words` ends the sentence "NAME must be ..."."""

    @property
    def words(self) -> str: ...

    def value(self, given: Value) -> Value | None:
        """The value that a text or a number means, or None if it is not one of these."""
        ...


@dataclass(frozen=True)
class Whole:
    """Whole numbers from `least` to `most`, without end if that is None."""

    least: int = 0
    most: int | None = None

    @property
    def words(self) -> str:
        end = f">= {self.least}" if self.most is None else f"from {self.least} to {self.most}"
        return f"a whole number {end}"

    def value(self, given: Value) -> int | None:
        value = _exact(given)
        if value is None or value.denominator != 1 or not _between(self.least, value, self.most):
            return None
        return int(value)


@dataclass(frozen=True)
class Number:
    """Rational numbers from `least` to `most`, without end if that is None."""

    least: Fraction | int = 0
    most: Fraction | int | None = None

    @property
    def words(self) -> str:
        if (self.least, self.most) == (0, 1):
            return "a probability, a number from 0 to 1"
        return f"a number >= {self.least}" if self.most is None else f"a number from {self.least} to {self.most}"

    def value(self, given: Value) -> Fraction | None:
        value = _exact(given)
        return value if value is not None and _between(self.least, value, self.most) else None


@dataclass(frozen=True)
class OneOf:
    """One of some words."""

    choices: tuple[str, ...]

    @property
    def words(self) -> str:
        return " or ".join(self.choices)

    def value(self, given: Value) -> str | None:
        return given if isinstance(given, str) and given in self.choices else None


@dataclass(frozen=True)
class Word:
    """Any word, such as a name in another program; `known` are the ones that are usually meant."""

    known: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"a name such as {self.known[0]}"

    def value(self, given: Value) -> str | None:
        return given if isinstance(given, str) and given else None


PROBABILITY = Number(0, 1)


@dataclass(frozen=True)
class Parameter:
    """A name, the values it may take, and the one it has where nothing is said; without a default it must be given."""

    name: str
    domain: Domain
    default: Value | None = None

    def value(self, given: Value) -> Value:
        """What was given, as a value of the domain. Raises ValueError that says what must hold and what came."""
        value = self.domain.value(given)
        if value is None:
            near = did_you_mean(given, self.domain.choices) if isinstance(self.domain, OneOf) else ""
            raise ValueError(f"{self.name} must be {self.domain.words}; got {shown(given)}{near}")
        return value


def one_of(given: str, choices: Collection[str], name: str) -> str:
    """The word, if it is one of these. Raises ValueError with all of them, and the nearest one."""
    if not isinstance(given, str) or given not in choices:
        near = did_you_mean(given, choices)
        raise ValueError(f"{name} must be one of {', '.join(choices)}; got {shown(given)}{near}")
    return given


def require(*parameters: Parameter, **given: Value) -> None:
    """Raises ValueError unless each value lies in its parameter's domain. What is not declared is not asked."""
    for one in parameters:
        if one.name in given:
            one.value(given[one.name])


def filled(parameters: Collection[Parameter], given: Mapping[str, Value], owner: str) -> dict[str, Value]:
    """A value of its domain for every parameter.

    Raises ValueError naming what is unknown, missing or out of its domain.
    """
    names = [one.name for one in parameters]
    for name in given:
        if name not in names:
            known = ", ".join(names) or "none"
            raise ValueError(
                f"{owner} has no parameter {line(name)}{did_you_mean(name, names)}; its parameters: {known}"
            )
    values = {one.name: given.get(one.name, one.default) for one in parameters}
    if None in values.values():
        needed = ", ".join(one.name for one in parameters if one.default is None)
        raise ValueError(f"{owner} needs {needed}; got {listed(given) or 'nothing'}")
    return {one.name: one.value(value) for one in parameters if (value := values[one.name]) is not None}


def did_you_mean(name: Value, known: Collection[str]) -> str:
    """The end of a sentence that suggests the known name nearest to this one, or nothing if none is near."""
    near = nearest(name, {one: one for one in known}) if isinstance(name, str) else None
    return f" (did you mean {near}?)" if near else ""


def nearest(name: Value, known: Mapping[str, str]) -> str | None:
    """What stands under the known spelling that is nearest to this one, if any is near."""
    by_spelling = {spelling.casefold(): meant for spelling, meant in known.items()}
    near = get_close_matches(str(name)[:LONGEST].casefold(), by_spelling, n=1)
    return by_spelling[near[0]] if near else None


def _exact(given: Value) -> Fraction | None:
    """The rational that a number is or a text means, or None."""
    try:
        return None if isinstance(given, str) and len(given) > MOST_CHARACTERS else exact_number(given, "")
    except ValueError:
        return None


def _between(least: Fraction | int, value: Fraction, most: Fraction | int | None) -> bool:
    return least <= value and (most is None or value <= most)
