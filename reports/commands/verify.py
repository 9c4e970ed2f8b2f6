"""`tightrope verify`: does a report still say what it said?"""

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from tightrope.reports.commands.options import declare_workers
from tightrope.reports.publishing.check import problems_of, read_report, recomputed
from tightrope.simulators.model.terminal import line

DOES_NOT_VERIFY = 1
MOST = 40  # problems that are printed


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR")
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
        found = recomputed(results, lambda title: print(title, file=sys.stderr), options.workers)
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
    said = [
        f"Established: {files} of it follows from its results.json by tightrope {version('tightrope')}, byte for byte;",
        "nothing else is in the folder; the id is that of its content; its claims and questions are this program's.",
    ]
    if options.texts:
        said.append("Figures and pages were only held against its manifest: leave out --texts to make them again.")
    if options.recompute:
        said.append("Its experiments, run again here, gave the same results: numbers, verdicts and words.")
    else:
        said.append("Not established: that its experiments give these numbers, verdicts and words: see --recompute.")
    said.append(
        "Not established: who made it, when and on which machine (its manifest says so, and nothing can check that),\n"
        "and that its id is the one that was cited: compare it."
    )
    return "\n".join(said)
