"""`tightrope verify`: a report against its manifest, its id, and its own recomputation."""

import argparse
import sys
import tempfile
from pathlib import Path

from tightrope.reports.experiments import chosen
from tightrope.reports.publishing.manifest import differing_files, problems_of, read_report
from tightrope.reports.publishing.report import PROFILES, write_report

DOES_NOT_VERIFY = 1


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument(
        "--recompute", action="store_true", help="run its experiments again and compare the results' id"
    )


def run(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    found = problems_of(folder)
    results, manifest = read_report(folder)
    if options.recompute and not found:
        profile = PROFILES.get(results["profile"])
        if profile is None:
            raise ValueError(f"{folder}: the profile {results['profile']!r} is not known to this version")
        selected = chosen([one["key"] for one in results["experiments"]])
        with tempfile.TemporaryDirectory() as beside:
            fresh = Path(beside) / "again"
            again = write_report(
                fresh, selected, profile, manifest["command"], lambda title: print(title, file=sys.stderr)
            )
            found += [f"{path} comes out differently" for path in differing_files(folder, fresh)]
        if again["id"] != results["id"]:
            found.append(f"recomputed, the results have the id {again['id']}, not {results['id']}")
    for line in found:
        print(line)
    if found:
        print(f"{folder} does not verify")
        return DOES_NOT_VERIFY
    print(f"{folder} verifies: results {results['id']}" + (", recomputed" if options.recompute else ""))
    return 0
