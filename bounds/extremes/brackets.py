"""Bounds from above where no sharp answer is known: worst cases of settings that assume less.

Of the readings those are kept that have a sharp answer together, a log loss as the average of the errors that it gives;
J_star, rho and u are kept or left out. Whoever meets the setting meets each of these, so its worst case is an upper
bound, with its own certificate; the least of them is taken.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from tightrope.bounds.extremes import shares
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.readings import reading

LEFT_OUT = ("J_star", "rho", "u")


def weaker(setting: Setting) -> tuple[Setting, ...]:
    """Settings with a sharp answer that assume less of the same epsilon, those that assume most first."""
    given = [name for name in LEFT_OUT if getattr(setting, name) is not None]
    found = []
    for kept in product((True, False), repeat=len(given)):
        left_out = {name: None for name, keep in zip(given, kept, strict=True) if not keep}
        for one in _with_fewer_readings(setting):
            try:
                candidate = replace(one, **left_out)
            except ValueError:  # what is left does not belong together
                continue
            if not candidate.open_part:
                found.append(candidate)
    return tuple(dict.fromkeys(found))


def _with_fewer_readings(setting: Setting) -> Iterator[Setting]:
    """The main reading alone, and the linear ones with the main one or what it gives."""
    main, beside = setting.reading, dict(setting.also)
    linear = _gives(main) or main
    missing = setting.missing if main == "finite_data" else Fraction(0)
    if linear in shares.LINEAR:
        kept = {key: value for key, value in beside.items() if key in shares.LINEAR}
        for key, value in beside.items():
            given = _gives(key)
            if given and given != linear:
                kept[given] = min(value, kept.get(given, value))
        kept.pop(linear, None)
        yield replace(setting, reading=linear, also=tuple(kept.items()), missing=Fraction(0))
    yield replace(setting, also=(), missing=missing)


def _gives(key: str) -> str | None:
    """The linear reading that a log loss gives, with the same epsilon."""
    if key in shares.LINEAR:
        return None
    return next((one.key for one in reading(key).gives if one.key in shares.LINEAR), None)


def least_upper(setting: Setting, error: Fraction, horizon: int) -> tuple[Fraction, Setting, Fraction]:
    """The least of the upper bounds, and the setting and its epsilon that it is the worst case of.

    Raises ValueError where there is none: the message says which part is missing.
    """
    found = []
    for main in setting.symbols:
        turned, own = _turned(setting, error, main)
        for one in weaker(turned):
            try:
                found.append((largest(one, own, horizon), one, own))
            except ValueError:  # its worst case is not known at this point
                continue
    if not found:
        raise ValueError(f"nothing is known from above either: {setting.open_part}")
    return min(found, key=lambda each: each[0])


def _turned(setting: Setting, error: Fraction, main: str) -> tuple[Setting, Fraction]:
    """The same assumptions with another reading as the main one, and its epsilon."""
    budgets = setting.budgets(error)
    beside = tuple((key, value) for key, value in budgets.items() if key != main)
    return replace(setting, reading=main, also=beside), budgets[main]
