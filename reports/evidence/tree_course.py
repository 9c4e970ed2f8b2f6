"""What policies cost on the course of trees, and where the way decides the lane, beside the lecture's bound."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.evidence.growth import exponent
from tightrope.simulators.learned.parameters import network
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, total_variation
from tightrope.simulators.model.arithmetic import FLOAT, largest, plain
from tightrope.simulators.model.policy import Table
from tightrope.simulators.training.course_networks import NETWORKS
from tightrope.simulators.training.tree_course import Paid, Trained, paid
from tightrope.simulators.worlds.tree_course import TreeCourse
from tightrope.simulators.worlds.tree_lanes import TreeLanes

COURSE, DITCH = TreeCourse(), TreeCourse(back=Fraction(0))
LANES, DRIFTING = TreeLanes(each_side=3, astray=Fraction(1, 20)), 10  # and decisions there
FEW = 5  # decisions that tell the readings
ROUNDS = 3  # of the population optima, the clone included
BOUND = epsilon * T + 2 * epsilon * T**2


@dataclass(frozen=True, kw_only=True, eq=False)
class Run:
    """The clone of a method and what each round of DAgger made of it, on courses of up to so many trees."""

    tables: tuple[Table, ...]
    horizon: int

    @cached_property
    def rounds(self) -> tuple[Paid, ...]:
        """What each round costs."""
        return tuple(paid(COURSE.problem, table, self.horizon) for table in self.tables)

    @property
    def clone(self) -> Paid:
        return self.rounds[0]

    @property
    def last(self) -> Paid:
        """What the last round costs."""
        return self.rounds[-1]

    @property
    def best(self) -> Paid:
        """What the best round after the clone costs, judged at the longest course."""
        return min(self.rounds[1:], key=lambda one: one.disagreements[-1])

    @cached_property
    def last_in_the_ditch(self) -> Paid:
        """What the last round costs if there is no way back."""
        return paid(DITCH.problem, self.tables[-1], self.horizon)

    @cached_property
    def readings(self) -> dict[str, float]:
        """The clone's epsilon under each reading; the expert's views are the same at every decision."""
        found = evaluate(COURSE.problem.with_learner(self.tables[0]), FEW, FLOAT).epsilon
        return found | {"on_policy": float(self.clone.disagreements[-1]) / self.horizon}

    @cached_property
    def error(self) -> Fraction:
        """The clone's per-step epsilon: how often it errs on the road, averaged over the views there."""
        return self.wrong(0, COURSE.on_the_road)

    def wrong(self, number: int, where: np.ndarray) -> Fraction:
        """How often that round's learner errs, averaged over the views that are marked, (S,)."""
        rates = self.tables[number].probability[0, where, 1]
        return plain(rates.sum() / len(rates))

    def bound(self, horizon: int) -> Fraction:
        return exact_value(BOUND, {epsilon: self.error, T: horizon})


def slope(costs: np.ndarray) -> float:
    """The exponent between half the horizon and the horizon of costs (T,)."""
    return exponent(costs[len(costs) // 2 - 1], costs[-1], len(costs) / (len(costs) // 2))


def by_population(method: str, horizon: int) -> Run:
    """A method of `training.tree_course.LAWS`, as infinitely many data make it."""
    rounds = Trained(course=COURSE, method=method).rounds(horizon, ROUNDS)
    return Run(tables=tuple(one.learner for one in rounds), horizon=horizon)


def by_network(name: str, horizon: int) -> Run:
    """A shipped network of `training.course_networks.NETWORKS`, with all its rounds."""
    (one,) = (one for one in NETWORKS if one.name == name)
    return Run(tables=tuple(one.tables(network(name))), horizon=horizon)


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
