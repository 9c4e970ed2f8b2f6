"""A course of trees in a row: how cloning and DAgger grow with its length, for policies of continuous actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.reports.evidence.tree_course import COURSE, DRIFTING, LANES, Drifting, Run, by_population, slope
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.tree_course import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Row, for_each_cell
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.training.tree_course import LAWS, paid
from tightrope.simulators.worlds.witnesses.tightrope import tightrope

CLOSE = 1e-9  # a relative difference of floats


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A method by its name."""

    method: str

    def run(self, horizon: int) -> Run:
        return _run(self.method, horizon)


CELLS = tuple(Cell(method=method) for method in LAWS)


@cache
def _run(method: str, horizon: int) -> Run:
    return by_population(method, horizon)


def longest(profile: Profile) -> int:
    return profile.horizons[-1]


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Epsilon under two readings, the clone's cost beside the bound and the worst case, and DAgger's."""
    horizon = longest(profile)
    run = cell.run(horizon)
    return {
        "learner": cell.method,
        "ε, pointwise": number(run.readings["pointwise"]),
        "ε, per step": number(float(run.error)),
        f"cloned: cost at T = {horizon}": number(run.clone.disagreements[-1]),
        "the lecture's bound": number(float(run.bound(horizon))),
        "worst case of that ε": number(float(worst_case("per_step", run.error, horizon))),
        "cloned: exponent": number(slope(run.clone.disagreements)),
        f"DAgger: cost at T = {horizon}": number(run.last.disagreements[-1]),
        "DAgger: exponent": number(slope(run.last.disagreements)),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    course, few, many, enough = COURSE, "flow, 5 steps", "flow, 20 steps", "two Gaussians"

    @property
    def horizon(self) -> int:
        return longest(self.profile)

    @cached_property
    def runs(self) -> dict[str, Run]:
        return {cell.method: cell.run(self.horizon) for cell in self.cells}

    @cached_property
    def squared(self) -> Run:
        return self.runs["squared error"]

    @property
    def horizons(self) -> tuple[int, ...]:
        return self.profile.horizons

    @property
    def ditch(self) -> float:
        """The exponent of the task's cost after DAgger, without a way back."""
        return slope(self.runs[self.many].last_in_the_ditch.task)

    @cached_property
    def lanes(self) -> Drifting:
        return Drifting(world=LANES, horizon=DRIFTING)


def numbers(study: Study) -> dict[str, object]:
    found = {}
    for method, run in study.runs.items():
        found |= {f"{method}: epsilon, {key}": number(value) for key, value in run.readings.items()}
        found[f"{method}, DAgger: exponent of the task cost"] = number(slope(run.last.task))
        found[f"{method}, DAgger, no way back: exponent of the task cost"] = number(slope(run.last_in_the_ditch.task))
    drifting = study.lanes
    return found | {
        "lanes: epsilon of wrong actions, per step": number(drifting.error),
        "lanes: epsilon in total variation, per step": number(drifting.distance),
        "lanes: cost": number(drifting.cost),
        "lanes: the lecture's bound of the wrong actions": number(drifting.bound(drifting.error)),
    }


def as_on_the_tightrope(study: Study) -> Iterator[tuple]:
    """Cloned, the course is the tightrope: of the views on the road only the average error counts."""
    for method, run in study.runs.items():
        made = tightrope(run.error, run.horizon)
        rope = paid(made, made.learner_table, run.horizon).disagreements
        yield method, bool(np.allclose(run.clone.disagreements, rope, rtol=CLOSE, atol=0)), True


def within_the_bound(study: Study) -> Iterator[tuple]:
    for method, run in study.runs.items():
        for horizon in study.horizons:
            cost, worst = run.clone.disagreements[horizon - 1], worst_case("per_step", run.error, horizon)
            yield (method, horizon), bool(cost <= float(worst) * (1 + CLOSE) <= float(run.bound(horizon))), True


def quadratic_at_first(study: Study) -> Iterator[tuple]:
    """While epsilon T <= 1 the clone costs at least epsilon T^2/3; with DAgger no more than epsilon T."""
    for method, run in study.runs.items():
        for horizon in study.horizons:
            small, error = run.error * horizon <= 1, float(run.error)
            cloned = run.clone.disagreements[horizon - 1] >= error * horizon**2 / 3 * (1 - CLOSE)
            yield (method, horizon, "cloned"), bool(cloned or not small), True
            asked = run.last.disagreements[horizon - 1] <= error * horizon * (1 + CLOSE)
            yield (method, horizon, "DAgger"), bool(asked), True


def one_round(study: Study) -> Iterator[tuple]:
    """The clone meets every view from the verge, so the second round finds nothing new."""
    for method, run in study.runs.items():
        clone, asked, again = (table.probability[0] for table in run.tables)
        yield method, bool((asked == again).all()), True
        yield method, bool((asked[: COURSE.road] == clone[: COURSE.road]).all()), True


def only_of_the_law(study: Study) -> Iterator[tuple]:
    """Of an expert who draws its way, the bound is true of total variation and false of wrong actions per step."""
    one = study.lanes
    yield "wrong actions, per step", one.cost > one.bound(one.error), True
    yield "wrong actions, pointwise", one.cost <= one.bound(one.pointwise), True
    yield "total variation, per step", one.cost <= one.bound(one.distance), True


def what_was_asked(cell: Cell, row: Row) -> tuple[object, object]:
    return row["ε, pointwise"]["value"] >= row["ε, per step"]["value"], True


EXPERIMENT = Experiment(
    key="tree-course",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(
            name="a clone costs what a learner of its average error costs on the tightrope",
            compared=as_on_the_tightrope,
        ),
        Check(name="a clone costs at most the worst case, and this at most the bound", compared=within_the_bound),
        Check(name="cloning is quadratic at first and DAgger at most linear", compared=quadratic_at_first),
        Check(name="one round of DAgger shows all that there is", compared=one_round),
        Check(
            name="where the way decides the lane, wrong actions alone do not bound the cost", compared=only_of_the_law
        ),
        Check(name="a pointwise epsilon is at least the average", compared=for_each_cell(what_was_asked)),
    ),
)
