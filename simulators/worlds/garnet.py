"""Random decision processes from a seed. Garnet: each state and action leads to `branching` random states."""

from fractions import Fraction

import numpy as np

from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.problem import Problem

PARAMETERS = (
    Parameter("states", Whole(1, 10_000)),
    Parameter("actions", Whole(1, 1_000)),
    Parameter("branching", Whole(1, 10_000)),
    Parameter("seed", Whole(0, 2**63)),
)


def garnet(*, states: int, actions: int, branching: int, seed: int) -> TabularMDP:
    """A Garnet process: successors drawn without replacement, integer weights 1..9, costs k/10; start in state 0.

    Raises ValueError outside the domains of PARAMETERS, or unless branching <= states.
    """
    require(*PARAMETERS, states=states, actions=actions, branching=branching, seed=seed)
    if branching > states:
        raise ValueError(f"branching must be at most the number of states, {states}; got {branching}")
    rng = np.random.default_rng(seed)
    return tabular_mdp(
        states=[f"s{i}" for i in range(states)],
        actions=[f"a{i}" for i in range(actions)],
        start=[Fraction(int(i == 0)) for i in range(states)],
        transition=[[[_law(rng, states, branching) for _ in range(actions)] for _ in range(states)]],
        cost=[[Fraction(int(rng.integers(0, 11)), 10) for _ in range(actions)] for _ in range(states)],
    )


def _law(rng: np.random.Generator, states: int, branching: int) -> dict[int, Fraction]:
    successors = rng.choice(states, size=branching, replace=False)
    weights = rng.integers(1, 10, size=branching)
    return {int(s): Fraction(int(w), int(weights.sum())) for s, w in zip(successors, weights, strict=True)}


def with_best_expert(horizon: int, states: int, actions: int, branching: int, seed: int) -> Problem:
    """The process with the expert that is optimal for that horizon."""
    mdp = garnet(states=states, actions=actions, branching=branching, seed=seed)
    return Problem(name="garnet", mdp=mdp, expert=optimal_expert(mdp, horizon))


FAMILY = Family(
    key="garnet",
    words="a random problem from a seed; the expert is the exact optimum",
    parameters=PARAMETERS,
    build=with_best_expert,
    size=lambda horizon, states, actions, branching, seed: states * actions * branching,
    examples=("garnet:states=20,actions=3,branching=2,seed=1",),
)
