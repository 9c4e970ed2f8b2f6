"""The law of counts is what adding up all trajectories gives."""

from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import given, settings

from tightrope.simulators.measures.visit_counts import count_law, never
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.two_state_chain import noisy_labels, two_state_chain


def by_trajectories(mdp, policy, horizon, marked):
    """Every sequence of states and actions with its probability."""
    states, actions = mdp.shape
    law = [Fraction(0)] * (horizon + 1)
    start = [fraction(x) for x in mdp.start_law(EXACT)]
    move = np.zeros((states, actions, states), dtype=object) + Fraction(0)
    for i, row in enumerate(mdp.entry_row):
        s, a = divmod(int(row), actions)
        move[s, a, mdp.successor[i]] += fraction(mdp.exact_probability[i])
    for path in product(range(states), repeat=horizon):
        for chosen in product(range(actions), repeat=horizon):
            chance = start[path[0]]
            for t in range(horizon):
                chance *= fraction(policy.at(t + 1, EXACT)[path[t]][chosen[t]])
                if t + 1 < horizon:
                    chance *= move[path[t], chosen[t], path[t + 1]]
            law[sum(bool(marked[s, a]) for s, a in zip(path, chosen, strict=True))] += chance
    return law


@settings(max_examples=15)
@given(imitation_problems(max_states=3, max_horizon=3))
def test_it_adds_up_all_trajectories(drawn):
    made, horizon = drawn
    marked = np.zeros(made.mdp.shape, dtype=bool)
    marked[0, :] = marked[:, 1] = True
    exact = [fraction(x) for x in count_law(made.mdp, made.learner, horizon, marked)]

    assert exact == by_trajectories(made.mdp, made.learner, horizon, marked)
    assert never(made.mdp, made.learner, horizon, marked) == exact[0]
    assert np.allclose(count_law(made.mdp, made.learner, horizon, marked, FLOAT), [float(x) for x in exact])


def test_wrong_labels_are_binomial_however_long_the_chain_remembers():
    noise, horizon = Fraction(1, 4), 5
    wrong = np.array([[False, True]] * 2)
    laws = [
        [
            fraction(x)
            for x in count_law(two_state_chain(Fraction(1, 10), held).mdp, noisy_labels(noise), horizon, wrong)
        ]
        for held in (Fraction(0), Fraction(9, 10))
    ]

    assert laws[0] == laws[1]
    assert laws[0][0] == (1 - noise) ** horizon
