"""What a bound says at one epsilon and horizon, beside the exact worst cases of what it assumes."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sympy import Basic, Symbol

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import enclosed_largest
from tightrope.bounds.language.assumptions import COVERED, DETERMINISTIC, RECOVERABLE, UNIT_COST
from tightrope.bounds.language.ball import enclosed
from tightrope.bounds.language.bound import Bound
from tightrope.bounds.language.letter import letters
from tightrope.bounds.language.letters import (
    MEANS,
    T,
    disagreement,
    epsilon,
    expert_cost,
    gap,
    largest_shift,
    m,
    measured,
    occupancy_shift,
    u,
)
from tightrope.bounds.language.meaning import Between
from tightrope.bounds.language.readings import Reading
from tightrope.reports.commands.options import assumed
from tightrope.reports.commands.output import nearest_float, number
from tightrope.simulators.model.arithmetic import exact_number

NAMES: dict[Symbol, str] = {disagreement: "disagreement", gap: "gap", largest_shift: "tv"}
SHOWN = {str(occupancy_shift): "L1 distance"}  # of the state laws, averaged over the decisions
LETTERS = {str(letter): letter for one in BOUNDS for letter in letters(one.expression) - {epsilon, T}}
ORDERS = (
    "Orders of growth: a constant is not known, and the value is the formula without it; <~ at most, >~ what the worst "
    "problem costs at least."
)


def assumed_letters(pairs: list[str]) -> dict[Basic, Fraction]:
    """The letters that are given a value, of all that the catalogue's bounds have beside epsilon and T."""
    values = {}
    for name, text in assumed(pairs, sorted(LETTERS)).items():
        value, domain = exact_number(text, f"--assume {name}"), LETTERS[name].domain
        if value not in domain:
            raise ValueError(f"--assume {name} must be {domain.words}, being {MEANS[LETTERS[name]]}; got {text}")
        values[LETTERS[name]] = value
    return values


def explained(needs: Sequence[str]) -> str:
    explained = ", ".join(f"{name} ({MEANS[LETTERS[name]]})" for name in needs)
    return f"{explained}: add {' '.join(f'--assume {name}=VALUE' for name in needs)}"


def valued(one: Bound, values: dict, error: Fraction, horizon: int) -> dict:
    """The bound's value, and per reading the exact worst case over all problems that meet what it assumes.

    Raises ValueError if the values contradict an assumption, or if the formula is not defined there.
    """
    for each in one.assumptions:
        if not each.condition.has(measured) and each.condition.free_symbols <= set(values) and not each.holds(values):
            raise ValueError(f"it assumes that {each.words}")
    value, readings = enclosed(one.expression, values), {}
    for reading in one.readings:
        worst = _worst_case(one, reading, values, error, horizon)
        readings[reading.key] = {
            "worst_case": shown_number(worst) if worst is not None else None,
            "looseness": _ratio(value, worst) if worst is not None and worst.upper else None,
        }
    return {
        "key": one.key,
        "kind": one.kind,
        "quantity": NAMES.get(one.quantity, str(one.quantity)),
        "bound": shown_number(value),
        "readings": readings,
    }


def _worst_case(one: Bound, reading: Reading, values: dict, error: Fraction, horizon: int) -> Between | None:
    """None where a bound assumes more than a setting can say, or where the worst case is not known."""
    said = (DETERMINISTIC, UNIT_COST, RECOVERABLE, COVERED)
    more = [each for each in one.assumptions if each not in said and not each.condition.has(measured)]
    if more or one.quantity not in NAMES or one.kind != "inequality":
        return None
    has = one.expression.free_symbols
    given: dict[str, Any] = {"u": values[u]} if u in has else {}
    given |= {"J_star": values[expert_cost]} if expert_cost in has else {}
    given |= {"missing": values[m]} if m in has else {}
    try:
        return enclosed_largest(Setting(reading=reading.key, quantity=NAMES[one.quantity], **given), error, horizon)
    except ValueError:
        return None


def shown_number(found: Between) -> dict[str, object]:
    """Exact, unless it is irrational or too long to be read."""
    return {"value": nearest_float(found.upper)} if found.exact is None else number(found.exact)


def _ratio(value: Between, worst: Between) -> dict[str, object]:
    if value.exact is None or worst.exact is None:
        return {"value": float(value.upper) / float(worst.upper)}
    return number(value.exact / worst.exact)


def sign_of(row: dict[str, Any]) -> str:
    """How an order of growth is marked."""
    return (">~ " if bound(row["key"]).from_below else "<~ ") * (row["kind"] == "order")
