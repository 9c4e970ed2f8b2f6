"""`tightrope evaluate`: what happens on a problem, exactly, in balls, or in floats with a stated error."""

import argparse
from collections.abc import Callable
from fractions import Fraction
from math import inf, nextafter
from typing import Any

from flint import arb, ctx

from tightrope.reports.commands.answers import Column, Rows
from tightrope.reports.commands.evaluations import COUNTED, EARLY, LECTURE, OWN_READING, WORST, Asked, asked_of
from tightrope.reports.commands.layout import paragraph, table
from tightrope.reports.commands.options import (
    asked_of_a_learner,
    called,
    declare_learner,
    declare_many_numbers,
    named_problem,
)
from tightrope.reports.commands.output import number, print_json, short
from tightrope.reports.commands.patience import patience
from tightrope.reports.commands.rows import check_plot, declare_rows, tell, wants_rows
from tightrope.simulators.imitation import problem
from tightrope.simulators.many import Cost, evaluate_many
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.occupancy import lost_products, relative_error
from tightrope.simulators.measures.outcomes import decisions, ends, totals
from tightrope.simulators.measures.recoverability import recoverability_of
from tightrope.simulators.model.arithmetic import (
    BALL,
    EXACT,
    FLOAT,
    Arithmetic,
    exact_string,
    probability,
    whole_number,
)
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line

WHOSE = {"gap": "expert - learner"}
MEASURED = Column(key="measured", head=f"{OWN_READING} error")
COLUMNS = (
    Column(key="disagreement", head="disagreements", role="problem"),
    WORST,
    LECTURE,
    Column(key="gap", head="task gap"),
)
GAP = "task gap: J(learner) - J(expert)."


def declare(parser: argparse.ArgumentParser) -> None:
    declare_learner(parser)
    declare_many_numbers(parser, needed=False)
    parser.add_argument(
        "--exact", action="store_true", help="measure in rationals (what is large is planned in floats)"
    )
    parser.add_argument(
        "--balls", action="store_true", help="measure in rigorous balls: each number between two, rounding included"
    )
    parser.add_argument(
        "--bounds", action="store_true", help="all bounds of the catalogue that apply, and why others do not"
    )
    declare_rows(parser)


def run(options: argparse.Namespace) -> int:
    if wants_rows(options):
        return _several(options)
    horizon = whole_number(options.horizon, "the horizon")
    error = None if options.epsilon is None else probability(options.epsilon, "epsilon")
    arithmetic = _arithmetic(options)
    with patience(f"evaluating {called(options)}"):
        made = problem(named_problem(options), horizon, options.epsilon, **asked_of_a_learner(options))
        found = evaluate(made, horizon, arithmetic)
    slack = relative_error(made.mdp, horizon) if arithmetic is FLOAT else 0.0
    value = float(found.disagreement)
    lost = lost_products(made.mdp, horizon) if slack and (value or error) else 0.0
    parts: dict[str, Any] = {
        "task_cost": {"learner": found.learner_task, "expert": found.expert_task, "gap": found.gap},
        "readings": found.epsilon,
        "missing": found.missing,
        "recoverability": recoverability_of(made, horizon, arithmetic),
        "tv": list(found.tv),
    }
    if taken := decisions(made, found):
        parts["decisions"] = {"learner": taken.learner, "expert": taken.expert}
    for name, total in totals(made, found, arithmetic).items():
        parts[name] = {"learner": total.learner, "expert": total.expert, "gap": total.expert - total.learner}
    document: dict[str, Any] = {
        "problem": called(options),
        "epsilon": None if error is None else str(error),
        "horizon": horizon,
        "content": content_hash(made),
        **({"notes": list(made.notes)} if made.notes else {}),
        "disagreement": {
            **({"exact": exact_string(found.disagreement)} if options.exact else {}),
            "value": value,
            "lower": max(0.0, value * (1 - slack) - lost),
            "upper": value * (1 + slack) + lost,
        },
        **{key: _each(float, part) for key, part in parts.items()},
    }
    if options.balls:
        document["balls"] = {key: _each(_between, part) for key, part in parts.items()}
        document["disagreement"] |= _between(found.disagreement)
    if options.exact:
        document["exact"] = {key: _each(exact_string, part) for key, part in parts.items()}
    if options.bounds:
        document["bounds"] = _bounds(made, found)
    if options.json:
        return print_json(document)
    print(f"{line(called(options))}, T = {horizon}" + (f", epsilon = {error}" if error is not None else ""))
    print(f"content {document['content']}")
    for note in made.notes:
        print(paragraph(note, "note: ", "  "))
    print(table(("quantity", "value"), _quantities(document)))
    if options.balls:
        print(f"every number was known to within {_widest(document['balls']):.1e} before it was rounded for print")
    if "decisions" in document:
        print(f"\n{paragraph(_early(document), '* ', '  ')}")
    if options.bounds:
        print(f"\n{_compared(document['bounds'])}")
    return 0


def _arithmetic(options: argparse.Namespace) -> Arithmetic:
    """Raises ValueError if two are asked for; bounds are compared with exact numbers."""
    if options.balls and (options.exact or options.bounds):
        raise ValueError("--balls goes with neither --exact nor --bounds, which need rationals")
    return BALL if options.balls else EXACT if options.exact or options.bounds else FLOAT


def _between(ball: arb) -> dict[str, float]:
    """The floats at the ends of a ball, outside it if not on it."""
    with ctx.workprec(53):
        return {"lower": float(ball.lower()), "upper": float(ball.upper())}


