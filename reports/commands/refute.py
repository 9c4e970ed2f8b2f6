"""`tightrope refute`: a formula held against the exact worst case. Exit 0 it holds, 1 refuted, 3 undecided.

Of an open constant C: 0 if the smallest one was enclosed from both sides, 1 if there is none, 3 if only from below.
"""

import argparse
import re
from fractions import Fraction
from pathlib import Path
from textwrap import wrap

from tightrope.bounds.extremes.assumed import ASSUMED
from tightrope.bounds.language.meaning import Between
from tightrope.reports.commands.layout import columns
from tightrope.reports.commands.options import assumed, declare_json, declare_setting
from tightrope.reports.commands.output import (
    STANDARD_OUTPUT,
    check_unused,
    number,
    print_json,
    words_aside,
    written_whole,
)
from tightrope.reports.commands.refute_latex import sentence
from tightrope.reports.evidence.conjecture import decide
from tightrope.reports.evidence.finding import Constant, Counterexample, Finding, Tightest
from tightrope.reports.evidence.in_words import (
    attained_in_words,
    claimed_in_words,
    constant_in_words,
    domain_in_words,
    point_in_words,
    share_in_words,
)
from tightrope.reports.evidence.question import question
from tightrope.reports.publishing.postcard import draw, postcard
from tightrope.simulators.formats.door import STANDARD_INPUT
from tightrope.simulators.formats.problem_json import save, to_document
from tightrope.simulators.model.arithmetic import exact_string
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.rounding import digits_above, digits_below, float_above, float_below
from tightrope.simulators.names import problem

REFUTED, UNDECIDED = 1, 3


HELP = """
examples:
  is it true for all epsilon and T?
      tightrope refute 'epsilon*T**2/2' --reading per_step
  and for all u, since none is assumed
      tightrope refute 'u*epsilon*T' --reading on_policy --quantity gap
  for u from 1 to 5
      tightrope refute 'u*epsilon*T**2' --reading per_step --quantity gap \\
          --assume u=1:5
  the smallest C, and where it is needed
      tightrope refute 'C*epsilon*T**2' --reading per_step --horizon 2:
  for all T from some T on
      tightrope refute '0.51*epsilon*T**2' --reading per_step \\
          --horizon eventually
"""


def declare(parser: argparse.ArgumentParser) -> None:
    parser.epilog, parser.formatter_class = HELP, argparse.RawDescriptionHelpFormatter
    parser._negative_number_matcher = re.compile(r"^-(?!-)")  # a formula may begin with a minus: no option is like it
    parser.add_argument(
        "formula",
        metavar="FORMULA",
        help="what the quantity is claimed never to exceed: 'epsilon*T**2/2'; with a factor C: which C is the smallest",
    )
    declare_setting(parser)
    parser.add_argument(
        "--epsilon", default="0:1", metavar="LOW:HIGH", help="where it is claimed (default 0:1, without 0)"
    )
    parser.add_argument(
        "--horizon",
        default="1:",
        metavar="FIRST:LAST",
        help="where it is claimed (default 1:, all T); eventually: for all T from some T on",
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help="write a counterexample there, as problem file and as drawing; - prints the problem alone",
    )
    parser.add_argument("--latex", action="store_true", help="print the answer as a sentence of LaTeX")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    if options.out != STANDARD_OUTPUT:
        check_unused(*_files(Path(options.out or ".")))
    elif options.json:
        raise ValueError("--out - and --json would both print to standard output: choose one of them")
    where = {"epsilon": options.epsilon, "horizon": options.horizon}
    asked = {"reading": options.reading, "quantity": options.quantity, "missing": options.missing}
    found = decide(question(options.formula, assume=assumed(options.assume, ASSUMED), **asked, **where))
    witness = found.counterexample
    made = _problem(witness) if witness and witness.ran else None
    name = None if witness is None else witness.problem
    if witness and made and options.out == STANDARD_OUTPUT:
        print_json(to_document(made))
        name = STANDARD_INPUT
    elif witness and made and (options.out or witness.found):
        name = str(_write(made, Path(options.out or ".")))
    with words_aside(options.out):
        if options.json:
            print_json(_document(found, name))
        elif options.latex:
            print(sentence(found))
        else:
            print("\n".join(_lines(found, made, name)))
    return {"refuted": REFUTED, "undecided": UNDECIDED}.get(found.verdict, 0)


def _problem(witness: Counterexample) -> Problem:
    return witness.found.problem if witness.found else problem(witness.problem, witness.horizon, witness.error)


def _files(folder: Path) -> tuple[Path, Path]:
    """The problem, which `evaluate` reads, and its drawing."""
    return folder / "counterexample.json", folder / "counterexample.svg"


def _write(made: Problem, folder: Path) -> Path:
    for path, put in zip(_files(folder), (save, draw), strict=True):
        with written_whole(path) as beside:
            put(made, beside)
    return _files(folder)[0]


