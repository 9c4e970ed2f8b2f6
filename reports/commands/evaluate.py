"""`tightrope evaluate`: what happens on a problem, exactly or in floats with a stated error."""

import argparse
from typing import Any

from tightrope.reports.commands.options import asked_of_a_problem, declare_json, declare_problem
from tightrope.reports.commands.output import number, print_json, print_table, short
from tightrope.simulators.imitation import problem
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.occupancy import relative_error
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic, exact_string, probability, whole_number
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line


def declare(parser: argparse.ArgumentParser) -> None:
    declare_problem(parser)
    parser.add_argument("--exact", action="store_true", help="rational arithmetic")
    parser.add_argument(
        "--bounds", action="store_true", help="all bounds of the catalogue that apply, and why others do not"
    )
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    made, horizon = (
        problem(options.problem, **asked_of_a_problem(options)),
        whole_number(options.horizon, "the horizon"),
    )
    error = None if options.epsilon is None else probability(options.epsilon, "epsilon")
    arithmetic: Arithmetic = (
        EXACT if options.exact or options.bounds else FLOAT
    )  # bounds are compared with exact numbers
    found = evaluate(made, horizon, arithmetic)
    slack = 0.0 if arithmetic is EXACT else relative_error(made.mdp, horizon)
    value = float(found.disagreement)
    parts: dict[str, Any] = {
        "task_cost": {"learner": found.learner_task, "expert": found.expert_task, "gap": found.gap},
        "readings": found.epsilon,
        "missing": found.missing,
        "recoverability": recoverability(advantages(made, horizon, arithmetic), found.laws),
        "tv": list(found.tv),
    }
    document: dict[str, Any] = {
        "problem": options.problem,
        "epsilon": None if error is None else str(error),
        "horizon": horizon,
        "disagreement": {
            **({"exact": exact_string(found.disagreement)} if options.exact else {}),
            "value": value,
            "lower": value * (1 - slack),
            "upper": value * (1 + slack),
        },
        **{key: _each(float, part) for key, part in parts.items()},
    }
    if options.exact:
        document["exact"] = {key: _each(exact_string, part) for key, part in parts.items()}
    if options.bounds:
        document["bounds"] = _bounds(made, found)
    if options.json:
        return print_json(document)
    print(f"{line(options.problem)}, T = {horizon}" + (f", epsilon = {error}" if error is not None else ""))
    print_table(
        ("quantity", "value"),
        [
            ("expected disagreements", short(document["disagreement"])),
            *((f"task cost, {name}", f"{x:.6g}") for name, x in document["task_cost"].items()),
            *((f"epsilon measured, {name}", f"{x:.6g}") for name, x in document["readings"].items()),
            ("recoverability u", f"{document['recoverability']:.6g}"),
            ("TV after the last action", f"{document['tv'][-1]:.6g}"),
        ],
    )
    if options.bounds:
        print()
        print_table(
            ("bound", "reading", "value", "actual", "share"),
            [
                (one["key"], one["reading"], *(short(one[key]) for key in ("value", "actual", "ratio")))
                if not one["failed"]
                else (one["key"], one["reading"], f"does not apply: {one['failed'][0]}")
                for one in document["bounds"]
            ],
        )
    return 0


def _bounds(made: Problem, found: Evaluation) -> list[dict]:
    """Every bound of the catalogue on this problem: its value beside the actual one, or the assumptions that fail."""
    from tightrope.reports.evidence.applicability import applications  # the catalogue comes with all its proofs

    return [
        {
            "key": one.bound.key,
            "reading": one.reading,
            "failed": list(one.failed),
            **{
                name: None if value is None else number(value)
                for name, value in (("value", one.value), ("actual", one.actual), ("ratio", one.ratio))
            },
        }
        for one in applications(made, found)
    ]


def _each(convert, part):
    """The same structure with each number converted."""
    if isinstance(part, dict):
        return {key: convert(value) for key, value in part.items()}
    return [convert(value) for value in part] if isinstance(part, list) else convert(part)
