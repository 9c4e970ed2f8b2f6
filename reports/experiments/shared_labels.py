"""A learner that shares parameters: one label for several states, so that its regret is real."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, product

import numpy as np

from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Row, Study, for_each_cell
from tightrope.reports.publishing.figure import Axis, Curves, curve
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.policy import Table, deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.training import dagger


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem by its name, whose neighbouring states share a label: as many as fit into so many labels."""

    name: str
    problem: str
    labels: int = 4
    rounds: int = 12
    horizon: int = 40

    def __post_init__(self) -> None:
        require(Parameter("labels", Whole(1)), Parameter("rounds", Whole(0)), **vars(self))

    @cached_property
    def made(self) -> Problem:
        return problem(self.problem, self.horizon)

    @property
    def shares(self) -> np.ndarray:
        """The label of each state."""
        states = self.made.mdp.shape[0]
        return np.arange(states) * self.labels // states

    @cached_property
    def history(self) -> list[dagger.Round]:
        """The loop with exact visits; round 0 is the clone."""
        learner, see = (
            TableLearner(cell=self.shares[None], floor=Fraction(0)),
            dagger.population(self.made, self.horizon),
        )
        return list(islice(dagger.loop(self.made, learner, see, dagger.aggregate), self.rounds + 1))

    @cached_property
    def policies(self) -> list[Table]:
        """All of the class."""
        actions = self.made.mdp.shape[1]
        choices = np.array(list(product(range(actions), repeat=self.labels)))
        return [deterministic(choice[self.shares][None], actions) for choice in choices]

    @cached_property
    def floor(self) -> float:
        """The least on-policy error of the class."""
        return min(
            evaluate(self.made.with_learner(one), self.horizon, FLOAT).epsilon["on_policy"] for one in self.policies
        )

    @cached_property
    def own(self) -> list[Fraction]:
        """The on-policy error of each round's learner."""
        learners = [self.made.with_learner(each.learner) for each in self.history]
        return [evaluate(one, self.horizon).epsilon["on_policy"] for one in learners]

    @property
    def in_hindsight(self) -> Fraction:
        """The least mean error of one policy over all rounds' states."""
        mean_losses = dagger.losses(self.made, self.history, self.policies).sum(axis=0) / len(self.history)
        return min(mean_losses)


CELLS = (
    Cell(name="CliffWalking, one label a row", problem="gymnasium:CliffWalking-v1,restart=true"),
    Cell(name="random problem, one label for three states", problem="garnet:states=12,actions=3,branching=2,seed=5"),
)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """On-policy errors of the rounds, and the regret; the best policies by enumeration."""
    own, in_hindsight = cell.own, cell.in_hindsight
    return {
        "class": cell.name,
        "floor of the class": number(cell.floor),
        "cloning": number(own[0]),
        "best round": number(min(own)),
        "last round": number(own[-1]),
        "best in hindsight": number(in_hindsight),
        "regret": number(sum(own) / len(own) - in_hindsight),
    }


def pictures(study: Study) -> dict[str, tuple]:
    curves = []
    for cell in study.cells:
        short = cell.name.partition(",")[0]
        curves.append(curve(f"DAgger, {short}", "dagger", range(len(cell.own)), cell.own))
        curves.append(curve(f"floor, {short}", "bound", (0, cell.rounds), (cell.floor, cell.floor)))
    x, y = Axis(label="round of the loop"), Axis(label="on-policy error, averaged over decisions")
    return {"shared-labels": (Curves(x=x, y=y, curves=tuple(curves)),)}


def lasting_circles(cell: Cell, _row: Row) -> tuple[object, object]:
    """No round lies below the floor, and after the best one comes a worse one."""
    own = cell.own
    best = own.index(min(own))
    return (float(min(own)) >= cell.floor * (1 - 1e-9), max(own[best:]) > min(own)), (True, True)


EXPERIMENT = Experiment(
    key="shared-labels",
    prose=prose_of(__file__),
    needs=("gymnasium",),
    cells=CELLS,
    measure=measure,
    pictures=pictures,
    checks=(
        Check(name="a worse round follows the best, none below the floor", compared=for_each_cell(lasting_circles)),
    ),
)
