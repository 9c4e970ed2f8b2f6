"""Mixing in pictures: the errors and the promises for ten schedules, and the forerunners on the tightrope by round."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.learners.table import TableLearner, cell_per_state, cell_per_state_and_time
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import disagreements
from tightrope.simulators.training import dagger
from tightrope.simulators.training.mixing import forward_training, smile
from tightrope.simulators.worlds.witnesses import witness

if TYPE_CHECKING:
    from tightrope.reports.experiments.schedules import Study

ALPHAS, ROUNDS = (Fraction(1, 2), Fraction(1, 10), Fraction(1, 50)), 40  # of SMILe
SAMPLED, SAMPLED_ALPHA = (2, 10, 30), ALPHAS[1]  # SMILe's rounds with a bar
SETTLED = 3  # rounds after which DAgger's cost stays as it is


def pictures(study: "Study") -> dict[str, tuple]:
    return {"schedules": (theorem(study), by_round(study))}


def theorem(study: "Study") -> Curves:
    bases = [cell.base for cell in study.schedules]
    curves = (
        curve("with Lemma 4.1 as published", "bound", bases, [cell.published for cell in study.schedules]),
        curve("with the sharp lemma", "worst", bases, [cell.sharp for cell in study.schedules]),
        curve("with exact distances", "problem", bases, [cell.exact for cell in study.schedules]),
        curve("mean of the rounds", "problem", bases, [cell.mean for cell in study.schedules]),
        curve("best round", "dagger", bases, [cell.best for cell in study.schedules]),
    )
    x, y = Axis(label="p; in round i the expert acts with probability pⁱ"), Axis(label="on-policy error")
    return Curves(x=x, y=y, curves=curves, heading="The theorem")


def by_round(study: "Study") -> Curves:
    rope = witness("tightrope").problem(study.floor, study.horizon)
    learner, see = TableLearner(cell=cell_per_state(rope), floor=study.floor), dagger.population(rope, study.horizon)
    curves = []
    for alpha in ALPHAS:
        smiles = [one.unmixed for one in islice(smile(rope, learner, see, alpha), ROUNDS)]
        curves.append(curve(f"SMILe, α = {alpha}", "problem", range(1, ROUNDS + 1), costs(study, rope, smiles)))
        if alpha == SAMPLED_ALPHA:
            bars = sampled(study, rope, [smiles[i - 1] for i in SAMPLED])
    loop = islice(dagger.loop(rope, learner, see, dagger.aggregate), SETTLED)
    settled = costs(study, rope, [one.learner for one in loop])
    curves.append(curve("DAgger", "dagger", (*range(1, SETTLED + 1), ROUNDS), [*settled, settled[-1]]))
    each_decision = TableLearner(cell=cell_per_state_and_time(rope, study.horizon), floor=study.floor)
    forward = costs(study, rope, [forward_training(rope, each_decision, see, study.horizon)])
    curves += [curve(f"Forward, after {study.horizon} rounds", "witness", [study.horizon], forward), bars]
    x, y = Axis(label="round", scale="log"), Axis(label="expected disagreements per episode")
    return Curves(x=x, y=y, curves=tuple(curves), heading="On the tightrope")


def costs(study: "Study", rope: Problem, policies: Iterable[Table]) -> list[Fraction]:
    return [evaluate(rope.with_learner(policy), study.horizon).disagreement for policy in policies]


def sampled(study: "Study", rope: Problem, policies: list[Table]) -> Curve:
    """Episodes of some rounds' policies."""
    drawn = [
        disagreements(rope.with_learner(policy), study.horizon, study.episodes, study.profile.seed + i)
        for i, policy in enumerate(policies)
    ]
    exact = costs(study, rope, policies)
    return averages_beside("episodes", SAMPLED, exact, drawn, study.horizon, study.profile.confidence)
