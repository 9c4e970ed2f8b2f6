"""`tightrope list`: everything that has a name."""

import argparse

from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.reports.experiments import ALL
from tightrope.reports.lecture import CLAIMS
from tightrope.simulators.names import examples


def declare(parser: argparse.ArgumentParser) -> None:
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    document = {
        "bounds": [
            {"key": one.key, "title": one.title, "kind": one.kind, "readings": [r.key for r in one.readings]}
            for one in BOUNDS
        ],
        "derivations": [{"key": one.key, "title": one.title} for one in DERIVATIONS],
        "claims": [{"id": one.id, "gist": one.gist} for one in CLAIMS],
        "experiments": [{"key": one.key, "question": one.question, "claims": list(one.claims)} for one in ALL],
        "problems": examples(),
    }
    if options.json:
        return print_json(document)
    for heading, rows in document.items():
        print(heading)
        for row in rows:
            cells = (
                [row] if isinstance(row, str) else [str(value) for value in row.values() if not isinstance(value, list)]
            )
            print("  " + "  ".join(cells))
    return 0
