"""`tightrope report`: the main job."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tightrope.reports.experiments import chosen
from tightrope.reports.publishing.report import check_target, report


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", default="report", metavar="DIR", help="folder to write (default: report)")
    parser.add_argument("--only", nargs="+", action="extend", metavar="KEY", help="these experiments only")
    parser.add_argument("--quick", action="store_true", help="shorter horizons and fewer episodes")


def run(options: argparse.Namespace) -> int:
    target, steps = Path(options.out), len(chosen(options.only)) + 1
    check_target(target)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("", total=steps)
        started = iter(range(steps))

        def advance(title: str) -> None:
            progress.update(bar, description=title, completed=next(started))

        profile = "quick" if options.quick else "full"
        results = report(target, only=options.only, profile=profile, progress=advance)
        progress.update(bar, description="Done", completed=steps)
    verdicts = [claim["verdict"] for claim in results["claims"]]
    counts = ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(verdicts))
    print(f"{target / 'index.html'}: {len(verdicts)} claims, {counts}; results {results['id'][:12]}")
    return 0
