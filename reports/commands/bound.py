"""`tightrope bound`: the bounds at one epsilon and horizon, beside the exact worst cases of what they assume."""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from sympy import Basic, Symbol

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import enclosed_largest
from tightrope.bounds.language.assumptions import COVERED, DETERMINISTIC, RECOVERABLE, UNIT_COST
from tightrope.bounds.language.ball import enclosed
from tightrope.bounds.language.bound import Bound, check_parameters
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
from tightrope.bounds.language.readings import READINGS, Reading
from tightrope.reports.commands.layout import entries, paragraph, table
from tightrope.reports.commands.options import assumed, declare_json, declare_numbers
from tightrope.reports.commands.output import nearest_float, number, print_json, short
from tightrope.simulators.model.arithmetic import exact_number, whole_number

NAMES: dict[Symbol, str] = {disagreement: "disagreement", gap: "gap", largest_shift: "tv"}
SHOWN = {str(occupancy_shift): "L1 distance"}  # of the state laws, averaged over the decisions
KINDS = {
    "identity": "what one example costs, and no worst case.",
    "probability": "with probability at least 1 - delta over the data.",
}
ORDERS = (
    "Orders of growth: a constant is not known, and the value is the formula without it; <~ at most, >~ what the worst "
    "problem costs at least."
)
LETTERS = {str(letter): letter for one in BOUNDS for letter in letters(one.expression) - {epsilon, T}}


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "key", metavar="KEY", nargs="?", help="one bound only, see tightrope list; without it, all of them"
    )
    declare_numbers(parser)
    parser.add_argument(
        "--assume",
        metavar="LETTER=VALUE",
        action="append",
        default=[],
        help=f"the value of another letter of a bound: {', '.join(sorted(LETTERS, key=str.lower))}",
    )
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    error, horizon = exact_number(options.epsilon, "epsilon"), whole_number(options.horizon, "the horizon")
    values = {epsilon: error, T: Fraction(horizon), **_assumed(options.assume)}
    check_parameters(values)
    rows, wanting, undefined = [], [], []
    for one in BOUNDS if options.key is None else [bound(options.key)]:
        needs = sorted(map(str, one.expression.free_symbols - set(values)))
        if needs and options.key:
            raise ValueError(f"{one.key} needs a value for {_explained(needs)}")
        if needs:
            wanting.append({"key": one.key, "kind": one.kind, "needs": needs})
            continue
        try:
            rows.append(_row(one, values, error, horizon))
        except ValueError as refusal:
            if options.key:
                raise ValueError(f"{one.key} has no value there: {refusal}") from refusal
            undefined.append({"key": one.key, "kind": one.kind, "because": str(refusal)})
    document = {
        "epsilon": str(error),
        "horizon": horizon,
        "bounds": rows,
        "needs": wanting,
        "undefined": undefined,
        "worst_case": {
            one.key: _number(enclosed_largest(Setting(reading=one.key), error, horizon))
            for one in READINGS
            if not one.leaves_data
        },
    }
    if options.json:
        return print_json(document)
    orders = [row for row in rows if row["kind"] == "order"]
    limits = [row for row in rows if row["kind"] != "order"]
    parts = [_table(limits)] if limits else []
    parts += [
        paragraph(f"{', '.join(keys)}: {words}")
        for kind, words in KINDS.items()
        if (keys := [row["key"] for row in limits if row["kind"] == kind])
    ]
    parts += [f"{paragraph(ORDERS)}\n\n{_table_of_orders(orders)}"] if orders else []
    parts += _wanting(wanting) if wanting else []
    parts += [
        paragraph(f"No value there: {', '.join(row['key'] for row in rows)}, for {because}", then="  ")
        for because, rows in groupby(sorted(undefined, key=_because), key=_because)
    ]
    print("\n\n".join(parts))
    return 0


def _assumed(pairs: list[str]) -> dict[Basic, Fraction]:
    """The letters that are given a value, of all that the catalogue's bounds have beside epsilon and T."""
    values = {}
    for name, text in assumed(pairs, sorted(LETTERS)).items():
        value, domain = exact_number(text, f"--assume {name}"), LETTERS[name].domain
        if value not in domain:
            raise ValueError(f"--assume {name} must be {domain.words}, being {MEANS[LETTERS[name]]}; got {text}")
        values[LETTERS[name]] = value
    return values


def _explained(needs: Sequence[str]) -> str:
    explained = ", ".join(f"{name} ({MEANS[LETTERS[name]]})" for name in needs)
    return f"{explained}: add {' '.join(f'--assume {name}=VALUE' for name in needs)}"


def _row(one: Bound, values: dict, error: Fraction, horizon: int) -> dict:
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
            "worst_case": _number(worst) if worst is not None else None,
            "looseness": _ratio(value, worst) if worst is not None and worst.upper else None,
        }
    return {
        "key": one.key,
        "kind": one.kind,
        "quantity": NAMES.get(one.quantity, str(one.quantity)),
        "bound": _number(value),
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


def _cells(row: dict, reading: str) -> tuple[str, str, str, str]:
    sign = (">~ " if bound(row["key"]).from_below else "<~ ") * (row["kind"] == "order")
    return row["key"], sign + short(row["bound"]), SHOWN.get(row["quantity"], row["quantity"]), reading


def _table(rows: list[dict]) -> str:
    unknown = {"worst_case": None, "looseness": None}
    return table(
        ("bound", "value", "of", "reading", "exact worst case", "looseness"),
        [
            (*_cells(row, reading), short(exact["worst_case"]), _times(exact))
            for row in rows
            for reading, exact in (row["readings"] or {"-": unknown}).items()
        ],
    )


def _table_of_orders(rows: list[dict]) -> str:
    shown = [_cells(row, reading) for row in rows for reading in row["readings"] or ("-",)]
    return table(("bound", "value", "of", "reading"), shown)


def _wanting(wanting: list[dict]) -> list[str]:
    """In words: which bounds need which letters, and what these stand for."""
    ordered = sorted(wanting, key=lambda row: (len(row["needs"]), row["needs"]))
    groups = [
        (" ".join(needs), ", ".join(row["key"] for row in rows))
        for needs, rows in groupby(ordered, key=lambda row: row["needs"])
    ]
    names = sorted({name for row in wanting for name in row["needs"]}, key=str.lower)
    return [
        paragraph(f"{len(wanting)} more need a value: add --assume LETTER=VALUE for each letter before them."),
        entries(groups),
        entries([(name, MEANS[LETTERS[name]]) for name in names]),
    ]


def _because(row: dict) -> str:
    return row["because"]


def _number(found: Between) -> dict[str, object]:
    """Exact, unless it is irrational or too long to be read."""
    return {"value": nearest_float(found.upper)} if found.exact is None else number(found.exact)


def _ratio(value: Between, worst: Between) -> dict[str, object]:
    if value.exact is None or worst.exact is None:
        return {"value": float(value.upper) / float(worst.upper)}
    return number(value.exact / worst.exact)


def _times(exact: dict) -> str:
    return "-" if exact["looseness"] is None else f"{exact['looseness']['value']:.4g} x"
