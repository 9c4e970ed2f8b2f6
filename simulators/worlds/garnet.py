"""Random decision processes from a seed. Garnet: each state and action leads to `branching` random states."""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp


def garnet(*, states: int, actions: int, branching: int, seed: int) -> TabularMDP:
    """A Garnet process: successors drawn without replacement, integer weights 1..9, costs k/10; start in state 0.

    Raises ValueError unless 1 <= branching <= states and there are actions.
    """
    if not 1 <= branching <= states or actions < 1:
        raise ValueError(
            f"a garnet needs 1 <= branching <= states and actions >= 1; got {branching}, {states}, {actions}"
        )
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
