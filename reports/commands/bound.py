"""`tightrope bound`: the bounds at one epsilon and horizon, beside the exact worst cases."""

import argparse
from fractions import Fraction

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.extremes.worst_case import WORST_CASE, worst_case
from tightrope.bounds.language.bound import Bound, check_parameters
from tightrope.bounds.language.letters import T, disagreement, epsilon, gap, largest_shift, m, u
from tightrope.reports.commands.inputs import assumed_letters, whole_option
from tightrope.reports.commands.output import number, print_json, print_table, short
from tightrope.simulators.model.arithmetic import exact_number

NAMES = {disagreement: "disagreement", gap: "gap", largest_shift: "tv"}


def run(options: argparse.Namespace) -> int:
    error, horizon = exact_number(options.epsilon, "--epsilon"), whole_option(options.horizon, "--horizon")
    values = {epsilon: error, T: horizon, **assumed_letters(options.assume, {"u": u, "m": m})}
    check_parameters(values)
    chosen = (
        [bound(options.key)]
        if options.key
        else [one for one in BOUNDS if one.kind == "inequality" and one.expression.free_symbols <= set(values)]
    )
    rows = [_row(one, values, error, horizon) for one in chosen]
    document = {
        "epsilon": str(error),
        "horizon": horizon,
        "bounds": rows,
        "worst_case": {
            key: number(worst_case(key, error, horizon))
            for key in ("pointwise", "per_step", "time_averaged", "on_policy")
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


def _row(one: Bound, values: dict, error: Fraction, horizon: int) -> dict:
    """The bound's value, and per reading the exact worst case of the same quantity, where it is known."""
    value, readings = one.at(values), {}
    for reading in one.readings:
        worst = None
        if one.quantity == disagreement and reading.key in WORST_CASE:
            worst = worst_case(reading.key, error, horizon, Fraction(values.get(m, 0)))
        readings[reading.key] = {
            "worst_case": number(worst) if worst is not None else None,
            "looseness": number(value / worst) if worst else None,
        }
    return {
        "key": one.key,
        "quantity": NAMES.get(one.quantity, str(one.quantity)),
        "bound": number(value),
        "readings": readings,
    }


def _times(exact: dict) -> str:
    return "-" if exact["looseness"] is None else f"{exact['looseness']['value']:.4g} x"
