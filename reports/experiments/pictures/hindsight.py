"""The two shifts in pictures: one decision, and a lock, over the chance of every other action."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tightrope.bounds.language.letters import actions
from tightrope.bounds.lecture import hindsight as theory
from tightrope.reports.evidence.sampled import counts_beside
from tightrope.reports.publishing.figure import Axis, Corner, Curve, Curves, curve
from tightrope.simulators.learners.goal_conditioned import clone, expected, last_state
from tightrope.simulators.measures.hindsight_shifts import uniform
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.worlds.lock import ALIVE

if TYPE_CHECKING:
    from tightrope.reports.experiments.hindsight import Study

CHOICES, CHANCES = (2, 5, 10), [Fraction(i, 20) for i in range(21)]
NEAR = Fraction(1, 10**9)  # from 1, where the second shift jumps: nearer than a drawing tells


def pictures(study: "Study") -> dict[str, tuple]:
    return {"hindsight": (_one_decision(study), _lock(study))}


def _one_decision(study: "Study") -> Curves:
    curves = []
    for choices in CHOICES:
        cells = [replace(study.lucky, size=choices, decisions=1, chance=x) for x in CHANCES]
        curves.append(curve(f"A = {choices} actions", "problem", CHANCES, [cell.shifts.success for cell in cells]))
    lowest, floors = ([f.subs(actions, choices) for choices in CHOICES] for f in (theory.WORST_ODDS, theory.UNIFORM))
    curves.append(curve("the least", "witness", lowest, floors))
    return _by_chance("One decision", "success, as a share of the optimum", curves, "lower right")


def _lock(study: "Study") -> Curves:
    found = [replace(study.lucky, chance=x).shifts for x in CHANCES]
    second = [each.second for each in found[:-1]] + [replace(study.lucky, chance=1 - NEAR).shifts.second]
    curves = [
        curve("success", "problem", CHANCES, [each.success for each in found]),
        curve("first shift", "problem", CHANCES, [each.first for each in found]),
        curve("second shift", "problem", CHANCES, second, then=float(found[-1].second)),
        _sampled(study),
    ]
    return _by_chance(f"{study.lucky.decisions} decisions, A = 2", "probability", curves, "upper center")


def _sampled(study: "Study") -> Curve:
    """Episodes of the clone in the lock."""
    learner = clone(expected(study.lucky.made, uniform(study.lucky.made), study.lucky.decisions, last_state), ALIVE)
    problem = Problem(name="lock", mdp=study.lucky.made, expert=np.zeros((1, 2), dtype=np.int64), learner=learner)
    played = trajectories(problem, study.lucky.decisions, study.profile.episodes, study.profile.seed)
    alive = int((played.states[:, -1] == ALIVE).sum())
    exact = [study.lucky.shifts.success]
    return counts_beside(
        "episodes", [study.lucky.chance], exact, [alive], study.profile.episodes, study.profile.confidence
    )


def _by_chance(heading: str, y_label: str, curves: list[Curve], legend: Corner) -> Curves:
    x = Axis(label="chance of every other action")
    return Curves(x=x, y=Axis(label=y_label), curves=tuple(curves), heading=heading, legend=legend)
