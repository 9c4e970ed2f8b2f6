"""Networks on the course of trees: cloned, then trained again on what they met and the expert's labels of it (DAgger).

A network is asked in every view, beside the road too, where a clone extrapolates: what it does there is computed from
its parameters and not assumed. Data are endless: each batch draws views by their weight and actions from the expert.

In proportion   views have the weight with which they were visited, which is DAgger's rule
Evenly          every view that was visited has the same weight, however seldom it was
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from tightrope.simulators.model.laws import Law
from tightrope.simulators.model.policy import Table
from tightrope.simulators.networks import Parameters, flow, squared_error
from tightrope.simulators.networks.adam import Loss, trained
from tightrope.simulators.networks.mixture_density import MixtureDensity
from tightrope.simulators.networks.noised import Noised
from tightrope.simulators.training.tree_course import visits
from tightrope.simulators.worlds.tree_course import TreeCourse

ROUNDS, HORIZON, BATCH = 4, 400, 256  # the clone's included; decisions of an episode, and labels of a step
COURSE = TreeCourse()


def in_proportion(weight: np.ndarray) -> np.ndarray:
    return weight / weight.sum()


def evenly(weight: np.ndarray) -> np.ndarray:
    return in_proportion((weight > 0).astype(float))


Batches = Iterator[tuple[np.ndarray, ...]]


def as_they_are(batches: Batches, random: np.random.Generator) -> Batches:
    return batches


@dataclass(frozen=True, kw_only=True)
class CourseNetwork:
    """How a network is begun, trained in so many steps, and asked.

    `start` sees some of the expert's actions; `shown` makes of batches of views and actions what the loss takes.
    """

    name: str
    start: Callable[[np.random.Generator, np.ndarray], Parameters]
    loss: Loss
    law: Callable[[Parameters, np.ndarray], Law]
    shares: Callable[[np.ndarray], np.ndarray]
    steps: int
    rate: float
    shown: Callable[[Batches, np.random.Generator], Batches] = as_they_are

    def rounds(self, seed: int) -> Parameters:
        """The parameters of the clone and of every round after it, round0.weight0, ...: each begins anew.

        Visits are exact laws of the network as it was trained; all earlier ones are kept.
        """
        random, see = np.random.default_rng(seed), visits(COURSE.problem, HORIZON)
        weight, found = see(COURSE.problem.expert_table, 0).sum(axis=0), {}
        for number in range(ROUNDS):
            batches = labelled(self.shares(weight), random)
            start = self.start(random, next(batches)[1])
            now = trained(self.loss, start, self.shown(batches, random), self.steps, self.rate)
            found |= {f"round{number}.{name}": value for name, value in now.items()}
            weight = weight + see(self.table(now), number).sum(axis=0)
        return found

    def table(self, parameters: Parameters) -> Table:
        """What one round's network does on the course."""
        return COURSE.table(self.wrong(parameters))

    def wrong(self, parameters: Parameters) -> np.ndarray:
        """How often one round's network errs in each state, shape (S,)."""
        return COURSE.wrong(self.law(parameters, COURSE.views))

    def tables(self, parameters: Parameters) -> list[Table]:
        """What each round's network does on the course."""
        return [self.table(of_round(parameters, number)) for number in range(ROUNDS)]


def of_round(parameters: Parameters, number: int) -> Parameters:
    """The parameters of one round by their own names."""
    start = f"round{number}."
    return {name.removeprefix(start): value for name, value in parameters.items() if name.startswith(start)}


def labelled(shares: np.ndarray, random: np.random.Generator) -> Batches:
    """Batches of views and the expert's actions, shapes (BATCH,), without end."""
    expert = COURSE.expert()
    while True:
        state = random.choice(len(shares), size=BATCH, p=shares)
        way = (random.random(BATCH) >= expert.weights[state, 0]).astype(int)
        noise = expert.deviations[state, way] * random.standard_normal(BATCH)
        yield COURSE.views[state], expert.means[state, way] + noise


def noised(batches: Batches, random: np.random.Generator) -> Batches:
    """What flow matching is shown: the view, the action under noise, the time, and where it moves."""
    for s, a in batches:
        n, t = random.standard_normal(len(a)), random.random(len(a))
        c, d, faster, slower = flow.way(t)
        yield s, c * a + d * n, t, faster * a + slower * n


FLOW, FLOW_STEPS = Noised(hidden=(32, 32)), 10  # steps from noise to action
MIXTURE = MixtureDensity(components=4)
_squared = partial(
    CourseNetwork,
    start=lambda random, _actions: squared_error.NETWORK.initial(random),
    loss=squared_error.loss,
    law=squared_error.law,
    steps=1000,
    rate=3e-3,
)
_mixture = partial(
    CourseNetwork,
    start=lambda random, actions: MIXTURE.initial(random, actions[: MIXTURE.components]),
    loss=MIXTURE.loss,
    law=MIXTURE.law,
    steps=1000,
    rate=5e-3,
)
_flow = partial(
    CourseNetwork,
    start=lambda random, _actions: FLOW.initial(random),
    loss=FLOW.loss,
    law=lambda parameters, s: flow.law(FLOW, parameters, s, FLOW_STEPS),
    steps=1500,
    rate=5e-3,
    shown=noised,
)
NETWORKS = (
    _squared(name="course_squared_error", shares=in_proportion),
    _flow(name="course_flow", shares=in_proportion),
    _mixture(name="course_mixture", shares=in_proportion),
    _mixture(name="course_mixture_evenly", shares=evenly),
)
