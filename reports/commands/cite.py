"""`tightrope cite`: BibTeX."""

import argparse
from pathlib import Path

from tightrope.reports.publishing import citation


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", help="a report's folder; without it, the software")


def run(options: argparse.Namespace) -> int:
    if options.folder is None:
        print(citation.software(), end="")
        return 0
    from tightrope.reports.publishing.check import read_sound  # the software is cited without loading all this

    print(citation.report(read_sound(Path(options.folder))), end="")
    return 0