def _widest(balls: object) -> float:
    """The largest width of a ball, through the structure of `_each`."""
    if isinstance(balls, list):
        return max(map(_widest, balls), default=0.0)
    if isinstance(balls, dict) and balls.keys() != {"lower", "upper"}:
        return max(map(_widest, balls.values()), default=0.0)
    return nextafter(balls["upper"] - balls["lower"], inf) if isinstance(balls, dict) else 0.0


def _several(options: argparse.Namespace) -> int:
    """A row for each epsilon and horizon, beside what is claimed of it."""
    if options.balls:
        raise ValueError("--balls speaks of one epsilon and one horizon; rows are in rationals (--exact) or floats")
    if options.bounds:
        raise ValueError("--bounds speaks of one epsilon and one horizon; a table has the worst case and one bound")
    asked, arithmetic = asked_of(options), EXACT if options.exact else FLOAT
    check_plot(options, len(asked))
    with patience(f"evaluating {line(called(options))}"):
        asked.check(arithmetic)
        claims, own = asked.claims(), asked.errors[0] is None
        costs = {} if own else _costs(asked, arithmetic)
        rows = [
            _own(asked, horizon, arithmetic, claims) if error is None else _row(costs[error, horizon], claims)
            for error, horizon in asked
        ]
        longest = asked.problem(asked.errors[0], max(asked.horizons))
    columns = [MEASURED] * own + [one for one in COLUMNS if any(row[one.key] is not None for row in rows)]
    words = asked.legend("disagreements: expected in an episode.", GAP, shown=columns)
    shown = Rows(
        title=asked.title,
        about={"problem": called(options), "reading": asked.reading},
        columns=columns,
        rows=rows,
        counted=COUNTED,
        notes=[words, *[EARLY] * bool(ends(longest.mdp).any()), *longest.notes],
    )
    return tell(shown, options)


def _costs(asked: Asked, arithmetic: Arithmetic) -> dict[tuple[Fraction | None, int], Cost]:
    """By epsilon and horizon."""
    errors = [error for error in asked.errors if error is not None]
    found = evaluate_many(asked.name, asked.horizons, errors, **asked.learner, arithmetic=arithmetic.name)
    return {(one.epsilon, one.horizon): one for one in found}


def _row(cost: Cost, claims: Callable) -> dict[str, Any]:
    return {
        "epsilon": cost.epsilon,
        "horizon": cost.horizon,
        "disagreement": cost.disagreement,
        "disagreement_error": cost.disagreement_error,
        "gap": cost.gap,
        "gap_error": 2 * cost.task_error,
        **claims(cost.epsilon, cost.horizon),
    }


def _own(asked: Asked, horizon: int, arithmetic: Arithmetic, claims: Callable) -> dict[str, Any]:
    """Of a learner that the problem carries: epsilon is measured."""
    found = evaluate(asked.problem(None, horizon), horizon, arithmetic)
    measured = found.epsilon[asked.reading]
    row = {"epsilon": None, "horizon": horizon, "disagreement": found.disagreement, "gap": found.gap}
    return {**row, "measured": measured, **claims(min(Fraction(1), Fraction(measured)), horizon)}


def _quantities(document: dict) -> list[tuple[str, str]]:
    """The rows of the table. Of return and success the gap is what the learner lacks, of the cost what it pays more."""
    mark = " *" if "decisions" in document else ""
    counted = [name for name in ("return", "success") if name in document]
    return [
        ("expected disagreements", short(document["disagreement"])),
        *((f"task cost, {name}{mark}", f"{x:.6g}") for name, x in document["task_cost"].items()),
        *((f"{what}, {WHOSE.get(name, name)}", f"{x:.6g}") for what in counted for name, x in document[what].items()),
        *((f"epsilon measured, {name}", f"{x:.6g}") for name, x in document["readings"].items()),
        ("recoverability u", f"{document['recoverability']:.6g}"),
        ("TV after the last action", f"{document['tv'][-1]:.6g}"),
    ]


def _early(document: dict) -> str:
    """What a task cost means where episodes end before the horizon."""
    taken = document["decisions"]
    words = (
        f"{EARLY.removesuffix('.')}: of "
        f"{document['horizon']} decisions the learner takes {taken['learner']:.6g} before the end, the expert "
        f"{taken['expert']:.6g}."
    )
    counted = " and the ".join(name for name in ("success", "return") if name in document)
    return f"{words} Look at the {counted}." if counted else words


def _compared(bounds: list[dict]) -> str:
    """The bounds that apply, and the others by the assumption that fails."""
    rows = [
        (
            one["key"],
            one["reading"] or "-",
            "<~ " * (one["kind"] == "order") + short(one["value"]),
            *(short(one[key]) for key in ("actual", "ratio")),
        )
        for one in bounds
        if not one["failed"]
    ]
    failing: dict[str, list[str]] = {}
    for one in bounds:
        if one["failed"]:
            failing.setdefault(one["failed"][0], []).append(one["key"])
    orders = any(one["kind"] == "order" and not one["failed"] for one in bounds)
    return "\n\n".join(
        [
            table(("bound", "reading", "value", "actual", "share"), rows),
            *[paragraph("<~ an order of growth: the value is without its constant, which is not known.")] * orders,
            *(
                paragraph(
                    f"Not asked, since it does not hold, or is not known, that {words}: "
                    f"{', '.join(dict.fromkeys(keys))}",
                    then="  ",
                )
                for words, keys in failing.items()
            ),
        ]
    )


def _bounds(made: Problem, found: Evaluation) -> list[dict]:
    """Every bound of the catalogue on this problem: its value beside the actual one, or the assumptions that fail."""
    from tightrope.reports.evidence.applicability import applications  # the catalogue comes with all its proofs

    return [
        {
            "key": one.bound.key,
            "kind": one.bound.kind,
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
