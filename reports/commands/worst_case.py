"""`tightrope worst-case`: value, certificate, and the problem that attains it."""

import argparse
import os
from fractions import Fraction
from pathlib import Path

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.small_problems import SECONDS
from tightrope.reports.commands.layout import columns, paragraph
from tightrope.reports.commands.options import asked_of_a_setting, declare_json, declare_numbers, declare_setting
from tightrope.reports.commands.output import STANDARD_OUTPUT, number, print_json, short, words_aside, written_whole
from tightrope.reports.commands.patience import patience
from tightrope.reports.evidence.bracket import both_sides
from tightrope.reports.evidence.extremal import answer, asked
from tightrope.reports.evidence.small_problems import small_worst_case
from tightrope.simulators.formats.problem_json import save, to_document
from tightrope.simulators.model.arithmetic import exact_number, exact_string, whole_number


def declare(parser: argparse.ArgumentParser) -> None:
    declare_setting(parser)
    declare_numbers(parser)
    parser.add_argument("--states", metavar="S", help="over all problems with S states only (needs tightrope[global])")
    parser.add_argument(
        "--out", metavar="FILE", help="where --states writes its problem (default worst-case-....json; - prints it)"
    )
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    error, horizon = exact_number(options.epsilon, "epsilon"), whole_number(options.horizon, "the horizon")
    setting = asked(options.reading, **asked_of_a_setting(options))
    if options.states is not None:
        return _all_with(whole_number(options.states, "--states"), setting, error, horizon, options)
    if options.out:
        raise ValueError("--out goes with --states: otherwise the problem that attains the worst case has a name")
    if setting.open_part:
        return _from_both_sides(setting, error, horizon, options)
    with patience("solving the linear program"):
        found = answer(setting, error, horizon)
    if options.json:
        return print_json(found.document())
    print("\n".join(paragraph(part) for part in f"{found.question()}:".split("\n")))
    times = "" if setting.R is None else f", costs times {setting.R}"
    line = f"  {short(number(found.value))}   ({found.evidence}; attained by {found.witness}{times})"
    print(line if len(line) <= columns() else paragraph(line, "  ", "    "))
    return 0


def _from_both_sides(setting: Setting, error: Fraction, horizon: int, options: argparse.Namespace) -> int:
    """What is known where there is no sharp answer: a problem from below, a weaker setting's worst case from above."""
    with patience("trying problems"):
        found = both_sides(setting, error, horizon)
    if options.json:
        return print_json(found.document())
    print(f"{found.question()}:")
    print(paragraph(f"no sharp answer is known: {found.open_part}", "  ", "    "))
    times = "" if setting.R is None else f", costs times {setting.R}"
    witness = f"attained by {found.witness} with epsilon {found.witness_epsilon}{times}"
    witness = witness if found.witness else "nobody errs"
    lower = f"at least  {short(number(found.lower))}   (exact; {witness}; the most of {found.tried} problems tried)"
    upper = f"at most   {short(number(found.upper.value))}   ({found.upper.evidence}; {found.upper.question()})"
    print(paragraph(lower, "  ", "    "))
    print(paragraph(upper.replace("\n", " "), "  ", "    "))
    if found.evidence == "certified":
        print(paragraph("both ends are the same: that is the worst case here", "  ", "    "))
    return 0


def _all_with(states: int, setting: Setting, error: Fraction, horizon: int, options: argparse.Namespace) -> int:
    """The supremum over all problems with so many states: a rational problem, and the optimiser's upper limit."""
    path = Path(options.out or f"worst-case-{setting.reading}-{states}-states.json")
    piped = options.out == STANDARD_OUTPUT
    if piped and options.json:
        raise ValueError("--out - and --json would both print to standard output: choose one of them")
    if options.out and not piped and os.path.lexists(path):
        raise ValueError(f"{path} is there already: choose another --out")
    with patience(f"searching the problems with {states} states"):
        found = small_worst_case(setting, error, horizon, states)
    if piped:
        print_json(to_document(found.problem))
    else:
        with written_whole(path) as beside:
            save(found.problem, beside)
    document = {
        "reading": setting.reading,
        "quantity": setting.quantity,
        "epsilon": str(error),
        "horizon": horizon,
        "states": states,
        "exact": exact_string(found.value),
        "value": float(found.value),
        "evidence": found.evidence,
        "certificate": None,
        "dual": {"value": found.dual, "closed": found.closed, "how": "upper limit of SCIP, in floating point"},
        "unrestricted": number(found.unrestricted),
        "witness": str(path),
    }
    if options.json:
        return print_json(document)
    shown, limit = short(number(found.value)), short(number(found.unrestricted))
    no_more = ": no problem does more" if found.evidence == "certified" else ""
    with words_aside(options.out):
        print(f"all problems with {states} states, {horizon} decisions, {setting.reading} error {error}:")
        print(f"  {shown} disagreements, attained by {path} (evaluated exactly)")
        print(f"  {found.dual:.6g} at most, says SCIP in floats" + f"; not closed in {SECONDS} s" * (not found.closed))
        print(f"  {limit} without a limit on the states{no_more}")
    return 0
