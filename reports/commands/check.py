"""`tightrope check`: a report about one's own problem."""

import argparse
from pathlib import Path

from tightrope.reports.commands.layout import paragraph
from tightrope.reports.commands.options import asked_of_a_problem, called, declare_json, declare_problem, named_problem
from tightrope.reports.commands.output import STANDARD_OUTPUT, print_json
from tightrope.reports.commands.patience import patience
from tightrope.reports.publishing.checking import CONFIDENCE, EPISODES, SEED, check


def declare(parser: argparse.ArgumentParser) -> None:
    declare_problem(parser)
    parser.add_argument(
        "--demonstrations", metavar="FILE", help="the expert's episodes; without another learner it is their clone"
    )
    parser.add_argument("--learner-log", metavar="FILE", help="the learner's own episodes, labelled by the expert")
    parser.add_argument(
        "--shorter", default="cut", help="of episodes that do not say whether they ended: cut (default) or ended"
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write")
    parser.add_argument("--episodes", default=EPISODES, metavar="N", help=f"of each sampled point (default {EPISODES})")
    parser.add_argument("--seed", default=SEED, help=f"of all that is sampled (default {SEED})")
    declare_json(parser)
    parser.add_argument("--confidence", default=CONFIDENCE, help=f"of each interval (default {CONFIDENCE})")


def run(options: argparse.Namespace) -> int:
    if options.out == STANDARD_OUTPUT:
        raise ValueError(
            "a report is a folder, which standard output cannot be: give --out DIR, and --json for results"
        )
    with patience(f"checking {called(options)}"):
        found = check(
            named_problem(options),
            **asked_of_a_problem(options),
            demonstrations=options.demonstrations,
            learner_log=options.learner_log,
            shorter=options.shorter,
            episodes=options.episodes,
            seed=options.seed,
            confidence=options.confidence,
            out=options.out,
        )
    if options.json:
        return print_json(found.results)
    print(paragraph(f"{Path(options.out) / 'index.html'}: {found.summary}; results {found.id[:12]}"))
    return 0
