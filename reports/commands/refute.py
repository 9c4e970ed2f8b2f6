"""`tightrope refute`: a formula held against the exact worst case. Exit 0 it holds, 1 refuted, 3 undecided."""

import argparse
import sys
from fractions import Fraction
from pathlib import Path
from textwrap import wrap

from tightrope.bounds.language.letters import to_latex
from tightrope.reports.commands.options import asked_of_a_setting, declare_json, declare_setting
from tightrope.reports.commands.output import check_unused, nearest_float, number, print_json, written_whole
from tightrope.reports.evidence.conjecture import Counterexample, Finding, conjecture, decide, domain_of
from tightrope.reports.evidence.extremal import asked
from tightrope.reports.publishing.postcard import draw, postcard
from tightrope.simulators.formats.problem_json import save
from tightrope.simulators.model.arithmetic import exact_string
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem

REFUTED, UNDECIDED = 1, 3
COLUMNS = 80
LONGEST_EXACT = 40  # characters of a fraction in a sentence


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "formula", metavar="FORMULA", help="what the quantity is claimed never to exceed: 'epsilon*T**2/2'"
    )
    declare_setting(parser)
    parser.add_argument(
        "--epsilon", default="0:1", metavar="LOW:HIGH", help="where it is claimed (default 0:1, without 0)"
    )
    parser.add_argument("--horizon", default="1:", metavar="FIRST:LAST", help="where it is claimed (default 1:, all T)")
    parser.add_argument("--out", metavar="DIR", help="write a counterexample there, as problem file and as drawing")
    parser.add_argument("--latex", action="store_true", help="print the answer as a sentence of LaTeX")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    check_unused(*_files(Path(options.out or ".")))
    setting = asked(options.reading, **asked_of_a_setting(options))
    claim = conjecture(options.formula, setting, domain_of(options.epsilon, options.horizon))
    found = decide(claim)
    witness = found.counterexample
    made = None if witness is None else _problem(witness)
    name = None if witness is None else witness.problem
    if witness and made and (options.out or witness.found):
        name = str(_write(made, Path(options.out or ".")))
    if options.json:
        print_json(_document(found, name))
    elif options.latex:
        print(_latex(found))
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
        "quantity": asked.setting.quantity,
        "assumed": asked.setting.assumed(),
        "domain": {"epsilon": [str(domain.low), str(domain.high)], "horizon": [domain.first, domain.last]},
        "verdict": found.verdict,
        "evidence": found.evidence,
        "because": found.because,
        "witness": witness
        and {
            "epsilon": exact_string(witness.error),
            "horizon": witness.horizon,
            "claimed": _claimed(witness),
            "actual": number(witness.actual),
            "problem": name,
        },
        "searched": list(found.searched),
        "tightest": found.tightest
        and {"share": found.tightest[0], "epsilon": str(found.tightest[1]), "horizon": found.tightest[2]},
    }


def _claimed(witness: Counterexample) -> dict:
    if witness.claimed.exact is not None:
        return number(witness.claimed.exact)
    return {"value": nearest_float(witness.claimed.upper), "lower": nearest_float(witness.claimed.lower)}


def _lines(found: Finding, made: Problem | None, name: str | None) -> list[str]:
    asked, witness = found.conjecture, found.counterexample
    assumed = "".join(f", {key} = {value}" for key, value in asked.setting.assumed().items())
    lines = [f"{asked.setting.quantity} <= {asked.text}", f"  {asked.setting.reading} error at most epsilon{assumed}"]
    lines += [f"  {_domain(found)}", "", *wrap(f"{found.verdict.upper()} ({found.evidence}): {found.because}", COLUMNS)]
    if witness and made:
        claimed, actual = _short(witness.claimed.exact, witness.claimed.upper), _short(witness.actual, witness.actual)
        lines += [
            f"  epsilon = {witness.error}, T = {witness.horizon}:  claimed {claimed}  <  {actual} attained",
            "",
            postcard(made, witness.horizon),
            "",
            f"  tightrope evaluate {name} {_given(witness, name)}--horizon {witness.horizon} --exact",
        ]
    if found.tightest:
        share, error, horizon = found.tightest
        lines += ["", f"Seen at most: {share:.5g} times the claim, at epsilon = {error}, T = {horizon}."]
    if found.verdict == "undecided":
        tried = (wrap(line, COLUMNS, initial_indent="  ", subsequent_indent="    ") for line in found.searched)
        lines += ["tried:", *(line for one in tried for line in one)]
    return lines


def _given(witness: Counterexample, name: str | None) -> str:
    return "" if name and name.endswith(".json") else f"--epsilon {witness.error} "


def _short(exact: Fraction | None, value: Fraction) -> str:
    shown, text = nearest_float(value), "" if exact is None else exact_string(exact)
    if abs(value) > sys.float_info.max:
        return f"{'below' if value < 0 else 'above'} {shown:.10g}"
    return f"{text} = {shown:.6g}" if 0 < len(text) <= 16 else f"{shown:.10g}"


def _domain(found: Finding) -> str:
    domain = found.conjecture.domain
    low = f"{domain.low} <= " if domain.low else "0 < "
    until = f"{domain.first}, {domain.first + 1}, ..." if domain.last is None else f"{domain.first} to {domain.last}"
    return f"{low}epsilon <= {domain.high}, T = {until}"


def _latex(found: Finding) -> str:
    """The conjecture and its fate as a paragraph of LaTeX."""
    asked, witness = found.conjecture, found.counterexample
    formula = to_latex(asked.formula) if asked.known.everywhere else f"\\text{{\\texttt{{{_verbatim(asked.text)}}}}}"
    said = f"The conjecture $\\text{{{asked.setting.quantity}}} \\leq {formula}$"
    said += f" ({asked.setting.reading.replace('_', '-')} error at most $\\epsilon$)"
    if not witness:
        because = found.because.replace("epsilon", r"$\epsilon$")
        return f"{said}: {found.verdict} ({found.evidence}); {because}."
    exact = "" if witness.claimed.exact is None else exact_string(witness.claimed.exact)
    short = 0 < len(exact) <= LONGEST_EXACT
    claimed = f"${exact}$" if short else _short(None, witness.claimed.upper)
    point = f"$\\epsilon = {to_latex(_rational(witness.error))}$, $T = {witness.horizon}$"
    name = witness.problem.replace("_", r"\_")
    attains = f"the problem \\texttt{{{name}}} attains ${to_latex(_rational(witness.actual))}$"
    return f"{said} is false: at {point} it claims {claimed}, and {attains}."


def _verbatim(text: str) -> str:
    return text.replace("_", r"\_")


def _rational(value: Fraction):
    from sympy import Rational

    return Rational(value.numerator, value.denominator)
