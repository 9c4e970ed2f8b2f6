"""`tightrope bound`: the bounds at one epsilon and horizon, beside the exact worst cases of what they assume."""

import argparse
from fractions import Fraction
from itertools import groupby

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import enclosed_largest
from tightrope.bounds.language.bound import check_parameters
from tightrope.bounds.language.letters import MEANS, T, epsilon
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.commands.bound_rows import run_several
from tightrope.reports.commands.bound_values import (
    LETTERS,
    ORDERS,
    SHOWN,
    assumed_letters,
    explained,
    shown_number,
    sign_of,
    valued,
)
from tightrope.reports.commands.layout import entries, paragraph, table
from tightrope.reports.commands.options import declare_many_numbers
from tightrope.reports.commands.output import print_json, short
from tightrope.reports.commands.rows import declare_rows, wants_rows
from tightrope.simulators.model.arithmetic import exact_number, whole_number

KINDS = {
    "identity": "what one example costs, and no worst case.",
    "probability": "with probability at least 1 - delta over the data.",
}


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "key", metavar="KEY", nargs="?", help="one bound only, see tightrope list; without it, all of them"
    )
    declare_many_numbers(parser, needed=True)
    parser.add_argument(
        "--assume",
        metavar="LETTER=VALUE",
        action="append",
        default=[],
        help=f"the value of another letter of a bound: {', '.join(sorted(LETTERS, key=str.lower))}",
    )
    declare_rows(parser)


def run(options: argparse.Namespace) -> int:
    if wants_rows(options):
        return run_several(options)
    error, horizon = exact_number(options.epsilon, "epsilon"), whole_number(options.horizon, "the horizon")
    values = {epsilon: error, T: Fraction(horizon), **assumed_letters(options.assume)}
    check_parameters(values)
    rows, wanting, undefined = [], [], []
    for one in BOUNDS if options.key is None else [bound(options.key)]:
        needs = sorted(map(str, one.expression.free_symbols - set(values)))
        if needs and options.key:
            raise ValueError(f"{one.key} needs a value for {explained(needs)}")
        if needs:
            wanting.append({"key": one.key, "kind": one.kind, "needs": needs})
            continue
        try:
            rows.append(valued(one, values, error, horizon))
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
            one.key: shown_number(enclosed_largest(Setting(reading=one.key), error, horizon))
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


def _cells(row: dict, reading: str) -> tuple[str, str, str, str]:
    return row["key"], sign_of(row) + short(row["bound"]), SHOWN.get(row["quantity"], row["quantity"]), reading


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


def _times(exact: dict) -> str:
    return "-" if exact["looseness"] is None else f"{exact['looseness']['value']:.4g} x"
