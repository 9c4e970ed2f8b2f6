"""`tightrope simulate`: the same from episodes, with an interval."""

import argparse

from tightrope.reports.commands.options import asked_of_a_problem, declare_json, declare_problem
from tightrope.reports.commands.output import print_json
from tightrope.reports.commands.patience import patience
from tightrope.simulators.imitation import simulate
from tightrope.simulators.model.arithmetic import whole_number
from tightrope.simulators.model.terminal import line


def declare(parser: argparse.ArgumentParser) -> None:
    declare_problem(parser)
    parser.add_argument("--episodes", required=True, metavar="N")
    parser.add_argument("--seed", required=True, metavar="N")
    parser.add_argument("--confidence", default="0.99", metavar="P", help="level of the interval (default 0.99)")
    parser.add_argument("--threads", default="1", metavar="N", help="the result does not depend on it (default 1)")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    episodes, seed = whole_number(options.episodes, "--episodes"), whole_number(options.seed, "--seed")
    with patience(f"{episodes} episodes of {options.problem}"):
        interval = simulate(
            options.problem,
            **asked_of_a_problem(options),
            episodes=episodes,
            seed=seed,
            confidence=options.confidence,
            threads=options.threads,
        )
    document = {
        "problem": options.problem,
        "quantity": "disagreement",
        "mean": interval.mean,
        "lower": interval.lower,
        "upper": interval.upper,
        "confidence": interval.confidence,
        "method": interval.method,
        "episodes": episodes,
        "seed": seed,
    }
    if options.json:
        return print_json(document)
    print(f"{line(options.problem)}, T = {options.horizon}: {episodes} episodes, seed {seed}")
    print(
        f"expected disagreements {interval.mean:.6g}, {100 * interval.confidence:g} % interval "
        f"[{interval.lower:.6g}, {interval.upper:.6g}] ({interval.method})"
    )
    return 0
