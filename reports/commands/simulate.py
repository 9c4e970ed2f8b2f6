"""`tightrope simulate`: the same from episodes, with an interval."""

import argparse

from tightrope.reports.commands.inputs import imitation_problem
from tightrope.reports.commands.output import print_json
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.episodes import disagreements


def run(options: argparse.Namespace) -> int:
    made, horizon, _ = imitation_problem(options)
    if not 0 < options.confidence < 1:
        raise ValueError(f"--confidence must lie strictly between 0 and 1; got {options.confidence}")
    counts = disagreements(made, horizon, options.episodes, options.seed, options.threads)
    interval = betting(counts, horizon, options.confidence)
    document = {
        "problem": options.problem,
        "quantity": "disagreement",
        "mean": interval.mean,
        "lower": interval.lower,
        "upper": interval.upper,
        "confidence": interval.confidence,
        "method": interval.method,
        "episodes": options.episodes,
        "seed": options.seed,
    }
    if options.json:
        return print_json(document)
    print(f"{options.problem}, T = {horizon}: {options.episodes} episodes, seed {options.seed}")
    print(
        f"expected disagreements {interval.mean:.6g}, {100 * interval.confidence:g} % interval "
        f"[{interval.lower:.6g}, {interval.upper:.6g}] ({interval.method})"
    )
    return 0
