"""Problems that differ in everything the sampler tells apart: layers, lengths of rows, kinds of learners."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from flint import fmpq

from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import EVENLY, Erring, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import Numbered, mdp_from_weights
from tightrope.simulators.names import problem

HORIZON = 7


def random_mdp(states, actions, branching, layers=1, seed=0) -> TabularMDP:
    """Rows of `branching(row)` random successors; costs k/10; any first state; the last state does not decide."""
    rng = np.random.default_rng(seed)
    lengths = np.array([branching(row) for row in range(layers * states * actions)])
    lengths.reshape(layers, states, actions)[:, -1] = 1
    entries = int(lengths.sum())
    successor = rng.integers(0, states, size=entries)
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    for row in np.arange(layers * states * actions).reshape(layers, states, actions)[:, -1].ravel():
        successor[indptr[row]] = states // 2
    cost = rng.integers(0, 11, size=(states, actions))
    cost[-1] = 0
    return mdp_from_weights(
        states=Numbered("s", states),
        actions=Numbered("a", actions),
        start=rng.integers(1, 5, size=states),
        indptr=indptr,
        successor=successor,
        weight=rng.integers(1, 10, size=entries),
        cost_numerator=cost,
        cost_denominator=10,
        decides=np.arange(states) < states - 1,
    )


def uneven() -> TabularMDP:
    """Most rows have one or two successors, one has a hundred."""
    return random_mdp(60, 2, lambda row: 100 if row == 3 else 1 + row % 2)


def erring(mdp: TabularMDP, experts: int = 1, layers: int = 1, seed: int = 0) -> Problem:
    """A learner of every kind: never wrong, seldom, mostly, always; one wrong action, or any."""
    rng, (states, actions) = np.random.default_rng(seed), mdp.shape
    expert = rng.integers(0, actions, size=(experts, states))
    other = (expert + rng.integers(1, actions, size=(layers, states))) % actions
    learner = Erring(
        actions=actions,
        expert=expert,
        wrong=np.where(rng.random((layers, states)) < 0.5, other, EVENLY),
        which=rng.integers(0, 4, size=(layers, states)),
        rates=np.array([fmpq(0), fmpq(1, 10), fmpq(7, 10), fmpq(1)], dtype=object),
    )
    return Problem(name="erring", mdp=mdp, expert=expert, learner=learner)


def table() -> Problem:
    """A time-dependent table of rationals, with laws that spread over three actions."""
    made = epsilon_learner(
        problem("garnet:states=5,actions=3,branching=3,seed=2", HORIZON), "per_step", Fraction(1, 3), HORIZON, "uniform"
    )
    third = Fraction(1, 3)
    laws = [[[third, Fraction(1, 2), Fraction(1, 6)], [0, 1, 0], [1, 0, 0], [third] * 3, [0, third, 2 * third]]]
    return replace(made, learner=policy(laws * HORIZON))


def drawing() -> Problem:
    """An expert that draws its actions, and a learner that draws others."""
    made = table()
    half = Fraction(1, 2)
    return replace(made, expert=policy([[[half, half, 0]] * 5]))


PROBLEMS = {
    "a stationary learner": lambda: erring(random_mdp(30, 3, lambda row: 3)),
    "one successor": lambda: erring(random_mdp(9, 2, lambda row: 1)),
    "rows of different length": lambda: erring(uneven()),
    "a learner by decision": lambda: erring(random_mdp(30, 3, lambda row: 4), experts=HORIZON, layers=HORIZON),
    "dynamics by decision": lambda: erring(random_mdp(10, 2, lambda row: 1 + row % 3, layers=HORIZON)),
    "a table of rationals": table,
    "its learner": lambda: epsilon_learner(
        problem("garnet:states=8,actions=3,branching=3,seed=5", HORIZON), "pointwise", Fraction(1, 5), HORIZON
    ),
    "a witness": lambda: problem("tightrope", HORIZON, Fraction(1, 5)),
}
