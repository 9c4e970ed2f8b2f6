"""`tightrope bound` at several epsilons and horizons: one bound beside its worst cases, or the values of all."""

import argparse
from fractions import Fraction
from typing import Any

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.language.readings import reading
from tightrope.reports.commands.answers import Column, Rows
from tightrope.reports.commands.bound_values import ORDERS, SHOWN, assumed_letters, explained, sign_of, valued
from tightrope.reports.commands.rows import check_plot, tell
from tightrope.reports.commands.values import errors, horizons

MOST_ROWS = 1_000


def run_several(options: argparse.Namespace) -> int:
    """A row for each epsilon and horizon: of one bound with its exact worst cases, of all bounds their values."""
    many, given = horizons(options.horizon), errors(options.epsilon)
    if len(many) * len(given) > (MOST_ROWS if options.key else MOST_ROWS // len(BOUNDS)):
        raise ValueError(
            f"a table has at most {MOST_ROWS} rows, and one for each bound where none is named; got {len(given)} "
            f"epsilons and {len(many)} horizons: choose fewer numbers"
        )
    check_plot(options, len(many) * len(given))
    if options.plot and not options.key:
        raise ValueError("--plot draws one bound with its exact worst cases: name it, such as tightrope bound lecture")
    letters, rows = assumed_letters(options.assume), []
    for error in given:
        for horizon in many:
            rows += _rows_at(options.key, {epsilon: error, T: Fraction(horizon), **letters}, error, horizon)
    return tell(_of_one(options, rows) if options.key else _of_all(options, rows), options)


def _rows_at(key: str | None, values: dict, error: Fraction, horizon: int) -> list[dict[str, Any]]:
    """What `_row` says of one bound, or of all that have a value there, with where it is."""
    found = []
    for one in [bound(key)] if key else BOUNDS:
        needs = sorted(map(str, one.expression.free_symbols - set(values)))
        if needs and key:
            raise ValueError(f"{one.key} needs a value for {explained(needs)}")
        try:
            found += [] if needs else [{"epsilon": error, "horizon": horizon, **valued(one, values, error, horizon)}]
        except ValueError as refusal:
            if key:
                place = f"epsilon = {error}, T = {horizon}"
                raise ValueError(f"{one.key} has no value at {place}: {refusal}") from refusal
    return found


def _of_one(options: argparse.Namespace, rows: list[dict[str, Any]]) -> Rows:
    one = bound(options.key)
    sign = sign_of(rows[0])
    worst = [key for key, found in rows[0]["readings"].items() if found["worst_case"] is not None]
    columns = [Column(key="bound", head=f"{sign}{one.key}", role="bound", label=one.key)]
    columns += [
        Column(key=f"worst_case_{key}", head=key, role="worst", label=f"worst, {reading(key).spoken}") for key in worst
    ]
    quantity = SHOWN.get(rows[0]["quantity"], rows[0]["quantity"])
    means = f"{one.key}: {one.expression}, for the {quantity}."
    beside = "The other columns: the largest of any problem whose error, by that reading, is at most epsilon."
    return Rows(
        title=one.title,
        about={"key": one.key, "kind": one.kind, "quantity": rows[0]["quantity"]},
        columns=columns,
        rows=[{**_place(row), "bound": _cell(row["bound"]), **_worst_cells(row, worst)} for row in rows],
        counted=f"{quantity} per episode" if quantity == "disagreement" else quantity,
        notes=[f"{means} {beside}" if worst else means],
    )


def _of_all(options: argparse.Namespace, rows: list[dict[str, Any]]) -> Rows:
    columns = [Column(key=key, head=head) for key, head in (("key", "bound"), ("bound", "value"), ("quantity", "of"))]
    shown = [
        {
            **_place(row),
            "key": sign_of(row) + row["key"],
            "bound": _cell(row["bound"]),
            "quantity": SHOWN.get(row["quantity"], row["quantity"]),
        }
        for row in rows
    ]
    notes = [
        "Bounds whose letters have no value are left out: tightrope bound with one epsilon and one horizon names them. "
        "Exact worst cases are the bounds called worst-case-...; one bound by its name has them beside it.",
        *[ORDERS] * any(sign_of(row) for row in rows),
    ]
    return Rows(title="All bounds that have a value", about={}, columns=columns, rows=shown, counted="", notes=notes)


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("epsilon", "horizon")}


def _cell(found: dict) -> Fraction | float:
    return Fraction(found["exact"]) if "exact" in found else found["value"]


def _worst_cells(row: dict[str, Any], readings: list[str]) -> dict[str, Fraction | float | None]:
    found = {key: row["readings"][key]["worst_case"] for key in readings}
    return {f"worst_case_{key}": None if one is None else _cell(one) for key, one in found.items()}
