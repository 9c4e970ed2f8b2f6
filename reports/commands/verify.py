"""`tightrope verify`: does a report still say what it said?"""

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from tightrope.reports.commands.options import declare_workers
from tightrope.reports.publishing.check import problems_of, read_report, recomputed
from tightrope.reports.publishing.own_problem import is_made_by_name
from tightrope.reports.publishing.scope import is_of_a_problem
from tightrope.simulators.model.terminal import line

DOES_NOT_VERIFY = 1
MOST = 40  # problems that are printed


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="the report's folder")
    parser.add_argument("--recompute", action="store_true", help="run its experiments again and compare what comes out")
    declare_workers(parser, "figures and experiments")
    parser.add_argument(
        "--texts", action="store_true", help="do not draw its figures and pages again; compare results, data and text"
    )


def run(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    found = problems_of(folder, drawn=not options.texts, workers=options.workers)
    results, _ = read_report(folder)
    if options.recompute and not found:
        found = recomputed(results, folder, lambda title: print(title, file=sys.stderr), options.workers)
    for problem in found[:MOST]:
        print(problem)
    if found:
        if len(found) > MOST:
            print(f"... and {len(found) - MOST} more")
        print(f"{line(folder)} does not verify")
        return DOES_NOT_VERIFY
    print(f"{line(folder)} verifies: results {results['id']}" + (", recomputed" if options.recompute else ""))
    print(established(results, options))
    return 0


def established(results: dict, options: argparse.Namespace) -> str:
    """What the answer says, and what it does not."""
    files = "results, data and text" if options.texts else "every file"
    own = is_of_a_problem(results)
    sources = f"its results.json and {results['file']}" if own else "its results.json"
    rest = "the problem beside is the one that it names" if own else "its claims and questions are this program's"
    said = [
        f"Established: {files} of it follows from {sources} by tightrope {version('tightrope')}, byte for byte;",
        f"nothing else is in the folder; the id is that of its content; {rest}.",
    ]
    if options.texts:
        said.append("Figures and pages were only held against its manifest: leave out --texts to make them again.")
    if own:
        again = "Computed again here from the problem, its numbers, tables and figures are the same."
        not_yet = "Not established: that the problem gives these numbers, tables and figures: see --recompute."
    else:
        again = "Its experiments, run again here, gave the same results: numbers, verdicts and words."
        not_yet = "Not established: that its experiments give these numbers, verdicts and words: see --recompute."
    said.append(again if options.recompute else not_yet)
    if results.get("training"):
        said.append(
            "Not established: how training went; it is no part of what the id is of, and no verdict rests on it."
        )
    if own and not (options.recompute and is_made_by_name(results)):
        said.append("Not established: what the problem is called, what is noted of it, and how its learner was made.")
    said.append(
        "Not established: who made it, when and on which machine (its manifest says so, and nothing can check that),\n"
        "and that its id is the one that was cited: compare it."
    )
    return "\n".join(said)
