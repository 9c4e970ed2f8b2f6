"""What clones cost, by the number of demonstrations: on Reset-Cliff, exactly, and on the slippery lake."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.reports.evidence.growth import LINEAR
from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.learners.cloning import pooled
from tightrope.simulators.names import problem
from tightrope.simulators.training.cloning import Trained, clones, each_decision

if TYPE_CHECKING:
    from tightrope.reports.experiments.cloning import Study

SIZES = (1, 4, 16, 64)
AT = {"cost": 0.25, "errors": 0.33}  # of a line's length, where its name stands
GRID = (1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128)  # where it is exact


def pictures(study: "Study") -> dict[str, tuple]:
    return {"cloning": (on_cliff(study), on_lake(study))}


def on_cliff(study: "Study") -> Curves:
    cliff, seed = study.cliff, study.profile.seed
    found, once = (
        clones(cliff.world, fold, SIZES, cliff.horizon, study.cliff_sets, seed) for fold in (each_decision, pooled)
    )
    curves = []
    for label, role, exact, made, quantity in (
        ("cost", "worst", cliff.cost, found, "task_cost"),
        ("errors", "problem", cliff.errors, found, "on_expert"),
        ("cost, no clock", "bound", cliff.pooled_cost, once, "task_cost"),
    ):
        curves.append(curve(label, role, GRID, [exact(n) for n in GRID], at=AT.get(label)))
        curves.append(_sampled([exact(n) for n in SIZES], _each(made, quantity, cliff.horizon), study))
    return _by_demonstrations("Reset-Cliff: cost, and errors on the expert's states", "expected in an episode", curves)


def on_lake(study: "Study") -> Curves:
    """Each clone is evaluated exactly, the mean over data is sampled."""
    horizon, profile, curves = study.cliff.horizon, study.profile, []
    world = problem(LINEAR, horizon)
    for fold, words in ((each_decision, "with clock"), (pooled, "no clock")):
        made = clones(world, fold, SIZES, horizon, profile.repetitions, profile.seed)
        for quantity, name in (("on_own", "own states"), ("on_expert", "expert's states")):
            if quantity == "on_own" or fold is pooled:  # with a clock the two hardly differ
                values = _each(made, quantity, horizon)
                bars = _sampled([np.mean(some) for some in values], values, study)
                curves += [curve(f"{words}, {name}", "problem", SIZES, bars.y), bars]
    return _by_demonstrations("FrozenLake 8x8", "expected disagreements", curves)


def _each(made: dict[int, list[Trained]], quantity: str, horizon: int) -> list[np.ndarray]:
    """That quantity of the clones of each size, without what rounding put outside [0, T]."""
    return [np.clip([getattr(one, quantity) for one in made[size]], 0, horizon) for size in SIZES]


def _sampled(exact: list, values: list[np.ndarray], study: "Study") -> Curve:
    return averages_beside("data sets", SIZES, exact, values, study.cliff.horizon, study.profile.confidence)


def _by_demonstrations(heading: str, y_label: str, curves: list[Curve]) -> Curves:
    x = Axis(label="demonstrations N", scale="log")
    return Curves(x=x, y=Axis(label=y_label), curves=tuple(curves), heading=heading)
