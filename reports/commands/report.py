"""`tightrope report`: the main job."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tightrope.reports.experiments import chosen
from tightrope.reports.publishing.experiment import FULL, QUICK
from tightrope.reports.publishing.report import check_target, write_report


def run(options: argparse.Namespace) -> int:
    target = Path(options.out)
    if twice := [key for key in dict.fromkeys(options.only or ()) if options.only.count(key) > 1]:
        raise ValueError(f"--only takes each experiment once; got {', '.join(twice)} again")
    profile = QUICK if options.quick else FULL
    selected = chosen(options.only)
    check_target(target)
    words = ["tightrope report", *(["--quick"] if options.quick else [])]
    words += ["--only", *(one.key for one in selected)] if options.only else []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("", total=len(selected) + 1)
        started = iter(range(len(selected) + 1))

        def advance(title: str) -> None:
            progress.update(bar, description=title, completed=next(started))

        results = write_report(target, selected, profile, " ".join(words), advance)
        progress.update(bar, description="Done", completed=len(selected) + 1)
    verdicts = [claim["verdict"] for claim in results["claims"]]
    counts = ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(verdicts))
    print(f"{target / 'index.html'}: {len(verdicts)} claims, {counts}; results {results['id'][:12]}")
    return 0
