"""The command line. A command's module is imported when it runs, so that --help answers at once.

Exit status: 0 finished, whatever the verdicts say; 1 a conjecture is refuted, or a report does not verify; 2 bad input;
3 a conjecture is undecided; 4 an internal failure.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

BAD_INPUT, INTERNAL = 2, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    try:
        return import_module(f"tightrope.reports.commands.{options.module}").run(options)
    except ValueError as error:
        print(f"tightrope: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        return 0
    except Exception as error:  # never 1: that would be a verdict
        print(f"tightrope: internal failure, {type(error).__name__}: {error}", file=sys.stderr)
        return INTERNAL


class _OnceParser(argparse.ArgumentParser):
    """Refuses an option that is given twice, where argparse would silently take the last; those that append may repeat."""

    def __init__(self, *arguments, **more) -> None:
        super().__init__(*arguments, **more)
        for name in (None, "store", "store_true"):
            self.register("action", name, _once(self._registry_get("action", name)))


def _once(action: type[argparse.Action]) -> type[argparse.Action]:
    class Once(action):
        def __call__(self, parser, namespace, values, option_string=None):
            given = vars(namespace).setdefault("given", set())
            if self.option_strings and self.dest in given:
                parser.error(f"{'/'.join(self.option_strings)} may be given once; it was given twice")
            given.add(self.dest)
            super().__call__(parser, namespace, values, option_string)

    return Once


def build_parser() -> argparse.ArgumentParser:
    """All commands and options."""
    parser = _OnceParser(
        prog="tightrope",
        description="The error bounds of imitation learning: derived, attacked, and reported claim by claim.",
        epilog="Start with: tightrope report --quick --out report",
    )
    add = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands").add_parser
    one = add("list", help="bounds, claims, experiments and problems")
    _json(one, "listing")

    one = add("derive", help="a derivation's lines, each with its verdict per reading")
    one.add_argument("key", metavar="KEY", help="distribution-shift, worst-case, dagger, ...; see tightrope list")
    one.add_argument("--latex", action="store_true", help="print the lines as LaTeX")
    _json(one, "derive")

    one = add("bound", help="bounds and exact worst cases at one epsilon and horizon")
    one.add_argument("key", metavar="KEY", nargs="?", help="one bound only; see tightrope list")
    _numbers(one)
    one.add_argument("--assume", metavar="LETTER=VALUE", action="append", default=[], help="value of u or m")
    _json(one, "bound")

    one = add("worst-case", help="the largest cost under a reading, with certificate and witness")
    one.add_argument("--reading", required=True, help="pointwise, per_step, time_averaged, on_policy or finite_data")
    _numbers(one)
    one.add_argument("--quantity", default="disagreement", help="disagreement (default), gap (task cost) or tv")
    one.add_argument(
        "--assume", metavar="LETTER=VALUE", action="append", default=[], help="of the task, for gap: u, rho or J_star"
    )
    one.add_argument("--missing", help="finite_data: the probability that an expert run leaves the data set")
    one.add_argument("--states", metavar="S", help="over all problems with S states only (needs tightrope[global])")
    one.add_argument("--out", metavar="FILE", help="where --states writes its problem (default worst-case-....json)")
    _json(one, "worst_case")

    one = add("refute", help="a formula of your own: proved, refuted with a problem, or undecided")
    one.add_argument(
        "formula", metavar="FORMULA", help="what the quantity is claimed never to exceed: 'epsilon*T**2/2'"
    )
    one.add_argument("--reading", required=True, help="pointwise, per_step, time_averaged, on_policy or finite_data")
    one.add_argument("--quantity", default="disagreement", help="disagreement (default), gap (task cost) or tv")
    one.add_argument(
        "--assume", metavar="LETTER=VALUE", action="append", default=[], help="of the task, for gap: u, rho or J_star"
    )
    one.add_argument("--missing", help="finite_data: the probability that an expert run leaves the data set")
    one.add_argument(
        "--epsilon", default="0:1", metavar="LOW:HIGH", help="where it is claimed (default 0:1, without 0)"
    )
    one.add_argument("--horizon", default="1:", metavar="FIRST:LAST", help="where it is claimed (default 1:, all T)")
    one.add_argument("--out", metavar="DIR", help="write a counterexample there, as problem file and as drawing")
    one.add_argument("--latex", action="store_true", help="print the answer as a sentence of LaTeX")
    _json(one, "refute")

    one = add("evaluate", help="exact cost, task cost, readings and distances of a problem")
    _problem(one)
    one.add_argument("--exact", action="store_true", help="rational arithmetic")
    one.add_argument(
        "--bounds", action="store_true", help="all bounds of the catalogue that apply, and why others do not"
    )
    _json(one, "evaluate")

    one = add("simulate", help="the same cost from episodes, with an interval")
    _problem(one)
    one.add_argument("--episodes", required=True, type=int, metavar="N")
    one.add_argument("--seed", required=True, type=int, metavar="N")
    one.add_argument("--confidence", type=float, default=0.99, metavar="P", help="level of the interval (default 0.99)")
    one.add_argument("--threads", type=int, default=1, metavar="N", help="the result does not depend on it (default 1)")
    _json(one, "simulate")

    one = add("report", help="the main job: run everything and write the report")
    one.add_argument("--out", default="report", metavar="DIR", help="folder to write (default: report)")
    one.add_argument("--only", nargs="+", action="extend", metavar="KEY", help="these experiments only")
    one.add_argument("--quick", action="store_true", help="shorter horizons and fewer episodes")
    one.set_defaults(module="report")

    one = add("verify", help="does a report still say what it said?")
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--recompute", action="store_true", help="run its experiments again and compare the results' id")
    one.set_defaults(module="verify")

    one = add("cite", help="BibTeX of the software, or of a report")
    one.add_argument("folder", metavar="DIR", nargs="?")
    one.set_defaults(module="cite")
    return parser


def _json(parser: argparse.ArgumentParser, module: str) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(module=module)


def _numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--epsilon", required=True, metavar="P/Q", help="the error allowed, for example 1/100")
    parser.add_argument("--horizon", required=True, metavar="T", help="number of decisions")


def _problem(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "problem", metavar="PROBLEM", help="tightrope, recovery:rho=1/5, gymnasium:FrozenLake-v1, FILE.json, ..."
    )
    parser.add_argument("--epsilon", metavar="P/Q", help="the error allowed; a file with a learner takes none")
    parser.add_argument("--horizon", required=True, metavar="T", help="number of decisions")
    parser.add_argument("--reading", help="what the learner's epsilon means (default pointwise)")
    parser.add_argument("--off-support", help="off the expert's support: worst (default), uniform or expert")
    parser.add_argument("--missing", help="finite_data: the probability that an expert run leaves the data set")


if __name__ == "__main__":
    sys.exit(main())
