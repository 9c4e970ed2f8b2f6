"""What several commands are asked with: options declared once, and what their texts mean. Imports nothing heavy."""

import argparse
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from tightrope.bounds.extremes.assumed import ASSUMED
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.commands.values import ERRORS, HORIZONS
from tightrope.simulators.formats.door import STANDARD_INPUT
from tightrope.simulators.formats.learner_files import LEARNERS
from tightrope.simulators.formats.learner_files import load as load_learner

READINGS = f"{', '.join(KEYS[:-1])} or {KEYS[-1]}"


def declare_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def declare_workers(parser: argparse.ArgumentParser, shared: str) -> None:
    what = f"processes that share {shared} (default: one a core); what comes out does not depend on it"
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N", help=what)


def declare_numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--epsilon", required=True, metavar="P/Q", help="the error allowed, for example 1/100")
    parser.add_argument("--horizon", required=True, metavar="T", help="number of decisions")


def declare_many_numbers(parser: argparse.ArgumentParser, needed: bool) -> None:
    """An epsilon and a horizon, or several; see `values`."""
    words = "the error allowed" + "; a file with a learner takes none" * (not needed)
    parser.add_argument("--epsilon", required=needed, metavar="P/Q", help=f"{words}: {ERRORS}")
    parser.add_argument("--horizon", required=True, metavar="T", help=f"number of decisions: {HORIZONS}")


def declare_setting(parser: argparse.ArgumentParser) -> None:
    """What is assumed, and what of it is asked; see `setting`."""
    parser.add_argument("--reading", required=True, type=key_of, help=READINGS)
    parser.add_argument(
        "--quantity",
        default="disagreement",
        help="disagreement (default), gap (task cost), tv, l1, first_error or final (the last decision's cost); "
        "refute also takes all_right, with >=",
    )
    parser.add_argument(
        "--assume",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="for gap: u, rho, J_star, R (largest cost), R_max; gamma, chunk; expert=stochastic; another reading at "
        "once, with its epsilon: pointwise=1/5",
    )
    declare_missing(parser)


def declare_missing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--missing", help="finite_data: the probability that an expert run leaves the data set")


def declare_problem(parser: argparse.ArgumentParser) -> None:
    """A problem and its learner at one horizon; see `asked_of_a_problem`."""
    declare_learner(parser)
    parser.add_argument("--epsilon", metavar="P/Q", help="the error allowed; a file with a learner takes none")
    parser.add_argument("--horizon", required=True, metavar="T", help="number of decisions")


def declare_learner(parser: argparse.ArgumentParser) -> None:
    """A problem and how its learner errs, at whatever epsilon and horizon."""
    parser.add_argument(
        "problem",
        metavar="PROBLEM",
        help="tightrope, recovery:rho=1/5, gymnasium:FrozenLake-v1, FILE.json, ...; - reads JSON from standard input",
    )
    parser.add_argument(
        "--reading", type=key_of, help=f"what the learner's epsilon means: {READINGS} (default pointwise)"
    )
    parser.add_argument("--off-support", help="off the expert's support: worst (default), uniform or expert")
    parser.add_argument("--learner", metavar="FILE", help=f"a policy of your own: {LEARNERS}")
    declare_missing(parser)


def key_of(text: str) -> str:
    """The key that is meant, where words are joined by hyphens: per-step is per_step."""
    joined = text.replace("-", "_")
    return joined if joined in KEYS else text


def asked_of_a_problem(options: argparse.Namespace) -> dict[str, Any]:
    """The options of `declare_problem` beside the problem, as `simulators.imitation` takes them."""
    return {"horizon": options.horizon, "epsilon": options.epsilon, **asked_of_a_learner(options)}


def called(options: argparse.Namespace) -> str:
    """What the problem is called where it is spoken of."""
    return "standard input" if options.problem == STANDARD_INPUT else options.problem


def named_problem(options: argparse.Namespace) -> Any:
    """The problem as `simulators.imitation` takes it: its name, or what comes on standard input, which is read once."""
    if options.problem != STANDARD_INPUT:
        return options.problem
    from tightrope.simulators.names import problem  # with all worlds

    return problem(STANDARD_INPUT, horizon=None)


def asked_of_a_learner(options: argparse.Namespace) -> dict[str, Any]:
    """The options of `declare_learner` beside the problem."""
    asked = {name: getattr(options, name) for name in ("reading", "off_support", "missing")}
    return asked if options.learner is None else {**asked, "learner": load_learner(Path(options.learner))}


def asked_of_a_setting(options: argparse.Namespace) -> dict[str, Any]:
    """The options of `declare_setting` beside the reading, as `evidence.extremal.asked` takes them."""
    of_task = assumed(options.assume, ASSUMED)
    return {"quantity": options.quantity, "missing": options.missing, **of_task}


def assumed(pairs: list[str], letters: Collection[str]) -> dict[str, str]:
    """What --assume gives, by letter. Raises ValueError for an unknown letter, or one that is given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        letter, equals, value = pair.partition("=")
        if not equals or letter not in letters:
            raise ValueError(f"--assume takes NAME=VALUE with a name of {', '.join(letters)}; got {pair!r}")
        if letter in found:
            raise ValueError(f"--assume gives {letter} one value; got {found[letter]} and {value}")
        found[letter] = value
    return found
