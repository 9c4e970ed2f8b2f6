"""L24, L27: hindsight makes every run a demonstration where moves are certain; where they are not, luck looks like skill."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq

from tightrope.bounds.language.letters import actions, to_latex
from tightrope.bounds.lecture import hindsight as theory
from tightrope.reports.evidence.sampled import beside
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.experiment import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.learners.goal_conditioned import (
    best_chances,
    clone,
    expected,
    goal_shift,
    input_shift,
    last_state,
    pooled,
    reaches,
    target_shift,
)
from tightrope.simulators.measures.confidence import clopper_pearson
from tightrope.simulators.measures.episodes import rollouts
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.complete_graph import complete_graph
from tightrope.simulators.worlds.goal_grid import goal_grid
from tightrope.simulators.worlds.lock import ALIVE, lock

TUMBLERS, ODDS, CHOICES = 5, Fraction(2, 5), (2, 5, 10)
CENTRE, GRID_STEPS, SLIP = 12, 8, Fraction(1, 5)  # of a grid of 5 x 5, start in a corner
SHARES = [Fraction(i, 20) for i in range(21)]


@dataclass(frozen=True, kw_only=True)
class Shifts:
    """What a relabelled clone reaches, and how far its data are from its task; of the first shift the largest over t."""

    success: Fraction
    best: Fraction
    goals: Fraction
    first: Fraction
    second: Fraction


def run(profile: Profile) -> Result:
    """Success and the two shifts, exact, in a lock, a graph and a grid, with and without chance and the steps told."""
    rows = tuple(_row(name, _measured(*setting)) for name, setting in _settings().items())
    interval = _sampled(profile)
    by_odds = {x: _measured(_lock(2, x), TUMBLERS, ALIVE, True) for x in SHARES}
    figure = Figure(
        key="hindsight",
        see="Both shifts and the loss vanish where actions have certain outcomes, at either end; in between luck is taken for skill.",
        caption=(
            "Exact. One action reaches the goal for certain, all others with the chance on the axis; behaviour uniform. Left: one "
            f"decision among $A$ actions; triangles are the smallest values, $2/(1+\\sqrt{{A}})$. Right: a lock that takes {TUMBLERS} right "
            f"decisions, $A = 2$: success, the first shift (states, before the last decision) and the second (labels); the bar is a "
            f"{100 * profile.confidence:g} % interval from {profile.episodes:,} episodes. Where all actions have chance 1 none is wrong, and the second shift jumps to 0."
        ),
        alt="Left, success falls from one and rises back to one; right, both shifts rise from zero; one falls back, the other jumps back at the end.",
        panels=(_floor_panel(), _lock_panel(by_odds, interval)),
    )
    derived = all(theory.DERIVATION.proved(step, "any") for step in theory.DERIVATION.steps)
    return Result(
        answers=(_demonstrations(rows), _two_shifts(rows, derived)),
        figures=(figure,),
        table=rows,
        numbers={f"success in relabelling round {i}": number(value) for i, value in enumerate(rounds(5), start=1)},
    )


def rounds(count: int) -> list[Fraction]:
    """Success in one decision of clones that relabel their own runs again and again, from uniform behaviour on; A = 2."""
    made, acting, successes = _lock(2, ODDS), _uniform(_lock(2, ODDS)), []
    for _ in range(count):
        acting = clone(expected(made, acting, 1, last_state), ALIVE)
        successes.append(fraction(reaches(made, acting, ALIVE, 1)))
    return successes


def _demonstrations(rows: tuple) -> Answer:
    untold, least = rows[4], _least_success(goal_grid(5, 5), GRID_STEPS)
    return Answer(
        claim="L24",
        verdict="conditional",
        evidence="exact",
        because=(
            "On a grid with certain moves, the steps to go told, the relabelled clone reaches every goal that play ever reached "
            f"with probability {float(least):g}. Not told, its cells mix early and late labels and it reaches the centre with "
            f"probability {untold['success']['value']:.3f}; where moves slip, a run shows what happened, not what to do."
        ),
        condition="moves are deterministic and the policy is told how many steps are left",
        numbers={"least success over all goals": number(least)} | {row["world"]: row["success"] for row in rows[3:]},
        figure="hindsight",
    )


def _two_shifts(rows: tuple, derived: bool) -> Answer:
    chancy, certain = rows[0], rows[1]
    return Answer(
        claim="L27",
        verdict="conditional",
        evidence="exact",
        because=(
            f"In a lock of {TUMBLERS} tumblers with chances 1 and 2/5 the states shift by {chancy['first shift']['value']:.3f} and the "
            f"labels by {chancy['second shift']['value']:.3f}; the clone succeeds with probability {chancy['success']['value']:.3f} where 1 is possible. With certain "
            f"outcomes both shifts are {certain['first shift']['value']:g}, although {100 * certain['goal shift']['value']:.0f} % of the data are of another goal."
            + (
                " One decision keeps at least $2/(1+\\sqrt{A})$ of the optimum (proved, and attained); with $T$ decisions "
                "the worst is that to the power $T$."
                if derived
                else ""
            )
        ),
        condition="outcomes are left to chance, or the steps to go are not told; otherwise both shifts vanish",
        numbers={
            f"{row['world']}, {shift} shift": row[f"{shift} shift"] for row in rows for shift in ("first", "second")
        },
        figure="hindsight",
    )


def _settings() -> dict[str, tuple[TabularMDP, int, int, bool]]:
    """World, decisions, goal, and whether the clone is told the steps to go."""
    return {
        "lock, chances 1 and 2/5": (_lock(2, ODDS), TUMBLERS, ALIVE, True),
        "lock, chances 1 and 0": (_lock(2, Fraction(0)), TUMBLERS, ALIVE, True),
        "lock, chances 1 and 1": (_lock(2, Fraction(1)), TUMBLERS, ALIVE, True),
        "grid, steps told": (goal_grid(5, 5), GRID_STEPS, CENTRE, True),
        "grid, steps not told": (goal_grid(5, 5), GRID_STEPS, CENTRE, False),
        "slippery grid, steps told": (goal_grid(5, 5, SLIP), GRID_STEPS, CENTRE, True),
        "complete graph of 10, steps told": (complete_graph(10), 2, 0, True),
        "complete graph of 10, steps not told": (complete_graph(10), 2, 0, False),
    }


def _measured(made: TabularMDP, decisions: int, goal: int, told: bool) -> Shifts:
    weight = expected(made, _uniform(made), decisions, last_state)
    policy = clone(weight if told else pooled(weight), goal)
    return Shifts(
        success=fraction(reaches(made, policy, goal, decisions)),
        best=_best(made, goal, decisions),
        goals=fraction(goal_shift(weight, goal)),
        first=fraction(max(input_shift(made, weight, policy, goal))),
        second=fraction(target_shift(made, weight, policy, goal)),
    )


def _least_success(made: TabularMDP, decisions: int) -> Fraction:
    """The smallest success over all goals in which a run of play can end, the steps told."""
    weight = expected(made, _uniform(made), decisions, last_state)
    ends = np.flatnonzero(weight[-1].sum(axis=(1, 2)).astype(bool))
    return min(fraction(reaches(made, clone(weight, goal), goal, decisions)) for goal in ends)


def _best(made: TabularMDP, goal: int, decisions: int) -> Fraction:
    """What the best policy reaches from the start."""
    first = best_chances(made, goal, decisions)[-1].max(axis=1)
    return fraction((made.start_law(EXACT) * first).sum())


def _row(name: str, shifts: Shifts) -> dict[str, object]:
    return {
        "world": name,
        "success": number(shifts.success),
        "best possible": number(shifts.best),
        "first shift": number(shifts.first),
        "second shift": number(shifts.second),
        "goal shift": number(shifts.goals),
    }


def _lock(choices: int, odds: Fraction) -> TabularMDP:
    return lock([Fraction(1), *[odds] * (choices - 1)])


def _uniform(made: TabularMDP) -> Table:
    return Table(np.full((1, *made.shape), fmpq(1, made.shape[1]), dtype=object))


def _sampled(profile: Profile) -> Curve:
    """Episodes of the clone in the lock."""
    made = _lock(2, ODDS)
    weight = expected(made, _uniform(made), TUMBLERS, last_state)
    problem = Problem(
        name="lock",
        mdp=made,
        expert=np.zeros((1, 2), dtype=np.int64),
        learner=clone(weight, ALIVE),
    )
    alive = sum(
        int((block.states[:, -1] == ALIVE).sum())
        for block in rollouts(problem, TUMBLERS, profile.episodes, profile.seed)
    )
    interval = clopper_pearson(alive, profile.episodes, profile.confidence)
    return beside("episodes", [ODDS], [fraction(reaches(made, problem.learner, ALIVE, TUMBLERS))], [interval])


def _floor_panel() -> Panel:
    curves = [
        curve(
            f"A = {choices} actions",
            "problem",
            SHARES,
            [_measured(_lock(choices, x), 1, ALIVE, True).success for x in SHARES],
        )
        for choices in CHOICES
    ]
    lowest = [theory.WORST_ODDS.subs(actions, choices) for choices in CHOICES]
    floors = [theory.UNIFORM.subs(actions, choices) for choices in CHOICES]
    curves.append(curve("the least", "witness", lowest, floors))
    return _panel("One decision", "success, as a share of the optimum", curves, "lower right")


def _lock_panel(by_odds: dict[Fraction, Shifts], sampled: Curve) -> Panel:
    shifts = list(by_odds.values())
    curves = [
        curve("success", "problem", SHARES, [each.success for each in shifts]),
        curve("first shift", "problem", SHARES, [each.first for each in shifts]),
        curve("second shift", "problem", SHARES[:-1], [each.second for each in shifts[:-1]]),  # it jumps to 0 at 1
    ]
    return _panel(f"{TUMBLERS} decisions, A = 2", "probability", [*curves, sampled], "upper center")


def _panel(heading: str, y_label: str, curves: list[Curve], legend: str) -> Panel:
    return Panel(
        heading=heading,
        x_label="chance of every other action",
        y_label=y_label,
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
        legend=legend,
    )


EXPERIMENT = Experiment(
    key="hindsight",
    title="Hindsight and its two shifts",
    question="Is every run a good demonstration of how to reach its last state?",
    text=(
        "All runs that ended in a goal are taken as demonstrations of how to reach it. Among them an action appears as often as it "
        "*did* lead there, by Bayes' rule: if one action opens a lock for certain and another with chance $x$, the clone plays the second "
        "with probability $x/(1+x)$, although it is never the better one. That is the second shift, measured as the share of the clone's decisions, in the "
        "data's states, that are not best for the goal. The first shift follows from it: the runs in the data were lucky, the clone's "
        "are not always, so the states differ (total variation, the largest over $t$). Success in one decision is "
        f"$\\sum b_a P_a^2 / \\sum b_a P_a \\geq {to_latex(theory.FLOOR)} \\max P_a$, where $r^2$ is the best action's share in the data's behaviour $b$ "
        "(`tightrope derive hindsight`). Where every outcome is certain, nothing is luck, and a clone that is told the steps to go "
        "only takes actions from which the goal can still be reached in time: it always arrives. Not told the steps, it mixes the labels of early decisions, which said "
        "little about the goal, with those of late ones. Relabelling the clone's own runs again and again also removes the luck: in round $i$ the weights are $P_a^i$."
    ),
    claims=("L24", "L27"),
    run=run,
)
