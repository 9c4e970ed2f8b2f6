"""DAgger's task cost in a picture, on two problems, beside cloning's and u epsilon T."""

from fractions import Fraction

from tightrope.reports.publishing.experiment import Study
from tightrope.reports.publishing.figure import Axis, Curves, curve
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import problem


def pictures(study: Study) -> dict[str, tuple]:
    horizons = study.horizons
    curves = (
        curve("cloning, either problem", "problem", horizons, [cloning_gap(study, horizon) for horizon in horizons]),
        curve("DAgger, tightrope", "dagger", horizons, [one.gap for one in study.rope]),
        curve("DAgger, recovery chain", "dagger", horizons, [one.gap for one in study.chain]),
        curve("u εT, recovery chain", "bound", horizons, [one.bound for one in study.chain]),
    )
    x = Axis(label="horizon T (decisions)", scale="log")
    y = Axis(label="J(learner) - J(expert), cost per episode", scale="log")
    return {"recoverability": (Curves(x=x, y=y, curves=curves),)}


def cloning_gap(study: Study, horizon: int) -> Fraction:
    """On the recovery chain, worst off the data; the same as on the tightrope."""
    world = problem(study.chain[0].problem, horizon, study.error)
    return evaluate(epsilon_learner(world, "pointwise", study.error, horizon), horizon).gap
