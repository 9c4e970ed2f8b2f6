"""L30: DAgger and cloning with the same number of labels; what DAgger's labels buy, and what they are wasted on."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, states
from tightrope.bounds.lecture.label_budget import GAIN, LIMIT, WASTE
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Finding, Profile
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.label_budget import (
    asking,
    cloning,
    compared,
    costs,
    dagger,
    drawn_costs,
    expected_cost,
    loses_from,
    splits,
)
from tightrope.simulators.worlds.fresh_states import fresh_states


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world of fresh states, the largest number of labels that is looked at, and how many are split in two."""

    states: int
    actions: int
    horizon: int
    most: int = 48
    split: int = 20

    @property
    def letters(self) -> dict:
        return {states: self.states, actions: self.actions, T: self.horizon}


SHOWN = Cell(states=6, actions=4, horizon=20)  # in the figures
CELLS = (
    *(Cell(states=6, actions=4, horizon=horizon) for horizon in (2, 5)),
    SHOWN,
    *(Cell(states=count, actions=choices, horizon=20) for count, choices in ((6, 2), (3, 4), (12, 4))),
)
BUDGETS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40)
SAMPLED, RUNS = (3, 10, 25), 20  # budgets; runs to each of the profile's repetitions
HORIZONS, HORIZON_BUDGETS = (1, 2, 3, 5, 8, 13, 20, 35, 60), (3, 10, 20, 100)
FEW, MANY, FIRST = 3, 20, 4  # labels: with a way back, without one, and demonstrated before DAgger


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Where DAgger begins to lose, how it compares in the end, and the best number of demonstrations to begin with."""
    world = fresh_states(cell.states, cell.actions)
    price, first = costs(world, cell.horizon), loses_from(world, cell.horizon, cell.most)
    clone, learner = compared(world, price, cell.horizon, cell.most)
    split = splits(world, price, cell.horizon, cell.split)
    best = split.index(min(split))
    return {
        "states": cell.states,
        "actions": cell.actions,
        "horizon T": cell.horizon,
        "DAgger loses from": f"not up to {cell.most}" if first is None else str(first),
        f"ratio at {cell.most} labels": number(learner / clone),
        "limit, one long episode": number(exact_value(LIMIT, cell.letters)),
        f"best shown first, of {cell.split}": best,
        "ratio with these": number(split[best] / split[-1]),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    shown, many = SHOWN, MANY

    @cached_property
    def pairs(self) -> dict[str, Fraction]:
        """Expected costs of both learners, with few labels, and with many where nothing leads back."""
        found = {}
        for labels, ways_back, words in ((FEW, 1, ""), (MANY, 0, ", no way back")):
            world = fresh_states(SHOWN.states, SHOWN.actions, ways_back=ways_back)
            clone, learner = compared(world, costs(world, SHOWN.horizon), SHOWN.horizon, labels)
            found |= {f"DAgger, {labels} labels{words}": learner, f"cloning, {labels} labels{words}": clone}
        return found

    @property
    def runs(self) -> int:
        return RUNS * self.profile.repetitions


def answers(study: Study) -> tuple[Finding, ...]:
    found = {name: number(value) for name, value in study.pairs.items()}
    return (Finding(claim="L30", verdict="conditional", evidence="exact", numbers=found, figure="label-budget"),)


def numbers(study: Study) -> dict[str, object]:
    """Gain and waste in each setting."""
    return {
        f"{name}, {cell.states} states, {cell.actions} actions, T = {cell.horizon}": number(
            exact_value(formula, cell.letters)
        )
        for cell in study.cells
        for name, formula in (("gain", GAIN), ("waste", WASTE))
    }


def pictures(study: Study) -> dict[str, tuple]:
    way_back, cliff = (fresh_states(SHOWN.states, SHOWN.actions, ways_back=ways) for ways in (1, 0))
    by_budget = (
        _by_budget("One action leads back", way_back, study),
        _by_budget("Nothing leads back", cliff, study),
    )
    return {"label-budget": by_budget, "label-budget-horizon": (_by_horizon(way_back),)}


def _by_budget(heading: str, world: Problem, study: Study) -> Curves:
    horizon, price = SHOWN.horizon, costs(world, SHOWN.horizon)
    laws = (
        ("cloning", "problem", cloning),
        ("DAgger", "dagger", lambda world, labels: dagger(world, horizon, labels)),
        (f"asking, 0 from {SHOWN.states + 1} on", "dagger", lambda world, labels: asking(world, horizon, labels)),
        (f"{FIRST} shown, then DAgger", "problem", lambda world, b: dagger(world, horizon, b, min(b, FIRST))),
    )
    curves = []
    for label, role, law in laws:
        values = {labels: expected_cost(law(world, labels), price) for labels in BUDGETS}
        positive = {labels: value for labels, value in values.items() if value}  # a log axis has no 0
        curves.append(curve(label, role, positive.keys(), positive.values()))
    curves.append(_drawn(world, price, study))
    y = Axis(label="expected cost per episode", scale="log")
    return Curves(x=Axis(label="labels B"), y=y, curves=tuple(curves), heading=heading, legend="lower left")


def _drawn(world: Problem, price: dict, study: Study) -> Curve:
    """Runs of DAgger. The bars of both pictures hold at once."""
    level, intervals = each(study.profile.confidence, 2 * len(SAMPLED)), []
    for labels in SAMPLED:
        paid = drawn_costs(world, price, SHOWN.horizon, labels, study.runs, study.profile.seed + labels)
        intervals.append(betting(paid, SHOWN.horizon, level))
    exact = [compared(world, price, SHOWN.horizon, labels)[1] for labels in SAMPLED]
    return beside("drawn runs", SAMPLED, exact, intervals)


def _by_horizon(world: Problem) -> Curves:
    curves = []
    for labels in HORIZON_BUDGETS:
        pairs = [compared(world, costs(world, horizon), horizon, labels) for horizon in HORIZONS]
        curves.append(curve(f"{labels} labels", "problem", HORIZONS, [learner / clone for clone, learner in pairs]))
    curves.append(curve("equal", "worst", (HORIZONS[0], HORIZONS[-1]), (1, 1)))
    x = Axis(label="horizon T (decisions)", scale="log")
    return Curves(x=x, y=Axis(label="cost of DAgger / cost of cloning"), curves=tuple(curves))


EXPERIMENT = Experiment(
    key="label-budget",
    claims=("L30",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
)
