"""Cloning and DAgger on the course of trees, by population optima: what infinitely many data and a perfect fit make.

A method maps the expert's laws to the laws that it makes of them, state by state; see LAWS. In a state that its data
show it does that. In one that they do not show anything may come, and the worst is taken: a wrong action, surely.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

import numpy as np

from tightrope.simulators.learners import diffusion, flow_matching
from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.laws import Law, Mixture, atom
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.tree_course import TreeCourse


def squared_error(expert: Mixture) -> Law:
    """The expected action."""
    return atom((expert.weights * expert.means).sum(axis=1))


def one_gaussian(expert: Mixture) -> Law:
    """The likeliest Gaussian: it has the expert's mean and variance."""
    mean = (expert.weights * expert.means).sum(axis=1, keepdims=True)
    square = (expert.weights * (expert.deviations**2 + expert.means**2)).sum(axis=1, keepdims=True)
    return Mixture(np.ones(mean.shape), mean, np.sqrt(square - mean**2))


def two_gaussians(expert: Mixture) -> Law:
    """As many components as ways: the expert itself."""
    return expert


def flow(expert: Mixture, steps: int) -> Law:
    return flow_matching.by_euler(expert, steps)


def denoised(expert: Mixture, steps: int) -> Law:
    return diffusion.law(expert, steps)


LAWS: dict[str, Callable[[Mixture], Law]] = {
    "squared error": squared_error,
    "one Gaussian": one_gaussian,
    **{f"flow, {steps} steps": partial(flow, steps=steps) for steps in (5, 10, 20)},
    **{f"diffusion, {steps} steps": partial(denoised, steps=steps) for steps in (5, 10)},
    "two Gaussians": two_gaussians,
}


@dataclass(frozen=True, eq=False)
class PopulationLearner:
    """A method on a course: `wrong` (S,) is how often it errs in a state that its data show."""

    course: TreeCourse
    wrong: np.ndarray

    def fit(self, problem: Problem, weight: np.ndarray) -> Table:
        """The policy for data of weight (T, S): elsewhere it errs, surely."""
        return self.course.table(np.where(weight.any(axis=0), self.wrong, 1))


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A method of LAWS on a course, cloned and after rounds of DAgger."""

    course: TreeCourse
    method: str

    @cached_property
    def wrong(self) -> np.ndarray:
        """How often it errs in each state that its data show, shape (S,)."""
        return self.course.wrong(LAWS[self.method](self.course.expert()))

    def rounds(self, horizon: int, count: int) -> list[dagger.Round]:
        """The clone and the rounds after it, all earlier data kept; visits are exact laws, in floats."""
        made = self.course.problem
        learner = PopulationLearner(self.course, self.wrong)
        return list(islice(dagger.loop(made, learner, visits(made, horizon), np.add), count))


def visits(made: Problem, horizon: int) -> dagger.Visits:
    """What infinitely many episodes of a policy would show, in floats."""
    return lambda policy, _round: state_laws(made.mdp, policy, horizon, FLOAT)[:-1]


@dataclass(frozen=True, kw_only=True, eq=False)
class Paid:
    """What a policy costs in expectation up to each decision t = 1..T, shapes (T,): disagreements, and the task's."""

    disagreements: np.ndarray
    task: np.ndarray


def paid(made: Problem, policy: Table, horizon: int) -> Paid:
    """Both costs, in floats. The policy must be the same at every decision."""
    laws, acting = state_laws(made.mdp, policy, horizon, FLOAT)[:-1], policy.at(1, FLOAT)
    rates = error_rates(made, policy, 1, FLOAT)
    return Paid(
        disagreements=np.cumsum(laws @ rates),
        task=np.cumsum(laws @ (acting * made.mdp.cost(FLOAT)).sum(axis=1)),
    )
