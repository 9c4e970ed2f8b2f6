"""`tightrope compare`: cloning beside DAgger at the same epsilon, on one problem.

Cloning is given its epsilon on the expert's states, as its reading says, and is asked what it costs on its own. DAgger
is given the same epsilon on its own states, which is what its theorem promises after enough rounds, and is asked the
same: at most epsilon T disagreements, and at most u times as much in task cost.
"""

import argparse
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tightrope.reports.commands.answers import Column, Rows
from tightrope.reports.commands.evaluations import COUNTED, EARLY, WORST, Asked, asked_of
from tightrope.reports.commands.layout import paragraph, table
from tightrope.reports.commands.options import called, declare_learner, declare_many_numbers
from tightrope.reports.commands.patience import patience
from tightrope.reports.commands.rows import check_plot, declare_rows, tell, wants_rows
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.outcomes import ends
from tightrope.simulators.measures.recoverability import recoverability_of
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic
from tightrope.simulators.model.terminal import line

DAGGER = "on_policy"
COLUMNS = (
    Column(key="cloned", head="cloned", role="problem", label="cloned"),
    WORST,
    Column(key="dagger", head="DAgger", role="dagger", label="DAgger's limit"),
    Column(key="guarantee", head="at most", role="worst", label="DAgger's bound: εT"),
    Column(key="cloned_gap", head="gap, cloned"),
    Column(key="dagger_gap", head="DAgger"),
    Column(key="task_guarantee", head="at most"),
)
LEGEND = (
    "cloned, DAgger: expected disagreements of a learner whose {reading} error is epsilon, and of one that errs with "
    "probability epsilon in each of its own states. at most: DAgger's bounds, epsilon T disagreements and u epsilon T "
    "of task cost. gap: J(learner) - J(expert)."
)


def declare(parser: argparse.ArgumentParser) -> None:
    declare_learner(parser)
    declare_many_numbers(parser, needed=True)
    parser.add_argument("--exact", action="store_true", help="measure in rationals")
    declare_rows(parser)


def run(options: argparse.Namespace) -> int:
    asked, arithmetic = asked_of(options), EXACT if options.exact else FLOAT
    check_plot(options, len(asked))
    with patience(f"comparing on {line(called(options))}"):
        asked.check(arithmetic)
        claims = asked.claims()
        rows = [_row(asked, error, horizon, arithmetic, claims) for error, horizon in asked if error is not None]
        longest = asked.problem(asked.errors[0], max(asked.horizons))
    notes = [*[EARLY] * bool(ends(longest.mdp).any()), *longest.notes]
    found = Rows(
        title=f"{asked.title}: cloning beside DAgger",
        about={"problem": called(options), "reading": asked.reading},
        columns=COLUMNS,
        rows=rows,
        counted=COUNTED,
        notes=[asked.legend(LEGEND.format(reading=asked.reading), shown=COLUMNS), *notes],
    )
    if wants_rows(options) or options.json:
        return tell(found, options)
    _print_one(asked, rows[0])
    for note in notes:
        print(f"\n{paragraph(note)}")
    return 0


def _row(asked: Asked, error: Fraction, horizon: int, arithmetic: Arithmetic, claims: Callable) -> dict[str, Any]:
    cloned = evaluate(asked.problem(error, horizon), horizon, arithmetic)
    labelled = asked.problem(error, horizon, reading=DAGGER, missing=None)
    dagger = evaluate(labelled, horizon, arithmetic)
    u = max(0, recoverability_of(labelled, horizon, arithmetic))
    return {
        "epsilon": error,
        "horizon": horizon,
        "cloned": cloned.disagreement,
        "worst_case": claims(error, horizon)["worst_case"],
        "dagger": dagger.disagreement,
        "guarantee": error * horizon,
        "cloned_gap": cloned.gap,
        "dagger_gap": dagger.gap,
        "task_guarantee": u * (error if arithmetic is EXACT else float(error)) * horizon,
        "recoverability": u,
        "cloned_tv": cloned.tv[-1],
        "dagger_tv": dagger.tv[-1],
        "cloned_on_policy": cloned.epsilon[DAGGER],
        "dagger_on_policy": dagger.epsilon[DAGGER],
    }


def _print_one(asked: Asked, row: dict[str, Any]) -> None:
    shown = {key: "-" if value is None else f"{float(value):.6g}" for key, value in row.items()}
    error, horizon = row["epsilon"], row["horizon"]
    print(paragraph(f"{line(asked.called)}, T = {horizon}, epsilon = {error}"))
    print()
    rows = [
        ("its error is epsilon on", "the expert's states", "its own states"),
        ("as the reading", asked.reading, DAGGER),
        ("expected disagreements", shown["cloned"], shown["dagger"]),
        ("at most, on any problem", shown["worst_case"], shown["guarantee"]),
        ("task cost beyond the expert", shown["cloned_gap"], shown["dagger_gap"]),
        ("at most, with this u", "", shown["task_guarantee"]),
        ("error on its own states", shown["cloned_on_policy"], shown["dagger_on_policy"]),
        ("TV after the last action", shown["cloned_tv"], shown["dagger_tv"]),
    ]
    print(table(("", "cloning", "DAgger"), rows))
    print()
    u = shown["recoverability"]
    print(
        paragraph(
            "DAgger's bounds are epsilon T for the disagreements and u epsilon T for the task cost, where u = "
            f"{u} is the most that one error costs, in the states that this learner visits, if the expert takes over "
            "after it. They speak of the policy that DAgger ends with once its error on its own states is epsilon; the "
            "labels that this takes are not counted here (tightrope explain L30)."
        )
    )