def _document(found: Finding, name: str | None) -> dict:
    asked, witness = found.conjecture, found.counterexample
    domain = asked.domain
    return {
        "conjecture": asked.text,
        "reading": asked.setting.reading,
        "quantity": asked.asked_in or asked.setting.quantity,
        "relation": ">=" if asked.asked_in else asked.relation,
        **({"numbers_of": asked.setting.quantity} if asked.asked_in else {}),  # below, and 1 - the formula
        "assumed": asked.assumed(),
        "domain": {"epsilon": [str(domain.low), str(domain.high)], "horizon": [domain.first, domain.last]},
        "eventually": asked.eventually,
        "verdict": found.verdict,
        "evidence": found.evidence,
        "because": found.because,
        "witness": witness
        and {
            **_point(witness),
            "claimed": _between(witness.claimed),
            "actual": number(witness.actual) if witness.ran else {"value": float_below(witness.actual)},
            "problem": name,
        },
        "searched": list(found.searched),
        "tightest": found.tightest
        and {"share": float_below(found.tightest.share.lower), **_point(found.tightest), **_share(found.tightest)},
        "notes": list(found.notes),
        "constant": found.constant and _constant(found.constant),
        "since": found.since,
    }


def _point(at: Counterexample | Tightest | Constant) -> dict:
    """Where it is; the values of letters without one, if there are any."""
    values = {"assumed": {letter: str(value) for letter, value in at.values.items()}} if at.values else {}
    return {"epsilon": exact_string(at.error), "horizon": at.horizon, **values}


def _between(claimed: Between) -> dict:
    if claimed.exact is not None:
        return number(claimed.exact)
    return {"value": float_above(claimed.upper), "lower": float_below(claimed.lower)}


def _share(tightest: Tightest) -> dict:
    share = tightest.share
    return {"exact": exact_string(share.exact)} if share.exact is not None else {"upper": float_above(share.upper)}


def _constant(found: Constant) -> dict:
    growing = [
        {
            "epsilon": exact_string(error),
            "horizon": horizon,
            "lower": {"exact": exact_string(lower), "value": float_below(lower)},
        }
        for error, horizon, lower in found.growing
    ]
    needed = {**_point(found), "problem": found.problem, "evaluated": found.ran}
    upper = None if found.upper is None else {"exact": exact_string(found.upper), "value": float_above(found.upper)}
    return {"lower": _lower_end(found.lower), "upper": upper, "needed_at": needed, "growing": growing}


def _lower_end(lower: Fraction) -> dict:
    return {"exact": exact_string(lower), "value": float_below(lower)}


def _lines(found: Finding, made: Problem | None, name: str | None) -> list[str]:
    asked, witness = found.conjecture, found.counterexample
    given = "".join(f", {key} = {value}" for key, value in asked.assumed().items() if ":" not in value)
    lines = [f"{asked.statement}{', the smallest C' * asked.asks_for_a_constant}"]
    lines += [f"  that is, {asked.setting.quantity} <= 1 - ({asked.text})"] if asked.asked_in else []
    lines += [f"  {asked.setting.reading} error at most epsilon{given}", f"  {domain_in_words(asked)}", ""]
    lines += wrap(f"{found.verdict.upper()} ({found.evidence}): {found.because}", columns())
    if witness:
        lines += _of_witness(witness, made, name)
    if found.constant and (found.constant.growing or found.verdict != "refuted"):
        lines += _of_constant(found.constant)
    if found.tightest:
        at = found.tightest
        where = point_in_words(at.error, at.horizon, at.values)
        lines += ["", *wrap(f"Seen at most: {share_in_words(at.share)} times the claim, at {where}.", columns())]
    lines += [line for note in found.notes for line in wrap(f"Note: {note}.", columns())]
    if found.verdict == "undecided":
        tried = (wrap(line, columns(), initial_indent="  ", subsequent_indent="    ") for line in found.searched)
        lines += ["tried:", *(line for one in tried for line in one)]
    return lines


def _of_witness(witness: Counterexample, made: Problem | None, name: str | None) -> list[str]:
    claimed, actual = claimed_in_words(witness.claimed), attained_in_words(witness.actual)
    where = point_in_words(witness.error, witness.horizon, witness.values)
    lines = [f"  {where}:  claimed {claimed}  <  {actual} attained"]
    if Fraction(digits_above(witness.claimed.upper)) >= Fraction(digits_below(witness.actual)):
        lines = [f"  {where}:  attained {actual},", f"  at least {digits_below(_apart(witness))} above the claim"]
    if not made:
        return lines
    evaluate = f"  tightrope evaluate {name} {_given(witness, name)}--horizon {witness.horizon} --exact"
    return [*lines, "", postcard(made, witness.horizon), "", evaluate]


def _apart(witness: Counterexample) -> Fraction:
    return witness.actual - witness.claimed.upper


def _of_constant(found: Constant) -> list[str]:
    lines = ["", f"  the smallest C:  {constant_in_words(found.lower, found.upper)}"] if not found.growing else [""]
    for error, horizon, lower in found.growing:
        lines.append(f"  {point_in_words(error, horizon, {})}:  C >= {digits_below(lower)}")
    if found.growing:
        return lines
    where = point_in_words(found.error, found.horizon, found.values)
    lines += wrap(f"needed at {where}, by {found.problem}", columns(), initial_indent="  ", subsequent_indent="    ")
    if found.ran:
        lines += ["", f"  tightrope evaluate {found.problem} --epsilon {found.error} --horizon {found.horizon} --exact"]
    return lines


def _given(witness: Counterexample, name: str | None) -> str:
    return "" if name and (name.endswith(".json") or name == STANDARD_INPUT) else f"--epsilon {witness.error} "
