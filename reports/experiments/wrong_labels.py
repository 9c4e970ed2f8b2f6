"""Labels that are wrong now and then: how many of them DAgger's gain survives,
and how late a label may be to be no worse.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Rational, lambdify

from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.causal_confusion import switch
from tightrope.bounds.lecture.late_labels import back, lost, noisy_cost, same_as
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.recovery import closed_form
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.wrong_labels import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.late_labels import frequency_driver, late_votes, majority_driver, wrong_votes
from tightrope.simulators.worlds.excursions import driver, excursions


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Probabilities of a slip and of getting back, untaught and taught."""

    horizon: int
    slip: Fraction = Fraction(1, 100)
    lost: Fraction = Fraction(1, 20)
    back: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        require(Parameter("horizon", Whole(1)), **vars(self))

    @property
    def world(self) -> Problem:
        return excursions(self.back, self.lost)

    @property
    def untaught(self) -> Table:
        """The clone of clean demonstrations, which never leave the track."""
        return driver(self.slip, Fraction(1), Fraction(0))

    @cached_property
    def votes(self) -> np.ndarray:
        """Right labels of the expert's and the untaught driver's frames;
        their shares are the same in 2 decisions as in many.
        """
        expert = driver(Fraction(0), Fraction(1), Fraction(1))
        first, second = (late_votes(self.world, acting, 2, 0) for acting in (expert, self.untaught))
        return first + second

    def noisy(self, rate: Fraction) -> Table:
        """DAgger's clone that copies the frequencies of labels, each of them wrong with that probability."""
        return frequency_driver(wrong_votes(self.votes, rate), self.slip)

    def majority(self, rate: Fraction) -> Table:
        """The one that does what most of these labels say."""
        return majority_driver(wrong_votes(self.votes, rate), self.slip)

    def cost(self, acting: Table) -> float:
        return float(task_cost(self.world.mdp, acting, self.horizon, FLOAT))

    def ratio(self, rate: Fraction) -> float:
        """The noisy clone's cost over that of cloning clean demonstrations."""
        return self.cost(self.noisy(rate)) / self.cost(self.untaught)

    @cached_property
    def break_even(self) -> float:
        """The share of wrong labels at which the closed forms of these two costs are equal."""
        from scipy.optimize import brentq

        values: dict[Any, Any] = {epsilon: self.slip, lost: self.lost, back: self.back, rho: self.lost, T: self.horizon}
        difference = lambdify(eta, (noisy_cost() - closed_form()).subs(values))
        return float(brentq(difference, 0, 0.5, xtol=1e-14))


CELLS = tuple(Cell(horizon=horizon) for horizon in (10, 100, 1000))
MANY, SLOW = Fraction(2, 5), Fraction(1, 50)  # wrong labels of the contrast; how often the right action changes


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Costs, and the noise and the lateness that take all of the gain."""
    return {
        "horizon T": cell.horizon,
        "clean cloning": number(cell.cost(cell.untaught)),
        "DAgger, no noise": number(cell.cost(cell.noisy(Fraction(0)))),
        f"majority, {MANY} wrong": number(cell.cost(cell.majority(MANY))),
        "no gain left at": number(cell.break_even),
        f"as late, q = {SLOW}": number(float(same_as(cell.break_even).subs(switch, Rational(SLOW)))),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    sampled = Cell(horizon=100)  # whose episodes are drawn

    @property
    def shown(self) -> list[Cell]:
        """A cell for each curve; the longest one in the full report only."""
        longest = max((self.sampled.horizon, *self.profile.long_horizons))
        return [cell for cell in self.cells if cell.horizon <= longest]

    @property
    def episodes(self) -> int:
        return self.profile.episodes // 10


EXPERIMENT = Experiment(
    key="wrong-labels",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
)
