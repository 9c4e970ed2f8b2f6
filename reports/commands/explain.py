"""`tightrope explain`: a claim of the lecture in words, and where it is looked at."""

import argparse
from textwrap import fill

from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.reports.lecture import claim


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", metavar="CLAIM", help="L1, ..., L31")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    asked = claim(options.claim)
    document = {
        "id": asked.id,
        "section": asked.section,
        "sentence": asked.sentence,
        "gist": asked.gist,
        "reading": asked.reading,
        "lines": asked.lines(),
        "experiments": asked.experiments(),
        "kernel": asked.kernel_theorems(),
    }
    if options.json:
        return print_json(document)
    print(f"{asked.id}, {asked.section}" + (f", read as {asked.reading}" if asked.reading else ""))
    print(fill(asked.gist, 80), end="\n\n")
    print(f"The notes (in Chinese): {asked.sentence}", end="\n\n")
    for key, lines in document["lines"].items():
        print(fill(f"tightrope derive {key}: {', '.join(lines)}", 80, subsequent_indent="  "))
    for key in document["experiments"]:
        print(f"tightrope report --only {key}")
    if document["kernel"]:
        print(fill(f"theorems of the proof assistant: {', '.join(document['kernel'])}", 80, subsequent_indent="  "))
    if not (document["lines"] or document["experiments"]):
        print("Nothing here speaks of it yet.")
    return 0
