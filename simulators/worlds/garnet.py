"""Random decision processes from a seed. Garnet: each state and action leads to `branching` random states.

Source: Archibald, McKinnon and Thomas 1995, recalled.
"""

import numpy as np

from tightrope.simulators.measures.planning import planned
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import Numbered, mdp_from_weights

PARAMETERS = (
    Parameter("states", Whole(1, 10_000_000)),
    Parameter("actions", Whole(1, 1_000)),
    Parameter("branching", Whole(1, 10_000)),
    Parameter("seed", Whole(0, 2**63)),
)
MOST_ENTRIES = 20_000_000  # a million states, four actions and four successors: about a gigabyte


def garnet(*, states: int, actions: int, branching: int, seed: int) -> TabularMDP:
    """A Garnet process: successors drawn without replacement, integer weights 1..9, costs k/10; start in state 0.

    Raises ValueError outside the domains of PARAMETERS, or unless branching <= states.
    """
    require(*PARAMETERS, states=states, actions=actions, branching=branching, seed=seed)
    if branching > states:
        raise ValueError(f"branching must be at most the number of states, {states}; got {branching}")
    rng = np.random.default_rng(seed)
    rows = states * actions
    return mdp_from_weights(
        states=Numbered("s", states),
        actions=Numbered("a", actions),
        start=(np.arange(states) == 0).astype(np.int64),
        indptr=np.arange(rows + 1) * branching,
        successor=_without_replacement(rng, rows, states, branching).ravel(),
        weight=rng.integers(1, 10, size=rows * branching),
        cost_numerator=rng.integers(0, 11, size=(states, actions)),
        cost_denominator=10,
    )


def _without_replacement(rng: np.random.Generator, rows: int, states: int, branching: int) -> np.ndarray:
    """For each row so many states, all sets as likely, shape (rows, branching).

    Floyd's algorithm: the i-th is drawn from the first states - branching + i + 1; if it is there already, the last of
    these is taken instead.
    """
    chosen = np.empty((rows, branching), dtype=np.int64)
    for i in range(branching):
        last = states - branching + i
        drawn = rng.integers(0, last + 1, size=rows)
        there = (chosen[:, :i] == drawn[:, None]).any(axis=1)
        chosen[:, i] = np.where(there, last, drawn)
    return chosen


def with_best_expert(horizon: int, states: int, actions: int, branching: int, seed: int) -> Problem:
    """The process with the expert that is optimal for that horizon, planned in floats where rationals take long."""
    mdp = garnet(states=states, actions=actions, branching=branching, seed=seed)
    return planned(Problem(name="garnet", mdp=mdp, expert=None), horizon)


FAMILY = Family(
    key="garnet",
    words="a random problem from a seed; the expert is the optimum",
    parameters=PARAMETERS,
    build=with_best_expert,
    size=lambda horizon, states, actions, branching, seed: states * actions * branching,
    most_entries=MOST_ENTRIES,
    examples=("garnet:states=20,actions=3,branching=2,seed=1",),
)
