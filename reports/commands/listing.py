"""`tightrope list`: everything that has a name."""

import argparse

from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
from tightrope.reports.commands.layout import entries
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.reports.commands.plain import plain
from tightrope.reports.experiments import ALL
from tightrope.reports.lecture import CLAIMS
from tightrope.simulators.model.family import Family
from tightrope.simulators.names import FAMILIES, FORMATS, examples

KINDS = {"inequality": "", "order": " (order only)", "probability": " (with probability)", "identity": " (an identity)"}


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
    shown = {
        "bounds: tightrope bound KEY": [(one.key, one.title + KINDS[one.kind]) for one in BOUNDS],
        "derivations: tightrope derive KEY": [(one.key, one.title) for one in DERIVATIONS],
        "claims: tightrope explain L1": [(one.id, plain(one.gist)) for one in CLAIMS],
        "experiments: tightrope report --only KEY": [(one.key, plain(one.question)) for one in ALL],
        "problems: tightrope evaluate PROBLEM": [
            *((one.examples[0], _words(one)) for one in FAMILIES),
            *((f"FILE{one.suffix}", one.words) for one in FORMATS),
        ],
    }
    print("\n\n".join(f"{heading}\n{entries(rows)}" for heading, rows in shown.items()))
    return 0


def _words(family: Family) -> str:
    """What the problems of a family are, and the names of its other examples."""
    others = ", ".join(family.examples[1:])
    return f"{family.words}; also {others}" if others else family.words
