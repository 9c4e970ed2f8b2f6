"""`tightrope simulate`: the same from episodes, with an interval; so many of them, or as many as a precision takes."""

import argparse
from collections.abc import Callable
from typing import Any

from tightrope.reports.commands.answers import Column, Rows
from tightrope.reports.commands.evaluations import LECTURE, WORST, asked_of
from tightrope.reports.commands.layout import GAP, paragraph
from tightrope.reports.commands.options import (
    asked_of_a_learner,
    called,
    declare_learner,
    declare_many_numbers,
    named_problem,
)
from tightrope.reports.commands.output import print_json
from tightrope.reports.commands.patience import patience
from tightrope.reports.commands.rows import check_plot, declare_rows, tell, wants_rows
from tightrope.simulators.imitation import estimate, simulate
from tightrope.simulators.measures.confidence import Interval
from tightrope.simulators.model.arithmetic import whole_number
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.sizes import check_simulation
from tightrope.simulators.model.terminal import line
from tightrope.simulators.rollouts.estimators import QUANTITIES

WORDS = {"disagreement": "expected disagreements", "gap": "J(learner) - J(expert)"}
EPISODES, SEED = 10_000, 1  # where nothing is said
ENDS = ("lower", "upper")
MEAN = Column(key="mean", head="mean", role="sampled", label="episodes", ends=ENDS)
INTERVAL = (Column(key="lower", head="lower"), Column(key="upper", head="upper"))


def declare(parser: argparse.ArgumentParser) -> None:
    declare_learner(parser)
    declare_many_numbers(parser, needed=False)
    much = parser.add_mutually_exclusive_group()
    much.add_argument("--episodes", metavar="N", help=f"count disagreements in so many episodes (default {EPISODES})")
    much.add_argument("--precision", metavar="P/Q", help="play until the estimate is within this, with the estimator "
                      "that needs least")  # fmt: skip
    parser.add_argument("--quantity", default="disagreement", help="disagreement (default) or gap (with --precision)")
    parser.add_argument("--seed", default=str(SEED), metavar="N", help=f"seed of the random numbers (default {SEED})")
    parser.add_argument("--confidence", default="0.99", metavar="P", help="level of the interval (default 0.99)")
    parser.add_argument(
        "--threads", default="1", metavar="N", help="of the processor; the result does not depend on it (default 1)"
    )
    declare_rows(parser)


def run(options: argparse.Namespace) -> int:
    one_of(options.quantity, QUANTITIES, "quantity")
    if options.precision is None and options.quantity != "disagreement":
        raise ValueError("so many episodes count disagreements: for another quantity give a --precision")
    play = _played if options.precision is None else _estimated
    if wants_rows(options):
        return _several(options, play)
    with patience(f"episodes of {line(called(options))}") as progress:
        found = play(options, named_problem(options), options.horizon, options.epsilon, progress)
    document = {"problem": called(options), "quantity": options.quantity, **found}
    if options.json:
        return print_json(document)
    print(f"{line(called(options))}, T = {options.horizon}: {_drawn(found['episodes'], found['seed'])}")
    if "estimator" in found:
        needed = ", ".join(f"{name} {count:.1e}" for name, count in found["predicted"].items())
        print(paragraph(f"{found['estimator']}: {found['why']}", then=GAP))
        print(paragraph(f"decisions needed, about: {needed}", then=GAP))
    limits = (
        f"{100 * found['confidence']:g} % interval [{found['lower']:.6g}, {found['upper']:.6g}] ({found['method']})"
    )
    print(paragraph(f"{WORDS[options.quantity]} {found['mean']:.6g}, {limits}", then=GAP))
    return 0


def _played(options: argparse.Namespace, name: Any, horizon: Any, error: Any, progress: Callable) -> dict[str, Any]:
    """The disagreements counted in --episodes."""
    episodes, seed = _episodes(options), whole_number(options.seed, "--seed")
    level = {"confidence": options.confidence, "threads": options.threads}
    asked = asked_of_a_learner(options)
    interval = simulate(name, horizon, error, **asked, **level, episodes=episodes, seed=seed, progress=progress)
    return {**_ends(interval), "episodes": episodes, "seed": seed}


def _estimated(options: argparse.Namespace, name: Any, horizon: Any, error: Any, progress: Callable) -> dict[str, Any]:
    """The quantity to within --precision."""
    seed = whole_number(options.seed, "--seed")
    level = {"confidence": options.confidence, "threads": options.threads, "precision": options.precision}
    found = estimate(name, horizon, error, **asked_of_a_learner(options), **level, quantity=options.quantity, seed=seed,
                     progress=progress)  # fmt: skip
    chosen = {"estimator": found.estimator, "why": found.why, "predicted": found.predicted}
    return {**_ends(found.interval), "episodes": found.episodes, "seed": seed, **chosen}


def _several(options: argparse.Namespace, play: Callable[..., dict[str, Any]]) -> int:
    """A row for each epsilon and horizon, as it would be alone with the same seed, beside what is claimed of it."""
    asked = asked_of(options)
    check_plot(options, len(asked))
    if options.precision is None:
        episodes, threads = _episodes(options), whole_number(options.threads, "--threads")
        check_simulation(len(asked.errors) * sum(asked.horizons), episodes, threads)
    claims = None if asked.errors[0] is None or options.quantity == "gap" else asked.claims()
    rows: list[dict[str, Any]] = []
    with patience(f"episodes of {line(called(options))}") as progress:
        for error, horizon in asked:
            found = play(options, asked.name, horizon, error, lambda *_: None)
            known = {} if claims is None or error is None else claims(error, horizon)
            rows.append({"epsilon": error, "horizon": horizon, **_numbers(found), **known})
            progress(len(rows), len(asked))
    columns = [MEAN, *INTERVAL, *(one for one in (WORST, LECTURE) if rows[0].get(one.key) is not None)]
    level = f"{100 * found['confidence']:g} %"
    words = f"mean, lower, upper: {WORDS[options.quantity]}, each row with a {level} interval of its own."
    how = _drawn(found["episodes"], found["seed"]) if options.precision is None else f"to within {options.precision}"
    shown = Rows(
        title=f"{asked.title}: {how}",
        about={key: found[key] for key in ("confidence", "method", "seed")}
        | {"problem": called(options), "quantity": options.quantity, "reading": asked.reading},
        columns=columns,
        rows=rows,
        counted=f"{WORDS[options.quantity]} per episode",
        notes=[asked.legend(words, shown=columns)],
    )
    return tell(shown, options)


def _numbers(found: dict[str, Any]) -> dict[str, Any]:
    return {key: found[key] for key in ("mean", "lower", "upper", "episodes")}


def _ends(interval: Interval) -> dict[str, Any]:
    return {
        "mean": interval.mean,
        "lower": interval.lower,
        "upper": interval.upper,
        "confidence": interval.confidence,
        "method": interval.method,
    }


def _episodes(options: argparse.Namespace) -> int:
    return EPISODES if options.episodes is None else whole_number(options.episodes, "--episodes")


def _drawn(episodes: int, seed: int) -> str:
    """How many episodes, and from which seed."""
    return f"{episodes} episodes, seed {seed}"
