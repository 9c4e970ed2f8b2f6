"""`tightrope simulate`: the same from episodes, with an interval; so many of them, or as many as a precision takes."""

import argparse

from tightrope.reports.commands.layout import GAP, paragraph
from tightrope.reports.commands.options import asked_of_a_problem, declare_json, declare_problem
from tightrope.reports.commands.output import print_json
from tightrope.reports.commands.patience import patience
from tightrope.simulators.imitation import estimate, simulate
from tightrope.simulators.measures.confidence import Interval
from tightrope.simulators.model.arithmetic import whole_number
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.terminal import line
from tightrope.simulators.rollouts.estimators import QUANTITIES

WORDS = {"disagreement": "expected disagreements", "gap": "J(learner) - J(expert)"}


def declare(parser: argparse.ArgumentParser) -> None:
    declare_problem(parser)
    much = parser.add_mutually_exclusive_group(required=True)
    much.add_argument("--episodes", metavar="N", help="count disagreements in so many episodes")
    much.add_argument("--precision", metavar="P/Q", help="play until the estimate is within this, with the estimator "
                      "that needs least")  # fmt: skip
    parser.add_argument("--quantity", default="disagreement", help="disagreement (default) or gap (with --precision)")
    parser.add_argument("--seed", required=True, metavar="N")
    parser.add_argument("--confidence", default="0.99", metavar="P", help="level of the interval (default 0.99)")
    parser.add_argument("--threads", default="1", metavar="N", help="the result does not depend on it (default 1)")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    seed = whole_number(options.seed, "--seed")
    asked = asked_of_a_problem(options)
    asked |= {"seed": seed, "confidence": options.confidence, "threads": options.threads}
    one_of(options.quantity, QUANTITIES, "quantity")
    if options.precision is None:
        if options.quantity != "disagreement":
            raise ValueError("so many episodes count disagreements: for another quantity give a --precision")
        episodes = whole_number(options.episodes, "--episodes")
        with patience(f"episodes of {line(options.problem)}") as progress:
            interval = simulate(options.problem, **asked, episodes=episodes, progress=progress)
        return _tell(options, interval, episodes, seed, {})
    with patience(f"episodes of {line(options.problem)}") as progress:
        found = estimate(
            options.problem, **asked, quantity=options.quantity, precision=options.precision, progress=progress
        )
    chosen = {"estimator": found.estimator, "why": found.why, "predicted": found.predicted}
    return _tell(options, found.interval, found.episodes, seed, chosen)


def _tell(options: argparse.Namespace, interval: Interval, episodes: int, seed: int, chosen: dict) -> int:
    document = {
        "problem": options.problem,
        "quantity": options.quantity,
        "mean": interval.mean,
        "lower": interval.lower,
        "upper": interval.upper,
        "confidence": interval.confidence,
        "method": interval.method,
        "episodes": episodes,
        "seed": seed,
        **chosen,
    }
    if options.json:
        return print_json(document)
    print(f"{line(options.problem)}, T = {options.horizon}: {episodes} episodes, seed {seed}")
    if chosen:
        needed = ", ".join(f"{name} {count:.1e}" for name, count in chosen["predicted"].items())
        print(paragraph(f"{chosen['estimator']}: {chosen['why']}", then=GAP))
        print(paragraph(f"decisions needed, about: {needed}", then=GAP))
    limits = (
        f"{100 * interval.confidence:g} % interval [{interval.lower:.6g}, {interval.upper:.6g}] ({interval.method})"
    )
    print(paragraph(f"{WORDS[options.quantity]} {interval.mean:.6g}, {limits}", then=GAP))
    return 0
