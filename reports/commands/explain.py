"""`tightrope explain`: a claim of the lecture in words, what came out, and where it is looked at."""

import argparse
import json
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
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


LETTERS = {  # of the claims' formulas, as `plain` writes them
    "epsilon": "the error allowed: the probability with which the learner may not do what the expert does",
    "T": "the horizon, the number of decisions",
    "t": "the number of decisions so far, or their sum's index",
    "s": "a state",
    "s_t": "the state after t decisions",
    "s_T": "the state at the end",
    "a": "an action",
    "a_t": "the action taken there",
    "o": "an observation, what the learner sees of the state",
    "g": "the goal that the policy is told",
    "z": "the latent variable",
    "K": "the number of Gaussians",
    "c": "the cost: 1 where the learner does not do what the expert would, else 0",
    "c_t": "the expected cost of a state: how likely the learner does not do there what the expert would",
    "c_max": "the largest of these costs",
    "p_train": "how likely a state (or observation) is where the expert acts, as in the training data",
    "p_theta": "how likely a state is where the learner acts",
    "p_mistake": "how likely a state is after at least one mistake",
    "pi_theta": "the learner: how likely it takes an action",
    "pi^*": "the expert",
    "E_": "the average over what stands below it",
    "O": "of the order of: at most a constant times",
}
TOKEN = r"[A-Za-z][A-Za-z_]*(?:\^\*)?"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", metavar="CLAIM", help="L1, ..., L31")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    asked = _claim(options.claim)
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
        "letters": dict(_letters(asked)),
    }
    if options.json:
        return print_json(document)
    print(f"{asked.id}, {asked.section}\n")
    print(paragraph(plain(asked.gist), "  "))
    if asked.reading:
        print("\n" + paragraph(f"Here the error is at most epsilon {reading(asked.reading).words} ({asked.reading})."))
    print("\n" + "\n".join(_answer(found)))
    if letters := _letters(asked):
        print(f"\nWhat its letters mean\n{entries(letters)}")
    if proved := _proved(document):
        print(f"\nWhere it is proved\n{entries(proved)}")
    places = _places(document)
    print(f"\nWhat to run next\n{entries(places)}" if places else "\nNothing here speaks of it.")
    print("\nThe notes, in Chinese")
    lines = Text(plain(asked.sentence)).wrap(Console(), columns() - 2)  # a Chinese character is two columns wide
    print("\n".join(f"  {line.plain}".rstrip() for line in lines))
    return 0


def _claim(key: str) -> Claim:
    """The claim; who asks for a bound or a derivation is told which command knows it."""
    try:
        return claim(key)
    except ValueError as error:
        bounds = [f"see tightrope bound {one.key} --epsilon 1/100 --horizon 100" for one in BOUNDS if one.key == key]
        derivations = [f"see tightrope derive {one.key}" for one in DERIVATIONS if one.key == key]
        raise ValueError("; ".join([str(error), *bounds, *derivations])) from error


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


def _letters(asked: Claim) -> list[tuple[str, str]]:
    """The letters of its formulas and what they stand for."""
    formulas = " ".join(plain(one) for one in re.findall(r"\$[^$]*\$", asked.gist))
    used = dict.fromkeys(re.findall(TOKEN, formulas))
    return [(letter.rstrip("_"), LETTERS[letter]) for letter in used if letter in LETTERS]


def _proved(document: dict) -> list[tuple[str, str]]:
    """Where a line of it is proved or refuted, each with the lines' names."""
    rows = [(f"tightrope derive {key}", f"lines {', '.join(lines)}") for key, lines in document["lines"].items()]
    if document["kernel"]:
        rows.append(("bounds/formal/statements.v", f"theorems {', '.join(document['kernel'])}, by Coq: make formal"))
    return rows


def _places(document: dict) -> list[tuple[str, str]]:
    """Commands, each with what it says of the claim; first what asks the claim's reading for a number of one's own."""
    rows = []
    if document["reading"]:
        numbers = f"--reading {document['reading']} --epsilon 1/100 --horizon 100"
        rows.append((f"tightrope worst-case {numbers}", "the most that such errors can cost, and where"))
    rows += [
        (f"tightrope report --only {one.key}", plain(one.question)) for one in map(experiment, document["experiments"])
    ]
    if document["found"] and document["found"]["verdict"] != "open":
        rows.append(("reports/standard/report.md", "the report that this answer is taken from"))
    return rows
