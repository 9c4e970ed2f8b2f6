"""What the commands are given, checked once: numbers, letters, problems, experiments."""

import argparse
from collections.abc import Collection
from fractions import Fraction

from tightrope.bounds.extremes.worst_case import Setting
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.model.arithmetic import exact_number
from tightrope.simulators.names import is_witness, problem


def imitation_problem(options: argparse.Namespace):
    """The problem with its learner, the horizon, and epsilon (None for a file that carries a learner)."""
    horizon = whole_option(options.horizon, "--horizon")
    if horizon < 1:
        raise ValueError(f"--horizon must be a whole number >= 1; got {horizon}")
    error = exact_number(options.epsilon, "--epsilon") if options.epsilon is not None else None
    if error is not None and not 0 <= error <= 1:
        raise ValueError(f"--epsilon is a probability and must lie in [0, 1]; got {error}")
    made = problem(options.problem, horizon, error)
    if options.missing and options.reading != "finite_data":
        raise ValueError("--missing belongs to --reading finite_data; a witness takes it as unseen-start:missing=1/10")
    given = options.reading or options.off_support
    if is_witness(options.problem) and not given:
        return made, horizon, error
    if made.learner is not None and not is_witness(options.problem):
        if error is not None or given:
            raise ValueError(
                f"{options.problem} carries its own learner: give no --epsilon, --reading or --off-support"
            )
        return made, horizon, None
    if error is None:
        raise ValueError(f"{options.problem} has no learner: give --epsilon")
    reading, off_support = options.reading or "pointwise", options.off_support or "worst"
    missing = exact_number(options.missing, "--missing") if options.missing else Fraction(0)
    return epsilon_learner(made, reading, error, horizon, off_support, missing), horizon, error


def whole_option(text: str, option: str) -> int:
    value = exact_number(text, option)
    if value.denominator != 1:
        raise ValueError(f"{option} must be a whole number; got {text!r}")
    return int(value)


def assumed_letters(pairs: list[str], letters: dict) -> dict:
    values = {}
    for letter, value in _assumed(pairs, letters):
        number = exact_number(value, f"--assume {letter}")
        if number < 0 or (letter == "m" and number > 1):
            raise ValueError(f"--assume {letter} must be at least 0{', at most 1' * (letter == 'm')}; got {number}")
        values[letters[letter]] = number
    return values


def _assumed(pairs: list[str], letters: Collection[str]) -> list[tuple[str, str]]:
    """(letter, value) of each --assume. Raises ValueError for an unknown letter, or one that is given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        letter, equals, value = pair.partition("=")
        if not equals or letter not in letters:
            raise ValueError(f"--assume takes LETTER=VALUE with a letter of {', '.join(letters)}; got {pair!r}")
        if letter in found:
            raise ValueError(f"--assume gives {letter} one value; got {found[letter]} and {value}")
        found[letter] = value
    return list(found.items())


def setting_of(reading: str, quantity: str, assumed: list[str], missing: str | None) -> Setting:
    """The setting of a worst case from --reading, --quantity, --assume and --missing."""
    if (reading == "finite_data") != (missing is not None):
        raise ValueError("--missing belongs to --reading finite_data, which needs it: the mass that the data lacks")
    of_task = _assumed(assumed, ("u", "rho", "J_star"))
    numbers = {letter: exact_number(value, f"--assume {letter}") for letter, value in of_task}
    if missing is not None:
        numbers["missing"] = exact_number(missing, "--missing")
    return Setting(reading=reading, quantity=quantity, **numbers)
