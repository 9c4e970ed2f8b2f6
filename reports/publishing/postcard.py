"""A problem small enough for a postcard: its tables as text, and a drawing."""

from pathlib import Path

import numpy as np

from tightrope.simulators.measures.disagreement import error_rates, evaluate
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.drawing import arrows
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line

MOST_STATES = 12
MOST_TABLES = 4  # of decisions that differ; a postcard is not the place for a hundred tables that are alike


def postcard(problem: Problem, horizon: int) -> str:
    """Start law, expert, the learner's error and the costs of each state, then where each action leads.

    States that neither learner nor expert reaches are left out. A table that does not depend on t is printed once; else
    what is new at a decision, for the first few of them.
    """
    names, shown = [line(name) for name in problem.mdp.states], _reached(problem, horizon)
    if len(shown) > MOST_STATES:
        return f"{len(shown)} states, {problem.mdp.shape[1]} actions: too large for a postcard; see the file"
    start = [fraction(x) for x in problem.mdp.start_law(EXACT)]
    costs = [" ".join(str(fraction(x)) for x in row) for row in problem.mdp.exact_cost]
    rows = [("state", "start", "expert", "learner errs", "cost " + "/".join(map(line, problem.mdp.actions)))]
    for s in shown:
        rows.append(
            (names[s], str(start[s]), _over_time(_expert(problem, s, horizon)), _errs(problem, s, horizon), costs[s])
        )
    return "\n".join([*_aligned(rows), "", *_moves(problem, horizon)])


def draw(problem: Problem, path: Path) -> None:
    """The states on a circle and the moves of the first decision, as SVG."""
    path.write_text(problem.drawn(), encoding="utf-8")


def _moves(problem: Problem, horizon: int) -> list[str]:
    lines, before, tables = [], None, 0
    shown = {problem.mdp.states[s] for s in _reached(problem, horizon)}
    last = min(horizon, problem.mdp.layers)
    for decision in range(1, last + 1):
        now = [arrow for arrow in arrows(problem.mdp, decision) if arrow[0] in shown]
        changed = [arrow for arrow in now if before is None or arrow not in before]
        tables += bool(changed)
        if tables > MOST_TABLES:
            return [*lines, f"decisions {decision} to {last}: left out; --out writes the whole problem"]
        if changed and problem.mdp.layers > 1:
            lines.append(f"decision {decision}" + ("" if before is None else ", what is new"))
        lines += (
            _aligned([(f"  {line(start)} ->", line(end), line(label)) for start, end, label in changed])
            if changed
            else []
        )
        before = now
    return lines


def _reached(problem: Problem, horizon: int) -> list[int]:
    found = evaluate(problem, horizon)
    visits = (found.laws[:-1] + found.expert_laws[:-1]).sum(axis=0)
    return [s for s in range(len(visits)) if visits[s] > 0]


def _expert(problem: Problem, s: int, horizon: int) -> list[str]:
    return [line(problem.mdp.actions[problem.expert_at(t)[s]]) for t in range(1, horizon + 1)]


def _errs(problem: Problem, s: int, horizon: int) -> str:
    if not problem.mdp.decides[s]:
        return "decides nothing"
    return _over_time([str(fraction(error_rates(problem, problem.learner_table, t)[s])) for t in range(1, horizon + 1)])


def _over_time(values: list[str]) -> str:
    """One value, or the values of all decisions where they differ."""
    return values[0] if len(set(values)) == 1 else ", ".join(values)


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = np.array([[len(cell) for cell in row] for row in rows]).max(axis=0)
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
