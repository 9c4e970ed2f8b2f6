"""`tightrope report`: the main job."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tightrope.reports.commands.options import declare_workers
from tightrope.reports.commands.output import STANDARD_OUTPUT
from tightrope.reports.experiments import chosen
from tightrope.reports.publishing.report import report
from tightrope.reports.publishing.scope import is_whole


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", default="report", metavar="DIR", help="folder to write (default: report)")
    parser.add_argument("--only", nargs="+", action="extend", metavar="KEY", help="these experiments only")
    declare_workers(parser, "experiments and figures")
    parser.add_argument("--quick", action="store_true", help="shorter horizons and fewer episodes")


def run(options: argparse.Namespace) -> int:
    if options.out == STANDARD_OUTPUT:
        raise ValueError("a report is a folder, which standard output cannot be: give --out DIR")
    target, steps = Path(options.out), len(chosen(options.only)) + 1
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True))
    bar, started = progress.add_task("", total=steps), iter(range(steps))

    def advance(title: str) -> None:
        progress.start()  # at the first step: what is refused before is one message
        progress.update(bar, description=title, completed=next(started))

    try:
        profile = "quick" if options.quick else "full"
        results = report(target, only=options.only, profile=profile, workers=options.workers, progress=advance)
        progress.update(bar, description="Done", completed=steps)
    finally:
        if progress.live.is_started:  # else it would print an empty line
            progress.stop()
    print(f"{target / 'index.html'}: {told(results)}; results {results['id'][:12]}")
    return 0


def told(results: dict) -> str:
    """How many claims it looks at, and the verdicts."""
    verdicts = [claim["verdict"] for claim in results["claims"]]
    shown = verdicts if is_whole(results) else [verdict for verdict in verdicts if verdict != "open"]
    counts = "".join(f", {shown.count(verdict)} {verdict}" for verdict in dict.fromkeys(shown))
    return f"{len(shown)} of {len(verdicts)} claims{counts}"
