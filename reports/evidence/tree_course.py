"""What policies cost on the course of trees, and where the way decides the lane, beside the lecture's bound."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, total_variation
from tightrope.simulators.model.arithmetic import FLOAT, largest, plain
from tightrope.simulators.training.tree_course import Paid, Trained, paid
from tightrope.simulators.worlds.tree_course import TreeCourse
from tightrope.simulators.worlds.tree_lanes import TreeLanes

COURSE, DITCH = TreeCourse(), TreeCourse(back=Fraction(0))
LANES, DRIFTING = TreeLanes(each_side=3, astray=Fraction(1, 20)), 10  # and decisions there
FEW = 5  # decisions that tell the readings
ROUNDS = 3  # of DAgger, the clone included
BOUND = epsilon * T + 2 * epsilon * T**2


@dataclass(frozen=True, kw_only=True, eq=False)
class Run:
    """A method cloned, and after one round of DAgger: with a way back, and from a ditch without one."""

    method: str
    horizon: int

    @cached_property
    def trained(self) -> Trained:
        return Trained(course=COURSE, method=self.method)

    @cached_property
    def rounds(self) -> list:
        return self.trained.rounds(self.horizon, ROUNDS)

    @cached_property
    def clone(self) -> Paid:
        return paid(COURSE.problem, self.rounds[0].learner, self.horizon)

    @cached_property
    def asked(self) -> Paid:
        return paid(COURSE.problem, self.rounds[1].learner, self.horizon)

    @cached_property
    def asked_in_the_ditch(self) -> Paid:
        return paid(DITCH.problem, self.rounds[1].learner, self.horizon)

    @cached_property
    def readings(self) -> dict[str, float]:
        """The clone's epsilon under each reading; the expert's views are the same at every decision."""
        found = evaluate(COURSE.problem.with_learner(self.rounds[0].learner), FEW, FLOAT).epsilon
        return found | {"on_policy": float(self.clone.disagreements[-1]) / self.horizon}

    @property
    def error(self) -> Fraction:
        """The per-step epsilon: how often the method errs on the road, averaged over the views there."""
        table = self.rounds[0].learner.probability[0, :, 1]
        return sum((Fraction(int(rate.p), int(rate.q)) for rate in table[: COURSE.road]), Fraction(0)) / COURSE.road

    def bound(self, horizon: int) -> Fraction:
        return exact_value(BOUND, {epsilon: self.error, T: horizon})


@dataclass(frozen=True, kw_only=True)
class Drifting:
    """Who takes either way evenly where the way decides the lane; exact."""

    world: TreeLanes
    horizon: int

    @cached_property
    def laws(self) -> tuple[np.ndarray, np.ndarray]:
        """Of the expert and of the learner, shapes (T, S)."""
        made = self.world
        expert, learner = (state_laws(made.mdp, one, self.horizon)[:-1] for one in (made.expert, made.evenly()))
        return expert, learner

    @cached_property
    def wrong(self) -> np.ndarray:
        """How often the learner does what the expert would not, in each state."""
        return (self.world.evenly().probability[0] * self.world.wrong).sum(axis=1)

    @property
    def error(self) -> Fraction:
        """The per-step epsilon of wrong actions: the largest average over the expert's states."""
        return plain(largest(self.laws[0] @ self.wrong))

    @property
    def distance(self) -> Fraction:
        """The per-step epsilon in total variation between what both do."""
        apart = total_variation(self.world.evenly().probability[0], self.world.expert.probability[0])
        return plain(largest(self.laws[0] @ apart))

    @property
    def pointwise(self) -> Fraction:
        """The largest in a state of the expert's."""
        return plain(largest(self.wrong[self.laws[0].astype(bool).any(axis=0)]))

    @property
    def cost(self) -> Fraction:
        return plain((self.laws[1] @ self.wrong).sum())

    def bound(self, error: Fraction) -> Fraction:
        return exact_value(BOUND, {epsilon: error, T: self.horizon})


@cache
def run_of(method: str, horizon: int) -> Run:
    return Run(method=method, horizon=horizon)
