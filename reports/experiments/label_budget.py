"""L30: DAgger and cloning with the same number of labels; what DAgger's labels buy, and what they are wasted on."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, states
from tightrope.bounds.lecture.label_budget import GAIN, LIMIT, WASTE
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.label_budget import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.training.label_budget import (
    compared,
    costs,
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

    def __post_init__(self) -> None:
        require(Parameter("split", Whole(1)), **vars(self))

    @property
    def letters(self) -> dict:
        return {states: self.states, actions: self.actions, T: self.horizon}


SHOWN = Cell(states=6, actions=4, horizon=20)  # in the figures
CELLS = (
    *(Cell(states=6, actions=4, horizon=horizon) for horizon in (2, 5)),
    SHOWN,
    *(Cell(states=count, actions=choices, horizon=20) for count, choices in ((6, 2), (3, 4), (12, 4))),
)
RUNS = 20  # to each of the profile's repetitions
COUNTS = (1, 2, 3, 5, 10, 20)  # of labels that are tried where nothing leads back
FEW, MANY = 3, 20  # labels: with a way back, and without one


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


def no_better_without_a_way_back(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        world = fresh_states(cell.states, cell.actions, ways_back=0)
        price = costs(world, cell.horizon)
        for labels in COUNTS:
            clone, learner = compared(world, price, cell.horizon, labels)
            yield f"{cell}, {labels} labels", learner >= clone, True


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
    checks=(Check(name="with no way back DAgger is no better than cloning", compared=no_better_without_a_way_back),),
)
