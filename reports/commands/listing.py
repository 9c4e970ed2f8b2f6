"""`tightrope list`: everything that has a name."""

import argparse

from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.reports.experiments import ALL
from tightrope.reports.lecture import CLAIMS
from tightrope.simulators.names import GYMNASIUM
from tightrope.simulators.worlds.witnesses import WITNESSES


def declare(parser: argparse.ArgumentParser) -> None:
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    witnesses = [
        one.key + ("" if not one.defaults else ":" + ",".join(f"{k}={v}" for k, v in one.defaults.items()))
        for one in WITNESSES
    ]
    document = {
        "bounds": [
            {"key": one.key, "title": one.title, "kind": one.kind, "readings": [r.key for r in one.readings]}
            for one in BOUNDS
        ],
        "derivations": [{"key": one.key, "title": one.title} for one in DERIVATIONS],
        "claims": [{"id": one.id, "gist": one.gist} for one in CLAIMS],
        "experiments": [{"key": one.key, "question": one.question, "claims": list(one.claims)} for one in ALL],
        "problems": witnesses
        + [f"gymnasium:{name}" for name in GYMNASIUM]
        + [
            "garnet:states=20,actions=3,branching=2,seed=1",
            "side-cameras:half=3,width=2,error=1/20,flipped=1/10",
            "lag:symbols=4,delay=3,order=1,stay=1/4",
            "brake-light:switch=1/20,blur=1/5,sees=light",
            "reset-cliff:states=20,actions=4,demonstrations=16",
            "windy-path:length=12,half=2,wind=1/20",
            "fresh-states:states=6,actions=4,known=3",
            "excursions:back=9/10,lost=1/20",
            "FILE.json",
        ],
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
