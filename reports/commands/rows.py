"""One answer for each epsilon and horizon that was asked about: as a table, as CSV, as JSON, and drawn."""

import argparse
import csv
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from tightrope.reports.commands.answers import AXES, Cell, Rows
from tightrope.reports.commands.layout import paragraph, table
from tightrope.reports.commands.output import nearest_float, number, print_json, written_whole
from tightrope.reports.commands.values import are_several

PLOTS = (".png", ".svg", ".pdf")
LONG = 10**9  # whole numbers are written out below it


def declare_rows(parser: argparse.ArgumentParser) -> None:
    """How an answer is given; see `tell`."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one JSON document")
    how.add_argument("--csv", action="store_true", help="print rows of CSV, numbers as decimals")
    parser.add_argument("--plot", metavar="FILE", help="draw a list or range too: FILE.png, FILE.svg or FILE.pdf")


def wants_rows(options: argparse.Namespace) -> bool:
    """Whether rows are asked for: several numbers, CSV, or a plot."""
    return options.csv or options.plot is not None or are_several(options.epsilon) or are_several(options.horizon)


def check_plot(options: argparse.Namespace, points: int) -> None:
    """Raises ValueError unless the plot that is asked for, if one is, can be drawn."""
    if options.plot is None:
        return
    if Path(options.plot).suffix not in PLOTS:
        raise ValueError(f"--plot takes a file whose name ends in {', '.join(PLOTS)}; got {options.plot!r}")
    if points < 2:
        raise ValueError("--plot draws a curve: give a list or a range, such as --horizon 10:100:10")


def tell(found: Rows, options: argparse.Namespace) -> int:
    """Prints what was asked for, and draws it."""
    if options.plot is not None:
        _draw(found, Path(options.plot))
    if options.json:
        return print_json({**found.about, "rows": [_document(row) for row in found.rows]})
    if options.csv:
        _print_csv(found)
        return 0
    shown = [one for one in AXES if len({row[one] for row in found.rows}) > 1 or one == "horizon"]
    heads = [*("T" if one == "horizon" else one for one in shown), *(one.head for one in found.columns)]
    print(f"{paragraph(found.title)}\n")
    print(table(heads, [[_short(row[key]) for key in (*shown, *_keys(found))] for row in found.rows]))
    for note in found.notes:
        print(f"\n{paragraph(note)}")
    if options.plot is not None:
        print(f"\n{paragraph(f'Drawn in {options.plot}.')}")
    return 0


def _keys(found: Rows) -> list[str]:
    return [one.key for one in found.columns]


def _document(row: dict[str, Any]) -> dict[str, Any]:
    shown = {"epsilon": None if row["epsilon"] is None else str(row["epsilon"]), "horizon": row["horizon"]}
    return {**shown, **{key: _json(value) for key, value in row.items() if key not in AXES}}


def _json(value: Cell) -> Any:
    if isinstance(value, Fraction):
        return number(value)
    return {"value": value} if isinstance(value, float) else value


def _print_csv(found: Rows) -> None:
    keys = [*AXES, *(key for key in found.rows[0] if key not in AXES)]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows([_decimal(row[key]) for key in keys] for row in found.rows)


def _decimal(value: Cell | int) -> str | float | int:
    if value is None:
        return ""
    return nearest_float(value) if isinstance(value, Fraction) else value


def _short(value: Cell | int) -> str:
    if value is None:
        return "-"
    if isinstance(value, str) or (isinstance(value, int) and value < LONG):
        return str(value)
    return f"{value if isinstance(value, float) else nearest_float(Fraction(value)):.6g}"


def _draw(found: Rows, path: Path) -> None:
    from tightrope.reports.commands.plot import figure_of  # matplotlib is for who asks for a picture
    from tightrope.reports.publishing.pictures import draw_file

    with written_whole(path) as beside:
        draw_file(figure_of(found), beside)
