"""What several commands are asked with: options declared once, and what their texts mean. Imports nothing heavy."""

import argparse
from collections.abc import Collection
from typing import Any

from tightrope.bounds.extremes.assumed import ASSUMED
from tightrope.bounds.language.readings import KEYS

READINGS = f"{', '.join(KEYS[:-1])} or {KEYS[-1]}"


def declare_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def declare_numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--epsilon", required=True, metavar="P/Q", help="the error allowed, for example 1/100")
    parser.add_argument("--horizon", required=True, metavar="T", help="number of decisions")


def declare_setting(parser: argparse.ArgumentParser) -> None:
    """What is assumed, and what of it is asked; see `setting`."""
    parser.add_argument("--reading", required=True, help=READINGS)
    parser.add_argument(
        "--quantity",
        default="disagreement",
        help="disagreement (default), gap (task cost), tv, l1, first_error or final (the last decision's cost)",
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
    """A problem and its learner; see `problem`."""
    parser.add_argument(
        "problem", metavar="PROBLEM", help="tightrope, recovery:rho=1/5, gymnasium:FrozenLake-v1, FILE.json, ..."
    )
    parser.add_argument("--epsilon", metavar="P/Q", help="the error allowed; a file with a learner takes none")
    parser.add_argument("--horizon", required=True, metavar="T", help="number of decisions")
    parser.add_argument("--reading", help=f"what the learner's epsilon means: {READINGS} (default pointwise)")
    parser.add_argument("--off-support", help="off the expert's support: worst (default), uniform or expert")
    declare_missing(parser)


def asked_of_a_problem(options: argparse.Namespace) -> dict[str, Any]:
    """The options of `declare_problem` beside the problem, as `simulators.imitation` takes them."""
    return {name: getattr(options, name) for name in ("horizon", "epsilon", "reading", "off_support", "missing")}


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
