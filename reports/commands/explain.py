"""`tightrope explain`: a claim of the lecture in words, what came out, and where it is looked at."""

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tightrope.bounds.language.readings import reading
from tightrope.reports.commands.layout import columns, entries, paragraph
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.reports.commands.plain import plain
from tightrope.reports.experiments import experiment
from tightrope.reports.lecture import Claim, claim

STANDARD = Path(__file__).parents[1] / "standard" / "results.json"  # a checkout has it, an installed package has not
VERDICTS = {
    "attained": "It is true, and somewhere it holds with equality",
    "holds": "It is true",
    "conditional": "It is true under a condition",
    "refuted": "It is false as it is written",
    "undecided": "It is not decided",
    "open": "No experiment answers it yet",
}
EVIDENCE = {
    "proved": "every step is proved",
    "exact": "fractions on stated problems",
    "certified": "a certificate is checked in fractions",
    "searched": "nothing else was found",
    "measured": "from episodes, with an interval",
}


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", metavar="CLAIM", help="L1, ..., L31")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    asked = claim(options.claim)
    found = _standard(asked)
    document = {
        "id": asked.id,
        "section": asked.section,
        "sentence": asked.sentence,
        "gist": asked.gist,
        "reading": asked.reading,
        "found": found,
        "lines": asked.lines(),
        "experiments": asked.experiments(),
        "kernel": asked.kernel_theorems(),
    }
    if options.json:
        return print_json(document)
    print(f"{asked.id}, {asked.section}\n")
    print(paragraph(plain(asked.gist), "  "))
    if asked.reading:
        print("\n" + paragraph(f"Here the error is at most epsilon {reading(asked.reading).words} ({asked.reading})."))
    print("\n" + "\n".join(_answer(found)))
    places = _places(document)
    print(f"\nWhere it is looked at\n{entries(places)}" if places else "\nNothing here speaks of it.")
    print("\nThe notes, in Chinese")
    lines = Text(plain(asked.sentence)).wrap(Console(), columns() - 2)  # a Chinese character is two columns wide
    print("\n".join(f"  {line.plain}".rstrip() for line in lines))
    return 0


def _standard(asked: Claim) -> dict | None:
    """What the standard report that lies in a checkout says of the claim; None where there is none."""
    if not STANDARD.exists():
        return None
    claims = json.loads(STANDARD.read_text(encoding="utf-8"))["claims"]
    kept = ("verdict", "evidence", "because", "condition", "readings")
    return next(({key: one.get(key) for key in kept} for one in claims if one["id"] == asked.id), None)


def _answer(found: dict | None) -> list[str]:
    """Is it true? In words, and under which other meanings of the error."""
    if found is None:
        return [paragraph("Whether it is true says a report: tightrope report --quick --out report.")]
    how = f" ({EVIDENCE[found['evidence']]})" if found["evidence"] in EVIDENCE else ""
    lines = [paragraph(f"{VERDICTS[found['verdict']]}{how}. {plain(found['because'] or '')}")]
    if found["condition"]:
        lines.append(paragraph(f"Condition: {plain(found['condition'])}."))
    by_verdict: dict[str, list[str]] = {}
    for key, one in (found["readings"] or {}).items():
        by_verdict.setdefault(one["verdict"], []).append(key)
    if by_verdict:
        said = "; ".join(f"{verdict} under {', '.join(keys)}" for verdict, keys in by_verdict.items())
        lines.append(paragraph(f"By what the error means: {said}."))
    return lines


def _places(document: dict) -> list[tuple[str, str]]:
    """Commands and files, each with what it says of the claim."""
    rows = [(f"tightrope derive {key}", f"lines {', '.join(lines)}") for key, lines in document["lines"].items()]
    rows += [
        (f"tightrope report --only {one.key}", plain(one.question)) for one in map(experiment, document["experiments"])
    ]
    if document["kernel"]:
        rows.append(("bounds/formal/statements.v", f"theorems {', '.join(document['kernel'])}, by Coq"))
    if document["found"] and document["found"]["verdict"] != "open":
        rows.append(("reports/standard/report.md", "the report that this answer is taken from"))
    return rows
