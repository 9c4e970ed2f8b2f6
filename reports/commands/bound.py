"""`tightrope bound`: the bounds at one epsilon and horizon, beside the exact worst cases."""

import argparse
from fractions import Fraction

from sympy import Basic

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.extremes.worst_case import Setting, enclosed_largest
from tightrope.bounds.language.ball import enclosed, upper_value
from tightrope.bounds.language.bound import Bound, check_parameters
from tightrope.bounds.language.letters import T, disagreement, epsilon, gap, largest_shift, m
from tightrope.bounds.language.meaning import Between
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.commands.options import assumed, declare_json, declare_numbers
from tightrope.reports.commands.output import nearest_float, number, print_json, print_table, short
from tightrope.simulators.model.arithmetic import exact_number, whole_number

NAMES = {disagreement: "disagreement", gap: "gap", largest_shift: "tv"}


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", nargs="?", help="one bound only; see tightrope list")
    declare_numbers(parser)
    parser.add_argument(
        "--assume",
        metavar="LETTER=VALUE",
        action="append",
        default=[],
        help="value of u, m, or another letter of a bound",
    )
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    error, horizon = exact_number(options.epsilon, "epsilon"), whole_number(options.horizon, "the horizon")
    values = {epsilon: error, T: horizon, **_assumed(options.assume)}
    check_parameters(values)
    chosen = (
        [bound(options.key)]
        if options.key
        else [one for one in BOUNDS if one.kind == "inequality" and one.expression.free_symbols <= set(values)]
    )
    rows = [_row(one, values, error, horizon) for one in chosen if options.key or _is_defined(one, values)]
    document = {
        "epsilon": str(error),
        "horizon": horizon,
        "bounds": rows,
        "worst_case": {
            one.key: _number(enclosed_largest(Setting(reading=one.key), error, horizon))
            for one in READINGS
            if not one.leaves_data
        },
    }
    if options.json:
        return print_json(document)
    print_table(
        ("bound", "value", "of", "reading", "exact worst case", "looseness"),
        [
            (row["key"], short(row["bound"]), row["quantity"], reading, short(exact["worst_case"]), _times(exact))
            for row in rows
            for reading, exact in row["readings"].items()
        ],
    )
    return 0


def _assumed(pairs: list[str]) -> dict[Basic, Fraction]:
    """The letters that are given a value, of all that the catalogue's bounds have beside epsilon and T."""
    letters = {str(letter): letter for one in BOUNDS for letter in one.expression.free_symbols - {epsilon, T}}
    values = {}
    for name, text in assumed(pairs, sorted(letters)).items():
        value = exact_number(text, f"--assume {name}")
        if value < 0 or (letters[name] == m and value > 1):
            raise ValueError(f"--assume {name} must be at least 0{', at most 1' * (letters[name] == m)}; got {value}")
        values[letters[name]] = value
    return values


def _is_defined(one: Bound, values: dict) -> bool:
    """Whether the bound has a value there: one divides by 1 - gamma."""
    try:
        upper_value(one.expression, values)
    except ValueError:
        return False
    return True


def _row(one: Bound, values: dict, error: Fraction, horizon: int) -> dict:
    """The bound's value, and per reading the exact worst case of the same quantity, where it is known."""
    value, readings = enclosed(one.expression, values), {}
    for reading in one.readings:
        worst = None
        if one.quantity == disagreement:
            setting = Setting(reading=reading.key, missing=Fraction(values.get(m, 0)))
            worst = enclosed_largest(setting, error, horizon)
        readings[reading.key] = {
            "worst_case": _number(worst) if worst is not None else None,
            "looseness": _ratio(value, worst) if worst is not None and worst.upper else None,
        }
    return {
        "key": one.key,
        "quantity": NAMES.get(one.quantity, str(one.quantity)),
        "bound": _number(value),
        "readings": readings,
    }


def _number(found: Between) -> dict[str, object]:
    """Exact, unless it is irrational or too long to be read."""
    return {"value": nearest_float(found.upper)} if found.exact is None else number(found.exact)


def _ratio(value: Between, worst: Between) -> dict[str, object]:
    if value.exact is None or worst.exact is None:
        return {"value": float(value.upper) / float(worst.upper)}
    return number(value.exact / worst.exact)


def _times(exact: dict) -> str:
    return "-" if exact["looseness"] is None else f"{exact['looseness']['value']:.4g} x"
