"""`tightrope cite`: BibTeX."""

import argparse
from pathlib import Path

from tightrope.reports.publishing import citation
from tightrope.reports.publishing.manifest import read_report


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?")


def run(options: argparse.Namespace) -> int:
    if options.folder is None:
        print(citation.software(), end="")
    else:
        results, _ = read_report(Path(options.folder))
        print(citation.report(results), end="")
    return 0
